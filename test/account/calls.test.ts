// Every call against every answer that is documented and every one that is not: what is sent, what is read, what fails.
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type AccountApi, accountApi, startSession } from '../../server/src/account/api';

import { type CallId, endpoints } from '../../server/src/account/endpoints';
import { MEDIA_TYPE } from '../../server/src/account/network';
import { Secret } from '../../server/src/account/secret';
import { hurriedClock } from '../support/clocks';
import { type Reply, scriptedAccount } from '../support/scriptedAccount';
import { CALLS, type CallOfTest, MARK, revealed, TOKEN } from './everyCall';

const YAML = 'application/vnd.puppet.relay.v20200615+yaml';

async function made(call: CallOfTest, ...replies: readonly Reply[]) {
  const account = await scriptedAccount(...replies);
  const clock = hurriedClock();
  const total = replies.includes('silence') ? 800 : 25_000;
  const options = { url: account.url, clock, timeouts: { total } };
  const api = accountApi({ ...options, token: new Secret(TOKEN) });
  const answer = await (call.run === 'startSession' ? startSession(options) : call.run(api));
  api.dispose();
  return { answer, ...account, pauses: clock.pauses };
}

const WORDS = {
  error: {
    title: 'title',
    formatted: { friendly: `Not so: ${MARK} ${TOKEN}` },
    items: { name: { title: 'Not this' } },
  },
};

/** What is left of the words: each call takes out what it has sent. */
function wordsFor({ hides, run }: CallOfTest) {
  const value = hides ? '[secret]' : MARK;
  const token = run === 'startSession' ? TOKEN : '[secret]';
  return { message: `Not so: ${value} ${token}`, items: { name: 'Not this' } };
}

function failureOf(status: number, host: string, sentToken: boolean) {
  if (status === 401 && sentToken) return { kind: 'token-refused', host };
  if (status === 403) return { kind: 'not-allowed', host };
  return { kind: 'answered-error', host, status, retryAfter: 1_000 };
}

function shown(answer: unknown): string {
  return `${JSON.stringify(answer)} ${inspect(answer, { depth: 9 })}`;
}

describe.each(CALLS)('$id', (call) => {
  const asks = call.is !== 'write';
  const often = asks ? 3 : 1;

  it('sends what the contract says and reads the documented answer', async () => {
    const { answer, seen } = await made(call, { status: 200, body: call.answer });
    expect(revealed(answer)).toEqual(revealed({ ok: true, value: call.value }));
    expect(seen).toHaveLength(1);
    const [method] = endpoints[call.id];
    expect(seen[0]).toMatchObject({ method, path: call.path });
    expect(seen[0]?.headers.accept).toBe(MEDIA_TYPE);
    expect(seen[0]?.headers.authorization).toBe(call.run === 'startSession' ? undefined : `Bearer ${TOKEN}`);
    if (call.body === undefined) {
      expect(seen[0]).toMatchObject({ body: '' });
      expect(seen[0]?.headers).not.toHaveProperty('content-type');
    } else if (typeof call.body === 'string') {
      expect(seen[0]).toMatchObject({ body: call.body, headers: { 'content-type': YAML } });
    } else {
      expect(JSON.parse(seen[0]?.body ?? '')).toEqual(call.body);
      expect(seen[0]?.headers['content-type']).toBe(MEDIA_TYPE);
    }
  });

  it('ignores members that it does not know', async () => {
    const body = { ...call.answer, a_new_member: { of: 'a later version' } };
    const { answer } = await made(call, { status: 200, body });
    expect(answer).toEqual({ ok: true, value: call.value });
  });

  it.each([401, 403, 404, 409, 422, 429])(
    '%i is a refusal, with the account’s words for who made a change',
    async (status) => {
      const refusal = { status, body: WORDS, headers: { 'retry-after': '1' } };
      const { answer, seen, host, pauses } = await made(call, refusal);
      expect(seen).toHaveLength(status === 429 ? often : 1);
      for (const pause of pauses) expect(pause).toBeGreaterThanOrEqual(1_000);
      const sentToken = call.run !== 'startSession';
      const failure = failureOf(status, host, sentToken);
      const refused = { ok: false, failure, ...(call.is === 'write' && wordsFor(call)) };
      expect(answer).toEqual(call.on?.[status] ?? refused);
    },
  );

  it.each([500, 502, 503, 504])('%i is asked again, and a change is not', async (status) => {
    const { answer, seen, host } = await made(call, { status, body: '<html>bad gateway</html>' });
    expect(seen).toHaveLength(often);
    const failure = { kind: 'answered-error', host, status };
    expect(answer).toEqual({ ok: false, failure, ...(asks ? {} : { unclear: true }) });
  });

  it.each<[string, Reply, object]>([
    [
      'a web page',
      { status: 200, body: '<!doctype html><title>Sign in</title>' },
      { because: 'it is a web page, not JSON' },
    ],
    ['nothing', { status: 200 }, { because: 'it is empty' }],
    [
      'half of the JSON',
      { status: 200, body: '{"connections":[{"na' },
      { because: 'its JSON is broken or cut off' },
    ],
    ['null', { status: 200, body: 'null' }, { because: 'it is no JSON object' }],
    [
      'bytes that are no text',
      { status: 200, body: Buffer.from('{"a":"\xff"}', 'latin1') },
      { because: 'it is not UTF-8 text' },
    ],
    ['something else', { status: 200, body: { message: 'hello' } }, {}],
  ])('%s is no answer', async (what, reply, failure) => {
    const { answer, seen, host } = await made(call, reply);
    expect(seen).toHaveLength(1);
    if (what === 'something else' && call.takesAnything) {
      expect(answer).toMatchObject({ ok: true });
      return;
    }
    const refused = { ok: false, failure: { kind: 'not-an-answer', host, ...failure } };
    expect(answer).toMatchObject(asks ? refused : { ...refused, unclear: true });
  });

  it.each<[string, Reply]>([
    ['cut before its answer', 'cut'],
    ['cut within its answer', 'torn'],
  ])('%s is asked again, and a change is not', async (_what, reply) => {
    const { answer, seen, host } = await made(call, reply);
    expect(seen).toHaveLength(often);
    const failure = { kind: 'unreachable', host, because: 'the connection was cut' };
    expect(answer).toEqual({ ok: false, failure, ...(asks ? {} : { unclear: true }) });
  });

  it('recovers from a failure that passes, and a change does not try', async () => {
    const { answer, seen } = await made(call, 'cut', { status: 503 }, { status: 200, body: call.answer });
    expect(seen).toHaveLength(often);
    if (asks) expect(answer).toEqual({ ok: true, value: call.value });
    else expect(answer).toMatchObject({ ok: false, unclear: true });
  });

  it('follows no redirect', async () => {
    const elsewhere = await scriptedAccount({ status: 200, body: call.answer });
    const { answer, host } = await made(call, { status: 307, headers: { location: elsewhere.url } });
    expect(answer).toEqual({ ok: false, failure: { kind: 'answered-error', host, status: 307 } });
    expect(elsewhere.seen).toEqual([]);
  });

  it('lets nothing of what it sent into what it answers', async () => {
    const sent = [...(call.run === 'startSession' ? [] : [TOKEN]), ...(call.hides ? [MARK] : [])];
    const echo = { error: { title: `${MARK} ${TOKEN}` }, connections: `${MARK} ${TOKEN}` };
    for (const status of [200, 302, 401, 500]) {
      const { answer } = await made(call, { status, body: echo, headers: { location: `/${TOKEN}` } });
      for (const text of sent) expect(shown(answer)).not.toContain(text);
    }
  });
});

it('is given up when no answer comes, and not made again, whatever the call', async () => {
  const all = await Promise.all(CALLS.map(async (call) => ({ call, ...(await made(call, 'silence')) })));
  for (const { call, answer, seen, host } of all) {
    expect(seen).toHaveLength(1);
    const failure = { kind: 'unreachable', host, because: 'no answer within 0.8 s' };
    expect(answer).toEqual({ ok: false, failure, ...(call.is === 'write' && { unclear: true }) });
  }
});

it('has a row for every call', () => {
  expect(CALLS.map(({ id }) => id).sort()).toEqual(
    [...(Object.keys(endpoints) as CallId[]), 'changeConnection'].sort(),
  );
});

it('has an api that fails for every call where its address may not be asked', async () => {
  const api: AccountApi = accountApi({ url: 'http://relay.example', token: new Secret(TOKEN) });
  for (const { run } of CALLS) {
    const answer = await (run === 'startSession' ? startSession({ url: 'http://relay.example' }) : run(api));
    expect(answer).toMatchObject({ ok: false, failure: { kind: 'unreachable', host: 'relay.example' } });
    expect(answer).not.toHaveProperty('unclear');
  }
});
