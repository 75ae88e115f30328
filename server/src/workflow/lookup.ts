// Turns what was collected from a workflow into look-ups by node, by offset and by name.
import type { Collected } from './collect';
import { nodesAt } from './nodes';
import type { Reference } from './reference';
import { countUpTo, type Span, touches } from './span';
import type { TemplateScalar } from './templateScalar';
import type { Workflow } from './workflow';
import type { Node } from './yaml';

/** A name that references use. */
interface Mention {
  /** Where it is used first. */
  readonly span: Span;
  readonly again: boolean;
}

export type Mentions = ReadonlyMap<string, Mention>;

/** The names that references use, by what they name. */
export interface Names {
  readonly secrets: Mentions;
  readonly parameters: Mentions;
  /** By step. */
  readonly outputs: ReadonlyMap<string, Mentions>;
}

/** Look-ups over one version, each made when it is first asked for. */
export class Lookup {
  #templatesOf: ReadonlyMap<Node, TemplateScalar> | undefined;
  #names: Names | undefined;

  constructor(readonly collected: Collected) {}

  get templatesOf(): ReadonlyMap<Node, TemplateScalar> {
    this.#templatesOf ??= new Map(this.collected.templateScalars.map((scalar) => [scalar.node, scalar]));
    return this.#templatesOf;
  }

  get names(): Names {
    this.#names ??= readNames(this.collected.references);
    return this.#names;
  }

  /** The references that start at an offset. */
  referencesFrom(start: number): Reference[] {
    const { references } = this.collected;
    const end = countUpTo(references, ({ span }) => span.start, start);
    const first = countUpTo(references, ({ span }) => span.start, start - 1);
    return references.slice(first, end);
  }
}

function readNames(references: readonly Reference[]): Names {
  const secrets = new Map<string, Mention>();
  const parameters = new Map<string, Mention>();
  const outputs = new Map<string, Map<string, Mention>>();
  for (const reference of references) {
    if (reference.kind === 'secret') mention(secrets, reference);
    else if (reference.kind === 'parameter') mention(parameters, reference);
    else if (reference.kind === 'output' && reference.from.is === 'written') {
      const ofStep = outputs.get(reference.from.text) ?? new Map<string, Mention>();
      outputs.set(reference.from.text, ofStep);
      mention(ofStep, reference);
    }
  }
  return { secrets, parameters, outputs };
}

/** The references around an offset, the innermost first. */
export function referencesAt({ yaml, lookup }: Workflow, offset: number): Reference[] {
  const starts = new Set<number>();
  for (const { node } of nodesAt(yaml.root, offset).reverse()) {
    const { templates = [], text } = lookup.templatesOf.get(node) ?? {};
    for (const { paths } of templates)
      for (const { span } of [...paths].reverse()) if (text) starts.add(text.sourceOf(span).start);
    starts.add(node.tag?.span.start ?? node.span.start);
  }
  return [...starts].flatMap((start) =>
    lookup.referencesFrom(start).filter(({ span }) => touches(span, offset)),
  );
}

/** The step, or trigger, of a list that an offset is in; blanks behind one are still its own. */
export function itemAt<T extends { readonly item: Node }>(
  text: string,
  items: readonly T[],
  offset: number,
): T | undefined {
  const found = items[countUpTo(items, ({ item }) => item.span.start, offset) - 1];
  return found && text.slice(found.item.span.end, offset).trim() === '' ? found : undefined;
}

/** The names that are used somewhere else than where one is being typed. */
export function namesElsewhere(mentions: Mentions | undefined, typed: Span): string[] {
  return [...(mentions ?? [])].flatMap(([name, { span, again }]) =>
    again || span.start < typed.start || span.start > typed.end ? [name] : [],
  );
}

function mention(mentions: Map<string, Mention>, { name }: Reference): void {
  if (name.is !== 'written' || name.text === '') return;
  const known = mentions.get(name.text);
  mentions.set(name.text, known ? { ...known, again: true } : { span: name.span, again: false });
}
