// Every call of the contract: what it refuses, and that each of its answers and documented refusals is given.
import { describe, expect, it } from 'vitest';
import type { Operation } from '../../server/src/account/contract/operation';
import { operations } from '../../server/src/account/contract/operations';
import { MEDIA_TYPE, YAML_MEDIA_TYPE } from '../../server/src/account/contract/schema';
import type { Watched } from '../../server/src/localAccount/localAccount';
import { accountOfTest, confirmSignIn, TOKEN } from './accountOfTest';
import { ask } from './ask';

const calls: readonly (Operation & { readonly id: string })[] = Object.entries(operations).map(
  ([id, operation]) => ({ id, ...operation }),
);
const pathOf = ({ path }: Operation) => path.replace(/\{\w+\}/g, 'none');
const bodies: Readonly<Record<string, unknown>> = {
  createConnection: { type: 'aws', name: 'production', auth: { type: 'secret', fields: { key: 'value' } } },
  changeConnection: { name: 'staging' },
  authorize: { name: 'hub', capabilities: ['source-control'], scopes: ['repo'], state: 'x' },
  reauthorize: {},
  createWorkflowSecret: { name: 'password', value: 'value' },
  overwriteWorkflowSecret: { value: { $encoding: 'base64', data: '/w==' } },
  createToken: { name: 'of a test', type: 'user' },
};
const workflow = `steps:
- name: notify
  image: relaysh/slack-step-message-send
  spec: { slack: { connection: !Connection { type: aws, name: production } } }
`;
const contentOf = ({ id, body }: Operation & { readonly id: string }) =>
  body?.mediaType === YAML_MEDIA_TYPE
    ? { text: workflow, headers: { 'content-type': YAML_MEDIA_TYPE } }
    : { body: bodies[id] };

async function viewerOf(url: string): Promise<string> {
  const { token, user_code } = (await ask(url, { method: 'POST', path: '/auth/sessions/device', token: '' }))
    .json as unknown as { token: string; user_code: string };
  expect((await confirmSignIn(url, user_code, { role: 'viewer' })).status).toBe(200);
  return token;
}

describe('every call', () => {
  it('asks for a token, unless the contract says that it is open', async () => {
    const { url } = await accountOfTest();
    for (const call of calls) {
      for (const token of ['', 'wrong']) {
        const asked = { method: call.method, path: pathOf(call), ...contentOf(call) };
        const { status } = await ask(url, { ...asked, token });
        expect(status === 401, `${call.id} with the token ${JSON.stringify(token)}: ${status}`).toBe(
          call.asks !== 'nobody',
        );
      }
    }
  });

  it('that changes connections or secrets needs the Administrator role; no other does', async () => {
    const { url } = await accountOfTest();
    const token = await viewerOf(url);
    const refused = [];
    for (const call of calls) {
      if (call.id === 'endSession') continue;
      const asked = { method: call.method, path: pathOf(call), ...contentOf(call) };
      const { status, json } = await ask(url, { ...asked, token });
      if (status !== 403) continue;
      refused.push(call.id);
      expect(json.error.formatted.friendly).toBe('This needs the Administrator role.');
    }
    expect(refused.sort()).toEqual(
      [
        ...['createConnection', 'changeConnection', 'deleteConnection', 'authorize', 'reauthorize'],
        ...['createWorkflowSecret', 'overwriteWorkflowSecret', 'deleteWorkflowSecret', 'createRevision'],
      ].sort(),
    );
  });

  it.each(calls)('$id refuses what its contract does not have', async (call) => {
    const { url } = await accountOfTest();
    const asked = { method: call.method, path: pathOf(call), ...contentOf(call) };
    expect(await ask(url, { ...asked, path: `${asked.path}?extra=1` })).toMatchObject({
      status: 422,
      json: { error: { items: { 'query.extra': { title: 'This is not known.' } } } },
    });
    const methods = calls.filter(({ path }) => path === call.path).map(({ method }) => String(method));
    for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      if (methods.includes(method)) continue;
      const { status, headers } = await ask(url, { path: asked.path, method });
      expect([method, status, headers.allow]).toEqual([method, 405, methods.join(', ')]);
    }
    if (!call.answer.mediaType) {
      const plain = await ask(url, { ...asked, headers: { ...asked.headers, accept: 'application/json' } });
      expect(plain.status).toBe(406);
    }
    if (!call.body) {
      expect(await ask(url, { ...asked, body: {} })).toMatchObject({
        status: 422,
        json: { error: { items: { body: { title: 'This is not known.' } } } },
      });
      return;
    }
    const { body: _, text: __, ...bare } = asked as { body?: unknown; text?: string };
    expect(await ask(url, { ...bare, headers: {} })).toMatchObject({
      status: 422,
      json: { error: { items: { body: { title: 'This is missing.' } } } },
    });
    const other = call.body.mediaType === MEDIA_TYPE ? YAML_MEDIA_TYPE : MEDIA_TYPE;
    for (const type of [other, 'application/json', 'text/plain', ''])
      expect((await ask(url, { ...asked, text: '{}', headers: { 'content-type': type } })).status).toBe(415);
    const bytes = Buffer.from([0x22, 0xff, 0x22]);
    const broken = await ask(url, {
      ...asked,
      text: bytes,
      headers: { 'content-type': call.body.mediaType },
    });
    expect(broken).toMatchObject({ status: 400, json: { error: { code: 'malformed' } } });
    if (call.body.mediaType === YAML_MEDIA_TYPE) return;
    expect(await ask(url, { ...asked, body: { ...(bodies[call.id] as object), extra: 1 } })).toMatchObject({
      status: 422,
      json: { error: { items: { extra: { title: 'This is not known.' } } } },
    });
    expect(await ask(url, { ...asked, body: [] })).toMatchObject({ status: 422 });
  });

  it('gives each answer and each refusal that the contract has', async () => {
    const seen = new Set<string>();
    const watch = ({ call, status }: Watched) => seen.add(`${call} ${status}`);
    const { url } = await accountOfTest({ watch });
    const of = (id: string) => calls.find((call) => call.id === id) as (typeof calls)[number];
    const refusals = new Set<string>();
    /** Makes a call with the parameters of its path, and its usual body. */
    const make = async (id: string, parameters: readonly string[] = [], token = TOKEN) => {
      const call = of(id);
      let left = [...parameters];
      const path = call.path.replace(/\{\w+\}/g, () => {
        const [first = 'none', ...rest] = left;
        left = rest;
        return encodeURIComponent(first);
      });
      const answer = await ask(url, { method: call.method, path, token, ...contentOf(call) });
      if (answer.status >= 300) refusals.add(`${id} ${answer.status}`);
      return answer.json;
    };
    const { connection } = await make('createConnection');
    await make('createConnection');
    await make('readConnection', [connection.id]);
    await make('changeConnection', [connection.id]);
    await make('testConnection', [connection.id]);
    await make('createConnection');
    await make('changeConnection', [(await make('listConnections')).connections[1]?.id ?? '']);
    await make('readConnectionType', ['github']);
    const { url: page } = await make('authorize', ['github']);
    const request = new URL(page).searchParams.get('request') ?? '';
    await fetch(`${url}/authorize`, {
      method: 'POST',
      body: new URLSearchParams({ request, decision: 'allow' }),
    });
    await make('authorize', ['github']);
    const hub = (await make('listConnections')).connections.find(({ type }) => type === 'github');
    await make('reauthorize', [hub?.id ?? '']);
    await make('createRevision', ['team/deploy']);
    await make('createWorkflowSecret', ['team/deploy']);
    await make('createWorkflowSecret', ['team/deploy']);
    await make('overwriteWorkflowSecret', ['team/deploy', 'password']);
    for (const id of ['listWorkflows', 'validateRevision', 'listTokens', 'readContract']) await make(id);
    for (const id of ['readWorkflow', 'listWorkflowSecrets']) await make(id, ['team/deploy']);
    await make('deleteWorkflowSecret', ['team/deploy', 'password']);
    const { token } = await make('createToken');
    await make('createToken');
    await make('deleteToken', [token.id]);
    for (const id of ['readSession', 'readProfile', 'readAccount', 'readAccess']) await make(id);
    const viewer = await viewerOf(url);
    for (const { id } of calls) {
      await make(id, [], 'wrong');
      if (id !== 'endSession') await make(id, [], viewer);
      if (id !== 'endSession') await make(id);
    }
    await make('endSession', [], viewer);
    await make('deleteConnection', [connection.id]);

    const promised = calls.map(({ id, answer }) => `${id} ${answer.status}`);
    expect(promised.filter((each) => !seen.has(each))).toEqual([]);
    const refusing = calls.flatMap(({ id, asks, refusals: more = [] }) =>
      [...(asks === 'nobody' ? [] : [401]), ...(asks === 'administrator' ? [403] : []), ...more].map(
        (status) => `${id} ${status}`,
      ),
    );
    expect(refusing.filter((each) => !refusals.has(each))).toEqual([]);
  });
});
