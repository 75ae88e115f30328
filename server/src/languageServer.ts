// Answers an editor's requests from two values: the workflows it has open and the account as it is known.
import {
  CodeActionKind,
  type Connection,
  type InitializeResult,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver/node';
import type { Account } from './account/account';
import { type Client, readClient } from './features/client';
import { codeActionsAt } from './features/codeActions';
import { completionsAt } from './features/completion';
import { diagnosticsOf } from './features/diagnostics';
import { connectionAt, hoverAt } from './features/hover';
import {
  type AccountChanged,
  accountChanged,
  createCommand,
  openForm,
  type ReplaceReference,
  type ReplaceReferenceAnswer,
  refreshCommand,
  replaceReference,
} from './protocol';
import { type Workflow, workflowDocuments } from './workflow/workflow';
import { editsToName, writeTag } from './workflow/write';

/** Where a server that stands alone gets its account from. */
export interface AccountOfServer {
  readonly current: Account;
  onChange(listener: (account: Account) => void): void;
  refresh(): Promise<unknown>;
  /** Asks anew where the last answer has aged. */
  refreshIfOld(): void;
}

/** Serves one editor over a connection. Without `own`, the editor hands over the account (`relay/account`). */
export function serve(connection: Connection, own?: AccountOfServer): void {
  const documents = new TextDocuments<Workflow>(workflowDocuments);
  let account: Account = own?.current ?? { state: 'signed-out' };
  let client: Client = readClient({ capabilities: {}, processId: null, rootUri: null });
  let revision = 0;

  connection.onInitialize((params): InitializeResult => {
    client = readClient(params);
    return { capabilities: capabilitiesFor(client), serverInfo: { name: 'relay-workflows' } };
  });
  connection.onInitialized(() => void own?.refresh());

  const publish = (workflow: Workflow): void => {
    const diagnostics = workflow.isWorkflow ? diagnosticsOf(workflow, account) : [];
    void connection.sendDiagnostics({ uri: workflow.uri, version: workflow.version, diagnostics });
  };
  const accountIs = (known: Account): void => {
    account = known;
    revision += 1;
    if (client.pullsDiagnostics) connection.languages.diagnostics.refresh().catch(() => {});
    else for (const workflow of documents.all()) publish(workflow);
  };
  own?.onChange(accountIs);
  connection.onNotification(accountChanged, (known: AccountChanged) => accountIs(known));

  documents.onDidOpen(({ document }) => {
    if (!client.pullsDiagnostics && client.checksOnSave) publish(document);
  });
  documents.onDidChangeContent(({ document }) => {
    if (!client.pullsDiagnostics && !client.checksOnSave) publish(document);
  });
  documents.onDidSave(({ document }) => {
    own?.refreshIfOld();
    if (!client.pullsDiagnostics && client.checksOnSave) publish(document);
  });
  documents.onDidClose(({ document }) => {
    if (!client.pullsDiagnostics) void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
  });

  /** What a feature answers for a workflow; `nothing` for other YAML and for documents that are not open. */
  const answer = <T>(uri: string, nothing: T, feature: (workflow: Workflow) => T): T => {
    const workflow = documents.get(uri);
    return workflow?.isWorkflow ? feature(workflow) : nothing;
  };
  connection.languages.diagnostics.on(({ textDocument: { uri }, previousResultId }) => {
    const resultId = `${documents.get(uri)?.version}/${revision}`;
    if (previousResultId === resultId) return { kind: 'unchanged', resultId };
    return { kind: 'full', resultId, items: answer(uri, [], (workflow) => diagnosticsOf(workflow, account)) };
  });
  connection.onCompletion(({ textDocument, position }) =>
    answer(textDocument.uri, null, (workflow) => completionsAt(workflow, account, position, client)),
  );
  connection.onHover(({ textDocument, position }) =>
    answer(textDocument.uri, null, (workflow) => hoverAt(workflow, account, position)),
  );
  connection.onCodeAction(({ textDocument, range }) =>
    answer(textDocument.uri, [], (workflow) => codeActionsAt(workflow, account, range, client)),
  );
  connection.onRequest(
    replaceReference,
    ({ uri, position, target }: ReplaceReference): ReplaceReferenceAnswer =>
      answer(uri, null, (workflow) => {
        const reference = connectionAt(workflow, position);
        const offset = workflow.offsetAt(position);
        const insertion = { span: { start: offset, end: offset }, text: writeTag(target) };
        const edits = reference ? editsToName(workflow, reference, target) : [insertion];
        return edits.map(({ span, text }) => ({ range: workflow.rangeOf(span), newText: text }));
      }),
  );
  connection.onExecuteCommand(async ({ command, arguments: args }) => {
    if (command === refreshCommand) await own?.refresh();
    if (command === createCommand) await connection.sendNotification(openForm, args?.[0]);
    return null;
  });

  documents.listen(connection);
  connection.listen();
}

function capabilitiesFor(client: Client): InitializeResult['capabilities'] {
  const commands = [refreshCommand, ...(client.forms ? [createCommand] : [])];
  return {
    textDocumentSync: {
      openClose: true,
      change: TextDocumentSyncKind.Incremental,
      save: { includeText: false },
    },
    completionProvider: { triggerCharacters: ['!', '{', '[', '.', ':', ' ', ',', "'", '"'] },
    hoverProvider: true,
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
    ...(client.pullsDiagnostics
      ? {
          diagnosticProvider: {
            identifier: 'relay',
            interFileDependencies: false,
            workspaceDiagnostics: false,
          },
        }
      : {}),
    // A client that brings the account runs Relay's commands itself.
    ...(client.executesCommands && !client.bringsAccount ? { executeCommandProvider: { commands } } : {}),
  };
}
