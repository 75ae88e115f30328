// What the form of a connection does with the account: create, test, replace what it created, connect in the browser.
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Connection } from '../../../server/src/account/account';
import type { AccountApi } from '../../../server/src/account/api';
import type { Saved } from '../../../server/src/account/calls/connections';
import { type Settled, sayUnsettled, settledCalls } from '../../../server/src/account/settle';
import { connectionTypeOf } from '../../../server/src/catalogue/connectionTypes';
import { verdictOf } from '../changes/testing';
import { browserOf } from '../form/browser';
import type {
  AccountWork,
  ConnectionDraft,
  CreateOutcome,
  FormParts,
  SavedConnection,
} from '../form/connectionForm';
import { keyOf } from '../views/connectionTree';
import { offerRequest, type Refused, withRole } from './administrator';
import { sayDone } from './changeConnection';
import type { Parts } from './target';

const adding = { doing: l10n.t('Adding a connection'), asked: l10n.t('add a connection to') };

/** For one form: it remembers which connection it created. */
export function formWork(parts: Parts, api: AccountApi): Pick<FormParts, 'create' | 'work'> {
  const { session } = parts;
  let made: Connection | undefined;
  let sent: ConnectionDraft['fields'] = {};
  const madeOr = (saved: SavedConnection) => (made?.id ? made : listed(parts, saved));
  const refuse = (settled: Parameters<typeof refusalOf>[0], draft: ConnectionDraft): CreateOutcome => {
    const { isForbidden, ...refusal } = refusalOf(settled, adding);
    if (isForbidden)
      void requestFor(parts, draft).then((facts) => offerRequest(api.host, { ...adding, facts }));
    return refusal;
  };
  return {
    async create(draft, signal) {
      sent = draft.fields;
      const before = session.account.current;
      const known = before.state === 'ready' ? before.connections : undefined;
      const settled = await settledCalls(api).createConnection(draft, known, signal);
      await session.account.refresh({ anew: true });
      if (settled.is !== 'done') return refuse(settled, draft);
      made = settled.value.connection;
      return savedOutcome(settled, made);
    },
    work: {
      test: (saved, signal) => testSaved(parts, api, madeOr(saved), sent, signal),
      async replace(draft, signal) {
        sent = draft.fields;
        const there = madeOr(draft);
        if (!there?.id)
          return {
            ok: false,
            message: l10n.t('The connection that was created is not in the account any more.'),
          };
        const settled = await settledCalls(api).overwriteConnection(
          there.id,
          there.name,
          draft.fields,
          signal,
        );
        await session.account.refresh({ anew: true });
        return settled.is === 'done' ? savedOutcome(settled, there) : refuse(settled, draft);
      },
      browser: browserOfForm(parts, api, refuse),
    },
  };
}

function browserOfForm(
  { session }: Parts,
  api: AccountApi,
  refuse: (settled: Parameters<typeof refusalOf>[0], draft: ConnectionDraft) => CreateOutcome,
): AccountWork['browser'] {
  const { offers, connect } = browserOf({
    api,
    open: (address) => void vscode.env.openExternal(vscode.Uri.parse(address, true)),
    refusal: (refused, target) => refuse({ is: 'not-done', refused }, { ...target, fields: {} }),
  });
  return {
    offers,
    async connect(target, begun, signal) {
      const outcome = await connect(target, begun, signal);
      await session.account.refresh({ anew: true });
      if (outcome.ok) sayDone(l10n.t('Connected {0} / {1}.', target.type, target.name));
      return outcome;
    },
  };
}

/** Has the account test a connection that was `sent` these values; that it passed is said here, because the form closes then. */
export async function testSaved(
  { session }: Parts,
  api: AccountApi,
  connection: Connection | undefined,
  sent: ConnectionDraft['fields'],
  signal: AbortSignal,
): ReturnType<AccountWork['test']> {
  if (!connection?.id)
    return {
      is: 'untold',
      words: l10n.t('It was not tested: the account does not list it. Refresh, and test it then.'),
    };
  const verdict = verdictOf(await api.testConnection(connection.id, signal, sent));
  await session.account.refresh({ anew: true });
  if (verdict.is === 'passed')
    sayDone(l10n.t('{0} / {1} passed the test.', connection.type, connection.name));
  return verdict;
}

/** What a form is told of a change that was made; where its answer was lost, so are the values that it showed. */
export function savedOutcome(
  settled: Extract<Settled<Saved>, { is: 'done' }>,
  { type, name }: SavedConnection,
): CreateOutcome {
  const { displayOnce } = settled.value;
  const shows = connectionTypeOf(type)?.fields.some((field) => field.displayOnce) ?? false;
  const isLost = settled.found && !displayOnce && shows;
  return {
    ok: true,
    saved: { type, name },
    ...(displayOnce && { displayOnce }),
    ...(isLost && { warning: lost }),
  };
}

const lost = l10n.t(
  "The account's answer was lost, and with it the values that it shows only once: nobody can read them any more. Delete this connection and create it anew.",
);

/** What a form shows of a change that was not made. */
export function refusalOf(
  settled: Exclude<Settled<unknown>, { is: 'done' }>,
  refused: Pick<Refused, 'doing'>,
): Extract<CreateOutcome, { ok: false }> & { readonly isForbidden: boolean } {
  const { failure, items } = settled.refused;
  const isForbidden = failure.kind === 'not-allowed';
  const said = sayUnsettled(settled);
  const message = isForbidden ? withRole(said, refused) : said;
  return { ok: false, message, ...(items && { items }), isForbidden };
}

function listed({ session }: Parts, saved: SavedConnection): Connection | undefined {
  const account = session.account.current;
  return account.state === 'ready'
    ? account.connections.find((each) => keyOf(each) === keyOf(saved))
    : undefined;
}

/** What somebody who may add the connection needs to know: none of the values. */
async function requestFor(
  { usages }: Parts,
  { type, name, fields }: ConnectionDraft,
): Promise<readonly string[]> {
  const places = (await usages.of({ type, name })) ?? [];
  const files = new Set(places.map(({ uri }) => vscode.workspace.asRelativePath(vscode.Uri.parse(uri))));
  const values = Object.keys(fields);
  return [
    `type: ${type}`,
    `name: ${name}`,
    ...(values.length > 0 ? [l10n.t('values to fill in: {0}', values.join(', '))] : []),
    ...(files.size > 0 ? [l10n.t('used by: {0}', [...files].join(', '))] : []),
  ];
}
