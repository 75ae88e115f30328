// The command that gives a connection other values: in the form, or in the browser where it is authorised there.
import * as l10n from '@vscode/l10n';
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

const overwriting = {
  doing: l10n.t('Overwriting a connection'),
  asked: l10n.t('overwrite the values of a connection of'),
};

export async function overwriteOne(parts: Parts, argument: unknown): Promise<void> {
  const words = {
    title: l10n.t('Overwrite the values of a connection'),
    purpose: l10n.t('to overwrite its connections'),
  };
  const found = await findConnection(parts, argument, words);
  if (!found) return;
  const { connection, owner } = found;
  if (connection.auth === 'oauth2') return authoriseAgain(found);
  const { type, name } = connection;
  const { extensionUri, log } = parts;
  // How a test went says that they were overwritten, too.
  let isTold = false;
  let sent: ConnectionDraft['fields'] = {};
  const saved = await openOverwriteForm(
    {
      extensionUri,
      accountName: owner,
      log,
      overwrite: (draft, signal) => {
        isTold = false;
        sent = draft.fields;
        return overwrite(parts, found, draft, signal);
      },
      test: (_, signal) => {
        isTold = true;
        return testSaved(parts, found.api, connection, sent, signal);
      },
    },
    { type, name, note: await noteOn(parts, found) },
  );
  if (saved && !isTold) sayDone(l10n.t('Overwrote the values of {0} / {1}.', type, name));
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
    return { ok: false, message: l10n.t('Nothing was overwritten. What you typed is still here.') };
  if (done.is === 'done') return savedOutcome(done, connection);
  const refusal = refusalOf(done, overwriting);
  const values = l10n.t('values to fill in: {0}', Object.keys(fields).join(', '));
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
    ...(here && here.length > 0 ? [l10n.t('in {0} of this workspace', sayCount(here.length, 'place'))] : []),
    ...(workflows > 0 ? [l10n.t('by {0} of {1}', sayCount(workflows, 'workflow'), owner)] : []),
  ];
  const used = uses.length > 0 ? l10n.t(' It is used {0}.', uses.join(l10n.t(' and '))) : '';
  return l10n.t(
    'The values that it has cannot be shown: those that you save take the place of all of them.{0}',
    used,
  );
}

/** It has no values that could be typed: the page of the service asks for the access anew. */
async function authoriseAgain({ api, connection: { id, type, name } }: Found): Promise<void> {
  const open = l10n.t('Authorise Again…');
  const message = l10n.t(
    '{0} / {1} was authorised in the browser, and has no values that could be typed.',
    type,
    name,
  );
  if ((await vscode.window.showInformationMessage(plain(message), open)) !== open) return;
  const answer = await api.reauthorize(id, {});
  if (answer.ok) await vscode.env.openExternal(vscode.Uri.parse(answer.value, true));
  else
    void vscode.window.showErrorMessage(
      l10n.t('The page could not be asked for: {0}.', sayFailure(answer.failure)),
    );
}
