// The API client at its edges: what is a list, which addresses and tokens are asked with, what a person is shown.
import { createServer } from 'node:http';
import { MockAgent } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { accountApi, startSession } from '../../server/src/account/api';
import { Secret } from '../../server/src/account/secret';
import { type Reply, scriptedAccount } from '../support/scriptedAccount';

const ORIGIN = 'https://api.example.test';
const TOKEN = 'token-9f3b1c77d2';

async function signedIn(...replies: readonly Reply[]) {
  const account = await scriptedAccount(...replies);
  return { ...account, api: accountApi({ url: account.url, token: new Secret(TOKEN) }) };
}

/** An agent that connects to nothing. */
function mockAgent(): MockAgent {
  const agent = new MockAgent();
  agent.disableNetConnect();
  onTestFinished(() => agent.close());
  return agent;
}

describe('the list of connections', () => {
  it('may have elements with nothing but type and name', async () => {
    const { api } = await signedIn({ status: 200, body: { connections: [{ type: 'git', name: 'plain' }] } });
    expect(await api.listConnections()).toEqual({
      ok: true,
      value: [{ id: '', type: 'git', name: 'plain' }],
    });
  });

  it('may have names that are sent in base64', async () => {
    const data = Buffer.from('größe').toString('base64');
    const connections = [{ type: 'aws', name: { $encoding: 'base64', data } }];
    const { api } = await signedIn({ status: 200, body: { connections } });
    expect(await api.listConnections()).toMatchObject({ ok: true, value: [{ name: 'größe' }] });
  });

  it.each([{}, { access: {} }, { connections: [] }])('is empty in %j', async (body) => {
    const { api } = await signedIn({ status: 200, body });
    expect(await api.listConnections()).toEqual({ ok: true, value: [] });
  });

  it.each([
    ['a bare list', '[]'],
    ['a string', '"connections"'],
    ['another object', '{"workflows":[]}'],
    ['an error with 200', '{"error":{"title":"no"}}'],
    ['null for the list', '{"connections":null}'],
    ['an object for the list', '{"connections":{}}'],
    ['a name that is a number', '{"connections":[{"type":"aws","name":"a"},{"type":"aws","name":1}]}'],
    ['an id that is a number', '{"connections":[{"type":"aws","name":"a","id":1}]}'],
    ['an element without type', '{"connections":[{"name":"a"}]}'],
    ['an unknown encoding', '{"connections":[{"type":"aws","name":{"$encoding":"rot13","data":"n"}}]}'],
    ['broken base64', '{"connections":[{"type":"aws","name":{"$encoding":"base64","data":"?"}}]}'],
  ])('is not %s', async (_what, body) => {
    const { api, host } = await signedIn({ status: 200, body });
    expect(await api.listConnections()).toMatchObject({
      ok: false,
      failure: { kind: 'not-an-answer', host },
    });
  });

  it('is not text that is not UTF-8, where a name would become another one', async () => {
    const body = Buffer.from('{"connections":[{"type":"aws","name":"gr\xf6sse"}]}', 'latin1');
    const { api } = await signedIn({ status: 200, body });
    expect(await api.listConnections()).toMatchObject({ ok: false, failure: { kind: 'not-an-answer' } });
  });

  it('may have 50,000 connections', async () => {
    const connections = Array.from({ length: 50_000 }, (_, n) => ({
      type: 'aws',
      name: `name-${n}`,
      id: `${n}`,
    }));
    const { api } = await signedIn({ status: 200, body: { connections } });
    const answer = await api.listConnections();
    expect(answer.ok && answer.value).toHaveLength(50_000);
  });

  it('is not read to its end when it has none', async () => {
    const piece = Buffer.alloc(1024 * 1024, ' ');
    let closed = false;
    const server = createServer((_request, response) => {
      response.on('close', () => {
        closed = true;
      });
      const more = () => {
        while (!response.destroyed && response.write(piece));
      };
      response.on('drain', more);
      more();
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    onTestFinished(() => void server.close());
    const { port } = server.address() as { port: number };
    const api = accountApi({ url: `http://127.0.0.1:${port}`, token: new Secret(TOKEN) });
    expect(await api.listConnections()).toMatchObject({
      ok: false,
      failure: { kind: 'not-an-answer', because: 'it is larger than 64 MiB' },
    });
    await expect.poll(() => closed).toBe(true);
  });
});

describe('the address', () => {
  it.each([
    ['http://api.relay.sh', 'api.relay.sh'],
    ['http://relay-api.local:8080', 'relay-api.local:8080'],
    ['http://127.0.0.1.example.test', '127.0.0.1.example.test'],
    ['ftp://api.relay.sh', 'api.relay.sh'],
    ['https://me:p4ssw0rd@api.relay.sh', 'api.relay.sh'],
    ['https://api.relay.sh/?key=p4ssw0rd', 'api.relay.sh'],
    ['api.relay.sh', 'the Relay account'],
    ['', 'the Relay account'],
  ])('%s is refused before anything is sent', async (url, host) => {
    const dispatcher = mockAgent();
    const answered = await accountApi({ url, token: new Secret(TOKEN), dispatcher }).listConnections();
    expect(answered).toMatchObject({ ok: false, failure: { kind: 'unreachable', host } });
    expect(JSON.stringify(answered)).not.toContain('p4ssw0rd');
    // A request would have failed otherwise: the agent refuses to connect.
    expect(JSON.stringify(answered)).toContain('its address');
  });

  it.each(['http://127.0.0.1:8080', 'http://127.9.9.9', 'http://localhost:1234', 'http://[::1]:99'])(
    '%s is this machine, and asked',
    async (url) => {
      const dispatcher = mockAgent();
      dispatcher.get(new URL(url).origin).intercept({ path: '/api/connections' }).reply(200, '{}');
      const local = accountApi({ url, token: new Secret(TOKEN), dispatcher });
      expect(await local.listConnections()).toEqual({ ok: true, value: [] });
    },
  );

  it('may have a path, behind a gateway', async () => {
    const dispatcher = mockAgent();
    dispatcher.get(ORIGIN).intercept({ path: '/relay/api/connections' }).reply(200, '{}');
    const behind = accountApi({ url: `${ORIGIN}/relay/`, token: new Secret(TOKEN), dispatcher });
    expect(await behind.listConnections()).toEqual({ ok: true, value: [] });
  });
});

describe('what is sent', () => {
  it.each(['', 'two words', 'line\nbreak', 'übel'])('is nothing with the token %j', async (token) => {
    const { url, seen } = await scriptedAccount({ status: 200, body: {} });
    const mute = accountApi({ url, token: new Secret(token) });
    expect(await mute.listConnections()).toMatchObject({ ok: false, failure: { kind: 'unreachable' } });
    expect(seen).toEqual([]);
  });

  it('is nothing where an id would make it another call', async () => {
    const { api, seen } = await signedIn({ status: 200, body: { resource_id: '', success: true } });
    expect(await api.deleteConnection('')).toMatchObject({ ok: false, failure: { kind: 'unreachable' } });
    expect(await api.deleteSecret('', 'name')).not.toHaveProperty('unclear');
    expect(await api.deleteConnection('..')).toMatchObject({ ok: false, failure: { kind: 'unreachable' } });
    expect(seen).toEqual([]);
  });

  it('is half a surrogate pair as UTF-8 has it', async () => {
    const { api, seen } = await signedIn({ status: 200, body: { connection: {} } });
    expect(await api.readProvider('half: \ud83d')).toMatchObject({ ok: true });
    expect(seen[0]?.path).toBe('/api/connection-providers/half%3A%20%EF%BF%BD');
  });
});

describe('what is answered', () => {
  const draft = { type: 'aws', name: 'production', fields: {} };

  it('without a connection, which the contract allows, stands for what was asked', async () => {
    const { api } = await signedIn({ status: 201, body: { access: {} } });
    const asked = { id: '', type: 'aws', name: 'production' };
    expect(await api.createConnection(draft)).toEqual({ ok: true, value: { connection: asked } });
    expect(await api.renameConnection('c', 'other')).toEqual({ ok: true, value: {} });
  });

  it('that nothing was deleted is no success', async () => {
    const { api } = await signedIn({ status: 200, body: { resource_id: 'c', success: false } });
    expect(await api.deleteConnection('c')).toMatchObject({ ok: false, unclear: true });
  });

  it('that something is not there is believed of the account alone', async () => {
    const { api } = await signedIn({ status: 404, body: '<h1>Not found</h1>' });
    const failure = { kind: 'answered-error', status: 404 };
    expect(await api.readConnection('c')).toMatchObject({ ok: false, failure });
    expect(await api.deleteConnection('c')).toMatchObject({ ok: false, failure });
  });

  it.each(['javascript:alert(1)', 'vscode://x', 'file:///etc/passwd', 'http://relay.example/', 'no address'])(
    'is no page to open: %s',
    async (page) => {
      const account = await scriptedAccount({
        status: 200,
        body: {
          url: page,
          token: 't',
          user_code: 'c',
          verification_uri: page,
          verification_uri_complete: page,
        },
      });
      const api = accountApi({ url: account.url, token: new Secret(TOKEN) });
      const failure = { kind: 'not-an-answer' };
      expect(await api.startAuthorization('a', 'b', { capabilities: [] })).toMatchObject({
        ok: false,
        failure,
      });
      expect(await api.reauthorize('a', {})).toMatchObject({ ok: false, failure });
      expect(await startSession({ url: account.url })).toMatchObject({ ok: false, failure });
    },
  );

  it('is shown in the words that are meant for people, beside the fields they name', async () => {
    const error = {
      title: 'invalid',
      description: { friendly: 'described', technical: 'stack' },
      formatted: { friendly: 'Check the\u0000 fields.\n\u202eDone' },
      items: {
        'auth.fields.accessKeyID': { description: { friendly: 'Not a key' }, title: 'x' },
        name: { title: 'Taken' },
        type: {},
      },
    };
    const { api, host } = await signedIn({ status: 422, body: { error } });
    expect(await api.createConnection(draft)).toEqual({
      ok: false,
      failure: { kind: 'answered-error', host, status: 422 },
      message: 'Check the fields. Done',
      items: { 'auth.fields.accessKeyID': 'Not a key', name: 'Taken', type: 'not accepted' },
    });
  });

  it('is never shown where it is not the contract’s, nor without bound', async () => {
    const page = await signedIn({ status: 400, body: '<h1>proxy says no</h1>' });
    const failure = { kind: 'answered-error', host: page.host, status: 400 };
    expect(await page.api.createConnection(draft)).toEqual({ ok: false, failure });
    const { api } = await signedIn({ status: 400, body: { error: { title: 'long '.repeat(5_000) } } });
    const long = await api.createConnection(draft);
    expect(!long.ok && long.message?.length).toBe(400);
  });
});
