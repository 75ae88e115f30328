// Asking again: how often, after which pauses, never too long, and never after the person has given up.
import { describe, expect, it } from 'vitest';
import { accountApi } from '../../server/src/account/api';
import { backOff, readRetryAfter } from '../../server/src/account/backOff';
import { Secret } from '../../server/src/account/secret';
import { hurriedClock } from '../support/clocks';
import { type Reply, scriptedAccount } from '../support/scriptedAccount';

const token = new Secret('token-of-test');
const LIST = { status: 200, body: { connections: [] } };

async function asked(...replies: readonly Reply[]) {
  const account = await scriptedAccount(...replies);
  const clock = hurriedClock();
  return { ...account, clock, api: accountApi({ url: account.url, token, clock }) };
}

describe('what asks', () => {
  it('asks again after pauses that grow', async () => {
    const { api, seen, clock } = await asked({ status: 503 }, 'cut', LIST);
    expect(await api.listConnections()).toEqual({ ok: true, value: [] });
    expect(seen).toHaveLength(3);
    expect(clock.pauses).toEqual([400, 800]);
  });

  it('waits as long as the account asks for', async () => {
    const { api, clock } = await asked({ status: 429, headers: { 'retry-after': '7' } }, LIST);
    expect(await api.listConnections()).toEqual({ ok: true, value: [] });
    expect(clock.pauses).toEqual([7_000]);
  });

  it.each([
    ['an hour', '3600'],
    ['a hundred years', '3153600000'],
    ['until next year', new Date(Date.now() + 365 * 86_400_000).toUTCString()],
  ])('does not wait %s, and says so', async (_how, header) => {
    const { api, seen, clock, host } = await asked({ status: 429, headers: { 'retry-after': header } });
    expect(await api.listConnections()).toEqual({
      ok: false,
      failure: { kind: 'answered-error', host, status: 429, retryAfter: 3_600_000 },
    });
    expect([seen.length, clock.pauses.length]).toEqual([1, 0]);
  });

  it('never takes longer in all than it may', async () => {
    const { api, seen, clock } = await asked({ status: 503, headers: { 'retry-after': '20' } });
    expect(await api.listConnections()).toMatchObject({ failure: { status: 503 } });
    expect(seen).toHaveLength(2);
    expect(clock.pauses).toEqual([20_000]);
  });

  it('ends at once when it is cancelled in a pause', async () => {
    const account = await scriptedAccount({ status: 503, headers: { 'retry-after': '20' } });
    const api = accountApi({ url: account.url, token });
    const caller = new AbortController();
    const listed = api.listConnections(caller.signal);
    await expect.poll(() => account.seen.length).toBe(1);
    caller.abort();
    expect(await listed).toMatchObject({ failure: { because: 'the request was cancelled' } });
    expect(account.seen).toHaveLength(1);
  });

  it.each<[string, Reply]>([
    ['a pause', { status: 503, headers: { 'retry-after': '20' } }],
    ['a request', 'silence'],
  ])('ends at once when the session ends in %s', async (_when, reply) => {
    const account = await scriptedAccount(reply);
    const api = accountApi({ url: account.url, token });
    const listed = api.listConnections();
    await expect.poll(() => account.seen.length).toBe(1);
    api.dispose();
    expect(await listed).toMatchObject({ failure: { because: 'the session has ended' } });
    expect(await api.listConnections()).toMatchObject({ failure: { because: 'the session has ended' } });
    expect(account.seen).toHaveLength(1);
  });

  it('is not begun for a caller who has given up already', async () => {
    const { api, seen } = await asked(LIST);
    const answer = await api.listConnections(AbortSignal.abort());
    expect(answer).toMatchObject({ failure: { because: 'the request was cancelled' } });
    expect(seen).toEqual([]);
  });

  it('keeps its connections', async () => {
    const { api, seen, connections } = await asked(LIST);
    for (let time = 0; time < 20; time++) await api.listConnections();
    expect(seen).toHaveLength(20);
    // A connection is free again only just after its answer was read.
    expect(connections.size).toBeLessThanOrEqual(2);
  });

  it('gives up an account that accepts and says nothing', async () => {
    const account = await scriptedAccount('silence');
    const api = accountApi({ url: account.url, token, timeouts: { answer: 100 } });
    expect(await api.listConnections()).toMatchObject({ failure: { because: 'no answer within 0.1 s' } });
    expect(account.seen).toHaveLength(1);
  });
});

describe('a change', () => {
  const draft = { type: 'aws', name: 'production', fields: {} };

  it.each<[string, Reply, boolean]>([
    ['a cut connection', 'cut', true],
    ['an answer of no use', { status: 201, body: '<html>' }, true],
    ['a promise to do it later', { status: 202, body: {} }, true],
    ['an error on the way', { status: 502 }, true],
    ['a rate limit', { status: 429, headers: { 'retry-after': '1' } }, false],
    ['a refusal', { status: 409 }, false],
  ])('is sent once, and says after %s whether it may have happened', async (_what, reply, unclear) => {
    const { api, seen } = await asked(reply);
    const answer = await api.createConnection(draft);
    expect(answer.ok).toBe(false);
    expect('unclear' in answer).toBe(unclear);
    expect(seen).toHaveLength(1);
  });

  it('that was cancelled on its way may have happened', async () => {
    const { api, seen } = await asked('silence');
    const caller = new AbortController();
    const created = api.createConnection(draft, caller.signal);
    await expect.poll(() => seen.length).toBe(1);
    caller.abort();
    expect(await created).toMatchObject({ unclear: true, failure: { because: 'the request was cancelled' } });
  });
});

describe('backOff', () => {
  it('doubles up to the longest pause, and takes away a half at most', () => {
    const pauses = { first: 1_000, longest: 10_000 };
    expect([1, 2, 3, 4, 5, 60].map((failures) => backOff(failures, pauses, 1))).toEqual([
      1_000, 2_000, 4_000, 8_000, 10_000, 10_000,
    ]);
    expect([1, 2, 60].map((failures) => backOff(failures, pauses, 0))).toEqual([500, 1_000, 5_000]);
  });
});

describe('readRetryAfter', () => {
  const now = Date.UTC(2022, 0, 2, 3, 4, 5);
  it.each<[unknown, number | undefined]>([
    ['120', 120_000],
    [' 0 ', 0],
    ['Sun, 02 Jan 2022 03:05:05 GMT', 60_000],
    ['Sun, 02 Jan 2022 03:00:00 GMT', 0],
    ['9'.repeat(400), 3_600_000],
    ['soon', undefined],
    ['', undefined],
    [['1', '2'], undefined],
    [undefined, undefined],
  ])('reads %j', (header, wait) => {
    expect(readRetryAfter(header, now)).toBe(wait);
  });
});
