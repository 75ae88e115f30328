// The commands that change a connection for good: they say what uses it, ask, and tell what came of it.
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Connection } from '../../../server/src/account/account';
import { type Settled, sayUnsettled, settledCalls } from '../../../server/src/account/settle';
import { type Changing, deleteConnection } from '../changes/deletion';
import type { Question, Uses } from '../changes/question';
import { renameEverywhere, type Text, unfitName } from '../changes/renaming';
import { plain } from '../plain';
import { sayPlace } from '../views/item';
import { offerRequest } from './administrator';
import { busy } from './busy';
import { type Found, findConnection, type Parts } from './target';

export async function deleteOne(parts: Parts, argument: unknown): Promise<void> {
  const words = { title: l10n.t('Delete a connection'), purpose: l10n.t('to delete its connections') };
  const found = await findConnection(parts, argument, words);
  if (!found) return;
  const { connection } = found;
  const uses = await usesOf(parts, found);
  const done = await deleteConnection(connection, uses, changing(parts, found, l10n.t('Deleting')));
  if (done.is === 'done') sayDone(l10n.t('Deleted {0} / {1}.', connection.type, connection.name));
  else if (done.is !== 'kept')
    sayNotDone(found, done, l10n.t('Deleting a connection'), l10n.t('delete a connection of'), uses);
}

export async function renameOne(parts: Parts, argument: unknown): Promise<void> {
  const words = { title: l10n.t('Rename a connection'), purpose: l10n.t('to rename its connections') };
  const found = await findConnection(parts, argument, words);
  if (!found) return;
  const { connection, owner } = found;
  const account = parts.session.account.current;
  const others = account.state === 'ready' ? account.connections : [];
  const to = await vscode.window.showInputBox({
    title: l10n.t('Rename the {0} connection "{1}" of {2}', connection.type, connection.name, owner),
    prompt: l10n.t('Its values stay. The workflows of this workspace are changed with it.'),
    value: connection.name,
    validateInput: (value) => unfitName(connection, value, others),
  });
  if (to === undefined) return;
  const uses = await usesOf(parts, found);
  const text = textOf(parts, connection, to);
  const done = await renameEverywhere(connection, to, uses, text, changing(parts, found, l10n.t('Renaming')));
  switch (done.is) {
    case 'kept':
      return;
    case 'renamed':
      sayDone(l10n.t('Renamed {0} / {1} to {2}.', connection.type, connection.name, to));
      return;
    case 'obstructed':
      void vscode.window.showErrorMessage(plain(l10n.t('Nothing was renamed. {0}', done.because)));
      return;
    case 'text-left':
      void vscode.window.showErrorMessage(
        plain(
          l10n.t(
            '{0} has the connection as "{1}" now, but the workflows here still say "{2}": {3}',
            owner,
            to,
            connection.name,
            done.because,
          ),
        ),
      );
      return;
    default:
      sayNotDone(
        found,
        done,
        l10n.t('Renaming a connection'),
        l10n.t('rename a connection of'),
        uses,
        l10n.t('new name: {0}', to),
      );
  }
}

/** What uses a connection, as the questions name it. */
export async function usesOf({ usages }: Parts, { connection, owner }: Found): Promise<Uses> {
  const places = await usages.of(connection);
  const sayFile = (uri: string) => vscode.workspace.asRelativePath(vscode.Uri.parse(uri));
  const here = places?.map((place) => {
    const { file, folder } = sayPlace(place, sayFile);
    return folder ? `${folder}/${file}` : file;
  });
  return { here, owner };
}

/** Asks in a window that must be answered; what cannot be asked is not agreed to. */
export async function ask({ message, detail, button }: Question): Promise<boolean> {
  const shown = { modal: true, detail: plain(detail) };
  const asked = vscode.window.showWarningMessage(plain(message), shown, button);
  return asked.then(
    (picked) => picked === button,
    () => false,
  );
}

function changing({ session }: Parts, { api, connection }: Found, doing: string): Changing {
  return {
    ask,
    calls: settledCalls(api),
    busy: (work) => busy(plain(`${doing} ${connection.type} / ${connection.name}…`), work),
    refresh: () => session.account.refresh({ anew: true }),
  };
}

function textOf({ server }: Parts, { type, name }: Connection, to: string): Text {
  const renamed = () =>
    server
      .renamed({ type, name, to })
      .catch(() => ({ refused: l10n.t('The language server could not be asked.') }));
  return {
    async obstacle() {
      const answer = await renamed();
      return 'refused' in answer ? answer.refused : undefined;
    },
    async rename() {
      const answer = await renamed();
      if ('refused' in answer) return answer.refused;
      // As a refactoring, so that files which are not open are saved.
      const isDone = await vscode.workspace.applyEdit(answer.edit, { isRefactoring: true });
      return isDone ? undefined : l10n.t('VS Code did not take the change of the files.');
    },
  };
}

/** Says quietly, and not for long, what was done. */
export function sayDone(message: string): void {
  vscode.window.setStatusBarMessage(`$(check) ${plain(message)}`, 5_000);
}

function sayNotDone(
  found: Found,
  settled: Exclude<Settled<unknown>, { is: 'done' }>,
  doing: string,
  asked: string,
  uses: Uses,
  ...more: readonly string[]
): void {
  const said = sayUnsettled(settled);
  if (settled.refused.failure.kind !== 'not-allowed') {
    void vscode.window.showErrorMessage(plain(said));
    return;
  }
  void offerRequest(found.api.host, { doing, asked, facts: [...factsOf(found, uses), ...more] });
}

/** What somebody who may change the connection needs to know. */
export function factsOf({ connection: { type, name } }: Found, { here }: Uses): readonly string[] {
  const usedBy = here && here.length > 0 ? [l10n.t('used by: {0}', here.join(', '))] : [];
  return [`type: ${type}`, `name: ${name}`, ...usedBy];
}
