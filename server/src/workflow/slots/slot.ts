// What may be typed at a cursor, as values; what that replaces lies on the cursor's line.
import type { Part, Place, ReferenceKind } from '../reference';
import type { Span } from '../span';
import type { Shape } from '../tags';
import type { MapNode, Node, Pair } from '../yaml';
import type { Spot } from './spot';

export type Slot =
  | KeySlot
  | ValueSlot
  | TagSlot
  | BodySlot
  | FieldKeySlot
  | PartSlot
  | RootSlot
  /** A code in a `# relay-disable-next-line` comment; `written` are the others in it. */
  | { readonly role: 'code'; readonly replace: Span; readonly written: readonly string[] };

/** A key of one of Relay's maps, or of a spec. */
export interface KeySlot {
  readonly role: 'key';
  readonly replace: Span;
  /** The place of the map. */
  readonly spot: Spot;
  /** Absent where this would be its first key. */
  readonly map?: MapNode;
  /** What is written there already. */
  readonly pair?: Pair;
  readonly flow: boolean;
}

/** A value: of a key, or an item of a list. */
export interface ValueSlot {
  readonly role: 'value';
  readonly replace: Span;
  readonly spot: Spot;
  /** How Relay evaluates it, if it does. */
  readonly place?: Place;
  readonly node?: Node;
  /** The items of the list that it is in. */
  readonly items?: readonly Node[];
  readonly flow: boolean;
  /** Whether the first key of a map may be typed here just as well. */
  readonly mayBeKey: boolean;
}

/** A tag, behind its `!`. */
export interface TagSlot {
  readonly role: 'tag';
  readonly replace: Span;
  readonly spot: Spot;
  readonly place: Place;
  /** Whether a value follows already. */
  readonly hasValue: boolean;
}

/** Behind a written tag: its map, its list, or the name alone. */
export interface BodySlot {
  readonly role: 'body';
  readonly replace: Span;
  readonly spot: Spot;
  readonly shape: Shape;
}

/** A key of the map of a reference. */
export interface FieldKeySlot {
  readonly role: 'field-key';
  readonly replace: Span;
  /** The place of the reference. */
  readonly spot: Spot;
  readonly shape: Shape;
  /** Absent where this would be its first key. */
  readonly map?: MapNode;
  /** What is written there already. */
  readonly pair?: Pair;
  readonly flow: boolean;
}

/** One of the names that a reference consists of. */
export interface PartSlot {
  readonly role: 'part';
  readonly replace: Span;
  readonly place: Place;
  readonly kind: ReferenceKind;
  /** Which of the names; the one typed here is absent in `parts`. */
  readonly index: number;
  readonly parts: readonly Part[];
  /** `flow` stands between brackets, `block` on a line of its own, `scalar` right behind a tag, `expression` in a path. */
  readonly form: 'flow' | 'block' | 'scalar' | 'expression';
  readonly map?: MapNode;
  /** The place of the whole reference, where it is known. */
  readonly spot?: Spot;
}

/** The first name of an operand in an expression. */
export interface RootSlot {
  readonly role: 'root';
  readonly replace: Span;
  readonly place: Place;
  /** Behind `|>` there are no roots, behind `$.` no functions. */
  readonly takes: { readonly roots: boolean; readonly calls: boolean };
  /** The place of the whole value, where it is known. */
  readonly spot?: Spot;
  /** The function that takes keywords here, with those already written. */
  readonly call?: { readonly name: string; readonly keywords: readonly string[] };
}
