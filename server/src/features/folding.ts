// Turns what a workflow writes over several lines into folding ranges: steps, maps, lists, texts and comments.
import { type FoldingRange, FoldingRangeKind } from 'vscode-languageserver';
import { eachNode } from '../workflow/nodes';
import type { Workflow } from '../workflow/workflow';
import type { Node } from '../workflow/yaml';

export function foldingRangesOf(workflow: Workflow): FoldingRange[] {
  const lines = new Lines(workflow);
  // One fold a line, the longest: a list item and its map start on the same one.
  const folds = new Map<number, number>();
  const texts = new Set<number>();
  eachNode(workflow.yaml.root, ({ node, pair }) => {
    if (pair?.key === node || node === workflow.yaml.root) return;
    const end = lines.lastOf(node);
    const start = lines.of(pair?.key.span.start ?? node.span.start);
    if (end > start) folds.set(start, Math.max(end, folds.get(start) ?? 0));
    if (node.kind === 'scalar') for (let line = start + 1; line <= end; line += 1) texts.add(line);
  });
  const values = [...folds].map(([startLine, endLine]) => ({ startLine, endLine }));
  return [...values, ...commentsOf(workflow.text, texts)];
}

class Lines {
  constructor(readonly workflow: Workflow) {}

  of(offset: number): number {
    return this.workflow.rangeOf({ start: offset, end: offset }).start.line;
  }

  /** The last line of a node with something on it. */
  lastOf({ span: { start, end } }: Node): number {
    const { text } = this.workflow;
    let last = end;
    while (last > start && /\s/.test(text[last - 1] ?? '')) last -= 1;
    return this.of(last);
  }
}

// Runs of lines that are comments and nothing else; `texts` are the lines on which a # may be text.
function commentsOf(text: string, texts: ReadonlySet<number>): FoldingRange[] {
  const found: FoldingRange[] = [];
  const lines = text.split('\n');
  let first: number | undefined;
  for (let line = 0; line <= lines.length; line += 1) {
    if (/^[ \t]*#/.test(lines[line] ?? '') && !texts.has(line)) {
      first ??= line;
      continue;
    }
    if (first !== undefined && line - first > 1)
      found.push({ startLine: first, endLine: line - 1, kind: FoldingRangeKind.Comment });
    first = undefined;
  }
  return found;
}
