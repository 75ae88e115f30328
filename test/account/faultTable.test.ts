// docs/faults.md: every fault against every call that matters, lived through with a real local account. The table is what
// happened: RELAY_WRITE_FAULTS=1 writes it anew.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Conversation } from '../../client/src/form/conversation';
import { type CreateOutcome, connectionPurpose } from '../../client/src/form/purposes';
import { sayFailure } from '../../server/src/account/account';
import { type AccountApi, accountApi, startSession } from '../../server/src/account/api';
import { sayUnknown } from '../../server/src/account/resolve';
import { Secret } from '../../server/src/account/secret';
import { type Settled, sayUnsettled, settledCalls } from '../../server/src/account/settle';
import { accountSource } from '../../server/src/account/source';
import type { Fault } from '../../server/src/localAccount/faults';
import { findingsOf } from '../../server/src/rules/findings';
import { workflowOf } from '../../server/src/workflow/workflow';
import { accountOfTest, TOKEN } from '../localAccount/accountOfTest';
import { hurriedClock } from '../support/clocks';
import { step } from '../support/marks';

const page = join(__dirname, '../../docs/faults.md');
const value = 'canary-value-of-a-field';
const items = { 'auth.fields.apiToken': { title: 'This token is not known.' } };
const envelope = (title: string, more = {}) => ({ error: { title, ...more } });

const faults: Record<string, Fault> = {
  '401, the token is refused': { is: 'status', status: 401 },
  '403, not allowed': { is: 'status', status: 403, body: envelope('This needs the Administrator role.') },
  '404, no such thing': { is: 'status', status: 404, body: envelope('There is no such thing.') },
  '409, a name is taken': { is: 'status', status: 409, body: envelope('This name is taken.') },
  '422 with fields': { is: 'status', status: 422, body: envelope('The values are not valid.', { items }) },
  '429 with Retry-After': { is: 'status', status: 429, headers: { 'retry-after': '7' } },
  '500, an error there': { is: 'status', status: 500 },
  '503 with a page of HTML': {
    is: 'status',
    status: 503,
    headers: { 'content-type': 'text/html' },
    body: '<h1>Down</h1>',
  },
  'a redirect elsewhere': { is: 'status', status: 302, headers: { location: 'http://127.0.0.1:9/' } },
  'a part of the answer': { is: 'status', status: 206, body: { connections: [] } },
  'HTML instead of JSON': { is: 'body', text: '<html>Sign in to the hotel network</html>' },
  'nothing in the body': { is: 'body', text: '', mediaType: 'application/json' },
  'another shape of JSON': { is: 'body', text: '[{"message":"hello"}]', mediaType: 'application/json' },
  'half of the JSON': { is: 'truncated' },
  'cut off before it is done': { is: 'cut-before' },
  'cut off when it is done': { is: 'cut-after' },
  'cut off within the answer': { is: 'torn' },
  'no answer in time': { is: 'latency', milliseconds: 60_000 },
};

interface Happened {
  /** What the user is told. */
  readonly said: string;
  /** What is true in the account afterwards, or of what was typed. */
  readonly after: string;
}

interface Situation {
  readonly api: AccountApi;
  readonly url: string;
  readonly id: string;
  /** From now on the fault is there; it is from the beginning for the calls that do not call this. */
  begin(): void;
}

const workflow = workflowOf('file:///w.yaml', step('a: !Connection { type: aws, name: not-there }'), true);

const calls: Record<string, { readonly route: string; live(situation: Situation): Promise<Happened> }> = {
  'Listing connections, nothing known yet': {
    route: 'GET /api/connections',
    live: async ({ api }) => afterRefresh(accountSource({ api, clock: hurriedClock() })),
  },
  'Refreshing the list that is known': {
    route: 'GET /api/connections',
    async live({ api, begin }) {
      const source = accountSource({ api, clock: hurriedClock() });
      await source.refresh();
      begin();
      return afterRefresh(source);
    },
  },
  'Signing in in the browser': {
    route: 'POST /auth/sessions/device',
    async live({ url }) {
      const begun = await startSession({ url, clock: hurriedClock(), timeouts });
      return {
        said: begun.ok ? 'The code is shown.' : `Not signed in: ${sayFailure(begun.failure)}.`,
        after: 'nobody new is signed in',
      };
    },
  },
  'Creating a connection with the form': {
    route: 'POST /api/connections',
    live: ({ api }) => inTheForm(api),
  },
  'Overwriting values': {
    route: 'PUT /api/connections/:id',
    async live({ api, id }) {
      const before = (await api.readConnection(id)) as { value?: { updatedAt?: string } };
      const done = await settledCalls(api).overwriteConnection(id, 'old', { apiToken: new Secret(value) });
      const now = (await api.readConnection(id)) as { value?: { updatedAt?: string } };
      const isDone = before.value?.updatedAt !== now.value?.updatedAt;
      return { said: saidOf(done), after: isDone ? 'overwritten' : 'as before' };
    },
  },
  Renaming: {
    route: 'PUT /api/connections/:id',
    async live({ api, id }) {
      const done = await settledCalls(api).renameConnection(id, 'new');
      const now = await api.readConnection(id);
      return { said: saidOf(done), after: now.ok && now.value?.name === 'new' ? 'renamed' : 'as before' };
    },
  },
  Deleting: {
    route: 'DELETE /api/connections/:id',
    async live({ api, id }) {
      const done = await settledCalls(api).deleteConnection(id);
      const now = await api.readConnection(id);
      return { said: saidOf(done), after: now.ok && !now.value ? 'deleted' : 'as before' };
    },
  },
  'Adding a secret to a workflow': {
    route: 'POST /api/workflows/:path/secrets',
    async live({ api }) {
      const done = await settledCalls(api).createSecret('nightly', 'made', new Secret(value), []);
      const names = await api.listSecrets('nightly');
      return { said: saidOf(done), after: names.ok && names.value?.includes('made') ? 'added' : 'as before' };
    },
  },
  'Testing a connection': {
    route: 'POST /api/connections/:id/test',
    async live({ api, id }) {
      const tested = await api.testConnection(id);
      if (tested.ok) return { said: `Tested: ${tested.value.status}.`, after: 'tested' };
      return { said: tested.message ?? `${sayFailure(tested.failure)}.`, after: 'it can be tested again' };
    },
  },
};

/** The calls that begin their fault themselves. */
const lateCalls: ReadonlySet<string> = new Set(['Refreshing the list that is known']);

/** Milliseconds. Loopback answers at once, so what takes longer is the fault. */
const timeouts = { connect: 500, answer: 500, total: 2_000 };

async function afterRefresh(source: ReturnType<typeof accountSource>): Promise<Happened> {
  const account = await source.refresh();
  const missing = findingsOf(workflow, account).some(({ code }) => code === 'connection-missing');
  const isFresh = account.state === 'ready' && !account.stale;
  const kept = account.state === 'ready' ? ' The last list is kept.' : '';
  const said = isFresh ? 'The list.' : `Not checked: ${sayUnknown(account)}.${kept}`;
  source.forget();
  return { said, after: missing ? 'a connection is called missing' : 'nothing is called missing' };
}

/** The form, from what was typed to what it shows. */
async function inTheForm(api: AccountApi): Promise<Happened> {
  const posted: { status?: { is: string; message?: string }; slots?: readonly unknown[] }[] = [];
  let closed = false;
  const create = async (): Promise<CreateOutcome> => {
    const draft = { type: 'slack', name: 'made', fields: { apiToken: new Secret(value) } };
    const done = await settledCalls(api).createConnection(draft, []);
    if (done.is === 'done') return { ok: true, saved: { type: 'slack', name: 'made' } };
    const { items: told } = done.refused;
    return { ok: false, message: sayUnsettled(done), ...(told && { items: told }) };
  };
  const face = {
    post: (message: unknown) => void posted.push(message as (typeof posted)[number]),
    showType: () => {},
    showTitle: () => {},
    mayDiscard: async () => true,
    copy: () => {},
    offerToClear: () => {},
    close: () => {
      closed = true;
    },
  };
  const form = new Conversation(face, connectionPurpose(create), () => {}, 'panel');
  const send = (message: object) => form.receive({ ...message, panel: 'panel' });
  send({ kind: 'typed', slot: 'field-0', value });
  send({ kind: 'create', type: 'slack', name: 'made', fields: [['apiToken', value]] });
  await expect.poll(() => closed || posted.at(-1)?.status?.is === 'refused', { timeout: 10_000 }).toBe(true);
  send({ kind: 'ready' });
  const kept = posted.at(-1)?.slots?.length === 1;
  const listed = await api.listConnections();
  const isThere = listed.ok && listed.value.some(({ name }) => name === 'made');
  const said = closed
    ? 'Created; the form closes.'
    : (posted.find(({ status }) => status?.is === 'refused')?.status?.message ?? '');
  const where = isThere ? 'it is in the account' : 'it is not in the account';
  return {
    said,
    after: closed ? where : `${where}; ${kept ? 'what was typed is there' : 'what was typed is lost'}`,
  };
}

function saidOf(done: Settled<unknown>): string {
  return done.is === 'done' ? 'Done.' : sayUnsettled(done);
}

test('every fault of every call is said truly, and costs nothing', { timeout: 300_000 }, async () => {
  const sections: string[] = [];
  let rows = 0;
  for (const [call, { route, live }] of Object.entries(calls)) {
    const lines: string[] = [];
    for (const [name, fault] of Object.entries(faults)) {
      const started = await accountOfTest({
        seed: [{ type: 'slack', name: 'old', fields: { apiToken: new Secret('x') } }],
        workflows: [{ path: 'nightly' }],
      });
      const url = started.url;
      const api = accountApi({ url, token: new Secret(TOKEN), clock: hurriedClock(), timeouts });
      const list = await api.listConnections();
      const id = list.ok ? (list.value[0]?.id ?? '') : '';
      // A change is sent once; what asks may be sent again, and meets the same fault each time.
      const begin = () => started.faults.set({ route, fault });
      if (!lateCalls.has(call)) begin();
      const { said, after } = await live({ api, url, id, begin });
      api.dispose();
      const shown = said.replaceAll(new URL(url).host, 'HOST');
      lines.push(`| ${name} | ${shown.replaceAll('|', '\\|')} | ${after} |`);
      rows += 1;
      for (const secret of [value, TOKEN]) expect(shown).not.toContain(secret);
      expect(after).not.toMatch(/called missing$(?<!nothing is called missing)|lost/);
      expect(said).not.toBe('');
    }
    sections.push(
      `## ${call}\n\nThe call: \`${route}\`.\n\n| what goes wrong | what the user is told | and then |\n| --- | --- | --- |\n${lines.join('\n')}\n`,
    );
  }
  expect(rows).toBeGreaterThanOrEqual(40);
  const text = `# When the account fails

What happens, row by row. The tests live through each fault with a real local account and write this page from what
happened; HOST stands for the account's host and port. A change of the account is sent once; where its answer is lost, the
account is looked at, and what is said is what was seen. What only asks is repeated a few times first.

${sections.join('\n')}`;
  if (process.env.RELAY_WRITE_FAULTS) writeFileSync(page, text);
  expect(readFileSync(page, 'utf8')).toBe(text);
});
