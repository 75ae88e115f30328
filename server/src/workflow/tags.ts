// Turns a reference tag or a `$type` map into a reference and the faults of its shape (relay/expressions.md 5.1 and 5.2).
import { fieldsOf } from './fields';
import type { Fault, Part, Place, Reference, Spelling, Use } from './reference';
import type { Span } from './span';
import type { Malformed } from './valueProblem';
import {
  isPlainString,
  isString,
  keyOf,
  type MapNode,
  type Node,
  type Pair,
  type ScalarNode,
  type SequenceNode,
  targetOf,
} from './yaml';

export interface Shape {
  /** The tag without its `!`, and the `$type` of the map form. */
  readonly name: string;
  readonly kind: Reference['kind'];
  /** The field names, in the order of the sequence form. */
  readonly keys: readonly string[];
  /** Whether the tag also takes a scalar. */
  readonly scalar: boolean;
  /** What the first field is also called, in `$type` maps only. */
  readonly formerly?: string;
}

const shapes: readonly Shape[] = [
  { name: 'Connection', kind: 'connection', keys: ['type', 'name'], scalar: false },
  { name: 'Secret', kind: 'secret', keys: ['name'], scalar: true },
  { name: 'Parameter', kind: 'parameter', keys: ['name'], scalar: true },
  { name: 'Output', kind: 'output', keys: ['from', 'name'], scalar: false, formerly: 'taskName' },
  { name: 'Answer', kind: 'answer', keys: ['askRef', 'name'], scalar: false },
  { name: 'Data', kind: 'event', keys: ['query'], scalar: true },
];
const byName: ReadonlyMap<string, Shape> = new Map(shapes.map((shape) => [shape.name, shape]));

/** The tags that name something, with their `!`. */
export const referenceTags: readonly string[] = shapes.map(({ name }) => `!${name}`);

/** What is to be said of a `$type` that differs from a known one in capitals only; every unknown one makes plain data. */
export function misspeltTypeOf({ value, span }: ScalarNode): Malformed | undefined {
  const wanted = value.toLowerCase().replace(/^!/, '');
  const meant = shapes.find((shape) => shape.name.toLowerCase() === wanted && shape.name !== value)?.name;
  if (meant === undefined) return undefined;
  const message = `Relay knows no "$type" called "${value}", so this map stays plain data.`;
  return { span, message, severity: 'warning', mend: { is: 'choose', span, wanted: value, names: [meant] } };
}

/** The shape that a tag (`!Connection`) or a `$type` value (`Connection`) stands for. */
export function shapeOf(name: string): Shape | undefined {
  return byName.get(name.startsWith('!') ? name.slice(1) : name);
}

/** The shape of a reference of this kind. */
export function shapeOfKind(kind: Reference['kind']): Shape | undefined {
  return shapes.find((shape) => shape.kind === kind);
}

/** What Relay makes of a tag: `plain` ones are YAML's own, and the lone `!`. */
export type TagMeaning =
  | { readonly is: 'reference'; readonly shape: Shape }
  | { readonly is: 'function'; readonly name: string }
  | { readonly is: 'binary' | 'plain' | 'unknown' };

export function meaningOfTag(name: string): TagMeaning {
  const shape = name.startsWith('!') ? shapeOf(name) : undefined;
  if (shape) return { is: 'reference', shape };
  // `!Fn.` without a name is no call.
  if (name.startsWith('!Fn.') && name.length > 4) return { is: 'function', name: name.slice(4) };
  if (name === 'tag:yaml.org,2002:binary') return { is: 'binary' };
  return { is: name === '!' || name.startsWith('tag:yaml.org,2002:') ? 'plain' : 'unknown' };
}

interface Situation {
  readonly place: Place;
  readonly use: Use;
}

/** Reads a node that carries a reference tag. */
export function referenceOfTag(node: Node, shape: Shape, { place, use }: Situation): Reference {
  const span = { start: node.tag?.span.start ?? node.span.start, end: node.span.end };
  const { fields, faults } = readFields(node, shape, span);
  const plain = shape.kind === 'connection' && node.kind === 'sequence' ? 'sequence' : 'tag';
  const spelling = node.kind === 'map' ? 'map' : plain;
  return referenceOf(shape, fields, { spelling, span, place, use, faults });
}

/** Reads an untagged map that has `$type`: extra keys are allowed and ignored, merged ones count. */
export function referenceOfJson(node: MapNode, shape: Shape, { place, use }: Situation): Reference {
  const own = node.pairs.filter((pair) => shape.keys.includes(keyOf(pair) ?? ''));
  const written = new Set(own.map(keyOf));
  const all = fieldsOf(node);
  const merged = shape.keys.flatMap((key) => (written.has(key) ? [] : (all.get(key)?.pair ?? [])));
  const former = shape.formerly === undefined ? undefined : all.get(shape.formerly)?.pair;
  const pairs = replaceFirst([...own, ...merged], shape, former);
  const { fields, faults } = readMap({ ...node, pairs }, shape, node.span);
  return referenceOf(shape, fields, { spelling: 'json', span: node.span, place, use, faults });
}

/** The scalar that holds the query of a `!Data` in any form; undefined where it has none. */
export function queryNodeOf(node: Node): ScalarNode | undefined {
  const held =
    node.kind === 'map'
      ? fieldsOf(node).get('query')?.pair.value
      : node.kind === 'sequence'
        ? node.items[0]
        : node;
  const target = targetOf(held);
  return target?.kind === 'scalar' ? target : undefined;
}

// Where the first field is no string, Relay takes it under its former name.
function replaceFirst(pairs: readonly Pair[], { keys }: Shape, former: Pair | undefined): readonly Pair[] {
  const [first = ''] = keys;
  const value = targetOf(former?.value);
  const current = targetOf(pairs.find((pair) => keyOf(pair) === first)?.value);
  if (!former || value?.kind !== 'scalar' || !isString(value)) return pairs;
  if (current?.kind === 'scalar' && isString(current)) return pairs;
  const renamed: Pair = { ...former, key: { ...former.key, value: first } as ScalarNode };
  return [...pairs.filter((pair) => keyOf(pair) !== first), renamed];
}

interface Read {
  readonly fields: readonly Part[];
  readonly faults: readonly Fault[];
}

function readFields(node: Node, shape: Shape, span: Span): Read {
  switch (node.kind) {
    case 'map':
      return readMap(node, shape, span);
    case 'sequence':
      return readSequence(node, shape, span);
    case 'scalar':
      return readScalar(node, shape, span);
    case 'alias': // YAML allows no tag on an alias; the library says so
      return { fields: [], faults: [] };
  }
}

function readMap(node: MapNode, shape: Shape, span: Span): Read {
  const faults: Fault[] = [];
  const fields = new Map<string, Part>();
  for (const pair of node.pairs) {
    const key = keyOf(pair) ?? '';
    const keySpan = spanOfKey(pair, span);
    if (!shape.keys.includes(key)) {
      const glued = shape.keys.find((each) => key.startsWith(`${each}:`));
      if (glued) fields.set(glued, { is: 'absent' });
      faults.push(
        glued
          ? { is: 'blank-missing', key: glued, span: keySpan }
          : { is: 'key-unknown', key, span: keySpan },
      );
    } else if (fields.has(key)) {
      faults.push({ is: 'key-doubled', key, span: keySpan });
    } else {
      fields.set(key, readField(pair.value, key, keySpan, faults));
    }
  }
  for (const key of shape.keys)
    if (!fields.has(key)) faults.push({ is: 'key-missing', key, span: oneLine(node, span) });
  return { fields: shape.keys.map((key) => fields.get(key) ?? { is: 'absent' }), faults };
}

// Where nothing is written before a colon, the colon stands for the key.
function spanOfKey({ key, colon }: Pair, map: Span): Span {
  if (key.span.end > key.span.start) return key.span;
  return key.tag?.span ?? (colon === undefined ? map : { start: colon, end: colon + 1 });
}

function readSequence(node: SequenceNode, shape: Shape, span: Span): Read {
  const faults: Fault[] = [];
  const fields = shape.keys.map((key, index): Part => {
    const item = node.items[index];
    return item ? readField(item, key, oneLine(node, span), faults) : { is: 'absent' };
  });
  if (node.items.length !== shape.keys.length) {
    const extra = node.items[shape.keys.length];
    faults.push({ is: 'item-count', count: node.items.length, span: extra?.span ?? oneLine(node, span) });
  }
  return { fields, faults };
}

// In this form quotes do not make a string: `!Secret "123"` is the number 123 to Relay.
function readScalar(node: ScalarNode, shape: Shape, span: Span): Read {
  const [key = ''] = shape.keys;
  if (!shape.scalar) return { fields: [], faults: [{ is: 'scalar', span }] };
  if (node.value === '') return { fields: [], faults: [{ is: 'value-empty', key, span }] };
  if (!isPlainString(node.value))
    return { fields: [], faults: [{ is: 'value-no-string', key, span: node.span }] };
  return { fields: [{ is: 'written', text: node.value, span: node.span }], faults: [] };
}

// A literal string, or a fault. `fallback` is underlined where there is no value to underline.
function readField(value: Node | undefined, key: string, fallback: Span, faults: Fault[]): Part {
  const target = targetOf(value);
  if (!value || !target || (target.kind === 'scalar' && target.value === '' && !target.tag)) {
    const span = value && value.span.end > value.span.start ? value.span : fallback;
    faults.push({ is: 'value-empty', key, span });
    return { is: 'absent' };
  }
  if (target.kind !== 'scalar' || !isString(target)) {
    const span = { start: value.tag?.span.start ?? value.span.start, end: value.span.end };
    faults.push({ is: 'value-no-string', key, span: span.end > span.start ? span : fallback });
    return { is: 'absent' };
  }
  return { is: 'written', text: target.value, span: value.span };
}

// What to underline of a whole reference: its tag where it has one, else the map.
function oneLine(node: Node, span: Span): Span {
  return node.tag?.span ?? span;
}

function referenceOf(
  shape: Shape,
  fields: readonly Part[],
  common: { spelling: Spelling; span: Span; place: Place; use: Use; faults: readonly Fault[] },
): Reference {
  const [first = { is: 'absent' }, second = { is: 'absent' }] = fields;
  switch (shape.kind) {
    case 'connection':
      return { kind: shape.kind, type: first, name: second, ...common };
    case 'output':
    case 'step':
    case 'answer':
      return { kind: shape.kind, from: first, name: second, ...common };
    default:
      return { kind: shape.kind, name: first, ...common };
  }
}
