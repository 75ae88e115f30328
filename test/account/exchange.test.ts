// The API client against the real local account, over a real connection, when all is well and when it is not.
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { accountApi, startSession } from '../../server/src/account/api';
import { Secret } from '../../server/src/account/secret';
import type { Fault } from '../../server/src/localAccount/faults';
import { accountOfTest, TOKEN } from '../localAccount/accountOfTest';
import { hurriedClock } from '../support/clocks';

const DRAFT = { type: 'aws', name: 'production', fields: { accessKeyID: new Secret('AKIA-marked') } };
const LIST = 'GET /api/connections';
const CREATE = 'POST /api/connections';

async function signedIn(token = TOKEN, total = 15_000) {
  const { url, faults } = await accountOfTest();
  return {
    api: accountApi({ url, token: new Secret(token), timeouts: { total }, clock: hurriedClock() }),
    faults,
    host: new URL(url).host,
  };
}

describe('the client and the local account', () => {
  it('create a connection and then list it', async () => {
    const { api } = await signedIn();
    expect(await api.listConnections()).toEqual({ ok: true, value: [] });
    const created = await api.createConnection(DRAFT);
    expect(created).toMatchObject({ ok: true, value: { connection: { type: 'aws', name: 'production' } } });
    expect(await api.listConnections()).toEqual({
      ok: true,
      value: created.ok ? [created.value.connection] : [],
    });
    expect(await api.readProvider('...')).toMatchObject({ ok: true, value: { auth: [{ type: 'secret' }] } });
  });

  it('change, test and delete a connection', async () => {
    const { api } = await signedIn();
    const created = await api.createConnection(DRAFT);
    const { id } = created.ok ? created.value.connection : { id: '' };
    expect(await api.testConnection(id)).toMatchObject({ ok: true, value: { failed: false } });
    expect(await api.renameConnection(id, 'staging')).toMatchObject({
      ok: true,
      value: { connection: { id, name: 'staging', auth: 'secret' } },
    });
    expect(await api.overwriteConnection(id, 'staging', {})).toMatchObject({ ok: true });
    expect(await api.testConnection(id)).toMatchObject({ ok: true, value: { failed: true } });
    expect(await api.deleteConnection(id)).toEqual({ ok: true, value: undefined });
    expect(await api.deleteConnection(id)).toEqual({ ok: true, value: undefined });
    expect(await api.readConnection(id)).toEqual({ ok: true, value: undefined });
  });

  it('show what is shown once', async () => {
    const { api } = await signedIn();
    const created = await api.createConnection({ type: 'puppet', name: 'mine', fields: {} });
    const once = created.ok ? created.value.displayOnce : {};
    expect(Object.keys(once ?? {})).toEqual(['token']);
    expect(once?.token?.reveal()).toMatch(/^.{20,}$/);
    expect(JSON.stringify(created)).not.toContain(once?.token?.reveal());
  });

  it('write secrets of a workflow and read its text', async () => {
    const { url } = await accountOfTest({ workflows: [{ path: 'ops/reaper' }] });
    const api = accountApi({ url, token: new Secret(TOKEN) });
    expect(await api.listWorkflows()).toEqual({ ok: true, value: [{ path: 'ops/reaper' }] });
    const done = { ok: true, value: undefined };
    expect(await api.createSecret('ops/reaper', 'a b', new Secret('MARKED'))).toEqual(done);
    expect(await api.overwriteSecret('ops/reaper', 'a b', new Secret('MARKED'))).toEqual(done);
    expect(await api.listSecrets('ops/reaper')).toEqual({ ok: true, value: ['a b'] });
    expect(await api.deleteSecret('ops/reaper', 'a b')).toEqual(done);
    expect(await api.deleteSecret('ops/reaper', 'a b')).toEqual(done);
    expect(await api.listSecrets('ops/other')).toEqual({ ok: true, value: undefined });
    expect(await api.validateWorkflow('steps: []\n')).toMatchObject({ ok: true });
    expect(await api.validateWorkflow('steps: 1\n')).toMatchObject({
      ok: true,
      value: { is: 'refused', items: {} },
    });
  });

  it('tell who is signed in and what they may do', async () => {
    const { api } = await signedIn();
    expect(await api.readAccount()).toMatchObject({ ok: true, value: { name: 'Local account' } });
    expect(await api.readProfile()).toMatchObject({ ok: true, value: { name: 'Local user' } });
    const access = await api.readAccess();
    expect(access.ok && access.value.every(({ granted }) => granted)).toBe(true);
    expect(await api.checkSession()).toEqual({ ok: true, value: true });
    expect(await api.endSession()).toEqual({ ok: true, value: undefined });
  });

  it('begin a sign-in whose token does not work before its code is confirmed', async () => {
    const { url } = await accountOfTest();
    const begun = await startSession({ url });
    expect(begun).toMatchObject({ ok: true, value: { page: expect.stringContaining(url) } });
    if (!begun.ok) return;
    const api = accountApi({ url, token: begun.value.token });
    expect(await api.checkSession()).toEqual({ ok: true, value: false });
  });

  it('agree on a name that is taken', async () => {
    const { api, host } = await signedIn();
    await api.createConnection(DRAFT);
    expect(await api.createConnection(DRAFT)).toEqual({
      ok: false,
      failure: { kind: 'answered-error', host, status: 409 },
      message: 'A connection of this type and name is there already.',
      items: { name: 'This name is taken.' },
    });
    expect(await api.createConnection({ ...DRAFT, type: 'gcp' })).toMatchObject({ ok: true });
  });

  it('agree on what is not accepted, field by field', async () => {
    const { api } = await signedIn();
    expect(await api.createConnection({ ...DRAFT, name: '' })).toMatchObject({
      ok: false,
      failure: { status: 422 },
      items: { name: 'This must not be empty.' },
    });
  });

  it('agree on a wrong token', async () => {
    const { api, host } = await signedIn('another-token');
    const refused = { ok: false, failure: { kind: 'token-refused', host } };
    expect(await api.listConnections()).toEqual(refused);
    expect(await api.createConnection(DRAFT)).toMatchObject(refused);
  });

  it.each<[string, Fault, object]>([
    ['a cut connection', { is: 'cut-before' }, { kind: 'unreachable', because: 'the connection was cut' }],
    ['an answer cut on the way', { is: 'torn' }, { kind: 'unreachable', because: 'the connection was cut' }],
    [
      'half of the JSON',
      { is: 'truncated' },
      { kind: 'not-an-answer', because: 'its JSON is broken or cut off' },
    ],
    [
      'a web page',
      { is: 'body', text: '<html>' },
      { kind: 'not-an-answer', because: 'it is a web page, not JSON' },
    ],
    [
      'a redirect',
      { is: 'status', status: 307, headers: { location: '/' } },
      { kind: 'answered-error', status: 307 },
    ],
    ['a 403', { is: 'status', status: 403 }, { kind: 'not-allowed' }],
    ...[201, 202, 203, 204, 206].map((status): [string, Fault, object] => [
      `a ${status}, which is no whole list`,
      { is: 'status', status, body: status === 204 ? '' : { connections: [] } },
      { kind: 'not-an-answer', because: `its status is ${status}` },
    ]),
    ...[
      { error: { title: 'The store is down.' } },
      { next_page: 'abc' },
      { has_more: true },
      { total: 40 },
    ].map((beside): [string, Fault, object] => {
      const [name = ''] = Object.keys(beside);
      return [
        `a list with "${name}" beside it`,
        { is: 'status', status: 200, body: { connections: [], ...beside } },
        { kind: 'not-an-answer', because: `beside its list of connections it has "${name}"` },
      ];
    }),
    ...[{ link: '</api/connections?page=2>; rel="next"' }, { 'content-range': 'items 0-9/100' }].map(
      (headers): [string, Fault, object] => [
        `a list whose headers have ${Object.keys(headers)}`,
        { is: 'status', status: 200, body: { connections: [] }, headers },
        { kind: 'not-an-answer', because: 'its headers say that it is a part of an answer' },
      ],
    ),
  ])('make a failure of %s, and the next call works', async (_what, fault, failure) => {
    const { api, faults, host } = await signedIn();
    faults.set({ route: LIST, fault, times: 3 });
    expect(await api.listConnections()).toEqual({ ok: false, failure: { host, ...failure } });
    faults.set();
    expect(await api.listConnections()).toEqual({ ok: true, value: [] });
  });

  it('end within the time-out when no answer comes', async () => {
    const { api, faults, host } = await signedIn(TOKEN, 50);
    faults.set({ route: LIST, fault: { is: 'latency', milliseconds: 60_000 }, times: 1 });
    expect(await api.listConnections()).toEqual({
      ok: false,
      failure: { kind: 'unreachable', host, because: 'no answer within 0.05 s' },
    });
  });

  it('end at once when the caller cancels', async () => {
    const { api, faults } = await signedIn();
    faults.set({ route: LIST, fault: { is: 'latency', milliseconds: 60_000 } });
    const caller = new AbortController();
    const listed = api.listConnections(caller.signal);
    caller.abort();
    expect(await listed).toMatchObject({ failure: { because: 'the request was cancelled' } });
  });

  it.each<[string, Fault, number]>([
    ['before it was done', { is: 'cut-before' }, 0],
    ['when it was done', { is: 'cut-after' }, 1],
  ])('leave it unclear whether a create cut %s happened; the list tells', async (_when, fault, length) => {
    const { api, faults } = await signedIn();
    faults.set({ route: CREATE, fault });
    expect(await api.createConnection(DRAFT)).toMatchObject({
      ok: false,
      failure: { kind: 'unreachable', because: 'the connection was cut' },
      unclear: true,
    });
    const listed = await api.listConnections();
    expect(listed.ok && listed.value).toHaveLength(length);
  });

  it('tell a port where nobody listens', async () => {
    const url = await closedAddress();
    const answered = await accountApi({ url, token: new Secret(TOKEN) }).createConnection(DRAFT);
    expect(answered).toEqual({
      ok: false,
      failure: { kind: 'unreachable', host: new URL(url).host, because: 'the connection was refused' },
    });
  });

  it('tell https asked of a port that speaks http', async () => {
    const { url } = await accountOfTest();
    const secure = accountApi({ url: url.replace('http:', 'https:'), token: new Secret(TOKEN) });
    expect(await secure.listConnections()).toMatchObject({
      failure: { kind: 'unreachable', because: 'it does not answer with https there' },
    });
  });
});

/** An address whose port was free a moment ago. */
async function closedAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}
