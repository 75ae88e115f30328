// Keeps the view Needed here and its badge: what the workspace names and the account lacks.
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { KnownAccount } from '../lockFile';
import { missingOf, type NeededNode, neededTree } from './neededTree';
import { Shown, setWord, together } from './treeView';
import type { Usages } from './usages';
import { neededWelcome } from './welcome';
import { sayCount } from './words';

const workflowLanguage = 'relay-workflow';

export function showNeeded(account: KnownAccount, usages: Usages): vscode.Disposable {
  const shown = new Shown<NeededNode>();
  const view = vscode.window.createTreeView('relay.needed', {
    treeDataProvider: shown,
    showCollapseAll: true,
  });

  const update = (): void => {
    const answer = usages.current;
    const named = answer?.connections ?? [];
    const owner = account.current.state === 'ready' ? account.current.name : '';
    const folders = vscode.workspace.workspaceFolders?.length ?? 0;
    const tree = neededTree(named, owner, (uri) => vscode.workspace.asRelativePath(vscode.Uri.parse(uri)));
    const missing = missingOf(named).length;
    const tooltip = owner ? l10n.t('{0} not in {1}', sayCount(missing, 'connection'), owner) : '';
    view.badge = missing > 0 ? { value: missing, tooltip } : undefined;
    setWord('needed.welcome', neededWelcome(answer, folders > 0, tree.roots.length));
    setWord('needed.missing', missing);
    shown.show(tree);
  };
  const soon = together(update);
  update();

  // Reading all files of a workspace is for those who look at the view, or work on a workflow.
  const look = () => {
    if (view.visible || vscode.workspace.textDocuments.some((each) => each.languageId === workflowLanguage))
      usages.keep();
  };
  const watching = vscode.Disposable.from(
    view,
    shown,
    new vscode.Disposable(account.onChange(soon)),
    usages.onDidChange(soon),
    vscode.workspace.onDidChangeWorkspaceFolders(soon),
    vscode.workspace.onDidOpenTextDocument(look),
    view.onDidChangeVisibility(look),
  );
  look();
  return watching;
}
