// Turns a new name for what stands at a position into the edits of every file that names it, or into a refusal.
import type {
  Position,
  PrepareRenameResult,
  TextDocumentEdit,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver';
import { keyOfNamed, type Named, type Occurrence } from '../workflow/occurrences';
import { renamingOf } from '../workflow/renaming';
import { type Span, touches } from '../workflow/span';
import type { Workflow } from '../workflow/workflow';
import type { Client } from './client';
import type { WorkspaceFile } from './fileNames';
import { symbolAt } from './symbolAt';

/** Why nothing is renamed, in words for the author. */
export interface Refusal {
  readonly refused: string;
}

/** The name that can be renamed at a position, without its quotes; null where there is none. */
export function prepareRenameAt(workflow: Workflow, position: Position): PrepareRenameResult | null {
  const found = renamableAt(workflow, position);
  if (!found) return null;
  const range = workflow.rangeOf(withoutQuotes(workflow.text, found.span));
  return { range, placeholder: found.named.name };
}

/** What can be renamed at a position: parameters, steps, triggers and connections, on the name itself. */
export function renamableAt(workflow: Workflow, position: Position): Occurrence | undefined {
  const found = symbolAt(workflow, position);
  const isNamed = found && touches(found.span, workflow.offsetAt(position));
  const isOurs = found && found.named.kind !== 'secret' && found.named.kind !== 'output';
  return isNamed && isOurs ? found : undefined;
}

/** The same thing under another name. */
export function withName(named: Named, name: string): Named {
  return { ...named, name };
}

/** The edits that rename something in all `files`; all of them or none. */
export function renameIn(
  files: readonly WorkspaceFile[],
  named: Named,
  name: string,
  client: Client,
): WorkspaceEdit | Refusal {
  if (name === named.name) return {};
  const unfit = unfitness(name) ?? taken(files, withName(named, name));
  return unfit === undefined ? followRenameIn(files, named, name, client) : { refused: unfit };
}

/** The edits that follow a connection to its new name in the account, which workflows may use already. */
export function followRenameIn(
  files: readonly WorkspaceFile[],
  named: Named,
  name: string,
  client: Client,
): WorkspaceEdit | Refusal {
  const changes: FileChange[] = [];
  for (const { workflow, isOpen } of files) {
    const renaming = renamingOf(workflow, named, name);
    if (renaming.is === 'refused') {
      const where = placeIn(workflow, renaming.span);
      return { refused: `"${named.name}" cannot be renamed: in ${where}, ${renaming.because}.` };
    }
    const edits = renaming.edits.map(({ span, text }) => ({ range: workflow.rangeOf(span), newText: text }));
    const { uri, version } = workflow;
    if (edits.length > 0) changes.push({ textDocument: { uri, version: isOpen ? version : null }, edits });
  }
  if (client.versionedEdits) return { documentChanges: changes };
  return { changes: Object.fromEntries(changes.map(({ textDocument, edits }) => [textDocument.uri, edits])) };
}

type FileChange = TextDocumentEdit & { readonly edits: TextEdit[] };

function unfitness(name: string): string | undefined {
  if (name.trim() === '') return 'A name cannot be empty.';
  return /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\ufeff]/u.test(name)
    ? 'A name is one line of text, without control characters.'
    : undefined;
}

function taken(files: readonly WorkspaceFile[], named: Named): string | undefined {
  const key = keyOfNamed(named);
  for (const { workflow } of files) {
    const found = workflow.occurrences.find((each) => each.key === key);
    if (!found) continue;
    const what = named.kind === 'connection' ? `${named.type} connection` : named.kind;
    return `The name "${named.name}" is taken: ${placeIn(workflow, found.span)} names another ${what} so.`;
  }
  return undefined;
}

function placeIn(workflow: Workflow, span: Span): string {
  const file = workflow.uri.slice(workflow.uri.lastIndexOf('/') + 1).replaceAll('%20', ' ');
  return `line ${workflow.rangeOf(span).start.line + 1} of ${file}`;
}

function withoutQuotes(text: string, { start, end }: Span): Span {
  const isQuoted = end - start > 1 && /['"]/.test(text[start] ?? '') && text[start] === text[end - 1];
  return isQuoted ? { start: start + 1, end: end - 1 } : { start, end };
}
