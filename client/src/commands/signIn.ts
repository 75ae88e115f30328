// The commands that sign in and out, and switch between the accounts that are known.
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { sayFailure } from '../../../server/src/account/account';
import { Secret } from '../../../server/src/account/secret';
import type { Contexts, Credentials } from '../contexts';
import { plain } from '../plain';
import { apiUrl, configurationOfCli, type Session } from '../session';
import { mayAskAccount } from '../trust';
import { signInWithBrowser } from './browserSignIn';

interface Way extends vscode.QuickPickItem {
  readonly run: () => PromiseLike<boolean>;
}

/** Lets the user choose how to sign in, and does it. Resolves to whether a session stands. */
export async function signIn(session: Session): Promise<boolean> {
  if (!mayAskAccount()) return false;
  const url = apiUrl();
  const cli = await configurationOfCli();
  const ways: Way[] = [
    {
      label: l10n.t('$(key) API token'),
      detail: l10n.t('Signs in to {0} (setting relay.apiUrl) with a token made there', url),
      run: () => signInWithToken(session, url),
    },
    {
      label: l10n.t('$(browser) Browser'),
      detail: l10n.t('Signs in to {0} (setting relay.apiUrl) by confirming a code', url),
      run: () => signInWithBrowser(session, url),
    },
    ...(cli && !('problem' in cli)
      ? [
          {
            label: l10n.t('$(terminal) Relay CLI'),
            detail: l10n.t("Uses the relay tool's own sign-in ({0}); its file is only read", cli.url),
            run: () => signInAs(session, 'relay CLI', cli),
          },
        ]
      : []),
    {
      label: l10n.t('$(device-desktop) Local account'),
      detail: l10n.t('Keeps connections encrypted on this machine; needs no service'),
      run: async () => (await vscode.commands.executeCommand('relay.localAccount.start')) === true,
    },
  ];
  const way = await vscode.window.showQuickPick(ways, {
    title: l10n.t('Sign in to Relay'),
    ignoreFocusOut: true,
  });
  return way ? way.run() : false;
}

export async function signOut(session: Session): Promise<void> {
  const kind = session.begun?.kind;
  const failure = await session.signOut();
  if (failure) {
    void vscode.window.showWarningMessage(
      l10n.t(
        'Signed out here, but the session could not be ended at the account: {0}. It runs out by itself.',
        sayFailure(failure),
      ),
    );
    return;
  }
  const left = kind === 'relay CLI' ? l10n.t(' The relay CLI stays signed in.') : '';
  void vscode.window.showInformationMessage(
    l10n.t('Signed out of Relay. Connections are not checked any more.{0}', left),
  );
}

const forget: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('trash'),
  tooltip: l10n.t('Forget this account and its token'),
};

/** Lets the user choose among the accounts signed in to, sign in to another, or forget one. */
export async function switchContext(session: Session, contexts: Contexts): Promise<void> {
  const another = { label: l10n.t('$(add) Sign in to another account…'), name: undefined };
  const itemsOf = async () => {
    const known = (await contexts.read()).contexts.map(({ name, credentials }) => ({
      label: plain(name),
      description: name === session.begun?.name ? l10n.t('in use') : '',
      detail: sayWhere(credentials),
      buttons: [forget],
      name,
    }));
    return [...known, another];
  };
  const pick = vscode.window.createQuickPick<{ label: string; name: string | undefined }>();
  pick.title = l10n.t('Switch the Relay account');
  pick.placeholder = l10n.t('The account that connections are looked up in');
  pick.matchOnDetail = true;
  pick.items = await itemsOf();
  pick.onDidTriggerItemButton(async ({ item: { name } }) => {
    if (name === undefined) return;
    await contexts.remove(name);
    pick.items = await itemsOf();
  });
  const picked = await new Promise<{ name: string | undefined } | undefined>((resolve) => {
    pick.onDidAccept(() => resolve(pick.selectedItems[0]));
    pick.onDidHide(() => resolve(undefined));
    pick.show();
  });
  pick.dispose();
  if (!picked) return;
  if (picked.name === undefined) await signIn(session);
  else await session.use(picked.name);
}

function sayWhere(credentials: Credentials): string {
  if ('url' in credentials) return credentials.url;
  return credentials.kind === 'relay CLI' ? l10n.t('Signed in by the relay CLI') : l10n.t('On this machine');
}

async function signInAs(
  session: Session,
  kind: 'token' | 'relay CLI',
  { url, token, ui }: { readonly url: string; readonly token: Secret; readonly ui?: string },
): Promise<boolean> {
  const failure = await tryToSignIn(session, kind, url, token, ui);
  if (failure) void vscode.window.showErrorMessage(l10n.t('Not signed in: {0}.', sayFailure(failure)));
  return !failure;
}

// Asks again, with the reason, until the token is accepted or the user gives up.
async function signInWithToken(session: Session, url: string): Promise<boolean> {
  let problem = '';
  for (;;) {
    const token = await vscode.window.showInputBox({
      title: l10n.t('Sign in to {0}', url),
      prompt:
        problem ||
        l10n.t('Paste an API token of your Relay account. It is kept in the keyring of this machine.'),
      password: true,
      ignoreFocusOut: true,
      validateInput: (value) => (value.trim() === '' ? l10n.t('A token is needed.') : undefined),
    });
    if (token === undefined) return false;
    const failure = await tryToSignIn(session, 'token', url, new Secret(token.trim()));
    if (!failure) return true;
    problem = l10n.t('Not signed in: {0}.', sayFailure(failure));
  }
}

function tryToSignIn(session: Session, kind: 'token' | 'relay CLI', url: string, token: Secret, ui?: string) {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: l10n.t('Signing in to {0}…', url) },
    () => session.signIn(kind, url, token, ui),
  );
}
