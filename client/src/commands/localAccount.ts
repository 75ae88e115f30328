// The commands that start and stop the local account.
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { sayFailure } from '../../../server/src/account/account';
import type { LocalAccount } from '../localAccount';
import type { Session } from '../session';
import { mayAskAccount } from '../trust';

/** Starts the local account and signs in to it. Resolves to whether that worked. */
export async function startLocalAccount(localAccount: LocalAccount, session: Session): Promise<boolean> {
  if (!mayAskAccount()) return false;
  const problem = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: l10n.t('Starting the local Relay account…') },
    async () => {
      try {
        const { url, token } = await localAccount.start();
        const failure = await session.signIn('local account', url, token);
        return failure && sayFailure(failure);
      } catch (error) {
        return (error as Error).message;
      }
    },
  );
  if (problem === undefined) return true;
  void vscode.window.showErrorMessage(l10n.t('The local account could not be started: {0}', problem));
  return false;
}

export async function stopLocalAccount(localAccount: LocalAccount, session: Session): Promise<void> {
  if (!localAccount.stop()) {
    void vscode.window.showInformationMessage(l10n.t('The local account is not run by this window.'));
    return;
  }
  if (session.begun?.kind === 'local account') await session.signOut();
}
