// Turns the Account into the one status bar item.
import * as vscode from 'vscode';
import { type Account, sayFailure } from '../../../server/src/account/account';
import type { KnownAccount } from '../lockFile';
import { type Permissions, sayPermissions } from '../permissions';
import { plain } from '../plain';

export function showStatusBar(account: KnownAccount, permissions: Permissions): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('relay.account', vscode.StatusBarAlignment.Left);
  item.name = 'Relay account';
  const show = (known: Account) => {
    const { text, tooltip: said, command } = vscode.workspace.isTrusted ? statusOf(known) : restricted;
    const may =
      known.state === 'ready' && !known.lockFile ? permissions.now(() => show(account.current)) : [];
    const tooltip = [said, sayPermissions(may)].filter((each) => each !== '').join('\n');
    item.text = text;
    item.tooltip = tooltip;
    item.command = command;
    item.accessibilityInformation = { label: `${text.replace(/\$\([^)]*\) ?/g, '')}: ${tooltip}` };
    item.show();
  };
  show(account.current);
  const stop = account.onChange(show);
  const trusted = vscode.workspace.onDidGrantWorkspaceTrust(() => show(account.current));
  return new vscode.Disposable(() => {
    stop();
    trusted.dispose();
    item.dispose();
  });
}

interface Status {
  readonly text: string;
  readonly tooltip: string;
  readonly command: string;
}

const restricted: Status = {
  text: '$(shield) Relay: restricted',
  tooltip:
    'Restricted Mode: workflows are checked by themselves, the Relay account is not asked. Click to trust this workspace.',
  command: 'workbench.trust.manage',
};

/** What the item says of an account, and what a click does. */
function statusOf(account: Account): Status {
  const refresh = 'relay.connections.refresh';
  switch (account.state) {
    case 'signed-out':
      return {
        text: '$(plug) Relay: sign in',
        tooltip: 'Not signed in: connections are not checked.',
        command: 'relay.signIn',
      };
    case 'loading':
      return {
        text: '$(sync~spin) Relay',
        tooltip: `Asking ${account.host} for its connections.`,
        command: refresh,
      };
    case 'ready': {
      const { name, host, connections, stale, lockFile } = account;
      const count = connections.length === 1 ? '1 connection' : `${connections.length} connections`;
      if (lockFile)
        return {
          text: '$(lock) Relay: lock file',
          tooltip: `Not signed in: connections are checked against ${name} (${count}). Click to sign in.`,
          command: 'relay.signIn',
        };
      if (!stale)
        return {
          text: `$(plug) ${plain(name)}`,
          tooltip: `Relay account ${name} (${host}): ${count}. Click to refresh.`,
          command: refresh,
        };
      const tooltip = `${sayFailure(stale)}. The last list (${count}) is kept, and nothing is called missing.`;
      return {
        text: `$(warning) ${plain(name)}: out of date`,
        tooltip,
        command: stale.kind === 'token-refused' ? 'relay.signIn' : refresh,
      };
    }
    case 'forbidden':
    case 'unreachable': {
      const command = account.why.kind === 'token-refused' ? 'relay.signIn' : refresh;
      const word = account.state === 'forbidden' ? 'refused' : 'not reached';
      return {
        text: `$(warning) Relay: ${word}`,
        tooltip: `${sayFailure(account.why)}. Connections are not checked.`,
        command,
      };
    }
  }
}
