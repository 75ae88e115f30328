// Holds what needs an account back while the workspace is not trusted.
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

/** Whether an account may be asked; in Restricted Mode that is said, with the way out. */
export function mayAskAccount(): boolean {
  if (vscode.workspace.isTrusted) return true;
  const manage = l10n.t('Manage Workspace Trust');
  const message = l10n.t('In Restricted Mode no Relay account is asked. Trust this workspace to sign in.');
  void vscode.window.showInformationMessage(message, manage).then((picked) => {
    if (picked) void vscode.commands.executeCommand('workbench.trust.manage');
  });
  return false;
}
