// Asking again while the account fails, and when what is known has aged; with a clock that the test turns.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Account, Connection, Failure } from '../../server/src/account/account';
import { ownClock } from '../../server/src/account/clock';
import type { Answer } from '../../server/src/account/request';
import { accountSource } from '../../server/src/account/source';

const AWS: Connection = { id: '1', type: 'aws', name: 'production' };
const DOWN: Failure = { kind: 'unreachable', host: 'h', because: 'the connection was refused' };
const BUSY: Failure = { kind: 'answered-error', host: 'h', status: 429, retryAfter: 120_000 };
const REFUSED: Failure = { kind: 'token-refused', host: 'h' };
const SECOND = 1_000;
const MINUTE = 60_000;

/** An account that answers at once, with what the test has set. */
function accountOfTest() {
  const account = {
    failure: undefined as Failure | undefined,
    asked: [] as number[],
    api: {
      host: 'h',
      async listConnections(): Promise<Answer<readonly Connection[]>> {
        account.asked.push(Date.now());
        const { failure } = account;
        return failure ? { ok: false, failure } : { ok: true, value: [AWS] };
      },
      readAccount: async () => ({ ok: true, value: { id: '1', name: 'ACME' } }) as const,
      listSecrets: () => Promise.reject(new Error('not asked here')),
    },
  };
  return account;
}

function listenedSource({ api }: ReturnType<typeof accountOfTest>, random = 0.999_999) {
  const source = accountSource({ api, clock: { ...ownClock, random: () => random } });
  const seen: Account[] = [];
  return { source, seen, stop: source.onChange((account) => seen.push(account)) };
}

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2022, 0, 2) });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('while the account fails', () => {
  it('it is asked less and less often, at least every five minutes', async () => {
    const account = accountOfTest();
    account.failure = DOWN;
    const { source } = listenedSource(account);
    await source.refresh();
    await vi.advanceTimersByTimeAsync(60 * MINUTE);
    const pauses = account.asked.slice(1).map((at, before) => (at - (account.asked[before] ?? 0)) / SECOND);
    expect(pauses.slice(0, 8).map(Math.round)).toEqual([5, 10, 20, 40, 80, 160, 300, 300]);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(300);
  });

  it('the pauses of many differ', async () => {
    const account = accountOfTest();
    account.failure = DOWN;
    await listenedSource(account, 0).source.refresh();
    await vi.advanceTimersByTimeAsync(2_499);
    expect(account.asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(account.asked).toHaveLength(2);
  });

  it('the last list is kept with its time and the reason, and all is well as soon as it answers', async () => {
    const account = accountOfTest();
    const { source, seen } = listenedSource(account);
    await source.refresh();
    const asOf = Date.now();
    account.failure = DOWN;
    await vi.advanceTimersByTimeAsync(MINUTE);
    await source.refresh();
    expect(source.current).toMatchObject({ state: 'ready', connections: [AWS], asOf, stale: DOWN });
    account.failure = undefined;
    await vi.advanceTimersByTimeAsync(5 * SECOND);
    expect(source.current).toMatchObject({ state: 'ready', asOf: account.asked.at(-1) });
    expect(source.current).not.toHaveProperty('stale');
    expect(seen).toHaveLength(3);
    await vi.advanceTimersByTimeAsync(60 * MINUTE);
    expect(account.asked).toHaveLength(3);
  });

  it('begins with short pauses again after it has answered', async () => {
    const account = accountOfTest();
    account.failure = DOWN;
    const { source } = listenedSource(account);
    await source.refresh();
    await vi.advanceTimersByTimeAsync(40 * SECOND);
    account.failure = undefined;
    await source.refresh();
    account.failure = DOWN;
    await source.refresh();
    const before = account.asked.length;
    await vi.advanceTimersByTimeAsync(5 * SECOND);
    expect(account.asked).toHaveLength(before + 1);
  });

  it('says so once, not at every attempt', async () => {
    const account = accountOfTest();
    account.failure = DOWN;
    const { source, seen } = listenedSource(account);
    await source.refresh();
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(account.asked.length).toBeGreaterThan(3);
    expect(seen).toEqual([{ state: 'unreachable', host: 'h', why: DOWN }]);
    account.failure = BUSY;
    await source.refresh();
    expect(seen).toHaveLength(2);
  });

  it('is left alone as long as it wants, but for a person who asks', async () => {
    const account = accountOfTest();
    account.failure = BUSY;
    const { source } = listenedSource(account);
    await source.refresh();
    await vi.advanceTimersByTimeAsync(119 * SECOND);
    await source.refreshIfOlder(0);
    expect(account.asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(SECOND);
    expect(account.asked).toHaveLength(2);
    await source.refresh();
    expect(account.asked).toHaveLength(3);
  });

  it('is not asked by itself where it refuses the token', async () => {
    const account = accountOfTest();
    account.failure = REFUSED;
    const { source } = listenedSource(account);
    await source.refresh();
    await vi.advanceTimersByTimeAsync(60 * MINUTE);
    expect(account.asked).toHaveLength(1);
  });

  it('is not asked by itself while nobody listens', async () => {
    const account = accountOfTest();
    account.failure = DOWN;
    const { source, stop } = listenedSource(account);
    stop();
    await source.refresh();
    expect(vi.getTimerCount()).toBe(0);
    const stopAgain = source.onChange(() => {});
    expect(vi.getTimerCount()).toBe(1);
    stopAgain();
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each<[string, (source: ReturnType<typeof accountSource>) => void]>([
    ['it ends', (source) => source.forget()],
    ['another begins', (source) => source.use(accountOfTest().api)],
  ])('it is not asked any more when %s', async (_what, end) => {
    const account = accountOfTest();
    account.failure = DOWN;
    const { source } = listenedSource(account);
    await source.refresh();
    end(source);
    expect(vi.getTimerCount()).toBe(0);
    await vi.advanceTimersByTimeAsync(60 * MINUTE);
    expect(account.asked).toHaveLength(1);
  });
});

describe('refreshIfOlder', () => {
  it('asks where nothing was asked yet, and then not before the time', async () => {
    const account = accountOfTest();
    const { source } = listenedSource(account);
    expect(await source.refreshIfOlder(5 * MINUTE)).toMatchObject({ state: 'ready' });
    await vi.advanceTimersByTimeAsync(5 * MINUTE - 1);
    await source.refreshIfOlder(5 * MINUTE);
    expect(account.asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    await source.refreshIfOlder(5 * MINUTE);
    expect(account.asked).toHaveLength(2);
  });

  it('asks an account that fails sooner, but not at every save', async () => {
    const account = accountOfTest();
    account.failure = DOWN;
    const { source, stop } = listenedSource(account);
    await source.refresh();
    stop();
    await vi.advanceTimersByTimeAsync(4 * SECOND);
    await source.refreshIfOlder(5 * MINUTE);
    expect(account.asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(SECOND);
    await source.refreshIfOlder(5 * MINUTE);
    expect(account.asked).toHaveLength(2);
  });

  it('shares the request that is under way, and is quiet while signed out', async () => {
    const account = accountOfTest();
    const { source } = listenedSource(account);
    await Promise.all([source.refreshIfOlder(0), source.refreshIfOlder(0), source.refresh()]);
    expect(account.asked).toHaveLength(1);
    source.forget();
    expect(await source.refreshIfOlder(0)).toEqual({ state: 'signed-out' });
  });
});
