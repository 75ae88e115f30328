// The local account as any HTTP client sees it: who may ask, what is accepted, and what it answers.
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MEDIA_TYPE } from '../../server/src/account/contract/schema';
import { Secret } from '../../server/src/account/secret';
import { startLocalAccount } from '../../server/src/localAccount/localAccount';
import { accountOfTest, folderOfTest, keyOfTest, TOKEN } from './accountOfTest';
import { ask } from './ask';

const create = (url: string, body: unknown) => ask(url, { method: 'POST', body });
const DRAFT = { type: 'aws', name: 'production', auth: { type: 'secret', fields: { key: 'marked-value' } } };

describe('who may ask', () => {
  it.each(['evil.test', 'evil.test:80', '127.0.0.1.evil.test', '10.0.0.1'])(
    'refuses the host name %j, even with the token',
    async (host) => {
      const { url } = await accountOfTest();
      expect(await ask(url, { headers: { host } })).toMatchObject({ status: 403 });
    },
  );

  it.each(['localhost', 'localhost:1', '127.0.0.1', '[::1]:8'])(
    'answers to the host name %s',
    async (host) => {
      const { url } = await accountOfTest();
      expect(await ask(url, { headers: { host } })).toMatchObject({ status: 200 });
    },
  );

  it.each(['', 'Bearer', 'Bearer wrong', `Basic ${TOKEN}`, `Bearer ${TOKEN}x`, TOKEN])(
    'refuses the authorization %j for every path, known or not',
    async (authorization) => {
      const { url } = await accountOfTest();
      for (const path of ['/api/connections', '/auth/sessions', '/testing/faults', '/nothing']) {
        const { status, json, type } = await ask(url, { path, headers: { authorization } });
        expect(status).toBe(401);
        expect(json.error.formatted.friendly).toBe('The token is missing or wrong.');
        expect(type).toContain(MEDIA_TYPE);
      }
    },
  );

  it('listens on this machine’s own address only', async () => {
    expect((await accountOfTest()).url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });
});

describe('what is accepted', () => {
  it('wants the media type of the version in Accept and on a body', async () => {
    const { url } = await accountOfTest();
    expect(await ask(url, { headers: { accept: 'application/json' } })).toMatchObject({ status: 406 });
    const plain = await ask(url, {
      method: 'POST',
      body: DRAFT,
      headers: { 'content-type': 'application/json' },
    });
    expect(plain).toMatchObject({ status: 415, json: { error: { code: 'media_type' } } });
    expect(await ask(url, { headers: { accept: `${MEDIA_TYPE}; q=1, */*` } })).toMatchObject({ status: 200 });
  });

  it.each([
    [{}, { type: 'This is missing.', name: 'This is missing.' }],
    [
      { type: '', name: 7 },
      { type: 'This must not be empty.', name: 'This must be of type string.' },
    ],
    [{ ...DRAFT, auth: { type: 'oauth2', fields: {} } }, { 'auth.type': 'This must be "secret".' }],
    [{ ...DRAFT, auth: { type: 'secret' } }, { 'auth.fields': 'This is missing.' }],
    [
      { ...DRAFT, auth: { type: 'secret', fields: { 'a/b': 1 } } },
      { 'auth.fields.a/b': 'This must be a string.' },
    ],
    [[], { body: 'This must be of type object.' }],
  ])('says of %j what is wrong, member by member', async (body, items) => {
    const { url } = await accountOfTest();
    const { status, json } = await create(url, body);
    expect(status).toBe(422);
    const said = Object.entries(json.error.items).map(([path, item]) => [path, item.formatted.friendly]);
    expect(Object.fromEntries(said)).toEqual(items);
  });

  it.each([
    '{"type":"aws","name":"marked-value',
    '"marked-value"x',
    '{"__proto__":{"a":1},"type":"marked-value"}',
  ])('refuses the broken body %s without repeating it', async (text) => {
    const { url } = await accountOfTest();
    const { status, json } = await ask(url, { method: 'POST', text });
    expect(status).toBe(400);
    expect(json.error.code).toBe('malformed');
    expect(JSON.stringify(json)).not.toContain('marked');
  });

  it('refuses a body that is too large', async () => {
    const { url } = await accountOfTest();
    const fields = { key: 'x'.repeat(5 * 1024 * 1024) };
    const large = await create(url, { ...DRAFT, auth: { type: 'secret', fields } }).catch(
      (error) => error.code,
    );
    // The connection may be closed while the client is still sending.
    expect(typeof large === 'string' ? 413 : large.status).toBe(413);
    expect(await ask(url)).toMatchObject({ json: { connections: [] } });
  });

  it('takes values that are not UTF-8', async () => {
    const { url } = await accountOfTest();
    const fields = { key: { $encoding: 'base64', data: '/w==' } };
    expect(await create(url, { ...DRAFT, auth: { type: 'secret', fields } })).toMatchObject({ status: 201 });
  });
});

describe('connections', () => {
  it('are created, shown, tested, renamed and deleted, their values never shown', async () => {
    const { url } = await accountOfTest();
    const created = await create(url, DRAFT);
    expect(created).toMatchObject({
      status: 201,
      json: {
        connection: {
          type: 'aws',
          name: 'production',
          auth: { type: 'secret' },
          availability: { status: 'untested' },
        },
      },
    });
    const path = `/api/connections/${created.json.connection.id}`;
    expect((await ask(url, { path })).json).toEqual(created.json);
    const tested = await ask(url, { path: `${path}/test`, method: 'POST' });
    expect(tested).toMatchObject({ status: 200, json: { availability: { status: 'available' } } });
    const renamed = await ask(url, { path, method: 'PUT', body: { name: 'staging' } });
    expect(renamed).toMatchObject({
      status: 200,
      json: { connection: { name: 'staging', availability: { status: 'available' } } },
    });
    const list = await ask(url);
    expect(list.json.connections).toEqual([renamed.json.connection]);
    expect(JSON.stringify([created, tested, renamed, list])).not.toContain('marked-value');
    expect(await ask(url, { path, method: 'DELETE' })).toMatchObject({
      status: 200,
      json: { resource_id: created.json.connection.id, success: true },
    });
    expect(await ask(url, { path })).toMatchObject({ status: 404, json: { error: { code: 'not_found' } } });
    expect(await ask(url, { path, method: 'DELETE' })).toMatchObject({ status: 404 });
  });

  it('fail their test when they hold no value', async () => {
    const { url } = await accountOfTest();
    const { json } = await create(url, { type: 'aws', name: 'empty' });
    const tested = await ask(url, { path: `/api/connections/${json.connection.id}/test`, method: 'POST' });
    expect(tested.json.availability.error?.title).toBe('The connection has no values.');
    const body = { name: 'empty', auth: DRAFT.auth };
    const changed = await ask(url, { path: `/api/connections/${json.connection.id}`, method: 'PUT', body });
    expect(changed.json.connection.availability).toEqual({ status: 'untested' });
  });

  it('fail their test when a value is blank, which names it', async () => {
    const { url } = await accountOfTest();
    const fields = { key: 'marked-value', 'other key': ' \n' };
    const { json } = await create(url, { type: 'aws', name: 'blank', auth: { type: 'secret', fields } });
    const tested = await ask(url, { path: `/api/connections/${json.connection.id}/test`, method: 'POST' });
    expect(tested.json.availability).toMatchObject({
      status: 'unavailable',
      error: { title: 'The value of "other key" is empty.' },
    });
    expect((await ask(url)).json.connections[0]?.availability).toEqual(tested.json.availability);
  });

  it('show what the account made for them once, in the answer to the save', async () => {
    const { url } = await accountOfTest();
    const made = await create(url, { type: 'puppet', name: 'forge' });
    const { id, display_once_fields: shown = {} } = made.json.connection;
    expect(shown).toEqual({ token: expect.stringMatching(/^[\w-]{43}$/) });
    const path = `/api/connections/${id}`;
    const renamed = await ask(url, { path, method: 'PUT', body: { name: 'other' } });
    const rest = [renamed, await ask(url, { path }), await ask(url)];
    expect(JSON.stringify(rest)).not.toContain(shown.token);
    expect(renamed.json.connection).not.toHaveProperty('display_once_fields');
    const given = { type: 'secret', fields: { token: 'given' } };
    const typed = await create(url, { type: 'puppet', name: 'typed', auth: given });
    expect(typed.json.connection).not.toHaveProperty('display_once_fields');
  });

  it('are unique by type and name, on rename too, and when many ask at once', async () => {
    const { url } = await accountOfTest();
    const answers = await Promise.all(Array.from({ length: 8 }, () => create(url, DRAFT)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409, 409, 409]);
    const { json } = await create(url, { ...DRAFT, name: 'other' });
    const path = `/api/connections/${json.connection.id}`;
    expect(await ask(url, { path, method: 'PUT', body: { name: 'production' } })).toMatchObject({
      status: 409,
    });
    expect(await ask(url, { path, method: 'PUT', body: { name: 'other' } })).toMatchObject({ status: 200 });
  });

  it('outlive a restart, those of a seed are not added twice', async () => {
    const seed = [
      { type: 'aws', name: 'production', fields: { key: new Secret('seeded') } },
      { type: 'git', name: 'deploy' },
    ];
    const first = await accountOfTest({ seed });
    const before = await ask(first.url);
    expect(before.json.connections).toHaveLength(2);
    await first.account.stop();
    const second = await accountOfTest({ folder: first.folder, key: first.key, seed });
    expect((await ask(second.url)).json).toEqual(before.json);
  });
});

describe('the rest of the account', () => {
  it.each([
    ['/api/account', { account: { name: 'Local account' } }],
    ['/auth/profile', { user: { name: 'Local user' } }],
    ['/auth/sessions', {}],
    [`/api/connection-providers/${'t'.repeat(90)}`, { connection: { auth: [{ type: 'secret' }] } }],
  ])('answers %s', async (path, json) => {
    const { url } = await accountOfTest();
    expect(await ask(url, { path })).toMatchObject({ status: 200, json });
  });

  it.each(['/nothing', '/api/connections/none', '/%zz'])(
    'answers %s with an error of the contract',
    async (path) => {
      const { url } = await accountOfTest();
      const { status, json } = await ask(url, { path });
      expect([400, 404]).toContain(status);
      expect(json.error.title).toEqual(expect.any(String));
    },
  );

  it('takes faults over its control route, which is there for tests only', async () => {
    const { url } = await accountOfTest();
    const headers = { 'content-type': 'application/json' };
    const rule = { route: 'GET /api/account', fault: { is: 'status', status: 503 }, times: 1 };
    const put = { path: '/testing/faults', method: 'PUT', headers };
    expect(await ask(url, { ...put, body: { not: 'a list' } })).toMatchObject({ status: 422 });
    expect(await ask(url, { ...put, body: [rule] })).toMatchObject({ status: 204 });
    expect(await ask(url, { path: '/api/account' })).toMatchObject({ status: 503 });
    expect(await ask(url, { path: '/api/account' })).toMatchObject({ status: 200 });
    const plain = await startLocalAccount({
      folder: await folderOfTest(),
      key: keyOfTest(),
      token: new Secret(TOKEN),
    });
    expect(await ask(plain.url, { ...put, body: [rule] }).finally(plain.stop)).toMatchObject({ status: 404 });
  });

  it('saves nothing more when another process has taken its folder, and says so', async () => {
    const { url, folder } = await accountOfTest();
    await writeFile(join(folder, 'account.lock.9'), '{}');
    const refused = await create(url, DRAFT);
    expect(refused).toMatchObject({ status: 503, json: { error: { code: 'taken_over' } } });
    expect((await ask(url)).json).toEqual({ connections: [] });
  });

  it('answers what is no HTTP with an error of the contract', async () => {
    const { url } = await accountOfTest();
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.end('marked nonsense\r\n\r\n');
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk);
    const [head, body = ''] = Buffer.concat(chunks).toString().split('\r\n\r\n');
    expect(head).toContain('HTTP/1.1 400');
    expect(JSON.parse(body)).toMatchObject({ error: { code: 'malformed' } });
    expect(body).not.toContain('nonsense');
  });

  it('stops at once, also under a request that waits', async () => {
    const { account, faults, url } = await accountOfTest();
    faults.set({ route: '*', fault: { is: 'latency', milliseconds: 600_000 } });
    const waiting = ask(url).catch(() => 'ended');
    await account.stop();
    expect(await waiting).toBeTruthy();
    await expect(ask(url)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
