// Shows a tree in a view of VS Code: each node when it is opened, and all anew at one word.
import * as vscode from 'vscode';
import { visibleOf } from '../form/words';
import { plain } from '../plain';
import type { Item, Tree } from './item';

/** The provider of a view whose tree is replaced as a whole. */
export class Shown<Node> implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  #tree: Tree<Node> = {
    roots: [],
    below: () => [],
    itemOf: () => ({ id: '', label: '', icon: '', is: '', children: 'none' }),
  };

  readonly onDidChangeTreeData = this.#changed.event;

  show(tree: Tree<Node>): void {
    this.#tree = tree;
    this.#changed.fire();
  }

  getChildren(node?: Node): Node[] {
    return [...(node === undefined ? this.#tree.roots : this.#tree.below(node))];
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return treeItemOf(this.#tree.itemOf(node));
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
  if (place) shown.command = { title: 'Open', command: 'relay.openPlace', arguments: [place] };
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
