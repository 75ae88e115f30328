// What a workflow may name that lives elsewhere: connections, secrets, parameters, outputs, step states, events, answers.
import type { Span } from './span';

/** How a reference is written: as a tagged map, a tagged sequence, a `$type` map, a `${…}` path, or another tag form. */
export type Spelling = 'map' | 'sequence' | 'json' | 'expression' | 'tag';

/** One of the texts that name the target. `computed` is known only when the workflow runs. */
export type Part =
  | { readonly is: 'written'; readonly text: string; readonly span: Span }
  | { readonly is: 'computed'; readonly span: Span }
  | { readonly is: 'absent' };

/**
 * Where a workflow evaluates a value (relay/expressions.md 2.3 and 3): in a step's spec or env, in its `when`, in the
 * spec or env of a webhook's image, or in a trigger's `when` or binding.
 */
export type Place = 'step' | 'when' | 'source' | 'trigger';

/** What Relay does with a reference in its place, which decides what its target's absence means. */
export type Use =
  | 'needed'
  /** An argument of coalesce: passed over in silence where it is missing. */
  | 'coalesced'
  /** Asked after by exists, or by path with a default: a name that cannot exist is an answer, not an error. */
  | 'probed'
  /** Behind `false &&` or `true ||`: never evaluated. */
  | 'unreached';

interface Common {
  readonly spelling: Spelling;
  /** Tag, `$type` map or path, from its first character to its last. */
  readonly span: Span;
  /** Where it is evaluated; the first such place, if an anchor is used in several. */
  readonly place: Place;
  readonly use: Use;
  /** Where the shape is not one that Relay accepts (relay/expressions.md 5.1 and 5.2). */
  readonly faults: readonly Fault[];
}

export interface ConnectionReference extends Common {
  readonly kind: 'connection';
  readonly type: Part;
  readonly name: Part;
}

export interface NamedReference extends Common {
  readonly kind: 'secret' | 'parameter' | 'event';
  readonly name: Part;
}

export interface StepReference extends Common {
  readonly kind: 'output' | 'step' | 'answer';
  /** The step it comes from. */
  readonly from: Part;
  readonly name: Part;
}

export type Reference = ConnectionReference | NamedReference | StepReference;
export type ReferenceKind = Reference['kind'];

/** A shape that Relay refuses; `span` is what to underline. */
export type Fault =
  /** A key that must be there is not. */
  | { readonly is: 'key-missing'; readonly key: string; readonly span: Span }
  | { readonly is: 'key-doubled'; readonly key: string; readonly span: Span }
  | { readonly is: 'key-unknown'; readonly key: string; readonly span: Span }
  /** `name:x`: without a blank behind the colon YAML reads one word. */
  | { readonly is: 'blank-missing'; readonly key: string; readonly span: Span }
  | { readonly is: 'value-empty'; readonly key: string; readonly span: Span }
  /** A tag, map, sequence, number, boolean, null or time where a string must stand. */
  | { readonly is: 'value-no-string'; readonly key: string; readonly span: Span }
  /** A sequence with another number of items than the shape has fields. */
  | { readonly is: 'item-count'; readonly count: number; readonly span: Span }
  /** A tag with a scalar where a map or a sequence must stand. */
  | { readonly is: 'scalar'; readonly span: Span };

/** Whether Relay refuses a tag of this shape as it reads it; the values in it fail only once they are looked up. */
export function isOfTag({ is }: Fault): boolean {
  return is !== 'value-empty' && is !== 'value-no-string';
}

/** The parts that name the target, the one of the kind first: type and name, step and name, or the name alone. */
export function partsOfReference(reference: Reference): readonly Part[] {
  if (reference.kind === 'connection') return [reference.type, reference.name];
  return 'from' in reference ? [reference.from, reference.name] : [reference.name];
}

/** Whether the target is known only when the workflow runs. Only paths can be: the fields of tags are literal. */
export function isDynamic(reference: Reference): boolean {
  return (
    reference.spelling === 'expression' && partsOfReference(reference).some((part) => part.is !== 'written')
  );
}
