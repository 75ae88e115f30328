// The commands that change a connection for good: they say what uses it, ask, and tell what came of it.
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
  const words = { title: 'Delete a connection', purpose: 'to delete its connections' };
  const found = await findConnection(parts, argument, words);
  if (!found) return;
  const { connection } = found;
  const uses = await usesOf(parts, found);
  const done = await deleteConnection(connection, uses, changing(parts, found, 'Deleting'));
  if (done.is === 'done') sayDone(`Deleted ${connection.type} / ${connection.name}.`);
  else if (done.is !== 'kept')
    sayNotDone(found, done, 'Deleting a connection', 'delete a connection of', uses);
}

export async function renameOne(parts: Parts, argument: unknown): Promise<void> {
  const words = { title: 'Rename a connection', purpose: 'to rename its connections' };
  const found = await findConnection(parts, argument, words);
  if (!found) return;
  const { connection, owner } = found;
  const account = parts.session.account.current;
  const others = account.state === 'ready' ? account.connections : [];
  const to = await vscode.window.showInputBox({
    title: `Rename the ${connection.type} connection "${connection.name}" of ${owner}`,
    prompt: 'Its values stay. The workflows of this workspace are changed with it.',
    value: connection.name,
    validateInput: (value) => unfitName(connection, value, others),
  });
  if (to === undefined) return;
  const uses = await usesOf(parts, found);
  const text = textOf(parts, connection, to);
  const done = await renameEverywhere(connection, to, uses, text, changing(parts, found, 'Renaming'));
  switch (done.is) {
    case 'kept':
      return;
    case 'renamed':
      sayDone(`Renamed ${connection.type} / ${connection.name} to ${to}.`);
      return;
    case 'obstructed':
      void vscode.window.showErrorMessage(plain(`Nothing was renamed. ${done.because}`));
      return;
    case 'text-left':
      void vscode.window.showErrorMessage(
        plain(
          `${owner} has the connection as "${to}" now, but the workflows here still say "${connection.name}": ${done.because}`,
        ),
      );
      return;
    default:
      sayNotDone(found, done, 'Renaming a connection', 'rename a connection of', uses, `new name: ${to}`);
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
    server.renamed({ type, name, to }).catch(() => ({ refused: 'The language server could not be asked.' }));
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
      return isDone ? undefined : 'VS Code did not take the change of the files.';
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
  const usedBy = here && here.length > 0 ? [`used by: ${here.join(', ')}`] : [];
  return [`type: ${type}`, `name: ${name}`, ...usedBy];
}
