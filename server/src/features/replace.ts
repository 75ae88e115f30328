// Writes one value in the place of another, on one line, and touches nothing beside it.
import { lineAt } from '../workflow/layout';
import type { Edit } from '../workflow/span';
import type { MapNode, Node, SequenceNode } from '../workflow/yaml';

/** The edit that writes a text over a node, without its tag and anchor, which stay. */
export function editOver(text: string, { kind, span, ...node }: Node, written: string): Edit {
  const { start } = span;
  const end = start + text.slice(start, span.end).trimEnd().length;
  const isBlock = 'flow' in node && !node.flow;
  const before = text.slice(0, start).trimEnd().length;
  // A map below its key moves up beside it, if nothing but blanks stands between.
  const isBelow = isBlock && text.slice(before, start).includes('\n') && lineAt(text, before).end >= before;
  if (isBelow) return { span: { start: before, end }, text: ` ${written}` };
  return { span: { start, end }, text: text[start - 1] === ':' ? ` ${written}` : written };
}

/** Whether a comment stands in a map or a list, or between its tag and it. */
export function holdsComment(text: string, node: MapNode | SequenceNode): boolean {
  const inner =
    node.kind === 'map' ? node.pairs.flatMap(({ key, value }) => (value ? [key, value] : [key])) : node.items;
  let at = Math.max(node.tag?.span.end ?? 0, node.anchor?.span.end ?? 0) || node.span.start;
  for (const { span } of inner) {
    if (text.slice(at, span.start).includes('#')) return true;
    at = span.end;
  }
  return text.slice(at, node.span.end).includes('#');
}
