// Signing in by device code, the page that confirms it, roles, API tokens, and how each of them ends.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AccessAnswer, DeviceSession, ProfileAnswer } from '../../server/src/account/contract/types';
import { open } from '../../server/src/localAccount/sealed';
import { accountOfTest, confirmSignIn, TOKEN } from './accountOfTest';
import { ask } from './ask';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

async function begin(url: string): Promise<DeviceSession> {
  const { status, json } = await ask(url, { method: 'POST', path: '/auth/sessions/device', token: '' });
  expect(status).toBe(201);
  return json as unknown as DeviceSession;
}

/** The status of the session, and in words why not where it is not 200. */
async function stateOf(url: string, token: string): Promise<string> {
  const { status, json } = await ask(url, { path: '/auth/sessions', token });
  return status === 200 ? 'valid' : `${status} ${json.error.title}`;
}

async function signedIn(url: string, role: string): Promise<string> {
  const { token, user_code } = await begin(url);
  expect((await confirmSignIn(url, user_code, { role })).status).toBe(200);
  return token;
}

async function page(url: string, path: string) {
  const response = await fetch(`${url}${path}`);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

describe('a sign-in by device code', () => {
  it('works once its code was confirmed on the page, which shows the code', async () => {
    const { url } = await accountOfTest();
    const { token, user_code, verification_uri, verification_uri_complete, expires_at } = await begin(url);
    expect(user_code).toMatch(/^[A-Z]{4}-[A-Z]{4}$/);
    expect([verification_uri, verification_uri_complete]).toEqual([
      `${url}/sign-in`,
      `${url}/sign-in?code=${user_code}`,
    ]);
    expect(Math.round((Date.parse(expires_at) - Date.now()) / MINUTE)).toBe(10);
    expect(await stateOf(url, token)).toBe('401 The sign-in has not been confirmed yet.');
    for (const typed of [user_code, user_code.toLowerCase().replace('-', ' ')]) {
      const shown = await page(url, `/sign-in?code=${encodeURIComponent(typed)}`);
      expect([shown.status, shown.text.includes(`>${user_code}<`)]).toEqual([200, true]);
    }
    expect(await confirmSignIn(url, user_code)).toMatchObject({ status: 200 });
    expect(await stateOf(url, token)).toBe('valid');
    expect((await confirmSignIn(url, user_code)).status).toBe(404);
  });

  it('asks on its page for a code that is not in the address', async () => {
    const { url } = await accountOfTest();
    const { text, status } = await page(url, '/sign-in');
    expect([status, /<label for="code">/.test(text)]).toEqual([200, true]);
    expect((await page(url, '/sign-in?code=WRNG-CODE')).status).toBe(404);
  });

  it('takes the account’s own token to be allowed', async () => {
    const { url } = await accountOfTest();
    const { token, user_code } = await begin(url);
    for (const given of ['', 'wrong', token]) {
      const { status, text } = await confirmSignIn(url, user_code, { token: given, role: 'viewer' });
      expect([status, text.includes('That is not the token of this account.')]).toEqual([403, true]);
      expect(text).toContain('value="viewer" checked');
    }
    expect(await stateOf(url, token)).toContain('not been confirmed');
    expect((await confirmSignIn(url, user_code, { role: 'owner' })).status).toBe(422);
    expect((await confirmSignIn(url, user_code)).status).toBe(200);
  });

  it('can be refused, without the token', async () => {
    const { url } = await accountOfTest();
    const { token, user_code } = await begin(url);
    const refused = await confirmSignIn(url, user_code, { decision: 'refuse', token: '' });
    expect([refused.status, refused.text.includes('Sign-in refused')]).toEqual([200, true]);
    expect(await stateOf(url, token)).toBe('401 The token is missing or wrong.');
    expect((await confirmSignIn(url, user_code)).status).toBe(404);
  });

  it('cannot be confirmed when its code has expired, or in a browser by another site', async () => {
    const { url, faults } = await accountOfTest();
    const { token, user_code } = await begin(url);
    const form = { code: user_code, role: 'administrator', decision: 'allow', token: TOKEN };
    for (const origin of ['https://evil.test', 'null']) {
      const sent = { method: 'POST', headers: { origin }, body: new URLSearchParams(form) };
      expect((await fetch(`${url}/sign-in`, sent)).status).toBe(403);
    }
    faults.clockAhead = 10 * MINUTE;
    expect((await confirmSignIn(url, user_code)).status).toBe(404);
    expect(await stateOf(url, token)).toBe('401 The token is missing or wrong.');
  });

  it('is bounded in number, until the codes expire', async () => {
    const { url, faults } = await accountOfTest();
    for (let count = 0; count < 100; count++) await begin(url);
    const refused = await ask(url, { method: 'POST', path: '/auth/sessions/device', token: '' });
    expect([refused.status, refused.headers['retry-after']]).toEqual([429, '60']);
    faults.clockAhead = 10 * MINUTE;
    await begin(url);
  });

  it('has a page that runs no script, loads nothing, cannot be framed and is not kept', async () => {
    const { url } = await accountOfTest();
    const { user_code } = await begin(url);
    for (const path of ['/sign-in', `/sign-in?code=${user_code}`, '/authorize?request=x']) {
      const { headers, text } = await page(url, path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]+'; form-action 'self'/);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(headers.get('cache-control')).toBe('no-store');
      expect(text).not.toMatch(/<script|<img|<link|\son\w+=/);
      expect(text).toContain('<html lang="en">');
    }
    const host = await ask(url, {
      path: '/auth/sessions/device',
      method: 'POST',
      headers: { host: 'evil.test' },
    });
    expect(host.status).toBe(403);
  });
});

describe('a session', () => {
  it('acts in the role that was chosen, and the account says what that may do', async () => {
    const { url } = await accountOfTest();
    const grants = async (token: string) => {
      const { json } = await ask(url, { path: '/api/access', token });
      return (json as unknown as AccessAnswer).permission_grants?.map(({ granted }) => granted);
    };
    const nameOf = async (token: string) => {
      const { json } = await ask(url, { path: '/auth/profile', token });
      return (json as unknown as ProfileAnswer).user.name;
    };
    const draft = { type: 'aws', name: 'a', auth: { type: 'secret', fields: { key: 'value' } } };
    const administrator = await signedIn(url, 'administrator');
    const viewer = await signedIn(url, 'viewer');
    expect(await Promise.all([administrator, viewer].map(grants))).toEqual([
      [true, true, true, true],
      [true, false, true, false],
    ]);
    expect(await Promise.all([administrator, viewer].map(nameOf))).toEqual(['Local user', 'Local viewer']);
    const made = await ask(url, { method: 'POST', body: draft, token: administrator });
    expect(made.status).toBe(201);
    const refused = await ask(url, { method: 'POST', body: { ...draft, name: 'b' }, token: viewer });
    expect(refused).toMatchObject({ status: 403, json: { error: { code: 'forbidden' } } });
    const { json } = await ask(url, { token: viewer });
    expect(json.connections.map(({ name }) => name)).toEqual(['a']);
    const path = `/api/connections/${made.json.connection.id}/test`;
    expect((await ask(url, { method: 'POST', path, token: viewer })).status).toBe(200);
  });

  it('outlives a restart, which forgets codes that wait; of its token only a digest is kept', async () => {
    const first = await accountOfTest();
    const waiting = await begin(first.url);
    const token = await signedIn(first.url, 'viewer');
    await first.account.stop();
    const opened = open(await readFile(join(first.folder, 'connections.sealed')), first.key);
    expect(opened.is === 'text' && opened.text.includes('"role":"viewer"')).toBe(true);
    expect(opened.is === 'text' && opened.text.includes(token)).toBe(false);
    const second = await accountOfTest({ folder: first.folder, key: first.key });
    expect(await stateOf(second.url, token)).toBe('valid');
    expect((await confirmSignIn(second.url, waiting.user_code)).status).toBe(404);
  });

  it('ends after 30 days, and says so', async () => {
    const { url, faults } = await accountOfTest();
    const token = await signedIn(url, 'administrator');
    faults.clockAhead = 30 * DAY - MINUTE;
    expect(await stateOf(url, token)).toBe('valid');
    faults.clockAhead = 30 * DAY + MINUTE;
    expect(await stateOf(url, token)).toBe('401 The session has expired. Sign in again.');
    expect(await stateOf(url, TOKEN)).toBe('valid');
  });

  it('ends by signing out, alone; tokens do not', async () => {
    const { url } = await accountOfTest();
    const [one, other] = [await signedIn(url, 'viewer'), await signedIn(url, 'viewer')];
    const signOut = (token: string) => ask(url, { method: 'DELETE', path: '/auth/sessions', token });
    expect((await signOut(one)).status).toBe(200);
    expect((await signOut(one)).status).toBe(401);
    expect((await signOut(TOKEN)).status).toBe(200);
    expect(await Promise.all([one, other, TOKEN].map((token) => stateOf(url, token)))).toEqual([
      '401 The token is missing or wrong.',
      'valid',
      'valid',
    ]);
  });

  it('can be made to expire by a test in another process', async () => {
    const { url } = await accountOfTest();
    const token = await signedIn(url, 'viewer');
    const put = { method: 'PUT', path: '/testing/clock', headers: { 'content-type': 'application/json' } };
    expect((await ask(url, { ...put, body: { ahead: 'x' } })).status).toBe(422);
    expect((await ask(url, { ...put, body: { ahead: 31 * DAY } })).status).toBe(204);
    expect(await stateOf(url, token)).toContain('expired');
  });
});

describe('API tokens', () => {
  const path = '/api/tokens';
  const body = { name: 'ci', type: 'user' };

  it('act in the role of who made them, and are shown once', async () => {
    const { url } = await accountOfTest();
    const viewer = await signedIn(url, 'viewer');
    const { json } = await ask(url, { method: 'POST', path, body, token: viewer });
    const { secret, id } = json.token;
    expect(await stateOf(url, secret)).toBe('valid');
    const refused = await ask(url, { method: 'POST', body: { type: 'a', name: 'b' }, token: secret });
    expect(refused.status).toBe(403);
    const listed = await ask(url, { path, token: viewer });
    expect(listed.json).toEqual({ tokens: [{ id, name: 'ci' }] });
    expect((await ask(url, { path })).json).toEqual({ tokens: [] });
    expect((await ask(url, { method: 'DELETE', path: `${path}/${id}` })).status).toBe(404);
    expect((await ask(url, { method: 'DELETE', path: `${path}/${id}`, token: viewer })).status).toBe(200);
    expect(await stateOf(url, secret)).toBe('401 The token is missing or wrong.');
  });

  it('have one name each, and outlive a restart', async () => {
    const first = await accountOfTest();
    const { json } = await ask(first.url, { method: 'POST', path, body });
    expect((await ask(first.url, { method: 'POST', path, body })).status).toBe(409);
    await first.account.stop();
    const second = await accountOfTest({ folder: first.folder, key: first.key });
    expect(await stateOf(second.url, json.token.secret)).toBe('valid');
  });
});
