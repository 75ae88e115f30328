// Compares a value in a spec with its schema: what does not fit, and where connections belong.

import { distance } from 'fastest-levenshtein';
import type { Schema, SchemaType } from '../../catalogue/steps/schema';
import { isMerge } from '../../workflow/fields';
import type { Span } from '../../workflow/span';
import { textOf } from '../../workflow/structure';
import { valueKindOf } from '../../workflow/valueKind';
import {
  isString,
  keyOf,
  type MapNode,
  type Node,
  type Pair,
  type ScalarNode,
  type SequenceNode,
  targetOf,
} from '../../workflow/yaml';

/** A value in a spec and where it stands. */
export interface Place {
  /** The keys that lead to it from the spec's root; an item of a list has its list's. */
  readonly keys: readonly string[];
  /** Absent for an item of a list, and for a spec that is not written. */
  readonly pair?: Pair;
  /** The map that the pair stands in. */
  readonly holder?: MapNode;
  readonly value?: Node | undefined;
}

interface Common {
  readonly place: Place;
  /** What to underline: an alias, where the value is written elsewhere. */
  readonly span: Span;
  /** Whether an alias leads to the value, so that others may share it. */
  readonly shared: boolean;
}

export type Misfit = Common &
  (
    | { readonly is: 'missing'; readonly keys: readonly string[]; readonly schema: Schema }
    /** A key that must have a value stands there without one. */
    | { readonly is: 'empty' }
    /** A key that the schema has not, but for a slip of the pen: `meant` are the keys it is near to, nearest first. */
    | { readonly is: 'misspelt'; readonly key: string; readonly meant: readonly string[] }
    | { readonly is: 'wrong-type'; readonly wanted: readonly SchemaType[] }
    | { readonly is: 'not-listed'; readonly values: readonly string[] }
    | { readonly is: 'no-form' }
  );

/** A place where a connection belongs; `place.value` is what stands there, behind any alias. */
export interface ConnectionPlace extends Common {
  readonly type: string;
}

export interface Fit {
  readonly misfits: readonly Misfit[];
  readonly connections: readonly ConnectionPlace[];
}

/** Compares values of one text with schemas; what an alias shows again is compared once with each schema. */
export class Fitter {
  readonly #shared = new Map<Node, Map<Schema, Fit>>();

  /** `span` is underlined where there is nothing at the place that could be. */
  fit(place: Place, schema: Schema, span: Span): Fit {
    const fitting = new Fitting(this.#sharedFit);
    fitting.value(place, schema, span);
    return fitting;
  }

  readonly #sharedFit = (place: Place, target: Node, schema: Schema): Fit => {
    const known = this.#shared.get(target) ?? new Map<Schema, Fit>();
    this.#shared.set(target, known);
    const fit = known.get(schema) ?? this.fit({ ...place, value: target }, schema, target.span);
    known.set(schema, fit);
    return fit;
  };
}

class Fitting implements Fit {
  readonly misfits: Misfit[] = [];
  readonly connections: ConnectionPlace[] = [];

  constructor(readonly sharedFit: (place: Place, target: Node, schema: Schema) => Fit) {}

  value(place: Place, schema: Schema, span: Span): void {
    const { value } = place;
    if (value?.kind === 'alias') this.#alias(place, value, schema);
    else if (schema.connectionType !== undefined)
      this.connections.push({ place, span, shared: false, type: schema.connectionType });
    else if (isAbsent(value)) this.#absent(place, schema, span);
    else if (value && !isComputed(value)) this.#written(place, value, schema, span);
  }

  // What is wrong behind an alias is told at the alias: at the anchor it may be right, for another step.
  #alias(place: Place, alias: Node, schema: Schema): void {
    const target = targetOf(alias);
    if (!target) return;
    const { misfits, connections } = this.sharedFit(place, target, schema);
    const told = { span: alias.span, shared: true };
    this.misfits.push(...misfits.slice(0, 1).map((misfit) => ({ ...misfit, ...told })));
    this.connections.push(...connections.map((connection) => ({ ...connection, ...told })));
  }

  #absent(place: Place, schema: Schema, span: Span): void {
    const keys = schema.required ?? [];
    const isWrong = schema.types !== undefined && !schema.types.includes('null');
    if (keys.length > 0) this.misfits.push({ is: 'missing', place, span, shared: false, keys, schema });
    // A step needs no spec as such.
    else if (isWrong && place.keys.length > 0) this.misfits.push({ is: 'empty', place, span, shared: false });
  }

  #written(place: Place, value: Node, schema: Schema, span: Span): void {
    const common = { place, span: value.kind === 'scalar' ? value.span : span, shared: false };
    if (schema.types && !schema.types.some((type) => isOfType(value, type))) {
      this.misfits.push({ ...common, is: 'wrong-type', wanted: schema.types });
      return;
    }
    if (schema.enum && value.kind === 'scalar') {
      const values = schema.enum.map(String);
      if (!values.includes(value.value)) this.misfits.push({ ...common, is: 'not-listed', values });
    }
    if (schema.anyOf) this.#anyOf(place, schema.anyOf, common);
    if (value.kind === 'map') this.#map(place, value, schema, span);
    if (value.kind === 'sequence' && schema.items) {
      for (const item of value.items)
        if (!isAbsent(item)) this.value({ keys: place.keys, value: item }, schema.items, item.span);
    }
  }

  #anyOf(place: Place, forms: readonly Schema[], common: Common): void {
    const fits = forms.map((form) => {
      const fitting = new Fitting(this.sharedFit);
      fitting.value(place, form, common.span);
      return fitting;
    });
    const [best] = fits.filter((fit) => fit.misfits.length === 0);
    if (best) this.connections.push(...best.connections);
    else this.misfits.push({ ...common, is: 'no-form' });
  }

  #map(place: Place, map: MapNode, schema: Schema, span: Span): void {
    const { properties, required = [], others } = schema;
    const written = new Set(map.pairs.map(keyOf));
    for (const pair of map.pairs) {
      const key = keyOf(pair);
      if (key === undefined || key === '' || isMerge(pair)) continue;
      const inner = { keys: [...place.keys, key], pair, holder: map, value: pair.value };
      const known = properties?.get(key) ?? (others || undefined);
      // A key without a value is as good as none.
      const isVoid = isAbsent(pair.value) && !required.includes(key);
      if (known && (!isVoid || known.connectionType !== undefined)) this.value(inner, known, pair.key.span);
      if (known || others !== false || pair.colon === undefined) continue;
      const unused = [...(properties?.keys() ?? [])].filter((name) => !written.has(name));
      const meant = namesNear(key, unused);
      if (meant.length > 0)
        this.misfits.push({ is: 'misspelt', place, span: pair.key.span, shared: false, key, meant });
      for (const name of meant) written.add(name);
    }
    if (map.pairs.some(isMerge)) return;
    const keys = required.filter((key) => !written.has(key) && !isElsewhere(map, schema, key));
    if (keys.length > 0) this.misfits.push({ is: 'missing', place, span, shared: false, keys, schema });
  }
}

// Other keys that a schema has not are passed over: the published ones lack keys that their own steps read, and published
// workflows hold keys of no step's (`confetti`).
function namesNear(key: string, names: readonly string[]): string[] {
  const farOf = (name: string): number => distance(key.toLowerCase(), name.toLowerCase());
  const near = names.filter((name) => farOf(name) <= Math.ceil(name.length / 4));
  return near.sort((a, b) => farOf(a) - farOf(b)).slice(0, 3);
}

/** Whether only a run knows the value: a tag, a template, or a map that stands for a reference or a function. */
export function isComputed(node: Node): boolean {
  if (node.tag) return true;
  if (node.kind === 'scalar') return node.value.includes('${') && isString(node);
  return node.kind === 'map' && node.pairs.some((pair) => keyOf(pair)?.startsWith('$'));
}

/** Whether nothing stands there, or null, which the steps take for nothing. */
export function isAbsent(node: Node | undefined): boolean {
  return node === undefined || (!node.tag && valueKindOf(node) === 'null');
}

// Lenient, since the steps' code is: it gets text from any scalar and often from a list of words (published workflows
// write kubectl's args so), and a number or a yes or no from text that reads as one.
function isOfType(node: Node, type: SchemaType): boolean {
  switch (type) {
    case 'string':
      return node.kind === 'scalar' || node.kind === 'sequence';
    case 'number':
    case 'integer':
      return node.kind === 'scalar' && isNumber(node);
    case 'boolean':
      return node.kind === 'scalar' && /^(?:true|false|yes|no|on|off|y|n|0|1)$/i.test(node.value);
    case 'array':
      return node.kind === 'sequence';
    case 'object':
      return node.kind === 'map';
    case 'null':
      return false;
  }
}

function isNumber({ value }: ScalarNode): boolean {
  return value.trim() !== '' && !Number.isNaN(Number(value.replaceAll('_', '')));
}

// Older ways of writing put a connection where the schema has none, and the code still finds it (relay/facts 5, 7, 10):
// a key that leads to one is then not missing.
function isElsewhere(map: MapNode, { properties, required = [] }: Schema, key: string): boolean {
  const wanted = connectionTypesIn(properties?.get(key));
  if (wanted.length === 0) return false;
  return map.pairs.some((pair) => {
    const other = keyOf(pair) ?? '';
    const types = connectionTypesIn(properties?.get(other));
    const isPlace = properties?.has(other) ? types.some((type) => wanted.includes(type)) : true;
    return isPlace && !required.includes(other) && mayBeConnection(pair);
  });
}

function connectionTypesIn(schema: Schema | undefined): string[] {
  if (schema?.connectionType !== undefined) return [schema.connectionType];
  return [...(schema?.properties?.values() ?? [])].flatMap(connectionTypesIn);
}

function mayBeConnection(pair: Pair): boolean {
  const value = targetOf(pair.value);
  if (keyOf(pair) !== 'connection') return holdsConnection(value);
  return value?.kind === 'map' || (value !== undefined && isComputed(value));
}

// Anchors show the same nodes again, and may contain themselves.
const holding = new WeakMap<Node, boolean>();

function holdsConnection(node: Node | undefined): boolean {
  const target = targetOf(node);
  if (!target || target.kind === 'alias') return false;
  if (target.tag?.name === '!Connection') return true;
  if (target.kind === 'scalar') return isComputed(target) && target.value.includes('connections');
  const known = holding.get(target);
  if (known !== undefined) return known;
  holding.set(target, false);
  const holds = isConnectionInside(target);
  holding.set(target, holds);
  return holds;
}

function isConnectionInside(node: MapNode | SequenceNode): boolean {
  if (node.kind === 'sequence') return node.items.some(holdsConnection);
  return node.pairs.some((pair) => isConnectionPair(pair) || holdsConnection(pair.value));
}

function isConnectionPair(pair: Pair): boolean {
  const key = keyOf(pair);
  return key === 'connection' || (key === '$type' && textOf(pair.value) === 'Connection');
}
