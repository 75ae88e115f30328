// Turns a reference tag or a `$type` map into a reference and the faults of its shape (relay/expressions.md 5.1 and 5.2).
import type { Fault, Part, Reference, Spelling } from './reference';
import type { Span } from './span';
import {
  isPlainString,
  isString,
  keyOf,
  type MapNode,
  type Node,
  type ScalarNode,
  type SequenceNode,
  targetOf,
} from './yaml';

interface Shape {
  readonly kind: Reference['kind'];
  /** The field names, in the order of the sequence form. */
  readonly keys: readonly string[];
  /** Whether the tag also takes a scalar. */
  readonly scalar: boolean;
}

const shapes: Record<string, Shape> = {
  Connection: { kind: 'connection', keys: ['type', 'name'], scalar: false },
  Secret: { kind: 'secret', keys: ['name'], scalar: true },
  Parameter: { kind: 'parameter', keys: ['name'], scalar: true },
  Output: { kind: 'output', keys: ['from', 'name'], scalar: false },
  Answer: { kind: 'answer', keys: ['askRef', 'name'], scalar: false },
  Data: { kind: 'event', keys: ['query'], scalar: true },
};

/** The tags that name something, with their `!`. */
export const referenceTags: readonly string[] = Object.keys(shapes).map((name) => `!${name}`);

/** The shape that a tag (`!Connection`) or a `$type` value (`Connection`) stands for. */
export function shapeOf(name: string): Shape | undefined {
  const key = name.startsWith('!') ? name.slice(1) : name;
  return Object.hasOwn(shapes, key) ? shapes[key] : undefined;
}

/** Reads a node that carries a reference tag. */
export function referenceOfTag(node: Node, shape: Shape, place: Reference['place']): Reference {
  const span = { start: node.tag?.span.start ?? node.span.start, end: node.span.end };
  const { fields, faults } = readFields(node, shape, span);
  const plain = shape.kind === 'connection' && node.kind === 'sequence' ? 'sequence' : 'tag';
  return referenceOf(shape, fields, { spelling: node.kind === 'map' ? 'map' : plain, span, place, faults });
}

/** Reads an untagged map that has `$type`: extra keys are allowed and ignored. */
export function referenceOfJson(node: MapNode, shape: Shape, place: Reference['place']): Reference {
  const known = { ...node, pairs: node.pairs.filter((pair) => shape.keys.includes(keyOf(pair) ?? '')) };
  const { fields, faults } = readMap(known, shape, node.span);
  return referenceOf(shape, fields, { spelling: 'json', span: node.span, place, faults });
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
    if (!shape.keys.includes(key)) {
      const glued = shape.keys.find((each) => key.startsWith(`${each}:`));
      if (glued) fields.set(glued, { is: 'absent' });
      faults.push(
        glued
          ? { is: 'blank-missing', key: glued, span: pair.key.span }
          : { is: 'key-unknown', key, span: pair.key.span },
      );
    } else if (fields.has(key)) {
      faults.push({ is: 'key-doubled', key, span: pair.key.span });
    } else {
      fields.set(key, readField(pair.value, key, pair.key.span, faults));
    }
  }
  for (const key of shape.keys)
    if (!fields.has(key)) faults.push({ is: 'key-missing', key, span: oneLine(node, span) });
  return { fields: shape.keys.map((key) => fields.get(key) ?? { is: 'absent' }), faults };
}

function readSequence(node: SequenceNode, shape: Shape, span: Span): Read {
  const faults: Fault[] = [];
  const fields = shape.keys.map((key, index): Part => {
    const item = node.items[index];
    return item ? readField(item, key, item.span, faults) : { is: 'absent' };
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
    faults.push({
      is: 'value-no-string',
      key,
      span: { start: value.tag?.span.start ?? value.span.start, end: value.span.end },
    });
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
  common: { spelling: Spelling; span: Span; place: Reference['place']; faults: readonly Fault[] },
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
