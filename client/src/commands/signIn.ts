// The commands that sign in and out.
import * as vscode from 'vscode';
import { sayFailure } from '../../../server/src/account/account';
import { Secret } from '../../../server/src/account/secret';
import { apiUrl, type Session } from '../session';

/** Lets the user choose how to sign in, and does it. Resolves to whether a session stands. */
export async function signIn(session: Session): Promise<boolean> {
  const url = apiUrl();
  const ways = [
    { label: '$(key) API token', detail: `Signs in to ${url} (setting relay.apiUrl)`, local: false },
    {
      label: '$(device-desktop) Local account',
      detail: 'Keeps connections encrypted on this machine; needs no service',
      local: true,
    },
  ];
  const way = await vscode.window.showQuickPick(ways, { title: 'Sign in to Relay', ignoreFocusOut: true });
  if (!way) return false;
  if (way.local) return (await vscode.commands.executeCommand<boolean>('relay.localAccount.start')) === true;
  return signInWithToken(session, url);
}

export async function signOut(session: Session): Promise<void> {
  await session.signOut();
  void vscode.window.showInformationMessage('Signed out of Relay. Connections are not checked any more.');
}

// Asks again, with the reason, until the token is accepted or the user gives up.
async function signInWithToken(session: Session, url: string): Promise<boolean> {
  let problem = '';
  for (;;) {
    const token = await vscode.window.showInputBox({
      title: `Sign in to ${url}`,
      prompt:
        problem || 'Paste an API token of your Relay account. It is kept in the keyring of this machine.',
      password: true,
      ignoreFocusOut: true,
      validateInput: (value) => (value.trim() === '' ? 'A token is needed.' : undefined),
    });
    if (token === undefined) return false;
    const failure = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: `Signing in to ${url}…` },
      () => session.signIn(url, new Secret(token.trim()), 'settings'),
    );
    if (!failure) return true;
    problem = `Not signed in: ${sayFailure(failure)}.`;
  }
}
