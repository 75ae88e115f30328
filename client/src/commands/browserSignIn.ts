// Signs in through the browser: shows the code, opens the page, and waits until it is confirmed, refused or given up.
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { sayFailure } from '../../../server/src/account/account';
import { accountApi, startSession } from '../../../server/src/account/api';
import { untilConfirmed } from '../../../server/src/account/confirmation';
import { networkSettings } from '../network';
import type { Session } from '../session';

type Begun = Extract<Awaited<ReturnType<typeof startSession>>, { ok: true }>['value'];

/** Resolves to whether a session stands. */
export async function signInWithBrowser(session: Session, url: string): Promise<boolean> {
  const network = networkSettings();
  const begun = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: l10n.t('Asking {0} for a sign-in…', url),
      cancellable: true,
    },
    (_, cancelled) => startSession({ url, network }, signalOf(cancelled)),
  );
  if (!begun.ok) {
    void vscode.window.showErrorMessage(l10n.t('Not signed in: {0}.', sayFailure(begun.failure)));
    return false;
  }
  const { token } = begun.value;
  const api = accountApi({ url, token, network });
  const showing = showCode(begun.value);
  const confirmed = await untilConfirmed(api, begun.value, showing.signal);
  showing.close();
  api.dispose();
  switch (confirmed) {
    case 'confirmed': {
      const failure = await session.signIn('session', url, token);
      if (failure) void vscode.window.showErrorMessage(l10n.t('Not signed in: {0}.', sayFailure(failure)));
      return !failure;
    }
    case 'expired': {
      const again = l10n.t('Get a New Code');
      const message = l10n.t('The code was not confirmed in time, so nobody is signed in.');
      const picked = await vscode.window.showWarningMessage(message, again);
      return picked === again && signInWithBrowser(session, url);
    }
    case 'cancelled':
      return false;
  }
}

/** Shows the code until it is closed, by the caller or, which fires the signal, by the user. */
function showCode({ userCode, page }: Begun): { readonly signal: AbortSignal; close(): void } {
  const ended = new AbortController();
  const open = {
    label: l10n.t('$(link-external) Open the page in the browser'),
    detail: page,
    run: () => vscode.env.openExternal(vscode.Uri.parse(page, true)),
  };
  const copy = {
    label: l10n.t('$(copy) Copy the code'),
    detail: l10n.t('The page asks for it, or shows it to be compared'),
    run: () => vscode.env.clipboard.writeText(userCode),
  };
  const pick = vscode.window.createQuickPick<typeof open | typeof copy>();
  pick.title = l10n.t('Confirm the code {0} in the browser', userCode);
  pick.placeholder = l10n.t('Waiting until it is confirmed. Escape gives up.');
  pick.items = [open, copy];
  pick.busy = true;
  pick.ignoreFocusOut = true;
  pick.onDidAccept(() => void pick.selectedItems[0]?.run());
  pick.onDidHide(() => {
    ended.abort();
    pick.dispose();
  });
  pick.show();
  return { signal: ended.signal, close: () => pick.hide() };
}

function signalOf(token: vscode.CancellationToken): AbortSignal {
  const ended = new AbortController();
  token.onCancellationRequested(() => ended.abort());
  return ended.signal;
}
