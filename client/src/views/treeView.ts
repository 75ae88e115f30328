// Shows a tree in a view of VS Code: each node when it is opened, and all anew at one word.
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { visibleOf } from '../../../server/src/account/visible';
import { plain } from '../plain';
import { HeldNodes } from './heldNodes';
import type { Item, Tree } from './item';

/** The provider of a view whose tree is replaced as a whole. VS Code loses nodes for a moment that it asks for again. */
export class Shown<Node extends object> implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<Node[] | undefined>();
  #tree: Tree<Node> = {
    roots: [],
    below: () => [],
    itemOf: () => ({ id: '', label: '', icon: '', is: '', children: 'none' }),
  };
  readonly #nodes = new HeldNodes(this.#tree);

  readonly onDidChangeTreeData = this.#changed.event;

  show(tree: Tree<Node>): void {
    this.#tree = tree;
    const outdated = this.#nodes.replace(tree);
    if (outdated === 'all') this.#changed.fire(undefined);
    else if (outdated.length > 0) this.#changed.fire([...outdated]);
  }

  getChildren(node?: Node): Node[] {
    return this.#nodes.below(node);
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return treeItemOf(this.#tree.itemOf(this.#nodes.nodeOf(node)));
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

const states = {
  none: vscode.TreeItemCollapsibleState.None,
  closed: vscode.TreeItemCollapsibleState.Collapsed,
  open: vscode.TreeItemCollapsibleState.Expanded,
};

function treeItemOf(item: Item): vscode.TreeItem {
  const { id, description, tooltip, icon, colour, is, children, spoken, place } = item;
  const label = visibleOf(item.label);
  const shown = new vscode.TreeItem(label, states[children]);
  shown.id = id;
  shown.description = visibleOf(description ?? '');
  shown.tooltip = tooltip === undefined ? label : plain(tooltip);
  shown.iconPath = new vscode.ThemeIcon(
    icon,
    colour === undefined ? undefined : new vscode.ThemeColor(colour),
  );
  shown.contextValue = is;
  if (spoken !== undefined) shown.accessibilityInformation = { label: visibleOf(spoken) };
  if (place) shown.command = { title: l10n.t('Open'), command: 'relay.openPlace', arguments: [place] };
  return shown;
}

/** Sets one of the words that package.json decides by. */
export function setWord(key: string, value: unknown): void {
  void vscode.commands.executeCommand('setContext', `relay.${key}`, value);
}

/** Calls `update` once for all calls of the returned function that come together. */
export function together(update: () => void): () => void {
  let isDue = false;
  return () => {
    if (isDue) return;
    isDue = true;
    queueMicrotask(() => {
      isDue = false;
      update();
    });
  };
}
