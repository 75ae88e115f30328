// Turns a cursor into the slot it stands in: which part of a reference may be typed there, and what that replaces.
import type { ReferenceNode, TemplateScalar } from './collect';
import { type Path, type Segment, staticKeyOf } from './expression';
import { keysOfPath } from './paths';
import type { ConnectionReference, Part } from './reference';
import { type Span, touches } from './span';
import type { Workflow } from './workflow';
import { endOfPair, keyOf, type MapNode, type SequenceNode } from './yaml';

/** A place to type at. `replace` lies on the cursor's line and covers what is typed already. */
export type Slot =
  /** A whole reference: behind a `!`, or as the value of a key called `connection`. */
  | { readonly role: 'reference'; readonly replace: Span }
  /** Behind a written `!Connection`: its map. */
  | { readonly role: 'body'; readonly replace: Span }
  /** A key of the reference's map; `missing` are the ones not written yet. */
  | { readonly role: 'key'; readonly replace: Span; readonly missing: readonly string[] }
  | FieldSlot
  /** The first name of a path. */
  | { readonly role: 'root'; readonly replace: Span };

/** The type or the name of a reference. */
export interface FieldSlot {
  readonly role: 'type' | 'name';
  readonly replace: Span;
  /** The name where this is the type, and the other way round. */
  readonly other: Part;
  /** `flow` stands between brackets, `block` on a line of its own, `expression` in a path. */
  readonly form: 'flow' | 'block' | 'expression';
  readonly map?: MapNode;
}

/** The slot at an offset, if one is there; works in half-typed text. */
export function slotAt(workflow: Workflow, offset: number): Slot | undefined {
  const { templateScalars, referenceNodes } = workflow.collected;
  for (const scalar of templateScalars) {
    if (touches(scalar.node.span, offset)) return slotInTemplates(workflow, scalar, offset);
  }
  for (const each of referenceNodes) {
    if (each.reference.kind !== 'connection') continue;
    const slot = slotInReference(workflow.text, each, each.reference, offset);
    if (slot) return slot;
  }
  return slotForReference(workflow, offset);
}

// A tag that is being typed, or the value of `connection:`.
function slotForReference(workflow: Workflow, offset: number): Slot | undefined {
  for (const { node, key } of workflow.collected.otherScalars) {
    if (node.tag && touches(node.tag.span, offset) && offset > node.tag.span.start) {
      return { role: 'reference', replace: node.tag.span };
    }
    if (node.tag || key !== 'connection') continue;
    const word = oneLine(workflow.text, node.span, offset);
    if (node.value !== '' && touches(word, offset)) return { role: 'reference', replace: word };
    if (node.value === '' && isBlank(workflow.text, node.span.start, offset)) {
      return { role: 'reference', replace: { start: offset, end: offset } };
    }
  }
  return undefined;
}

function slotInReference(
  text: string,
  { node }: ReferenceNode,
  reference: ConnectionReference,
  offset: number,
): Slot | undefined {
  if (node.kind === 'map')
    return node.flow
      ? slotInFlowMap(text, node, reference, offset)
      : slotInBlockMap(text, node, reference, offset);
  if (node.kind === 'sequence') return slotInSequence(text, node, reference, offset);
  if (node.kind !== 'scalar' || !node.tag) return undefined;
  const end = node.tag.span.end;
  if (touches(node.tag.span, offset) && offset > node.tag.span.start)
    return { role: 'reference', replace: node.tag.span };
  if (node.value !== '') return undefined;
  if (offset > end && isBlank(text, end, offset))
    return { role: 'body', replace: { start: offset, end: offset } };
  // A blank line below, indented deeper than the key: a block map is about to be typed.
  const column = columnAt(text, offset);
  const below = /^[ \t]*\r?\n\s*$/.test(text.slice(end, offset)) && /^\s*$/.test(lineAt(text, offset));
  return below && column > indentOf(lineAt(text, end))
    ? keySlot(undefined, { start: offset, end: offset })
    : undefined;
}

function slotInFlowMap(
  text: string,
  node: MapNode,
  reference: ConnectionReference,
  offset: number,
): Slot | undefined {
  if (offset <= node.span.start || offset > regionEnd(text, node)) return undefined;
  for (const [index, pair] of node.pairs.entries()) {
    const end = endOfPair(pair);
    const next = node.pairs[index + 1]?.key.span.start ?? regionEnd(text, node);
    const comma = text.slice(end, next).indexOf(',');
    const stop = comma < 0 ? next : end + comma;
    if (offset < pair.key.span.start || offset > stop) continue;
    if (pair.colon !== undefined && offset > pair.colon)
      return valueSlot(text, node, keyOf(pair), pair.value?.span, reference, offset, 'flow');
    return keySlot(node, touches(pair.key.span, offset) ? pair.key.span : { start: offset, end: offset });
  }
  return keySlot(node, { start: offset, end: offset });
}

function slotInBlockMap(
  text: string,
  node: MapNode,
  reference: ConnectionReference,
  offset: number,
): Slot | undefined {
  for (const pair of node.pairs) {
    if (touches(pair.key.span, offset)) return keySlot(node, pair.key.span);
    if (pair.colon === undefined || offset <= pair.colon) continue;
    const inValue = pair.value && touches(pair.value.span, offset);
    if (inValue || isBlank(text, pair.colon + 1, offset)) {
      return valueSlot(text, node, keyOf(pair), pair.value?.span, reference, offset, 'block');
    }
  }
  const first = node.pairs[0];
  if (!first || !/^\s*$/.test(lineAt(text, offset))) return undefined;
  const inside =
    offset > node.span.start && /^\s*$/.test(text.slice(Math.min(node.span.end, offset), offset));
  const aligned = columnAt(text, offset) === columnAt(text, first.key.span.start);
  return inside && aligned ? keySlot(node, { start: offset, end: offset }) : undefined;
}

function slotInSequence(
  text: string,
  node: SequenceNode,
  reference: ConnectionReference,
  offset: number,
): Slot | undefined {
  if (offset <= node.span.start || offset > regionEnd(text, node)) return undefined;
  const index = node.flow
    ? node.commas.filter((comma) => comma < offset).length
    : node.items.findIndex((item) => touches(item.span, offset) || isBlank(text, item.span.start, offset));
  const item = node.items[index];
  const key = ['type', 'name'][index];
  return valueSlot(text, undefined, key, item?.span, reference, offset, node.flow ? 'flow' : 'block');
}

function valueSlot(
  text: string,
  map: MapNode | undefined,
  key: string | undefined,
  span: Span | undefined,
  reference: ConnectionReference,
  offset: number,
  form: 'flow' | 'block',
): Slot | undefined {
  if (key !== 'type' && key !== 'name') return undefined;
  const written = span && oneLine(text, span, offset);
  const replace = written && touches(written, offset) ? written : { start: offset, end: offset };
  const other = key === 'type' ? reference.name : reference.type;
  return { role: key, replace, other, form, ...(map ? { map } : {}) };
}

function keySlot(node: MapNode | undefined, replace: Span): Slot {
  const written = node?.pairs.filter((pair) => pair.key.span.start !== replace.start).map(keyOf) ?? [];
  return { role: 'key', replace, missing: ['type', 'name'].filter((key) => !written.includes(key)) };
}

function slotInTemplates(workflow: Workflow, scalar: TemplateScalar, offset: number): Slot | undefined {
  const { text, templates } = scalar;
  for (const { paths, span } of templates) {
    for (const path of paths) {
      const slot = path.piped ? undefined : slotInPath(path, text.sourceOf, offset);
      if (slot) return slot;
    }
    const { start, end } = text.sourceOf(span);
    const behind = workflow.text.slice(start, offset);
    const inside =
      offset >= start + 2 && offset <= end && !(offset === end && workflow.text[end - 1] === '}');
    if (inside && /[{([,+|&=<>!~*/%^:-]\s*$/.test(behind))
      return { role: 'root', replace: { start: offset, end: offset } };
  }
  return undefined;
}

function slotInPath(path: Path, sourceOf: (span: Span) => Span, offset: number): Slot | undefined {
  const root = sourceOf(path.root.span);
  if (touches(root, offset)) return { role: 'root', replace: root };
  const room = (segment: Segment | undefined): Span | undefined => {
    const span = segment && sourceOf(segment.room);
    return span && touches(span, offset) ? span : undefined;
  };
  if (path.root.text === '$') {
    const first = room(path.segments[0]);
    if (first) return { role: 'root', replace: first };
  }
  const { root: name, keys } = keysOfPath(path);
  if (name !== 'connections') return undefined;
  const [typeRoom, nameRoom] = [room(keys[0]), room(keys[1])];
  const absent: Part = { is: 'absent' };
  if (typeRoom) return { role: 'type', replace: typeRoom, other: absent, form: 'expression' };
  return nameRoom
    ? { role: 'name', replace: nameRoom, other: typeOf(keys[0]), form: 'expression' }
    : undefined;
}

function typeOf(segment: Segment | undefined): Part {
  const text = segment && staticKeyOf(segment);
  if (!segment?.index) return { is: 'absent' };
  return text === undefined
    ? { is: 'computed', span: segment.span }
    : { is: 'written', text, span: segment.span };
}

// Up to the closing bracket, or to the end of the line where there is none.
function regionEnd(text: string, node: MapNode | SequenceNode): number {
  if (node.flow && node.closed) return node.span.end - 1;
  return node.span.end + (/^[ \t]*/.exec(text.slice(node.span.end))?.[0].length ?? 0);
}

// The part of a span on the cursor's line: a quote that never closes runs on to the end of the file.
function oneLine(text: string, span: Span, offset: number): Span {
  const start = Math.max(span.start, text.lastIndexOf('\n', offset - 1) + 1);
  const lineEnd = /\r?\n|$/.exec(text.slice(offset))?.index ?? 0;
  return { start, end: Math.min(span.end, offset + lineEnd) };
}

function isBlank(text: string, start: number, end: number): boolean {
  return start <= end && /^[ \t]*$/.test(text.slice(start, end));
}

function lineAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  return text.slice(start, end < 0 ? text.length : end);
}

function columnAt(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

function indentOf(line: string): number {
  return /^[ \t]*(?:-[ \t]+)*/.exec(line)?.[0].length ?? 0;
}
