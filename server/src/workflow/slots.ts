// Turns a cursor into the slot it stands in: what may be typed there, and what that replaces; works in half-typed text.
import { nodesAt } from './nodes';
import { type Cursor, cursorAt } from './slots/cursor';
import { shapeOfNode, slotInReference } from './slots/fields';
import { isBlank, lineAt } from './slots/lines';
import type { Slot } from './slots/slot';
import { placeOf, type Spot, spotOf } from './slots/spot';
import { slotInTemplates } from './slots/templates';
import { meaningOfTag } from './tags';
import type { Workflow } from './workflow';
import type { Node } from './yaml';

/** The slot at an offset, if one is there. In time that grows with the depth of the tree, not with the text. */
export function slotAt(workflow: Workflow, offset: number): Slot | undefined {
  const { text, yaml, lookup } = workflow;
  const scalar = scalarAt(workflow, offset);
  const templates = scalar && lookup.templatesOf.get(scalar);
  const cursor = cursorAt(text, yaml.root, offset);
  const slot = templates && slotInTemplates(text, templates, offset);
  if (slot) return cursor ? { ...slot, spot: spotOf(cursor.levels) } : slot;
  if (scalar === undefined || scalar.span.end < offset) {
    const code = slotInComment(text, offset);
    if (code) return code;
  }
  return cursor && slotInTree(cursor);
}

function slotInTree(cursor: Cursor): Slot | undefined {
  const spot = spotOf(cursor.levels);
  const place = placeOf(spot);
  if (place) {
    if (isInLiteral(cursor)) return undefined;
    const slot = slotInReference(cursor, place);
    if (slot) return slot === 'none' ? undefined : slot;
  }
  const { replace, flow } = cursor;
  switch (cursor.is) {
    case 'tag':
      return place && { role: 'tag', replace, spot, place, hasValue: hasValue(cursor.node) };
    case 'key': {
      const { map, pair } = cursor;
      return { role: 'key', replace, spot, map, flow, ...(pair ? { pair } : {}) };
    }
    case 'value':
      return valueSlot(cursor, spot, place);
  }
}

function valueSlot(
  { replace, flow, levels, node, mayBeKey }: Extract<Cursor, { is: 'value' }>,
  spot: Spot,
  place: ReturnType<typeof placeOf>,
): Slot | undefined {
  // What stands behind a tag of Relay's is that tag's matter, where tags count.
  if (place && node?.tag && meaningOfTag(node.tag.name).is !== 'plain') return undefined;
  const level = levels.at(-1);
  const items = level && 'index' in level ? { items: level.holder.items } : {};
  const common = { replace, spot, flow, mayBeKey, ...items };
  return { role: 'value', ...common, ...(place ? { place } : {}), ...(node ? { node } : {}) };
}

function hasValue(node: Node): boolean {
  return node.span.end > node.span.start;
}

// In the fields of a reference nothing is evaluated, and in a map with a `$type` nothing but those is.
function isInLiteral({ levels, is }: Cursor): boolean {
  return (is === 'key' ? levels : levels.slice(0, -1)).some(
    ({ holder }) => shapeOfNode(holder) !== undefined,
  );
}

// A template that is not closed yet ends before the blanks that are typed behind it.
function scalarAt({ text, yaml }: Workflow, offset: number): Node | undefined {
  const touched = nodesAt(yaml.root, offset).at(-1)?.node;
  if (touched?.kind === 'scalar' || offset === 0) return touched?.kind === 'scalar' ? touched : undefined;
  const line = lineAt(text, offset);
  let at = offset;
  while (at > line.text && isBlank(text, at - 1, at)) at -= 1;
  const before = at < offset ? nodesAt(yaml.root, at).at(-1)?.node : undefined;
  return before?.kind === 'scalar' ? before : undefined;
}

function slotInComment(text: string, offset: number): Slot | undefined {
  const line = lineAt(text, offset);
  const before = /^[ \t]*#[ \t]*relay-disable-next-line[ \t]+(.*)$/.exec(text.slice(line.start, offset))?.[1];
  if (before === undefined) return undefined;
  const begun = /[a-z-]*$/.exec(before)?.[0].length ?? 0;
  const more = /^[a-z-]*/.exec(text.slice(offset, line.end))?.[0].length ?? 0;
  const replace = { start: offset - begun, end: offset + more };
  const rest = `${before.slice(0, before.length - begun)} ${text.slice(replace.end, line.end)}`;
  return { role: 'code', replace, written: rest.match(/[a-z]+(?:-[a-z]+)+/g) ?? [] };
}
