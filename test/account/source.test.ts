// The current account: one request for all, nothing from an ended session, the last list kept when stale.
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Account, Connection, Failure } from '../../server/src/account/account';
import { ownClock } from '../../server/src/account/clock';
import type { Answer } from '../../server/src/account/request';
import { type AccountToAsk, accountSource } from '../../server/src/account/source';

const AWS: Connection = { id: '1', type: 'aws', name: 'production' };
const GIT: Connection = { id: '2', type: 'git', name: 'deploy' };
const REFUSED: Failure = { kind: 'token-refused', host: 'h' };
const DOWN: Failure = { kind: 'unreachable', host: 'h', because: 'the connection was refused' };

type List = Answer<readonly Connection[]>;
type Name = Awaited<ReturnType<AccountToAsk['readAccount']>>;

/** An API whose lists are answered by the test, in the order they were asked for. */
function apiOfTest(
  host = 'h',
  name: () => Promise<Name> = async () => ({ ok: true, value: { id: '1', name: 'ACME' } }),
) {
  const asked: { answer: (list: List) => void; signal: AbortSignal | undefined }[] = [];
  const names = vi.fn(name);
  const api: AccountToAsk = {
    host,
    listConnections: (signal) => new Promise((answer) => asked.push({ answer, signal })),
    readAccount: names,
    listSecrets: () => Promise.reject(new Error('not asked here')),
  };
  return { api, asked, names };
}

const list = (...connections: Connection[]): List => ({ ok: true, value: connections });
const failure = (failed: Failure): List => ({ ok: false, failure: failed });

afterEach(() => {
  vi.useRealTimers();
});

describe('accountSource', () => {
  it('is signed out without an account and loading with one, and then ready with name and time', async () => {
    expect(accountSource({}).current).toEqual({ state: 'signed-out' });
    expect(await accountSource({}).refresh()).toEqual({ state: 'signed-out' });
    const { api, asked } = apiOfTest();
    const source = accountSource({ api, clock: { ...ownClock, now: () => 1234 } });
    expect(source.current).toEqual({ state: 'loading', host: 'h' });
    const seen: Account[] = [];
    source.onChange((account) => seen.push(account));
    const refreshed = source.refresh();
    asked[0]?.answer(list(AWS));
    const ready = { state: 'ready', host: 'h', name: 'ACME', asOf: 1234, connections: [AWS] };
    expect(await refreshed).toEqual(ready);
    expect(source.current).toEqual(ready);
    expect(seen).toEqual([ready]);
  });

  it('shares one request among those who ask at the same time, and asks for the name once', async () => {
    const { api, asked, names } = apiOfTest();
    const source = accountSource({ api });
    const all = [source.refresh(), source.refresh(), source.refresh()];
    expect(asked).toHaveLength(1);
    asked[0]?.answer(list(AWS));
    expect(new Set(await Promise.all(all)).size).toBe(1);
    const again = source.refresh();
    expect(asked).toHaveLength(2);
    asked[1]?.answer(list());
    await again;
    expect(names).toHaveBeenCalledTimes(1);
  });

  it('asks after a change with a request of its own, not one that was under way before', async () => {
    const { api, asked } = apiOfTest();
    const source = accountSource({ api });
    const before = source.refresh();
    const after = [source.refresh({ anew: true }), source.refresh({ anew: true })];
    expect(asked).toHaveLength(1);
    asked[0]?.answer(list(AWS));
    await before;
    await vi.waitUntil(() => asked.length === 2);
    asked[1]?.answer(list(AWS, GIT));
    for (const account of await Promise.all(after))
      expect(account).toMatchObject({ connections: [AWS, GIT] });
    expect(asked).toHaveLength(2);
  });

  it('keeps the last list, as stale, when a later one fails, and recovers', async () => {
    const { api, asked } = apiOfTest();
    const source = accountSource({ api, clock: { ...ownClock, now: () => 1 } });
    const first = source.refresh();
    asked[0]?.answer(list(AWS));
    await first;
    const second = source.refresh();
    asked[1]?.answer(failure(DOWN));
    expect(await second).toMatchObject({ state: 'ready', stale: DOWN, asOf: 1, connections: [AWS] });
    const third = source.refresh();
    asked[2]?.answer(list());
    expect(await third).not.toHaveProperty('stale');
  });

  it.each([
    [REFUSED, 'forbidden'],
    [DOWN, 'unreachable'],
  ])('has no list at all when the first one fails (%j)', async (why, state) => {
    const { api, asked } = apiOfTest();
    const refreshed = accountSource({ api }).refresh();
    asked[0]?.answer(failure(why));
    expect(await refreshed).toEqual({ state, host: 'h', why });
  });

  it('drops everything on forget, tells so, cancels the request and ignores its late answer', async () => {
    const { api, asked } = apiOfTest();
    const source = accountSource({ api });
    const first = source.refresh();
    asked[0]?.answer(list(AWS));
    await first;
    const late = source.refresh();
    const seen: Account[] = [];
    source.onChange((account) => seen.push(account));
    source.forget();
    expect(asked[1]?.signal?.aborted).toBe(true);
    asked[1]?.answer(list(AWS, GIT));
    expect(await late).toEqual({ state: 'signed-out' });
    expect(seen).toEqual([{ state: 'signed-out' }]);
    expect(await source.refresh()).toEqual({ state: 'signed-out' });
    expect(asked).toHaveLength(2);
  });

  it('never lets an answer of the last session into the next one', async () => {
    const old = apiOfTest('old.test');
    const next = apiOfTest('next.test', async () => ({ ok: false, failure: DOWN }));
    const source = accountSource({ api: old.api });
    const late = [source.refresh(), source.refresh({ anew: true })];
    source.use(next.api);
    expect(source.current).toEqual({ state: 'loading', host: 'next.test' });
    const fresh = source.refresh();
    next.asked[0]?.answer(list(GIT));
    expect(await fresh).toMatchObject({ host: 'next.test', name: 'next.test', connections: [GIT] });
    old.asked[0]?.answer(list(AWS));
    for (const account of await Promise.all(late)) expect(account).toMatchObject({ connections: [GIT] });
    expect(old.asked).toHaveLength(1);
  });

  it('lets a slow account name delay the list by two seconds at most', async () => {
    vi.useFakeTimers();
    const { api, asked, names } = apiOfTest();
    names.mockImplementation(
      (...given: unknown[]) =>
        new Promise((answer) => {
          (given[0] as AbortSignal).addEventListener('abort', () => answer({ ok: false, failure: DOWN }));
        }),
    );
    const source = accountSource({ api });
    const refreshed = source.refresh();
    asked[0]?.answer(list(AWS));
    await vi.advanceTimersByTimeAsync(1_900);
    expect(source.current.state).toBe('loading');
    await vi.advanceTimersByTimeAsync(200);
    expect(await refreshed).toMatchObject({ state: 'ready', name: 'h', connections: [AWS] });
  });

  it('stops telling those who no longer listen', () => {
    const source = accountSource({ api: apiOfTest().api });
    const listener = vi.fn();
    source.onChange(listener)();
    source.forget();
    expect(listener).not.toHaveBeenCalled();
  });
});
