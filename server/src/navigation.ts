// Answers the requests by which an editor finds its way: through a workflow, its names, and the files of the workspace.
import {
  CodeLensRefreshRequest,
  type Connection,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  InlayHintRefreshRequest,
  LSPErrorCodes,
  ResponseError,
  SemanticTokensRangeRequest,
  SemanticTokensRequest,
  type ServerCapabilities,
  type TextDocuments,
  WatchKind,
} from 'vscode-languageserver/node';
import type { Client, Situation } from './features/client';
import { codeLensesOf } from './features/codeLens';
import { definitionAt } from './features/definition';
import { diagnosticsOf } from './features/diagnostics';
import { fileNamesOf } from './features/fileNames';
import { foldingRangesOf } from './features/folding';
import { highlightsAt } from './features/highlights';
import { inlayHintsIn } from './features/inlayHints';
import { linksOf } from './features/links';
import { referencesIn } from './features/references';
import { prepareRenameAt, renamableAt, renameIn, withName } from './features/rename';
import { selectionRangesAt } from './features/selectionRanges';
import { semanticTokensLegend, semanticTokensOf } from './features/semanticTokens';
import { isShared, symbolAt } from './features/symbolAt';
import { documentSymbolsOf, flatSymbolsOf, workspaceSymbolsIn } from './features/symbols';
import { filesNaming, serveNaming, warnOfLeftOut } from './naming';
import { OwnSteps } from './ownSteps';
import { type CheckWorkspaceAnswer, checkWorkspace } from './protocol';
import type { Workflow } from './workflow/workflow';
import { Workspace } from './workspace';

export interface Navigation {
  /** The URIs of the editor's folders. */
  readonly folders: readonly string[];
  /** The paths of those that are on this machine. */
  readonly paths: readonly string[];
  /** The editor's folders, as its initialize request names them. */
  initialize(params: InitializeParams): void;
  /** From now on the editor may be asked. */
  initialized(): void;
  settingsChanged(): void;
  /** What is known besides the texts has changed. */
  changed(): void;
}

/**
 * Registers the requests. `situation` gives what is known now; `othersChanged` is called when the folders or the catalogue
 * have changed, and `looked` with each workflow that is diagnosed.
 */
export function serveNavigation(
  connection: Connection,
  documents: TextDocuments<Workflow>,
  situation: (of?: Workflow) => Situation,
  othersChanged: () => void,
  looked: (workflow: Workflow) => void,
): Navigation {
  const workspace = new Workspace(
    () => documents.all(),
    () => situation().settings,
    (line) => connection.console.warn(line),
  );
  const ownSteps = new OwnSteps(
    () => workspace.folders,
    () => situation().settings.stepMetadata,
    othersChanged,
    (line) => connection.console.warn(line),
  );
  connection.onDidChangeWatchedFiles(() => {
    workspace.changed();
    naming.changed();
    void ownSteps.update();
  });
  serveWorkflow(connection, documents, situation);
  serveWorkspace(connection, documents, workspace, situation, looked);
  const naming = serveNaming(connection, documents, workspace, situation);
  let folders: readonly string[] = [];
  return {
    get folders() {
      return folders;
    },
    get paths() {
      return workspace.folders;
    },
    initialize({ workspaceFolders, rootUri }) {
      folders = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []);
      workspace.setFolders(folders);
    },
    initialized() {
      const { client } = situation();
      if (client.changesFolders)
        connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
          const gone = new Set(removed.map(({ uri }) => uri));
          folders = [...folders.filter((uri) => !gone.has(uri)), ...added.map(({ uri }) => uri)];
          workspace.setFolders(folders);
          othersChanged();
          void ownSteps.update();
        });
      void ownSteps.update();
      if (client.watchesFiles) void watch(connection, workspace);
    },
    settingsChanged: () => void ownSteps.update(),
    changed() {
      naming.changed();
      const { client } = situation();
      const refreshed = [
        ...(client.refreshesInlayHints ? [InlayHintRefreshRequest.type] : []),
        ...(client.refreshesCodeLenses ? [CodeLensRefreshRequest.type] : []),
      ];
      for (const type of refreshed) connection.sendRequest(type).catch(() => {});
    },
  };
}

/** What the server offers of it to a client. */
export function navigationCapabilities(client: Client): Partial<ServerCapabilities> {
  return {
    definitionProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    renameProvider: client.preparesRename ? { prepareProvider: true } : true,
    documentSymbolProvider: true,
    workspaceSymbolProvider: true,
    documentLinkProvider: {},
    foldingRangeProvider: true,
    selectionRangeProvider: true,
    semanticTokensProvider: { legend: semanticTokensLegend, full: true, range: true },
    inlayHintProvider: true,
    codeLensProvider: {},
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  };
}

// The requests that one document answers.
function serveWorkflow(
  connection: Connection,
  documents: TextDocuments<Workflow>,
  situation: (of?: Workflow) => Situation,
): void {
  const answer = <T>(uri: string, feature: (workflow: Workflow) => T): T | null => {
    const workflow = documents.get(uri);
    return workflow?.isWorkflow ? feature(workflow) : null;
  };
  connection.onDefinition(({ textDocument: { uri }, position }) =>
    answer(uri, (workflow) => definitionAt(workflow, position)),
  );
  connection.onDocumentHighlight(({ textDocument: { uri }, position }) =>
    answer(uri, (workflow) => highlightsAt(workflow, position)),
  );
  connection.onPrepareRename(({ textDocument: { uri }, position }) =>
    answer(uri, (workflow) => prepareRenameAt(workflow, position)),
  );
  connection.onDocumentSymbol(({ textDocument: { uri } }) =>
    situation().client.nestsSymbols ? answer(uri, documentSymbolsOf) : answer(uri, flatSymbolsOf),
  );
  connection.onDocumentLinks(({ textDocument: { uri } }) => answer(uri, linksOf));
  connection.onFoldingRanges(({ textDocument: { uri } }) => answer(uri, foldingRangesOf));
  connection.onSelectionRanges(({ textDocument: { uri }, positions }) =>
    answer(uri, (workflow) => selectionRangesAt(workflow, positions)),
  );
  connection.onRequest(SemanticTokensRequest.type, ({ textDocument: { uri } }) =>
    answer(uri, (workflow) => semanticTokensOf(workflow)),
  );
  connection.onRequest(SemanticTokensRangeRequest.type, ({ textDocument: { uri }, range }) =>
    answer(uri, (workflow) => semanticTokensOf(workflow, range)),
  );
  connection.languages.inlayHint.on(({ textDocument: { uri }, range }) =>
    answer(uri, (workflow) => inlayHintsIn(workflow, range, situation(workflow))),
  );
  connection.onCodeLens(({ textDocument: { uri } }) =>
    answer(uri, (workflow) => codeLensesOf(workflow, situation(workflow))),
  );
}

// The requests that may need other files.
function serveWorkspace(
  connection: Connection,
  documents: TextDocuments<Workflow>,
  workspace: Workspace,
  situation: (of?: Workflow) => Situation,
  looked: (workflow: Workflow) => void,
): void {
  const workflowAt = (uri: string): Workflow | undefined => {
    const workflow = documents.get(uri);
    return workflow?.isWorkflow ? workflow : undefined;
  };
  connection.onReferences(async ({ textDocument: { uri }, position, context }) => {
    const workflow = workflowAt(uri);
    const found = workflow && symbolAt(workflow, position);
    if (!found) return null;
    const files = isShared(found.named) ? await workspace.names(workflow) : [fileNamesOf(workflow)];
    return referencesIn(files, found.named, context.includeDeclaration);
  });
  connection.onRenameRequest(async ({ textDocument: { uri }, position, newName }) => {
    const workflow = workflowAt(uri);
    const found = workflow && renamableAt(workflow, position);
    if (!found) return null;
    const files = isShared(found.named)
      ? await filesNaming(workspace, [found.named, withName(found.named, newName)], workflow)
      : [{ workflow, isOpen: true }];
    const renamed = renameIn(files, found.named, newName, situation().client);
    if ('refused' in renamed) return new ResponseError(LSPErrorCodes.RequestFailed, renamed.refused);
    if (isShared(found.named)) await warnOfLeftOut(connection, workspace, found.named.name);
    return renamed;
  });
  connection.onWorkspaceSymbol(async ({ query }) => workspaceSymbolsIn(await workspace.names(), query));
  connection.onRequest(checkWorkspace, async (token): Promise<CheckWorkspaceAnswer> => {
    // A file that was written just now may not have been told of.
    workspace.changed();
    const checked = [];
    for await (const { workflow } of workspace.workflows()) {
      if (token.isCancellationRequested) break;
      checked.push({ uri: workflow.uri, diagnostics: diagnosticsOf(workflow, situation(workflow)) });
      looked(workflow);
    }
    return checked;
  });
}

// A folder that goes takes its files with it in silence, so every deletion is told.
async function watch(connection: Connection, workspace: Workspace): Promise<void> {
  const watchers = [
    { globPattern: '**/*.{yaml,yml,schema.json}' },
    { globPattern: '**', kind: WatchKind.Delete },
  ];
  const watching = connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  workspace.isWatched = await watching.then(
    () => true,
    () => false,
  );
}
