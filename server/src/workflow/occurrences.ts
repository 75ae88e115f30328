// Turns a workflow's structure and references into everything that it names, with each place of every name.
import type { Word } from './expression';
import type { Part, Reference } from './reference';
import { type Span, touches } from './span';
import type { Structure } from './structure';

/** Something that has a name; two that are equal are the same thing. Triggers and steps may share a name. */
export type Named =
  | { readonly kind: 'parameter' | 'step' | 'trigger' | 'secret'; readonly name: string }
  | { readonly kind: 'connection'; readonly type: string; readonly name: string }
  | { readonly kind: 'output'; readonly step: string; readonly name: string };

/** One place where a workflow names something. */
export interface Occurrence {
  readonly named: Named;
  /** The key of `named`. */
  readonly key: string;
  /** `binding` gives a parameter a value in a trigger. Connections, secrets and outputs are declared nowhere in a workflow. */
  readonly role: 'declaration' | 'binding' | 'use';
  /** The name as it is written, quotes included; an alias where one stands for it. */
  readonly span: Span;
  /** The whole reference, where the name is part of one. */
  readonly around: Span;
  /** As a YAML scalar, as a scalar right behind a tag (which loses its quotes), or in an expression. */
  readonly written: 'yaml' | 'bare' | 'expression';
}

/** Every place of every name that is surely known, in the order of the text. */
export function readOccurrences(
  { parameters, triggers, steps }: Structure,
  references: readonly Reference[],
): Occurrence[] {
  const all = [
    ...parameters.map(({ name }) => inYaml('parameter', 'declaration', name)),
    ...triggers.flatMap(({ name, bindings }) => [
      ...(name ? [inYaml('trigger', 'declaration', name)] : []),
      ...bindings.map((each) => inYaml('parameter', 'binding', each.name)),
    ]),
    ...steps.flatMap(({ name, dependsOn }) => [
      ...(name ? [inYaml('step', 'declaration', name)] : []),
      ...dependsOn.map((each) => inYaml('step', 'use', each)),
    ]),
    ...references.flatMap(inReference),
  ];
  return sortedOnce(all.filter(({ named }) => named.name !== ''));
}

/**
 * What stands at an offset: the name that a cursor there touches, else that of the innermost reference around it (its
 * tag, its root), which is the output where a step's output is named.
 */
export function occurrenceAt(occurrences: readonly Occurrence[], offset: number): Occurrence | undefined {
  const touched = occurrences.filter(({ span }) => touches(span, offset));
  return (
    smallest(touched, ({ span }) => span) ??
    smallest(
      occurrences.filter(({ around }) => touches(around, offset)),
      ({ around }) => around,
    )
  );
}

/** A text that is the same for the same thing, and for nothing else. */
export function keyOfNamed(named: Named): string {
  switch (named.kind) {
    case 'connection':
      return JSON.stringify([named.kind, named.type, named.name]);
    case 'output':
      return JSON.stringify([named.kind, named.step, named.name]);
    default:
      return JSON.stringify([named.kind, named.name]);
  }
}

function inYaml(
  kind: 'parameter' | 'step' | 'trigger',
  role: Occurrence['role'],
  { text, span }: Word,
): Occurrence {
  const named = { kind, name: text };
  return { named, key: keyOfNamed(named), role, span, around: span, written: 'yaml' };
}

function inReference(reference: Reference): Occurrence[] {
  switch (reference.kind) {
    case 'connection': {
      const { type, name } = reference;
      return type.is === 'written' && type.text !== ''
        ? inPart(reference, name, (text) => ({ kind: 'connection', type: type.text, name: text }))
        : [];
    }
    case 'secret':
      return inPart(reference, reference.name, (name) => ({ kind: 'secret', name }));
    case 'parameter':
      return inPart(reference, reference.name, (name) => ({ kind: 'parameter', name }));
    case 'event':
      return [];
    case 'output': {
      const { from, name } = reference;
      if (from.is !== 'written') return [];
      const step = inPart(reference, from, (text) => ({ kind: 'step', name: text }));
      return [
        ...step,
        ...inPart(reference, name, (text) => ({ kind: 'output', step: from.text, name: text })),
      ];
    }
    case 'step':
    case 'answer':
      return inPart(reference, reference.from, (name) => ({ kind: 'step', name }));
  }
}

function inPart(reference: Reference, part: Part, namedBy: (name: string) => Named): Occurrence[] {
  if (part.is !== 'written') return [];
  const { text, span } = part;
  const named = namedBy(text);
  const written = writtenIn(reference, span);
  return [{ named, key: keyOfNamed(named), role: 'use', span, around: reference.span, written }];
}

function writtenIn({ spelling, span }: Reference, name: Span): Occurrence['written'] {
  if (spelling === 'expression') return 'expression';
  return spelling === 'tag' && span.end === name.end ? 'bare' : 'yaml';
}

// A step that is merged from an anchor, or a list that steps share, would count at each of them.
function sortedOnce(all: readonly Occurrence[]): Occurrence[] {
  const sorted = [...all].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const seen = new Set<string>();
  return sorted.filter(({ key, span }) => {
    const place = `${span.start} ${key}`;
    return !seen.has(place) && seen.add(place);
  });
}

// Of equal ones the last, as a name stands behind its type or step.
function smallest(
  all: readonly Occurrence[],
  spanOf: (occurrence: Occurrence) => Span,
): Occurrence | undefined {
  let found: Occurrence | undefined;
  for (const each of all) {
    const [{ start, end }, best] = [spanOf(each), found && spanOf(found)];
    if (!best || end - start <= best.end - best.start) found = each;
  }
  return found;
}
