// Finds lines in brackets and quotes that are not deeper than the key they belong to: Relay's reader takes them as they
// stand, the yaml package does not.
import { endOfFlow } from './flow';
import { added } from './patch';
import type { Edit, Span } from './span';
import { repairOfUnfinished } from './unfinished';

interface Shallow extends Span {
  /** Indent the lines: blanks there mean nothing. */
  readonly edits: readonly Edit[];
}

/** The first value that has such lines, with the edits for all of them up to where something is unfinished. */
export function shallowIn(text: string): Shallow | undefined {
  const found: Shallow[] = [];
  repairOfUnfinished(text, (start, column) => {
    const end = endOfFlow(text, start);
    if (end === undefined || !isLast(text, end)) return undefined;
    const edits = editsIn(text, { start, end }, column);
    if (edits.length > 0) found.push({ start, end, edits });
    return edits.length > 0 ? end : undefined;
  });
  const [first] = found;
  return first && { ...first, edits: found.flatMap(({ edits }) => edits) };
}

function editsIn(text: string, { start, end }: Span, column: number): Edit[] {
  const lines = text.slice(start, end).matchAll(/\n([ \t]*)(?=[^\s#])/g);
  return [...lines].flatMap(({ index, 1: indent = '' }) => {
    const at = start + index + 1;
    // The package takes the closing bracket right below the key.
    const isClosing = at + indent.length === end - 1 && indent.length === column;
    if (indent.length > column || isClosing) return [];
    return added(at, ' '.repeat(column + 1 - indent.length));
  });
}

// Nothing but a comment may follow on its line.
function isLast(text: string, end: number): boolean {
  behind.lastIndex = end;
  return behind.test(text);
}

const behind = /[ \t]*(?:\r?\n|\r?$|(?<=[ \t])#)/y;
