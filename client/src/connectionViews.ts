// Joins the views of connections with the commands that work on them.
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { deleteOne, renameOne } from './commands/changeConnection';
import { createConnections, insertReference, refreshConnections } from './commands/connections';
import { moveCredential } from './commands/moveCredential';
import { overwriteOne } from './commands/overwrite';
import { copyReference, findUsages, openInBrowser, openPlace } from './commands/references';
import type { Parts } from './commands/target';
import { TestsUnderWay, testAll, testOne } from './commands/testConnections';
import { AccountProblems } from './commands/validate';
import type { KnownAccount } from './lockFile';
import { showConnections } from './views/connectionsView';
import { missingOf } from './views/neededTree';
import { showNeeded } from './views/neededView';
import { Usages } from './views/usages';

/** Shows the views; `commands` are those that go with them, by their ids. */
export function showConnectionViews(
  needs: Omit<Parts, 'usages' | 'focused'>,
  account: KnownAccount,
): vscode.Disposable & { readonly commands: Readonly<Record<string, (...given: unknown[]) => unknown>> } {
  const usages = new Usages(needs.server, needs.log);
  const tests = new TestsUnderWay();
  const problems = new AccountProblems();
  const view = showConnections(account, usages, tests, needs.server);
  const needed = showNeeded(account, usages);
  const parts: Parts = { ...needs, usages, focused: () => view.focused() };

  // biome-ignore lint/suspicious/noExplicitAny: a command takes what it is given
  const commands: Record<string, (...given: any[]) => unknown> = {
    'relay.connections.create': (given) => createConnections(parts, given),
    'relay.connections.insertReference': (given) => insertReference(parts, given),
    'relay.connections.refresh': () => refreshConnections(parts),
    'relay.connections.overwrite': onOne((given) => overwriteOne(parts, given)),
    'relay.connections.rename': onOne((given) => renameOne(parts, given)),
    'relay.connections.delete': onOne((given) => deleteOne(parts, given)),
    'relay.connections.test': onOne((given) => testOne(parts, tests, given)),
    'relay.connections.testAll': () => testAll(parts, tests),
    'relay.connections.copyReference': onOne((given) => copyReference(parts, given)),
    'relay.connections.findUsages': onOne((given) => findUsages(parts, given)),
    'relay.connections.openInBrowser': () => openInBrowser(parts),
    'relay.connections.createMissing': () => createMissing(usages),
    'relay.connections.filter': () => view.filter(),
    'relay.connections.clearFilter': () => view.clearFilter(),
    'relay.validateWithAccount': () => problems.validate(parts),
    'relay.moveCredential': (given) => moveCredential(parts, given),
    // For the views alone: not in the palette.
    'relay.openPlace': (place) => openPlace(place),
  };
  const all = vscode.Disposable.from(usages, tests, problems, view, needed);
  return { commands, dispose: () => all.dispose() };
}

/**
 * A command on one connection. While a view takes up other nodes, VS Code gives `undefined` for the row that was clicked:
 * what else the command could be about, such as the reference at the cursor, is not what the user meant then.
 */
function onOne(run: (given: unknown) => unknown): (...given: unknown[]) => unknown {
  return (...given) => {
    if (given.length === 0 || given[0] !== undefined) return run(given[0]);
    return vscode.window.setStatusBarMessage(l10n.t('The list was changing just then: try again.'), 5_000);
  };
}

/** Steps through the form once for each connection that the workspace needs and the account lacks. */
async function createMissing(usages: Usages): Promise<void> {
  const missing = missingOf((await usages.read())?.connections ?? []);
  if (missing.length > 0) {
    const drafts = missing.map(({ type, name }) => ({ type, name }));
    await vscode.commands.executeCommand('relay.connections.create', drafts);
  } else
    void vscode.window.showInformationMessage(
      l10n.t('Nothing is known to be missing of the connections that the workflows here name.'),
    );
}
