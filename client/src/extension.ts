// Joins the parts of the extension; holds no logic of its own.
import './l10n';

import * as vscode from 'vscode';
import { WorkspaceProblems } from './commands/checkWorkspace';
import { Explanations } from './commands/explain';
import { startLocalAccount, stopLocalAccount } from './commands/localAccount';
import { exportMetadata } from './commands/metadata';
import { openSample } from './commands/sample';
import { copySdkCode } from './commands/sdkCode';
import { deleteSecret, setSecret } from './commands/secrets';
import { signIn, signOut, switchContext } from './commands/signIn';
import { linkFile } from './commands/workflows';
import { knowOwnTypes } from './connectionTypes';
import { showConnectionViews } from './connectionViews';
import { Contexts } from './contexts';
import { detectWorkflows } from './detection';
import { offerSignInOnce } from './expiry';
import { keepFresh } from './freshness';
import { startLanguageServer } from './languageServer';
import { LocalAccount } from './localAccount';
import { AccountOrLockFile, writeLockFile } from './lockFile';
import { Permissions } from './permissions';
import { Session } from './session';
import { showStatusBar } from './views/statusBar';

export function activate(extension: vscode.ExtensionContext): void {
  const output = vscode.window.createOutputChannel('Relay', { log: true });
  const log = (line: string) => output.info(line);
  const localAccount = new LocalAccount(extension, log);
  const contexts = new Contexts(extension.secrets, log);
  const session = new Session(contexts, localAccount, log);
  const account = new AccountOrLockFile(session.account, log);
  const types = knowOwnTypes();
  const server = startLanguageServer(extension, account, output);
  const detection = detectWorkflows(server);
  const problems = new WorkspaceProblems(server, account);
  const parts = { extensionUri: extension.extensionUri, session, server, log };
  const views = showConnectionViews(parts, account);
  const explanations = new Explanations(server);

  // biome-ignore lint/suspicious/noExplicitAny: a command takes what it is given
  const commands: Record<string, (argument: any) => unknown> = {
    'relay.signIn': () => signIn(session),
    'relay.signOut': () => signOut(session),
    'relay.switchContext': () => switchContext(session, contexts),
    ...views.commands,
    'relay.secrets.set': (draft) => setSecret(parts, draft),
    'relay.secrets.delete': () => deleteSecret(parts),
    'relay.workflows.link': () => linkFile(parts),
    'relay.localAccount.start': () => startLocalAccount(localAccount, session),
    'relay.localAccount.stop': () => stopLocalAccount(localAccount, session),
    'relay.explainReference': (spot) => explanations.show(spot),
    'relay.copyExplanation': () => explanations.copy(),
    'relay.copySdkCode': (spot) => copySdkCode(server, spot),
    'relay.exportMetadata': () => exportMetadata(server),
    'relay.openSample': () => openSample(),
    'relay.checkWorkspace': () => problems.check(),
    'relay.writeLockFile': () => writeLockFile(session.account),
    'relay.showOutput': () => output.show(),
  };
  for (const [id, run] of Object.entries(commands)) {
    extension.subscriptions.push(vscode.commands.registerCommand(id, run));
  }
  extension.subscriptions.push(
    output,
    types,
    localAccount,
    contexts,
    session,
    offerSignInOnce(session),
    keepFresh(session.account),
    server,
    views,
    explanations,
    problems,
    detection,
    account,
    showStatusBar(account, new Permissions(session)),
  );
  // Not before it is known whether somebody is signed in: a lock file may be older than the account.
  void session.restore().then(() => account.read());
}
