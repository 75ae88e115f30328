// The API client against documented and hostile answers.

import { MockAgent } from 'undici';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AccountApi, accountApi, MEDIA_TYPE } from '../../server/src/account/api';
import { Secret } from '../../server/src/account/secret';

const ORIGIN = 'https://api.example.test';
const HOST = 'api.example.test';
const TOKEN = 'token-9f3b1c77d2';
const WHOLE = {
  id: 'c-1',
  type: 'aws',
  name: 'production',
  capabilities: ['source-control'],
  created_at: '2022-01-02T03:04:05Z',
  updated_at: '2022-02-02T03:04:05Z',
  auth: { type: 'secret', subject: 'someone' },
  availability: { status: 'failed', error: { title: 'no' }, tested_at: '2022-03-02T03:04:05Z' },
  workflows: [{ folder: 'ops', name: 'reaper' }, { name: 'alone' }, 7],
  a_new_member: { of: 'a later version' },
};

let agent: MockAgent;
let api: AccountApi;

beforeEach(() => {
  agent = new MockAgent();
  agent.disableNetConnect();
  api = accountApi({ url: ORIGIN, token: new Secret(TOKEN), dispatcher: agent });
});
afterEach(() => agent.close());

function answer(status: number, body: string | object, path = '/api/connections', method = 'GET') {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  agent.get(ORIGIN).intercept({ path, method }).reply(status, text);
}

describe('listing connections', () => {
  it('asks with the media type and the bearer token, and picks the documented members', async () => {
    let headers: unknown;
    agent
      .get(ORIGIN)
      .intercept({ path: '/api/connections' })
      .reply(200, (request) => {
        headers = request.headers;
        return JSON.stringify({ access: {}, connections: [WHOLE, { type: 'git', name: 'plain' }] });
      });
    expect(await api.listConnections()).toEqual({
      ok: true,
      value: [
        {
          id: 'c-1',
          type: 'aws',
          name: 'production',
          createdAt: '2022-01-02T03:04:05Z',
          updatedAt: '2022-02-02T03:04:05Z',
          availability: { status: 'failed', failed: true, testedAt: '2022-03-02T03:04:05Z' },
          workflows: ['ops/reaper', 'alone'],
        },
        { id: '', type: 'git', name: 'plain' },
      ],
    });
    expect(headers).toEqual({ accept: MEDIA_TYPE, authorization: `Bearer ${TOKEN}` });
  });

  it('decodes strings that are sent in base64', async () => {
    const data = Buffer.from('größe').toString('base64');
    answer(200, { connections: [{ type: 'aws', name: { $encoding: 'base64', data } }] });
    expect(await api.listConnections()).toMatchObject({ ok: true, value: [{ name: 'größe' }] });
  });

  it.each([{}, { access: {} }, { connections: [] }])('takes %j for an empty list', async (body) => {
    answer(200, body);
    expect(await api.listConnections()).toEqual({ ok: true, value: [] });
  });

  it.each([
    ['null', 'null'],
    ['nothing', ''],
    ['a web page', '<!doctype html><title>Sign in to the WLAN</title>'],
    ['cut JSON', '{"connections":[{"type":"aws","na'],
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
  ])('does not take %s for a list', async (_what, body) => {
    answer(200, body);
    expect(await api.listConnections()).toMatchObject({
      ok: false,
      failure: { kind: 'not-an-answer', host: HOST },
    });
  });

  it('does not take text for a list that is not UTF-8, where a name would become another one', async () => {
    const bytes = Buffer.from('{"connections":[{"type":"aws","name":"gr\xf6sse"}]}', 'latin1');
    agent.get(ORIGIN).intercept({ path: '/api/connections' }).reply(200, bytes);
    expect(await api.listConnections()).toMatchObject({ ok: false, failure: { kind: 'not-an-answer' } });
  });

  it('stops reading an endless answer', async () => {
    const filler = 'x'.repeat(17 * 1024 * 1024);
    answer(200, `{"connections":[{"type":"aws","name":"a","note":"${filler}"}]}`);
    expect(await api.listConnections()).toEqual({
      ok: false,
      failure: { kind: 'not-an-answer', host: HOST, because: 'it is larger than 16 MiB' },
    });
  });

  it.each([
    [401, { kind: 'token-refused', host: HOST }],
    [403, { kind: 'not-allowed', host: HOST }],
    [404, { kind: 'answered-error', host: HOST, status: 404 }],
    [429, { kind: 'answered-error', host: HOST, status: 429 }],
    [500, { kind: 'answered-error', host: HOST, status: 500 }],
    [503, { kind: 'answered-error', host: HOST, status: 503 }],
  ])('tells status %i by its kind alone, without the text of the account', async (status, failure) => {
    answer(status, { error: { title: 'said by the account' } });
    expect(await api.listConnections()).toEqual({ ok: false, failure });
  });

  it('follows no redirect, so that the token stays at its origin', async () => {
    agent
      .get(ORIGIN)
      .intercept({ path: '/api/connections' })
      .reply(302, '', { headers: { location: 'https://elsewhere.test/api/connections' } });
    let asked = 0;
    agent
      .get('https://elsewhere.test')
      .intercept({ path: '/api/connections' })
      .reply(200, () => {
        asked += 1;
        return '{}';
      });
    expect(await api.listConnections()).toEqual({
      ok: false,
      failure: { kind: 'answered-error', host: HOST, status: 302 },
    });
    expect(asked).toBe(0);
  });

  it.each([
    ['ENOTFOUND', 'the host name was not found'],
    ['ECONNREFUSED', 'the connection was refused'],
    ['ECONNRESET', 'the connection was cut'],
    ['UND_ERR_CONNECT_TIMEOUT', 'no connection within 5 s'],
    ['UND_ERR_HEADERS_TIMEOUT', 'no answer within 15 s'],
    ['CERT_HAS_EXPIRED', 'its certificate has expired'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'its certificate is for another host name'],
    [
      'SELF_SIGNED_CERT_IN_CHAIN',
      'its certificate is not trusted (for a private authority set NODE_EXTRA_CA_CERTS)',
    ],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'it does not answer with https there'],
    ['E_NEVER_HEARD_OF', 'the request failed'],
  ])('says %s in its own words', async (code, because) => {
    const error = Object.assign(new Error(`raw text with ${TOKEN}`), { code });
    agent.get(ORIGIN).intercept({ path: '/api/connections' }).replyWithError(error);
    expect(await api.listConnections()).toEqual({
      ok: false,
      failure: { kind: 'unreachable', host: HOST, because },
    });
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
  ])('refuses %s before anything is sent', async (url, host) => {
    const answered = await accountApi({ url, token: new Secret(TOKEN), dispatcher: agent }).listConnections();
    expect(answered).toMatchObject({ ok: false, failure: { kind: 'unreachable', host } });
    expect(JSON.stringify(answered)).not.toContain('p4ssw0rd');
    // A request would have failed otherwise: the agent refuses to connect.
    expect(JSON.stringify(answered)).toContain('its address');
  });

  it.each(['http://127.0.0.1:8080', 'http://127.9.9.9', 'http://localhost:1234', 'http://[::1]:99'])(
    'sends to %s, which is this machine',
    async (url) => {
      agent.get(new URL(url).origin).intercept({ path: '/api/connections' }).reply(200, '{}');
      const local = accountApi({ url, token: new Secret(TOKEN), dispatcher: agent });
      expect(await local.listConnections()).toEqual({ ok: true, value: [] });
    },
  );

  it('keeps the path of an address behind a gateway', async () => {
    answer(200, {}, '/relay/api/connections');
    const behind = accountApi({ url: `${ORIGIN}/relay/`, token: new Secret(TOKEN), dispatcher: agent });
    expect(await behind.listConnections()).toEqual({ ok: true, value: [] });
  });

  it.each(['', 'two words', 'line\nbreak', 'übel'])(
    'refuses the token %j, which no header can carry',
    async (token) => {
      const mute = accountApi({ url: ORIGIN, token: new Secret(token), dispatcher: agent });
      expect(await mute.listConnections()).toMatchObject({ ok: false, failure: { kind: 'unreachable' } });
    },
  );
});

describe('creating a connection', () => {
  const draft = {
    type: 'aws',
    name: 'production',
    fields: { accessKeyID: new Secret('AKIA0000MARKED'), region: new Secret('eu') },
  };
  const created = { connection: { ...WHOLE, display_once_fields: { password: 'once-only-text' } } };

  it('posts the values under auth and picks the connection without what is displayed once', async () => {
    let sent = { body: '', headers: {} as unknown };
    agent
      .get(ORIGIN)
      .intercept({ path: '/api/connections', method: 'POST' })
      .reply(201, ({ body, headers }) => {
        sent = { body: String(body), headers };
        return JSON.stringify(created);
      });
    const answered = await api.createConnection(draft);
    expect(answered).toMatchObject({ ok: true, value: { id: 'c-1', type: 'aws', name: 'production' } });
    expect(JSON.stringify(answered)).not.toContain('once-only-text');
    expect(JSON.parse(sent.body)).toEqual({
      name: 'production',
      type: 'aws',
      auth: { type: 'secret', fields: { accessKeyID: 'AKIA0000MARKED', region: 'eu' } },
    });
    expect(sent.headers).toMatchObject({ 'content-type': MEDIA_TYPE, accept: MEDIA_TYPE });
  });

  it('takes an answer without a connection, which the contract allows, for what was asked', async () => {
    answer(201, { access: {} }, '/api/connections', 'POST');
    expect(await api.createConnection(draft)).toEqual({
      ok: true,
      value: { id: '', type: 'aws', name: 'production' },
    });
  });

  it('gives the form the texts meant for people, beside the fields they name', async () => {
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
    answer(422, { error }, '/api/connections', 'POST');
    expect(await api.createConnection(draft)).toEqual({
      ok: false,
      failure: { kind: 'answered-error', host: HOST, status: 422 },
      message: 'Check the fields. Done',
      items: { 'auth.fields.accessKeyID': 'Not a key', name: 'Taken', type: 'not accepted' },
    });
  });

  it.each([401, 403, 404, 409])(
    'gives the account’s reason for %i and is sure that nothing happened',
    async (status) => {
      answer(status, { error: { title: 'a reason' } }, '/api/connections', 'POST');
      const answered = await api.createConnection(draft);
      expect(answered).toMatchObject({ ok: false, message: 'a reason' });
      expect(answered).not.toHaveProperty('unclear');
    },
  );

  it('never shows a refusal that is not the contract’s, nor without bound', async () => {
    answer(400, '<h1>proxy says no</h1>', '/api/connections', 'POST');
    const page = await api.createConnection(draft);
    expect(page).toEqual({ ok: false, failure: { kind: 'answered-error', host: HOST, status: 400 } });
    answer(400, { error: { title: 'long '.repeat(5_000) } }, '/api/connections', 'POST');
    const long = await api.createConnection(draft);
    expect(!long.ok && long.message?.length).toBeLessThanOrEqual(400);
  });

  it.each([
    ['a cut connection', 'ECONNRESET', true],
    ['a refused connection', 'ECONNREFUSED', undefined],
    ['an untrusted certificate', 'DEPTH_ZERO_SELF_SIGNED_CERT', undefined],
  ])('says after %s whether it may have happened', async (_what, code, unclear) => {
    agent
      .get(ORIGIN)
      .intercept({ path: '/api/connections', method: 'POST' })
      .replyWithError(Object.assign(new Error('raw'), { code }));
    const answered = await api.createConnection(draft);
    expect(answered).toMatchObject({ ok: false, failure: { kind: 'unreachable' } });
    expect(!answered.ok && answered.unclear).toBe(unclear);
  });

  it.each([
    [201, '<html>'],
    [201, '{"connection":{"name":7}}'],
    [502, '<html>'],
    [500, '{}'],
  ])('calls %i %s unclear', async (status, body) => {
    answer(status, body, '/api/connections', 'POST');
    expect(await api.createConnection(draft)).toMatchObject({ ok: false, unclear: true });
  });
});

describe('reading the account and a type', () => {
  it('reads the account’s name', async () => {
    answer(200, { account: { id: '1', name: 'ACME' } }, '/api/account');
    expect(await api.readAccount()).toEqual({ ok: true, value: 'ACME' });
    answer(200, { account: {} }, '/api/account');
    expect(await api.readAccount()).toMatchObject({ ok: false, failure: { kind: 'not-an-answer' } });
  });

  it('reads how a type is authorised, its name encoded in the path', async () => {
    answer(
      200,
      { connection: { auth: [{ type: 'oauth2' }, { type: 'secret' }, 3], capabilities: ['source-control'] } },
      '/api/connection-providers/a%2Fb%3Fc',
    );
    expect(await api.readProvider('a/b?c')).toEqual({
      ok: true,
      value: { auth: ['oauth2', 'secret'], capabilities: ['source-control'] },
    });
    expect(await api.readProvider('half a pair: \ud83d')).toMatchObject({ ok: false });
  });
});
