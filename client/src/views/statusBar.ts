// Turns the Account into the one status bar item.
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { type Account, sayFailure } from '../../../server/src/account/account';
import type { KnownAccount } from '../lockFile';
import { type Permissions, sayPermissions } from '../permissions';
import { plain } from '../plain';
import { sayCount } from './words';

export function showStatusBar(account: KnownAccount, permissions: Permissions): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('relay.account', vscode.StatusBarAlignment.Left);
  item.name = l10n.t('Relay account');
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
  text: l10n.t('$(shield) Relay: restricted'),
  tooltip: l10n.t(
    'Restricted Mode: workflows are checked by themselves, the Relay account is not asked. Click to trust this workspace.',
  ),
  command: 'workbench.trust.manage',
};

/** What the item says of an account, and what a click does. */
function statusOf(account: Account): Status {
  const refresh = 'relay.connections.refresh';
  switch (account.state) {
    case 'signed-out':
      return {
        text: l10n.t('$(plug) Relay: sign in'),
        tooltip: account.because
          ? l10n.t('Not signed in, and {0}. Connections are not checked.', account.because)
          : l10n.t('Not signed in: connections are not checked.'),
        command: 'relay.signIn',
      };
    case 'loading':
      return {
        text: '$(sync~spin) Relay',
        tooltip: l10n.t('Asking {0} for its connections.', account.host),
        command: refresh,
      };
    case 'ready': {
      const { name, host, connections, stale, lockFile } = account;
      const count = sayCount(connections.length, 'connection');
      if (lockFile)
        return {
          text: l10n.t('$(lock) Relay: lock file'),
          tooltip: l10n.t(
            'Not signed in: connections are checked against {0} ({1}). Click to sign in.',
            name,
            count,
          ),
          command: 'relay.signIn',
        };
      if (!stale)
        return {
          text: `$(plug) ${plain(name)}`,
          tooltip: l10n.t('Relay account {0} ({1}): {2}. Click to refresh.', name, host, count),
          command: refresh,
        };
      const tooltip = l10n.t(
        '{0}. The last list ({1}) is kept, and nothing is called missing.',
        sayFailure(stale),
        count,
      );
      return {
        text: l10n.t('$(warning) {0}: out of date', plain(name)),
        tooltip,
        command: stale.kind === 'token-refused' ? 'relay.signIn' : refresh,
      };
    }
    case 'forbidden':
    case 'unreachable': {
      const command = account.why.kind === 'token-refused' ? 'relay.signIn' : refresh;
      const word = account.state === 'forbidden' ? l10n.t('refused') : l10n.t('not reached');
      return {
        text: `$(warning) Relay: ${word}`,
        tooltip: l10n.t('{0}. Connections are not checked.', sayFailure(account.why)),
        command,
      };
    }
  }
}
