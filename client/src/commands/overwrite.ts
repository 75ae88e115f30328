// The command that gives a connection other values: in the form, or in the browser where it is authorised there.
import * as vscode from 'vscode';
import { sayFailure } from '../../../server/src/account/account';
import { settledCalls } from '../../../server/src/account/settle';
import { overwriteConnection } from '../changes/overwriting';
import { type ConnectionDraft, type CreateOutcome, openOverwriteForm } from '../form/connectionForm';
import { plain } from '../plain';
import { sayCount } from '../views/words';
import { offerRequest } from './administrator';
import { ask, factsOf, sayDone, usesOf } from './changeConnection';
import { refusalOf, savedOutcome, testSaved } from './formWork';
import { type Found, findConnection, type Parts } from './target';

const overwriting = { doing: 'Overwriting a connection', asked: 'overwrite the values of a connection of' };

export async function overwriteOne(parts: Parts, argument: unknown): Promise<void> {
  const words = { title: 'Overwrite the values of a connection', purpose: 'to overwrite its connections' };
  const found = await findConnection(parts, argument, words);
  if (!found) return;
  const { connection, owner } = found;
  if (connection.auth === 'oauth2') return authoriseAgain(found);
  const { type, name } = connection;
  const { extensionUri, log } = parts;
  const saved = await openOverwriteForm(
    {
      extensionUri,
      accountName: owner,
      log,
      overwrite: (draft, signal) => overwrite(parts, found, draft, signal),
      test: (_, signal) => testSaved(parts, found.api, connection, signal),
    },
    { type, name, note: await noteOn(parts, found) },
  );
  if (saved) sayDone(`Overwrote the values of ${type} / ${name}.`);
}

async function overwrite(
  parts: Parts,
  found: Found,
  { fields }: ConnectionDraft,
  signal: AbortSignal,
): Promise<CreateOutcome> {
  const { api, connection } = found;
  const refresh = () => parts.session.account.refresh({ anew: true });
  const uses = await usesOf(parts, found);
  const changing = { ask, calls: settledCalls(api), refresh };
  const done = await overwriteConnection(connection, fields, uses, changing, signal);
  if (done.is === 'kept')
    return { ok: false, message: 'Nothing was overwritten. What you typed is still here.' };
  if (done.is === 'done') return savedOutcome(done, connection);
  const refusal = refusalOf(done, overwriting);
  const values = `values to fill in: ${Object.keys(fields).join(', ')}`;
  if (refusal.isForbidden)
    void offerRequest(api.host, { ...overwriting, facts: [...factsOf(found, uses), values] });
  return refusal;
}

/** What stands above the inputs. */
async function noteOn(parts: Parts, found: Found): Promise<string> {
  const { connection, owner } = found;
  const { here } = await usesOf(parts, found);
  const workflows = connection.workflows?.length ?? 0;
  const uses = [
    ...(here && here.length > 0 ? [`in ${sayCount(here.length, 'place')} of this workspace`] : []),
    ...(workflows > 0 ? [`by ${sayCount(workflows, 'workflow')} of ${owner}`] : []),
  ];
  const used = uses.length > 0 ? ` It is used ${uses.join(' and ')}.` : '';
  return `The values that it has cannot be shown: those that you save take the place of all of them.${used}`;
}

/** It has no values that could be typed: the page of the service asks for the access anew. */
async function authoriseAgain({ api, connection: { id, type, name } }: Found): Promise<void> {
  const open = 'Authorise Again…';
  const message = `${type} / ${name} was authorised in the browser, and has no values that could be typed.`;
  if ((await vscode.window.showInformationMessage(plain(message), open)) !== open) return;
  const answer = await api.reauthorize(id, {});
  if (answer.ok) await vscode.env.openExternal(vscode.Uri.parse(answer.value, true));
  else void vscode.window.showErrorMessage(`The page could not be asked for: ${sayFailure(answer.failure)}.`);
}
