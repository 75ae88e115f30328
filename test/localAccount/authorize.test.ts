// Connections that a person allows in the browser: the simulated other side, and what it leaves in the account.
import { describe, expect, it } from 'vitest';
import { Secret } from '../../server/src/account/secret';
import { accountOfTest } from './accountOfTest';
import { ask } from './ask';

const GITHUB = '/api/connection-providers/github/auth/oauth2';

async function start(
  url: string,
  body: object = { name: 'hub', capabilities: ['source-control'], scopes: ['repo'] },
) {
  const { status, json } = await ask(url, { method: 'POST', path: GITHUB, body });
  expect([status, json.url?.startsWith(`${url}/authorize?request=`)]).toEqual([200, true]);
  return json.url;
}

async function press(page: string, decision: string) {
  const { origin, searchParams } = new URL(page);
  const body = new URLSearchParams({ request: searchParams.get('request') ?? '', decision });
  const response = await fetch(`${origin}/authorize`, { method: 'POST', body });
  return { status: response.status, text: await response.text() };
}

describe('a connection that is allowed in the browser', () => {
  it('is offered for the types that have it', async () => {
    const { url } = await accountOfTest();
    const of = async (type: string) =>
      (await ask(url, { path: `/api/connection-providers/${type}` })).json.connection;
    expect(await of('aws')).toEqual({ auth: [{ type: 'secret' }], capabilities: [] });
    expect(await of('github')).toMatchObject({
      auth: [{ type: 'secret' }, { type: 'oauth2', scopes: [{ name: 'repo' }, { implicit: true }] }],
      capabilities: ['source-control'],
    });
    expect(await of('constructor')).toEqual({ auth: [{ type: 'secret' }], capabilities: [] });
  });

  it('is there when "Allow" was pressed, and not before', async () => {
    const { url } = await accountOfTest();
    const page = await start(url);
    expect(await (await fetch(page)).text()).toContain('<strong>hub</strong>');
    expect((await ask(url)).json.connections).toEqual([]);
    expect(await press(page, 'allow')).toMatchObject({ status: 200 });
    const { connections } = (await ask(url)).json;
    expect(connections).toMatchObject([
      {
        type: 'github',
        name: 'hub',
        capabilities: ['source-control'],
        auth: { type: 'oauth2', scopes: ['repo'] },
      },
    ]);
    const test = { method: 'POST', path: `/api/connections/${connections[0]?.id}/test` };
    expect((await ask(url, test)).json.availability.status).toBe('available');
    expect((await press(page, 'allow')).status).toBe(404);
    expect((await fetch(page)).status).toBe(404);
  });

  it('is not there when it was refused, too late, or its name was taken meanwhile', async () => {
    const { url, faults } = await accountOfTest();
    const refused = await start(url);
    expect((await press(refused, 'refuse')).text).toContain('Nothing was changed');
    expect((await press(refused, 'allow')).status).toBe(404);
    const late = await start(url);
    faults.clockAhead = 10 * 60_000;
    expect((await press(late, 'allow')).status).toBe(404);
    const [first, second] = [await start(url), await start(url)];
    expect((await press(first, 'allow')).status).toBe(200);
    expect(await press(second, 'allow')).toMatchObject({
      status: 409,
      text: expect.stringContaining('there already'),
    });
    expect((await ask(url)).json.connections).toHaveLength(1);
  });

  it('can be authorised again; other types and unknown wishes are refused', async () => {
    const seed = [
      { type: 'aws', name: 'a', fields: { key: new Secret('value') } },
      { type: 'github', name: 'typed', fields: { accessToken: new Secret(' ') } },
    ];
    const { url } = await accountOfTest({ seed });
    const [aws, github] = (await ask(url)).json.connections;
    const again = (id = '', body = {}) =>
      ask(url, { method: 'POST', path: `/api/connections/${id}/auth/oauth2`, body });
    expect((await again(aws?.id)).status).toBe(404);
    expect(await again(github?.id, { scopes: ['repo', 'admin'] })).toMatchObject({
      status: 422,
      json: { error: { items: { 'scopes.1': { title: 'This is not known.' } } } },
    });
    const { json } = await again(github?.id, { scopes: ['repo'] });
    expect((await press(json.url, 'allow')).status).toBe(200);
    const after = (await ask(url)).json.connections[1];
    expect(after).toMatchObject({
      id: github?.id,
      auth: { type: 'oauth2' },
      availability: { status: 'untested' },
    });
    const body = { name: 'typed', auth: { type: 'secret', fields: { accessToken: 'typed in' } } };
    const typed = await ask(url, { method: 'PUT', path: `/api/connections/${github?.id}`, body });
    expect(typed.json.connection).toMatchObject({ auth: { type: 'secret' } });
  });

  it('shows names as text, whatever they hold', async () => {
    const { url } = await accountOfTest();
    const name = `<script>alert("1")</script>'&`;
    const text = await (await fetch(await start(url, { name, capabilities: [] }))).text();
    expect(text).not.toContain('<script>');
    expect(text).toContain('&#60;script&#62;alert(&#34;1&#34;)&#60;/script&#62;&#39;&#38;');
  });
});
