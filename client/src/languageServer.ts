// Starts the language server and hands it each new Account.
import * as vscode from 'vscode';
import {
  DiagnosticPullMode,
  LanguageClient,
  type LanguageClientOptions,
  State,
  TransportKind,
} from 'vscode-languageclient/node';
import {
  type AccountChanged,
  accountChanged,
  type CheckWorkspaceAnswer,
  checkWorkspace,
  type IsWorkflow,
  isWorkflow,
  type RelayOptions,
  type ReplaceReference,
  type ReplaceReferenceAnswer,
  replaceReference,
} from '../../server/src/protocol';
import type { KnownAccount } from './lockFile';
import { traceTo } from './trace';

const documents = [{ language: 'relay-workflow' }, { language: 'yaml' }];

export interface LanguageServer extends vscode.Disposable {
  /** Asks for the edits after which the reference at a position names `target`, and makes them as one undo step. */
  replace(request: ReplaceReference): Promise<boolean>;
  /** Fires with a document each time the server has been sent it, or a change of it. */
  readonly onDidSend: vscode.Event<vscode.TextDocument>;
  /** Whether the server takes a document for a workflow; false while it cannot be asked. */
  isWorkflow(document: vscode.TextDocument): Promise<boolean>;
  /** The diagnostics of every workflow of the workspace. */
  checkWorkspace(): Promise<readonly { uri: vscode.Uri; diagnostics: vscode.Diagnostic[] }[]>;
}

/** Starts the server; it runs in a process of its own and sees no network. */
export function startLanguageServer(
  extension: vscode.ExtensionContext,
  account: KnownAccount,
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
  const stopListening = account.onChange(send);
  // Also after the server had to be started again.
  const watching = client.onDidChangeState(({ newState }) => {
    if (newState === State.Running) send(account.current);
  });
  void client
    .start()
    .catch(() => output.error('The language server did not start. Reload the window to try again.'));

  return {
    replace: async (request) => {
      const edits = await client.sendRequest<ReplaceReferenceAnswer>(replaceReference, request);
      if (!edits || edits.length === 0) return false;
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
    checkWorkspace: async () => {
      const found = await client.sendRequest<CheckWorkspaceAnswer>(checkWorkspace);
      return Promise.all(
        found.map(async ({ uri, diagnostics }) => ({
          uri: client.protocol2CodeConverter.asUri(uri),
          diagnostics: await client.protocol2CodeConverter.asDiagnostics(diagnostics),
        })),
      );
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
