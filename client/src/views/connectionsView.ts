// Keeps the view Connections: the account's connections with their state and their uses, to be found, changed and dragged.
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { type Account, sayFailure } from '../../../server/src/account/account';
import type { TestsUnderWay } from '../commands/testConnections';
import type { LanguageServer } from '../languageServer';
import type { KnownAccount } from '../lockFile';
import { type ConnectionNode, connectionTree } from './connectionTree';
import { Shown, setWord, together } from './treeView';
import type { Usages } from './usages';
import { connectionsWelcome } from './welcome';

export const connectionsViewId = 'relay.connections';

export interface ConnectionsView extends vscode.Disposable {
  /** The node that keys are about while the view has the focus, if there is one. */
  focused(): Promise<ConnectionNode | undefined>;
  /** Lets the user type words that the shown connections must have. */
  filter(): Promise<void>;
  clearFilter(): void;
}

export function showConnections(
  account: KnownAccount,
  usages: Usages,
  tests: TestsUnderWay,
  server: Pick<LanguageServer, 'writeReference'>,
): ConnectionsView {
  const shown = new Shown<ConnectionNode>();
  const view = vscode.window.createTreeView(connectionsViewId, {
    treeDataProvider: shown,
    showCollapseAll: true,
    dragAndDropController: {
      dragMimeTypes: ['text/plain'],
      dropMimeTypes: [],
      async handleDrag([node], dragged) {
        if (node?.is !== 'connection') return;
        const { type, name } = node;
        dragged.set('text/plain', new vscode.DataTransferItem(await server.writeReference({ type, name })));
      },
    },
  });
  let filter = '';

  const update = (): void => {
    const known = account.current;
    const named = usages.current?.connections;
    const tested = new Set(tests.ids);
    const { isTrusted } = vscode.workspace;
    const tree = connectionTree({
      account: known,
      named,
      filter,
      isTested: (id) => tested.has(id),
      sayFile: (uri) => vscode.workspace.asRelativePath(vscode.Uri.parse(uri)),
      now: Date.now(),
    });
    view.description = describe(known, filter);
    view.message = complaint(known) ?? '';
    setWord('connections.welcome', connectionsWelcome(known, isTrusted, tree.roots.length));
    setWord('connections.filtered', filter !== '');
    setWord('signedIn', known.state !== 'signed-out' && !(known.state === 'ready' && known.lockFile));
    shown.show(tree);
  };
  const soon = together(update);
  const showFiltered = (words: string): void => {
    filter = words;
    soon();
  };
  update();

  const watching = vscode.Disposable.from(
    view,
    shown,
    new vscode.Disposable(account.onChange(soon)),
    usages.onDidChange(soon),
    tests.onDidChange(soon),
    vscode.workspace.onDidGrantWorkspaceTrust(soon),
    view.onDidChangeVisibility(({ visible }) => {
      if (!visible) return;
      usages.keep();
      // Times are told from now.
      soon();
    }),
  );
  if (view.visible) usages.keep();
  return {
    focused: () => focusedIn(view),
    async filter() {
      await vscode.commands.executeCommand(`${connectionsViewId}.focus`);
      askForFilter(filter, showFiltered);
    },
    clearFilter: () => showFiltered(''),
    dispose: () => watching.dispose(),
  };
}

/**
 * VS Code tells extensions what is selected, not what has the focus: so the focus is selected and given back, in one go
 * and without opening or closing it, and what changed meanwhile is it.
 */
async function focusedIn<Node>(view: vscode.TreeView<Node>): Promise<Node | undefined> {
  const before = view.selection;
  let focused: Node | undefined;
  const listening = view.onDidChangeSelection(({ selection }) => {
    focused ??= onlyIn(selection, before) ?? onlyIn(before, selection);
  });
  const toggle = 'list.toggleSelection';
  await vscode.commands.executeCommand('runCommands', { commands: [toggle, toggle] });
  listening.dispose();
  return focused;
}

const onlyIn = <Node>(some: readonly Node[], others: readonly Node[]): Node | undefined =>
  some.find((each) => !others.includes(each));

function describe(account: Account, filter: string): string {
  if (filter !== '') return l10n.t('only “{0}”', filter);
  if (account.state === 'ready') return account.lockFile ? l10n.t('lock file') : account.name;
  return account.state === 'signed-out' ? '' : account.host;
}

// Where there is no list, the welcome content speaks.
function complaint(account: Account): string | undefined {
  if (account.state !== 'ready' || account.connections.length === 0) return undefined;
  if (account.stale)
    return l10n.t('Out of date: {0}. Nothing is called missing meanwhile.', sayFailure(account.stale));
  return account.lockFile
    ? l10n.t('Nobody is signed in: these are the connections of the lock file.')
    : undefined;
}

/** The tree follows each key; Escape brings back what was before. */
function askForFilter(before: string, show: (words: string) => void): void {
  const input = vscode.window.createInputBox();
  input.title = l10n.t('Filter connections');
  input.prompt = l10n.t('Words of a name or a type, or: failed, tested, untested, unused');
  input.value = before;
  let isAccepted = false;
  input.onDidChangeValue((value) => show(value.trim()));
  input.onDidAccept(() => {
    isAccepted = true;
    input.hide();
  });
  input.onDidHide(() => {
    if (!isAccepted) show(before);
    input.dispose();
  });
  input.show();
}
