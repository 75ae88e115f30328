// The commands that lead from a connection to where it is named, and to its page.
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { UsagePlace } from '../../../server/src/protocol';
import { plain } from '../plain';
import { keyOf } from '../views/connectionTree';
import { sayPlace } from '../views/item';
import { sayCount } from '../views/words';
import { findTarget, type Parts, signedIn } from './target';

/** Puts the text of a reference on the clipboard. */
export async function copyReference(parts: Parts, argument: unknown): Promise<void> {
  const target = await findTarget(parts, argument, l10n.t('Copy the reference to a connection'));
  if (!target) return;
  await vscode.env.clipboard.writeText(await parts.server.writeReference(target));
  vscode.window.setStatusBarMessage(
    `$(check) ${plain(l10n.t('Copied the reference to {0} / {1}.', target.type, target.name))}`,
    5_000,
  );
}

interface Found extends vscode.QuickPickItem {
  readonly place?: UsagePlace;
}

/** Shows where a connection is named in this workspace, and the workflows of the account that use it. */
export async function findUsages(parts: Parts, argument: unknown): Promise<void> {
  const target = await findTarget(parts, argument, l10n.t('Find what uses a connection'));
  if (!target) return;
  const { type, name } = target;
  const here = await parts.usages.of(target);
  const account = parts.session.account.current;
  const owner = account.state === 'ready' ? account.name : '';
  const connections = account.state === 'ready' ? account.connections : [];
  const workflows = connections.find((each) => keyOf(each) === keyOf(target))?.workflows ?? [];
  if (!here) {
    void vscode.window.showWarningMessage(l10n.t('The workflows of this workspace could not be read.'));
    return;
  }
  if (here.length + workflows.length === 0) {
    const also = owner ? l10n.t(', and no workflow of {0} is known to use it', owner) : '';
    void vscode.window.showInformationMessage(
      plain(l10n.t('No workflow of this workspace names {0} / {1}{2}.', type, name, also)),
    );
    return;
  }
  const said = [
    l10n.t('{0} here', sayCount(here.length, 'use')),
    ...(workflows.length > 0 ? [l10n.t('{0} of {1}', sayCount(workflows.length, 'workflow'), owner)] : []),
  ];
  const items: Found[] = [
    { label: l10n.t('This workspace'), kind: vscode.QuickPickItemKind.Separator },
    ...here.map(itemOf),
    { label: owner, kind: vscode.QuickPickItemKind.Separator },
    ...workflows.map((path) => ({
      label: `$(cloud) ${plain(path)}`,
      description: l10n.t('workflow of {0}', owner),
    })),
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: plain(`${type} / ${name}: ${said.join(', ')}`),
    matchOnDescription: true,
  });
  if (picked?.place) await openPlace(picked.place);
}

/** Opens a file where something is named, and puts the cursor there. */
export async function openPlace({ uri, range: { start, end } }: UsagePlace): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  const selection = new vscode.Range(start.line, start.character, end.line, end.character);
  await vscode.window.showTextDocument(document, { selection });
}

/** Opens the web page of the account's connections. */
export async function openInBrowser({ session }: Parts): Promise<void> {
  const api = await signedIn(session, l10n.t('to open its web page'));
  if (!api) return;
  const { page } = session;
  if (page) await vscode.env.openExternal(vscode.Uri.parse(page, true));
  else
    void vscode.window.showInformationMessage(
      l10n.t('The account at {0} has no web page that is known.', api.host),
    );
}

function itemOf(place: UsagePlace): Found {
  const { file, folder } = sayPlace(place, (uri) => vscode.workspace.asRelativePath(vscode.Uri.parse(uri)));
  return { label: `$(go-to-file) ${plain(file)}`, description: folder, place };
}
