// Every call against undici's MockAgent, which fails any request that the contract does not name: the documented answer, and
// every documented kind of refusal.
import { MockAgent } from 'undici';
import { describe, expect, it } from 'vitest';
import { accountApi, startSession } from '../../server/src/account/api';
import { operations } from '../../server/src/account/contract/operations';
import { endpoints } from '../../server/src/account/endpoints';
import { Secret } from '../../server/src/account/secret';
import { accountOfTest, TOKEN as LOCAL_TOKEN } from '../localAccount/accountOfTest';
import { hurriedClock } from '../support/clocks';
import { CALLS, type CallOfTest, revealed, TOKEN } from './everyCall';

const url = 'https://api.relay.test';
const headers = { 'content-type': 'application/vnd.puppet.relay.v20200615+json' };

async function made(call: CallOfTest, status: number, body: object) {
  const agent = new MockAgent();
  agent.disableNetConnect();
  const [method] = endpoints[call.id];
  agent
    .get(url)
    .intercept({ path: call.path, method })
    .reply(status, JSON.stringify(body), { headers })
    .persist();
  const options = { url, dispatcher: agent, clock: hurriedClock() };
  const api = accountApi({ ...options, token: new Secret(TOKEN) });
  const answer = await (call.run === 'startSession' ? startSession(options) : call.run(api));
  await agent.close();
  return answer;
}

describe.each(CALLS)('$id', (call) => {
  it('reads the documented answer', async () => {
    const { status } = operations[call.id].answer;
    expect(revealed(await made(call, status, call.answer))).toEqual(
      revealed({ ok: true, value: call.value }),
    );
  });

  it.each([401, 403, 404, 409, 422, 429, 500, 503])('takes a %i for what it is', async (status) => {
    const answer = await made(call, status, {
      error: { title: 'Not so', items: { steps: { title: 'Not this' } } },
    });
    // What some refusals answer in particular, calls.test.ts has.
    const expected = call.on?.[status] ? { ok: true } : { ok: false, failure: { host: 'api.relay.test' } };
    expect(answer).toMatchObject(expected);
  });
});

it('has a row for every call that the client makes', () => {
  expect(new Set(CALLS.map(({ id }) => id))).toEqual(new Set(Object.keys(endpoints)));
});

it('begins authorisations in the browser at the local account', async () => {
  const account = await accountOfTest();
  const api = accountApi({ url: account.url, token: new Secret(LOCAL_TOKEN) });
  const begun = await api.startAuthorization('github', 'mine', { capabilities: ['source-control'] });
  expect(begun).toMatchObject({ ok: true, value: expect.stringContaining(account.url) });
  const page = new URL(begun.ok ? begun.value : '');
  const body = new URLSearchParams([...page.searchParams, ['decision', 'allow']]);
  const allowed = await fetch(page.origin + page.pathname, { method: 'POST', body });
  expect(allowed.status).toBe(200);
  const list = await api.listConnections();
  const made = list.ok ? list.value.find(({ name }) => name === 'mine') : undefined;
  expect(made).toMatchObject({ type: 'github', auth: 'oauth2' });
  expect(await api.reauthorize(made?.id ?? '', {})).toMatchObject({ ok: true });
  api.dispose();
});
