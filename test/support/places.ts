// Turns YAML with marked places, «like this», into a workflow and the ranges of its marks, and ranges back into marks.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Position, Range, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type Workflow, workflowOf } from '../../server/src/workflow/workflow';

export const uri = 'file:///w.yaml';

/** A text without its marks `«…»`, and the first position in each of them. */
export function atMarks(marked: string): { workflow: Workflow; text: string; positions: Position[] } {
  const text = marked.replace(/[«»]/g, '');
  const workflow = workflowOf(uri, text, true);
  const starts = [...marked.matchAll(/«/g)].map(
    ({ index }) => marked.slice(0, index).replace(/[«»]/g, '').length,
  );
  const positions = starts.map((start) => workflow.rangeOf({ start, end: start }).start);
  return { workflow, text, positions };
}

/** The text with marks around ranges. */
export function withMarks(text: string, ranges: readonly Range[]): string {
  const document = TextDocument.create(uri, 'yaml', 0, text);
  const edits = ranges.flatMap(({ start, end }) => [
    { range: { start, end: start }, newText: '«' },
    { range: { start: end, end }, newText: '»' },
  ]);
  return TextDocument.applyEdits(document, edits);
}

/** The text after the edits that a workspace edit has for it. */
export function edited(text: string, of: string, edit: WorkspaceEdit | null): string {
  const changes = edit?.documentChanges?.flatMap((change) =>
    'edits' in change && change.textDocument.uri === of ? (change.edits as TextEdit[]) : [],
  );
  const document = TextDocument.create(of, 'yaml', 0, text);
  return TextDocument.applyEdits(document, changes ?? edit?.changes?.[of] ?? []);
}

const folder = join(__dirname, '../fixtures/workflows');

/** Every workflow among the fixtures, by its name. */
export const fixtures: readonly (readonly [name: string, text: string])[] = readdirSync(folder, {
  recursive: true,
})
  .map(String)
  .filter((name) => name.endsWith('.yaml'))
  .sort()
  .map((name) => [name, readFileSync(join(folder, name), 'utf8')]);
