// Asks the account again when it may have changed unseen: the user comes back to the window, or saves a workflow.
import * as vscode from 'vscode';
import type { AccountSource } from '../../server/src/account/source';

/** Keeps the account fresh until disposed. Each time it is asked only if the last answer is older than the setting says. */
export function keepFresh(account: AccountSource): vscode.Disposable {
  const refresh = () => {
    if (account.current.state !== 'signed-out') void account.refreshIfOlder(refreshInterval());
  };
  return vscode.Disposable.from(
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused) refresh();
    }),
    vscode.workspace.onDidSaveTextDocument(({ languageId }) => {
      if (languageId === 'relay-workflow' || languageId === 'yaml') refresh();
    }),
  );
}

/** Milliseconds; the setting is in seconds. */
function refreshInterval(): number {
  const seconds = vscode.workspace.getConfiguration('relay').get('account.refreshInterval', 300);
  return (Number.isFinite(seconds) && seconds >= 0 ? seconds : 300) * 1_000;
}
