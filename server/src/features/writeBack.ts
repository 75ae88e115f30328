// Turns a connection that was saved or chosen into the edits that name it at the place it was asked for, however little
// of a reference is written there.
import type { Position, TextEdit } from 'vscode-languageserver';
import { connectionWrittenAt } from '../rules/connectionExpected';
import { columnOf, fillPair, insertPairs, lineBreakOf } from '../workflow/pairs';
import type { ConnectionReference, Part } from '../workflow/reference';
import { slotAt } from '../workflow/slots';
import type { PartSlot } from '../workflow/slots/slot';
import type { Edit } from '../workflow/span';
import type { Workflow } from '../workflow/workflow';
import { editsToName, type Target, writeBehindDot, writeIndex, writeTag } from '../workflow/write';
import { type MapNode, type Pair, pairOf, writeYamlScalar } from '../workflow/yaml';
import { connectionAt } from './hover';

/** Where a literal stands in a connection's place it is replaced; where neither does, a reference is inserted. */
export function writeBackAt(workflow: Workflow, position: Position, target: Target): TextEdit[] {
  const offset = workflow.offsetAt(position);
  const reference = connectionAt(workflow, position);
  const slot = slotAt(workflow, offset);
  const inPath = slot?.role === 'part' && slot.kind === 'connection' && slot.form === 'expression';
  const edits =
    reference && !isHalf(reference)
      ? editsToName(workflow, reference, target)
      : ((reference && editsToFinish(workflow, reference, target, offset)) ??
        (inPath ? editsInPath(workflow, slot, target) : undefined) ??
        (reference
          ? editsToName(workflow, reference, target)
          : [connectionWrittenAt(workflow, offset, target) ?? insertion(offset, writeTag(target))]));
  return edits.map(({ span, text }) => ({ range: workflow.rangeOf(span), newText: text }));
}

function isHalf({ type, name }: ConnectionReference): boolean {
  return type.is === 'absent' || name.is === 'absent';
}

// A reference in tag form that lacks a part.
function editsToFinish(
  workflow: Workflow,
  reference: ConnectionReference,
  target: Target,
  offset: number,
): Edit[] | undefined {
  const { text, collected } = workflow;
  const node = collected.referenceNodes.find((each) => each.reference === reference)?.node;
  switch (node?.kind) {
    case 'map':
      return [
        ...editsToName(workflow, reference, target),
        ...editsOfKeys(text, node, { type: reference.type, name: reference.name }, target, offset),
      ];
    case 'sequence': {
      const items = [target.type, target.name].map((each) => writeYamlScalar(each, true));
      return node.flow ? [{ span: node.span, text: `[${items.join(', ')}]` }] : undefined;
    }
    case 'scalar': {
      const { start, end } = reference.span;
      const span = { start, end: start + text.slice(start, end).trimEnd().length };
      return reference.spelling === 'tag' ? [{ span, text: writeTag(target) }] : undefined;
    }
    default:
      return undefined;
  }
}

function editsOfKeys(
  text: string,
  map: MapNode,
  parts: Readonly<Record<keyof Target, Part>>,
  target: Target,
  offset: number,
): Edit[] {
  const absent = (['type', 'name'] as const).filter((key) => parts[key].is === 'absent');
  const added = absent.filter((key) => !pairOf(map, key));
  const type = pairOf(map, 'type');
  // The name stands behind the type, also where both are new.
  const isTogether = type !== undefined && absent.length === 2 && added.length === 1;
  const filled = absent.flatMap((key) => {
    const pair = pairOf(map, key);
    if (!pair) return [];
    const edit = fillAt(text, map, pair, target[key], offset);
    return isTogether ? { ...edit, text: edit.text + nameBehind(text, map, pair, target.name) } : edit;
  });
  if (added.length === 0 || isTogether) return filled;
  const written = Object.fromEntries(added.map((key) => [key, target[key]]));
  return [...filled, insertPairs(text, map, written, added.includes('type') ? undefined : type)];
}

// At the cursor where that stands behind the key, so that no blank is doubled.
function fillAt(text: string, map: MapNode, pair: Pair, value: string, offset: number): Edit {
  const { colon, value: old } = pair;
  const isHere = colon !== undefined && /^[ \t]+$/.test(text.slice(colon + 1, offset));
  return isHere && (!old || old.span.start === old.span.end)
    ? insertion(offset, writeYamlScalar(value, map.flow))
    : fillPair(text, map, pair, value);
}

function nameBehind(text: string, map: MapNode, { key }: Pair, name: string): string {
  const between = map.flow ? ', ' : lineBreakOf(text) + ' '.repeat(columnOf(text, key.span.start));
  return `${between}name: ${writeYamlScalar(name, map.flow)}`;
}

/** Whether a path in a template ends where its type is typed, so that a name can follow. */
export function endsAtType({ text }: Workflow, { form, index, parts, replace }: PartSlot): boolean {
  const isLast = parts.length === 1 && !/^\s*[.[]/.test(text.slice(replace.end, replace.end + 40));
  return form === 'expression' && index === 0 && isLast && text[replace.start - 1] === '.';
}

// A path in a template that goes no further than the type, or not as far.
function editsInPath(workflow: Workflow, slot: PartSlot, target: Target): Edit[] | undefined {
  const { replace, index, parts } = slot;
  if (endsAtType(workflow, slot)) {
    const keys = [target.type, target.name].map((key) => writeBehindDot(workflow, replace.start, key));
    return [{ span: replace, text: keys.join('.') }];
  }
  const [type] = parts;
  if (index !== 1 || type?.is !== 'written') return undefined;
  const own = { span: replace, text: writeIndex(workflow, replace, target.name) };
  const end = replace.start - 1;
  const span = { start: end - type.text.length, end };
  // The type was changed in the form; between quotes it is left to the author.
  const isBare = workflow.text.slice(span.start - 1, span.end) === `.${type.text}`;
  return type.text !== target.type && isBare
    ? [{ span, text: writeBehindDot(workflow, span.start, target.type) }, own]
    : [own];
}

function insertion(offset: number, text: string): Edit {
  return { span: { start: offset, end: offset }, text };
}
