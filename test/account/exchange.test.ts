// The API client against the real local account, over a real connection, when all is well and when it is not.
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { accountApi } from '../../server/src/account/api';
import { Secret } from '../../server/src/account/secret';
import type { Fault } from '../../server/src/localAccount/faults';
import { accountOfTest, TOKEN } from '../localAccount/accountOfTest';

const DRAFT = { type: 'aws', name: 'production', fields: { accessKeyID: new Secret('AKIA-marked') } };
const LIST = 'GET /api/connections';
const CREATE = 'POST /api/connections';

async function signedIn(token = TOKEN, total = 15_000) {
  const { url, faults } = await accountOfTest();
  return {
    api: accountApi({ url, token: new Secret(token), timeouts: { total } }),
    faults,
    host: new URL(url).host,
  };
}

describe('the client and the local account', () => {
  it('create a connection and then list it', async () => {
    const { api } = await signedIn();
    expect(await api.listConnections()).toEqual({ ok: true, value: [] });
    const created = await api.createConnection(DRAFT);
    expect(created).toMatchObject({ ok: true, value: { type: 'aws', name: 'production' } });
    expect(await api.listConnections()).toEqual({ ok: true, value: created.ok ? [created.value] : [] });
    expect(await api.readAccount()).toEqual({ ok: true, value: 'Local account' });
    expect(await api.readProvider('..')).toMatchObject({ ok: true, value: { auth: ['secret'] } });
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
  ])('make a failure of %s, and the next call works', async (_what, fault, failure) => {
    const { api, faults, host } = await signedIn();
    faults.set({ route: LIST, fault, times: 1 });
    expect(await api.listConnections()).toEqual({ ok: false, failure: { host, ...failure } });
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
