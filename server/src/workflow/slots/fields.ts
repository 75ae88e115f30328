// Turns a cursor inside a reference tag or a `$type` map into the slot of one of its fields.
import type { Part, Place } from '../reference';
import { textOf, valueAt } from '../structure';
import { meaningOfTag, type Shape, shapeOf } from '../tags';
import { keyOf, type MapNode, type Node, pairOf, type SequenceNode } from '../yaml';
import type { Cursor } from './cursor';
import type { BodySlot, PartSlot, Slot } from './slot';
import { spotOf } from './spot';

/** The shape of the reference that a map or list holds the fields of; `literal` where it is none and nothing in it counts. */
export function shapeOfNode(node: Node): Shape | 'literal' | undefined {
  const meaning = node.tag && meaningOfTag(node.tag.name);
  if (meaning?.is === 'reference') return meaning.shape;
  if (node.kind !== 'map' || (meaning && meaning.is !== 'plain')) return undefined;
  const type = pairOf(node, '$type');
  if (type?.colon === undefined) return undefined;
  return shapeOf(`!${textOf(type.value) ?? ''}`) ?? 'literal';
}

/** The slot inside a reference; undefined where the cursor is in none. */
export function slotInReference(cursor: Cursor, place: Place): Slot | 'none' | undefined {
  if (cursor.is === 'value' && cursor.node?.tag) return slotBehindTag(cursor, cursor.node, place);
  const holder = cursor.is === 'key' ? cursor.map : cursor.levels.at(-1)?.holder;
  const shape = holder && shapeOfNode(holder);
  if (!holder || shape === undefined) return undefined;
  const spot = spotOf(cursor.is === 'key' ? cursor.levels : cursor.levels.slice(0, -1));
  if (cursor.is === 'key') {
    const { replace, flow, map, pair } = cursor;
    if (shape === 'literal') return 'none';
    return { role: 'field-key', replace, spot, shape, flow, map, ...(pair ? { pair } : {}) };
  }
  const level = cursor.levels.at(-1);
  if (cursor.is === 'tag' || !level) return 'none';
  const key = 'pair' in level ? keyOf(level.pair) : undefined;
  if (key === '$type' && !holder.tag) return undefined; // a value like any other
  if (shape === 'literal') return 'none';
  const index = 'pair' in level ? fieldOf(shape, holder, key) : level.index;
  if (index < 0 || index >= shape.keys.length) return 'none';
  const { replace } = cursor;
  const map = holder.kind === 'map' ? { map: holder } : {};
  const form = cursor.flow ? 'flow' : 'block';
  return partSlot({ place, spot, replace, form, ...map }, shape, index, partsOf(holder, shape, index));
}

// `!Secret na`, `!Connection ` and what may follow in the lines below.
function slotBehindTag(
  { replace, levels, mayBeKey, flow }: Extract<Cursor, { is: 'value' }>,
  node: Node,
  place: Place,
): Slot | 'none' | undefined {
  const shape = shapeOfNode(node);
  if (shape === undefined || shape === 'literal')
    return node.tag && meaningOfTag(node.tag.name).is === 'plain' ? undefined : 'none';
  const spot = spotOf(levels);
  const isBegun = replace.end > replace.start;
  if (mayBeKey && !(shape.scalar && isBegun)) return { role: 'field-key', replace, spot, shape, flow };
  if (!shape.scalar) {
    const body: BodySlot = { role: 'body', replace, spot, shape };
    return isBegun ? 'none' : body;
  }
  return partSlot({ place, spot, replace, form: 'scalar' }, shape, 0, []);
}

function fieldOf(shape: Shape, holder: Node, key: string | undefined): number {
  const isFormer = !holder.tag && key !== undefined && key === shape.formerly;
  return isFormer ? 0 : shape.keys.indexOf(key ?? '');
}

function partsOf(holder: MapNode | SequenceNode, shape: Shape, index: number): Part[] {
  return shape.keys.map((key, each): Part => {
    const node = holder.kind === 'map' ? valueAt(holder, key) : holder.items[each];
    const text = each === index ? undefined : textOf(node);
    return node && text !== undefined ? { is: 'written', text, span: node.span } : { is: 'absent' };
  });
}

function partSlot(
  where: Pick<PartSlot, 'place' | 'spot' | 'replace' | 'form' | 'map'>,
  { kind }: Shape,
  index: number,
  parts: readonly Part[],
): PartSlot {
  return { role: 'part', kind, index, parts, ...where };
}
