// Starts the language server and hands it each new Account.
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import {
  DiagnosticPullMode,
  LanguageClient,
  type LanguageClientOptions,
  State,
  type TextEdit,
  TransportKind,
} from 'vscode-languageclient/node';
import {
  type AccountChanged,
  accountChanged,
  type CheckWorkspaceAnswer,
  type ConnectionAtAnswer,
  checkWorkspace,
  connectionAt,
  type IsWorkflow,
  isWorkflow,
  type PlacesOfPathsAnswer,
  placesOfPaths,
  type RelayOptions,
  type RenameConnection,
  type RenameConnectionAnswer,
  type ReplaceReference,
  type ReplaceReferenceAnswer,
  renameConnection,
  replaceReference,
  type SecretsWanted,
  secretsWanted,
  type UsagesAnswer,
  usages,
  usagesChanged,
  type WorkflowLink,
  type WorkflowLinkAnswer,
  workflowLink,
  writeReference,
} from '../../server/src/protocol';
import { explainCommand } from '../../server/src/protocol/commands';
import type { KnownAccount } from './lockFile';
import { traceTo } from './trace';

const documents = [{ language: 'relay-workflow' }, { language: 'yaml' }];

export interface LanguageServer extends vscode.Disposable {
  /** Asks for the edits after which the reference at a position names `target`, and makes them as one undo step. False where no workflow is. */
  replace(request: ReplaceReference): Promise<boolean>;
  /** Fires with a document each time the server has been sent it, or a change of it. */
  readonly onDidSend: vscode.Event<vscode.TextDocument>;
  /** Whether the server takes a document for a workflow; false while it cannot be asked. */
  isWorkflow(document: vscode.TextDocument): Promise<boolean>;
  /** The path, in the account, of the workflow that a document is linked to. */
  linkOf(document: vscode.TextDocument): Promise<string | undefined>;
  /** The diagnostics of every workflow of the workspace. */
  checkWorkspace(
    signal?: AbortSignal,
  ): Promise<readonly { uri: vscode.Uri; diagnostics: vscode.Diagnostic[] }[]>;
  /** Every connection that the workflows of the workspace name. */
  usages(): Promise<UsagesAnswer>;
  /** Fires when `usages` has another answer than the last one. */
  readonly onDidChangeUsages: vscode.Event<void>;
  /** The connection that is named at a position, as far as it is written. */
  connectionAt(document: vscode.TextDocument, position: vscode.Position): Promise<ConnectionAtAnswer>;
  /** The text of a reference. */
  writeReference(target: Target): Promise<string>;
  /** The edit after which every workflow names a connection by its new name, or why there is none. */
  renamed(request: RenameConnection): Promise<{ edit: vscode.WorkspaceEdit } | { refused: string }>;
  /** Asks a request of server/src/protocol/commands.ts about an open document. */
  ask<Answer>(request: string, document: vscode.TextDocument, more?: object): Promise<Answer>;
  /** Makes edits that the server has answered, as one undo step. */
  apply(document: vscode.TextDocument, edits: readonly TextEdit[]): Promise<boolean>;
  /** Where the paths by which the account speaks of an open document are. */
  placesOf(document: vscode.TextDocument, paths: readonly string[]): Promise<(vscode.Range | undefined)[]>;
}

type Target = Pick<RenameConnection, 'type' | 'name'>;

/** Starts the server; it runs in a process of its own and sees no network. */
export function startLanguageServer(
  extension: vscode.ExtensionContext,
  account: KnownAccount & { want(paths: readonly string[]): void },
  output: vscode.LogOutputChannel,
): LanguageServer {
  const module = extension.asAbsolutePath('dist/server.js');
  const trace = traceTo(output);
  const docs = vscode.Uri.joinPath(extension.extensionUri, 'docs/diagnostics.md').toString();
  const settings = vscode.workspace.getConfiguration('relay');
  const relay: RelayOptions = { forms: true, account: 'client', docs, settings };
  const sent = new vscode.EventEmitter<vscode.TextDocument>();
  const options: LanguageClientOptions = {
    documentSelector: documents,
    initializationOptions: { relay },
    synchronize: { configurationSection: 'relay' },
    outputChannel: output,
    traceOutputChannel: trace,
    markdown: { isTrusted: { enabledCommands: [explainCommand] } },
    middleware: {
      didOpen: (document, next) => next(document).then(() => sent.fire(document)),
      didChange: (change, next) => next(change).then(() => sent.fire(change.document)),
    },
    diagnosticPullOptions: {
      onChange: true,
      onSave: true,
      filter: (document, mode) => mode === DiagnosticPullMode.onType && runsOnSave(document),
    },
  };
  const client = new LanguageClient('relay', 'Relay', { module, transport: TransportKind.ipc }, options);

  const send = (known: AccountChanged) => {
    if (client.state === State.Running) void client.sendNotification(accountChanged, known).catch(() => {});
  };
  client.onNotification(secretsWanted, ({ paths }: SecretsWanted) => account.want(paths));
  const stopListening = account.onChange(send);
  // Also after the server had to be started again.
  const usagesTold = new vscode.EventEmitter<void>();
  const watching = vscode.Disposable.from(
    usagesTold,
    client.onNotification(usagesChanged, () => usagesTold.fire()),
    client.onDidChangeState(({ newState }) => {
      if (newState !== State.Running) return;
      send(account.current);
      usagesTold.fire();
    }),
  );
  void client
    .start()
    .catch(() => output.error(l10n.t('The language server did not start. Reload the window to try again.')));

  return {
    replace: async (request) => {
      const edits = await client.sendRequest<ReplaceReferenceAnswer>(replaceReference, request);
      if (!edits) return false;
      const change = new vscode.WorkspaceEdit();
      const uri = vscode.Uri.parse(request.uri);
      change.set(uri, await client.protocol2CodeConverter.asTextEdits([...edits]));
      return vscode.workspace.applyEdit(change);
    },
    onDidSend: sent.event,
    isWorkflow: async ({ uri }) => {
      const request: IsWorkflow = { uri: client.code2ProtocolConverter.asUri(uri) };
      return client.sendRequest<boolean>(isWorkflow, request).catch(() => false);
    },
    linkOf: async ({ uri }) => {
      const request: WorkflowLink = { uri: client.code2ProtocolConverter.asUri(uri) };
      const link = client.sendRequest<WorkflowLinkAnswer>(workflowLink, request);
      return link.then(
        (answer) => answer?.path,
        () => undefined,
      );
    },
    checkWorkspace: async (signal) => {
      const ended = new vscode.CancellationTokenSource();
      signal?.addEventListener('abort', () => ended.cancel());
      const found = await client.sendRequest<CheckWorkspaceAnswer>(checkWorkspace, ended.token);
      return Promise.all(
        found.map(async ({ uri, diagnostics }) => ({
          uri: client.protocol2CodeConverter.asUri(uri),
          diagnostics: await client.protocol2CodeConverter.asDiagnostics(diagnostics),
        })),
      );
    },
    usages: () => client.sendRequest<UsagesAnswer>(usages),
    onDidChangeUsages: usagesTold.event,
    connectionAt: ({ uri }, position) =>
      client.sendRequest<ConnectionAtAnswer>(connectionAt, {
        uri: client.code2ProtocolConverter.asUri(uri),
        position: client.code2ProtocolConverter.asPosition(position),
      }),
    writeReference: (target) => client.sendRequest<string>(writeReference, target),
    renamed: async (request) => {
      const answer = await client.sendRequest<RenameConnectionAnswer>(renameConnection, request);
      if ('refused' in answer) return answer;
      return { edit: await client.protocol2CodeConverter.asWorkspaceEdit(answer.edit) };
    },
    ask: <Answer>(request: string, { uri }: vscode.TextDocument, more: object = {}) =>
      client.sendRequest<Answer>(request, { uri: client.code2ProtocolConverter.asUri(uri), ...more }),
    apply: async ({ uri }, edits) => {
      const change = new vscode.WorkspaceEdit();
      change.set(uri, await client.protocol2CodeConverter.asTextEdits([...edits]));
      return vscode.workspace.applyEdit(change);
    },
    placesOf: async ({ uri }, paths) => {
      const request = { uri: client.code2ProtocolConverter.asUri(uri), paths };
      const places = await client.sendRequest<PlacesOfPathsAnswer>(placesOfPaths, request);
      return places.map((place) => (place ? client.protocol2CodeConverter.asRange(place) : undefined));
    },
    dispose: () => {
      stopListening();
      sent.dispose();
      watching.dispose();
      trace.dispose();
      void client.dispose().catch(() => {});
    },
  };
}

function runsOnSave(document: { uri: vscode.Uri }): boolean {
  return vscode.workspace.getConfiguration('relay', document.uri).get('diagnostics.run') === 'onSave';
}
