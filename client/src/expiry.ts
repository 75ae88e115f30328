// Offers to sign in again when the account refuses the token: once for each token, and never more.
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { type Account, failureOf } from '../../server/src/account/account';
import type { Session } from './session';

export function offerSignInOnce(session: Session): vscode.Disposable {
  let offered: unknown;
  const stop = session.account.onChange((account) => {
    const { begun } = session;
    if (!begun || offered === begun || !isRefused(account)) return;
    offered = begun;
    const again = l10n.t('Sign In…');
    const message = l10n.t(
      '{0} does not accept the sign-in any more: it has expired or was revoked. Connections are not checked.',
      begun.name,
    );
    void vscode.window.showWarningMessage(message, again).then((picked) => {
      if (picked === again) void vscode.commands.executeCommand('relay.signIn');
    });
  });
  return new vscode.Disposable(stop);
}

function isRefused(account: Account): boolean {
  const why = failureOf(account);
  return why?.kind === 'token-refused';
}
