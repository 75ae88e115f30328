// Answers an editor's requests from two values: the workflows it has open and the account as it is known.
import {
  CodeActionKind,
  type Connection,
  type InitializeResult,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node';
import type { Account } from './account/account';
import { serveCommands } from './answering';
import { setOwnTypes } from './catalogue/connectionTypes';
import { keepDiagnosed } from './diagnosing';
import { docsBeside } from './docs';
import { type Client, readClient, readOptions, type Situation } from './features/client';
import { codeActionsAt, ofKinds, shownActions } from './features/codeActions';
import { completionsAt } from './features/completion';
import { resolveCompletion } from './features/completion/resolve';
import { resolveConversion } from './features/convert';
import { withExplainLink } from './features/explain';
import { hoverAt, shownBy } from './features/hover';
import { referenceActionsAt } from './features/referenceActions';
import { writeBackAt } from './features/writeBack';
import { type LinkOf, linking, pathsFrom } from './links';
import { namedAt } from './naming';
import { navigationCapabilities, serveNavigation } from './navigation';
import { OpenWorkflows } from './openWorkflows';
import {
  type AccountChanged,
  accountChanged,
  createCommand,
  type IsWorkflow,
  isWorkflow,
  openForm,
  type ReplaceReference,
  type ReplaceReferenceAnswer,
  refreshCommand,
  replaceReference,
  type SecretsWanted,
  secretsWanted,
  type WorkflowLink,
  type WorkflowLinkAnswer,
  workflowLink,
} from './protocol';
import { defaultSettings, readSettings, type Settings } from './settings';
import { WantedSecrets } from './wantedSecrets';
import type { Workflow } from './workflow/workflow';

/** Where a server that stands alone gets its account from. */
export interface AccountOfServer {
  readonly current: Account;
  /** Wants to know the secrets of these workflows of the account, in place of those before. */
  want(paths: readonly string[]): void;
  onChange(listener: (account: Account) => void): void;
  refresh(): Promise<unknown>;
  /** The editor's folders, by their paths, are these now. */
  lookIn(folders: readonly string[]): void;
  /**
   * Asks anew where the last answer is older than so many milliseconds, and from then on by itself as long as documents are
   * open; where one was saved, however young the answer is.
   */
  refreshIfOld(milliseconds: number, documents: 'open' | 'saved' | 'closed'): void;
}

const unspokenFor: Account = {
  state: 'signed-out',
  because: 'not signed in, and the lock file speaks for the files of its folder alone',
};

/** Serves one editor over a connection. Without `own`, the editor hands over the account (`relay/account`). */
export function serve(connection: Connection, own?: AccountOfServer): void {
  let account: Account = own?.current ?? { state: 'signed-out' };
  let client: Client = readClient({ capabilities: {}, processId: null, rootUri: null });
  let settings: Settings = defaultSettings;
  const documents: OpenWorkflows = new OpenWorkflows(
    () => settings,
    () => navigation.folders,
  );

  let links: { readonly names: unknown; readonly folders: unknown; readonly linkOf: LinkOf } | undefined;
  const linkOf: LinkOf = (workflow) => {
    const { workflowNames: names } = settings;
    const { folders } = navigation;
    if (links?.names !== names || links.folders !== folders)
      links = { names, folders, linkOf: linking(names, folders) };
    return links.linkOf(workflow);
  };
  const take = (raw: unknown): void => {
    settings = readSettings(raw);
    setOwnTypes(settings.connectionTypes);
  };
  // A lock file speaks for the files beside it, which are those of the folders; a text without a file may become one.
  const accountOf = (workflow: Workflow): Account => {
    if (account.state !== 'ready' || !account.lockFile || !workflow.uri.startsWith('file:')) return account;
    const { folders } = navigation;
    return folders.length > 0 && pathsFrom(folders, workflow.uri).length === 0 ? unspokenFor : account;
  };
  const situation = (of?: Workflow): Situation => ({
    account: of ? accountOf(of) : account,
    settings,
    client,
    linkOf,
  });
  const wanted = new WantedSecrets((paths) => {
    if (own) own.want(paths);
    else if (client.bringsAccount)
      connection.sendNotification(secretsWanted, { paths } satisfies SecretsWanted).catch(() => {});
  });
  const looked = (workflow: Workflow): void => wanted.look(workflow, linkOf);
  const diagnosing = keepDiagnosed(connection, documents, situation, looked);
  const navigation = serveNavigation(connection, documents, situation, () => othersChanged(), looked);
  const changed = (): void => {
    diagnosing.changed();
    navigation.changed();
  };
  const othersChanged = (): void => {
    own?.lookIn(navigation.paths);
    changed();
  };

  connection.onInitialize((params): InitializeResult => {
    client = readClient(params, docsBeside(__dirname));
    take(readOptions(params.initializationOptions).settings);
    navigation.initialize(params);
    return { capabilities: capabilitiesFor(client), serverInfo: { name: 'relay-workflows' } };
  });
  connection.onInitialized(() => {
    navigation.initialized();
    own?.lookIn(navigation.paths);
    void own?.refresh();
  });
  connection.onDidChangeConfiguration(({ settings: given }) => {
    take(given?.relay);
    refreshIfOld();
    changed();
    navigation.settingsChanged();
  });
  const accountIs = (known: Account): void => {
    account = known;
    changed();
  };
  if (own) own.onChange(accountIs);
  else connection.onNotification(accountChanged, (known: AccountChanged) => accountIs(known));
  const refreshIfOld = (): void =>
    own?.refreshIfOld(settings.refreshInterval, documents.keys().length > 0 ? 'open' : 'closed');
  documents.onDidOpen(refreshIfOld);
  documents.onDidSave(() => own?.refreshIfOld(settings.refreshInterval, 'saved'));
  documents.onDidClose(({ document }) => {
    wanted.closed(document.uri);
    refreshIfOld();
  });

  /** What a feature answers for a workflow; `nothing` for other YAML and for documents that are not open. */
  const answer = <T>(uri: string, nothing: T, feature: (workflow: Workflow) => T): T => {
    const workflow = documents.get(uri);
    return workflow?.isWorkflow ? feature(workflow) : nothing;
  };
  connection.onCompletion(({ textDocument, position }) =>
    answer(textDocument.uri, null, (workflow) =>
      completionsAt(workflow, accountOf(workflow), position, client, linkOf(workflow)),
    ),
  );
  connection.onCompletionResolve((item) =>
    resolveCompletion(item, account, client, (uri) => documents.get(uri), linkOf),
  );
  connection.onHover(({ textDocument, position }) =>
    answer(textDocument.uri, null, (workflow) => {
      const hover = hoverAt(workflow, accountOf(workflow), position, linkOf(workflow));
      return shownBy(client, withExplainLink(hover, workflow, position, client));
    }),
  );
  connection.onCodeAction(({ textDocument, range, context }) =>
    answer(textDocument.uri, [], (workflow) => {
      const actions = [
        ...codeActionsAt(workflow, range, situation(workflow)),
        ...referenceActionsAt(workflow, range, client),
      ];
      return shownActions(ofKinds(actions, context), client);
    }),
  );
  connection.onCodeActionResolve((action) => resolveConversion(action, (uri) => documents.get(uri), client));
  serveCommands(connection, documents, situation);
  connection.onRequest(
    replaceReference,
    ({ uri, position, target, was }: ReplaceReference): ReplaceReferenceAnswer =>
      answer(uri, null, (workflow) => {
        const now = namedAt(workflow, position);
        if (was !== undefined && (was?.type !== now?.type || was?.name !== now?.name)) return null;
        return writeBackAt(workflow, position, target);
      }),
  );
  connection.onRequest(
    workflowLink,
    ({ uri }: WorkflowLink): WorkflowLinkAnswer =>
      answer(uri, null, (workflow) => {
        const path = linkOf(workflow);
        return path === undefined ? null : { path };
      }),
  );
  connection.onRequest(isWorkflow, ({ uri }: IsWorkflow) => answer(uri, false, () => true));
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
    completionProvider: {
      triggerCharacters: ['!', '{', '[', '(', '.', ':', ' ', ',', "'", '"'],
      resolveProvider: true,
    },
    hoverProvider: true,
    codeActionProvider: client.codeActions
      ? {
          codeActionKinds: [
            CodeActionKind.QuickFix,
            CodeActionKind.RefactorRewrite,
            CodeActionKind.RefactorExtract,
          ],
          resolveProvider: client.resolvesEdits,
        }
      : true,
    ...navigationCapabilities(client),
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
