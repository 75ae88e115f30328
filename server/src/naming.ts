// Answers what a client's views and commands ask of the workflows: where connections are named, and what they are to be named.
import {
  type Connection,
  MessageType,
  type Position,
  ShowMessageNotification,
  type TextDocuments,
} from 'vscode-languageserver/node';
import type { Situation } from './features/client';
import type { FileNames, WorkspaceFile } from './features/fileNames';
import { connectionAt as referenceAt } from './features/hover';
import { placeOfPath } from './features/pathPlaces';
import { referencesIn } from './features/references';
import { followRenameIn } from './features/rename';
import { usagesIn } from './features/usages';
import {
  type ConnectionAt,
  type ConnectionAtAnswer,
  connectionAt,
  type PlacesOfPaths,
  type PlacesOfPathsAnswer,
  placesOfPaths,
  type RenameConnection,
  type RenameConnectionAnswer,
  renameConnection,
  type UsagesAnswer,
  usages,
  usagesChanged,
  writeReference,
} from './protocol';
import type { Named } from './workflow/occurrences';
import type { Part } from './workflow/reference';
import type { Workflow } from './workflow/workflow';
import { type Target, writeTag } from './workflow/write';
import type { Workspace } from './workspace';

/** Milliseconds without a key before what is typed is told of. */
const quiet = 400;

export interface Naming {
  /** Files, settings or the account have changed. */
  changed(): void;
}

/** Registers the requests. */
export function serveNaming(
  connection: Connection,
  documents: TextDocuments<Workflow>,
  workspace: Workspace,
  situation: () => Situation,
): Naming {
  // Whether what was answered last may still be what is so; told once when not, until it is asked again.
  let isAnswered = false;
  let counted: ReadonlySet<string> = new Set();
  let waiting: NodeJS.Timeout | undefined;
  const changed = (): void => {
    clearTimeout(waiting);
    if (!isAnswered) return;
    isAnswered = false;
    void connection.sendNotification(usagesChanged).catch(() => {});
  };
  const typed = (workflow: Workflow): void => {
    if (!isAnswered || !(workflow.isWorkflow || counted.has(workflow.uri))) return;
    clearTimeout(waiting);
    waiting = setTimeout(changed, quiet);
  };
  documents.onDidChangeContent(({ document }) => typed(document));
  documents.onDidClose(({ document }) => typed(document));

  connection.onRequest(usages, async (): Promise<UsagesAnswer> => {
    // Before the files are read: what changes while they are, is told of.
    isAnswered = true;
    const names = await workspace.names();
    counted = new Set(names.map(({ uri }) => uri));
    return usagesIn(names, situation().account);
  });
  connection.onRequest(connectionAt, ({ uri, position }: ConnectionAt): ConnectionAtAnswer => {
    const workflow = documents.get(uri);
    return workflow?.isWorkflow ? namedAt(workflow, position) : null;
  });
  connection.onRequest(writeReference, (target: Target): string => writeTag(target));
  connection.onRequest(
    renameConnection,
    async ({ type, name, to }: RenameConnection): Promise<RenameConnectionAnswer> => {
      // A file that was written just now may not have been told of.
      workspace.changed();
      const named: Named = { kind: 'connection', type, name };
      const files = await filesNaming(workspace, [named]);
      const renamed = followRenameIn(files, named, to, situation().client);
      if ('refused' in renamed) return renamed;
      await warnOfLeftOut(connection, workspace, name);
      return { edit: renamed };
    },
  );
  connection.onRequest(placesOfPaths, ({ uri, paths }: PlacesOfPaths): PlacesOfPathsAnswer => {
    const workflow = documents.get(uri);
    return paths.map((path) => (workflow ? placeOfPath(workflow, path) : null));
  });
  return { changed };
}

/** The workflows that name at least one of these, with their texts. */
export async function filesNaming(
  workspace: Workspace,
  all: readonly Named[],
  asked?: Workflow,
): Promise<WorkspaceFile[]> {
  const files: WorkspaceFile[] = [];
  const isWanted = (names: FileNames) => all.some((each) => referencesIn([names], each, true).length > 0);
  for await (const file of workspace.workflows(isWanted, asked)) files.push(file);
  return files;
}

/** Tells the author which files were not looked into though they may name what is renamed. */
export async function warnOfLeftOut(
  connection: Connection,
  workspace: Workspace,
  name: string,
): Promise<void> {
  const paths = await workspace.tooLargeWith(name);
  if (paths.length === 0) return;
  const message = `"${name}" may also stand in ${paths.join(', ')}, too large to be read: look there yourself.`;
  await connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Warning, message });
}

/** The connection named at a position, as far as it is written. */
export function namedAt(workflow: Workflow, position: Position): ConnectionAtAnswer {
  const reference = referenceAt(workflow, position);
  return reference ? { ...written('type', reference.type), ...written('name', reference.name) } : null;
}

function written(key: keyof Target, part: Part): Partial<Target> {
  return part.is === 'written' ? { [key]: part.text } : {};
}
