// The secrets of the workflows that somebody wants to know about: asked once, with each refresh, and never in its way.
import { describe, expect, it } from 'vitest';
import type { Account, Failure } from '../../server/src/account/account';
import { ownClock } from '../../server/src/account/clock';
import type { Answer } from '../../server/src/account/request';
import { type AccountToAsk, accountSource } from '../../server/src/account/source';

const DOWN: Failure = { kind: 'unreachable', host: 'h', because: 'the connection was cut' };
const FORBIDDEN: Failure = { kind: 'not-allowed', host: 'h' };

type Names = Answer<readonly string[] | undefined>;
const names = (...value: string[]): Names => ({ ok: true, value });
const none: Names = { ok: true, value: undefined };
const failed = (failure: Failure): Names => ({ ok: false, failure });

/** An account whose connections answer as they are set, and whose secrets are answered by the test. */
function accountOfTest(host = 'h') {
  const asked: { path: string; answer: (names: Names) => void; signal: AbortSignal | undefined }[] = [];
  const state = { failure: undefined as Failure | undefined };
  const api: AccountToAsk = {
    host,
    listConnections: async () =>
      state.failure ? { ok: false, failure: state.failure } : { ok: true, value: [] },
    readAccount: async () => ({ ok: true, value: { id: '1', name: 'ACME' } }),
    listSecrets: (path, signal) => new Promise((answer) => asked.push({ path, answer, signal })),
  };
  /** Answers the first request for a path that is not answered yet. */
  const answer = (path: string, given: Names) => {
    const at = asked.findIndex((each) => each.path === path);
    if (at < 0) throw new Error(`${path} was not asked for`);
    asked.splice(at, 1)[0]?.answer(given);
  };
  return { api, asked, answer, state, paths: () => asked.map(({ path }) => path) };
}

const secretsOf = (account: Account) => (account.state === 'ready' ? account.secrets : undefined);
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('the secrets of wanted workflows', () => {
  it('are asked for by nobody who wants none', async () => {
    const { api, asked } = accountOfTest();
    const source = accountSource({ api });
    await source.want([]);
    expect(await source.refresh()).not.toHaveProperty('secrets');
    expect(asked).toEqual([]);
  });

  it('are asked for at once where the account has answered, and come without another list', async () => {
    const { api, answer, paths } = accountOfTest();
    const source = accountSource({ api });
    await source.refresh();
    const seen: Account[] = [];
    source.onChange((account) => seen.push(account));
    const wanted = source.want(['ops/deploy', 'other']);
    expect(paths()).toEqual(['ops/deploy', 'other']);
    answer('ops/deploy', names('token', 'key'));
    answer('other', none);
    const secrets = { 'ops/deploy': { is: 'listed', names: ['token', 'key'] }, other: { is: 'no-workflow' } };
    expect(secretsOf(await wanted)).toEqual(secrets);
    expect(seen).toHaveLength(1);
    await source.want(['ops/deploy', 'other']);
    expect(paths()).toEqual([]);
  });

  it('wait for the first refresh, and do not make it wait', async () => {
    const { api, answer, paths } = accountOfTest();
    const source = accountSource({ api });
    await source.want(['deploy']);
    expect(paths()).toEqual([]);
    expect(await source.refresh()).toMatchObject({ state: 'ready' });
    expect(secretsOf(source.current)).toBeUndefined();
    answer('deploy', names('token'));
    await settled();
    expect(secretsOf(source.current)).toEqual({ deploy: { is: 'listed', names: ['token'] } });
  });

  it('that are wanted while the list is under way are not asked for twice', async () => {
    const { api, paths } = accountOfTest();
    const source = accountSource({ api });
    void source.want(['deploy']);
    const refreshed = source.refresh();
    void source.want(['deploy', 'more']);
    await refreshed;
    expect(paths()).toEqual(['deploy', 'more']);
  });

  it('are asked for again with each refresh; no change is no news', async () => {
    const { api, answer } = accountOfTest();
    const source = accountSource({ api });
    await source.refresh();
    const wanted = source.want(['deploy']);
    answer('deploy', names('token'));
    await wanted;
    const seen: Account[] = [];
    source.onChange((account) => seen.push(account));
    await source.refresh();
    expect(secretsOf(source.current)).toEqual({ deploy: { is: 'listed', names: ['token'] } });
    answer('deploy', names('token'));
    await settled();
    expect(seen).toHaveLength(1); // the list
    await source.refresh();
    answer('deploy', names('token', 'new'));
    await settled();
    expect(secretsOf(source.current)).toEqual({ deploy: { is: 'listed', names: ['token', 'new'] } });
  });

  it('come from the last time they were asked for, in whatever order the answers come', async () => {
    const { api, asked } = accountOfTest();
    const source = accountSource({ api });
    await source.want(['deploy']);
    await source.refresh();
    await source.refresh({ anew: true });
    const [before, after] = asked;
    after?.answer(names('token', 'created'));
    await settled();
    before?.answer(names('token'));
    await settled();
    expect(secretsOf(source.current)).toEqual({ deploy: { is: 'listed', names: ['token', 'created'] } });
  });

  it('that cannot be read are unknown by themselves, with the last names, and no other workflow is', async () => {
    const { api, answer } = accountOfTest();
    const source = accountSource({ api });
    await source.refresh();
    const wanted = source.want(['a', 'b']);
    answer('a', names('token'));
    answer('b', failed(FORBIDDEN));
    await wanted;
    expect(source.current).not.toHaveProperty('stale');
    expect(secretsOf(source.current)).toEqual({
      a: { is: 'listed', names: ['token'] },
      b: { is: 'failed', why: FORBIDDEN },
    });
    await source.refresh();
    answer('a', failed(DOWN));
    answer('b', names());
    await settled();
    expect(secretsOf(source.current)).toEqual({
      a: { is: 'failed', why: DOWN, names: ['token'] },
      b: { is: 'listed', names: [] },
    });
  });

  it('are kept while the account fails, and not asked for until it answers', async () => {
    const { api, state, asked, answer, paths } = accountOfTest();
    const source = accountSource({ api });
    await source.refresh();
    const wanted = source.want(['deploy']);
    answer('deploy', names('token'));
    await wanted;
    state.failure = DOWN;
    expect(await source.refresh()).toMatchObject({ stale: DOWN, secrets: { deploy: { names: ['token'] } } });
    asked.length = 0;
    await source.want(['deploy', 'more']);
    expect(paths()).toEqual([]);
    state.failure = undefined;
    await source.refresh();
    expect(paths()).toEqual(['deploy', 'more']);
  });

  it('are forgotten when they are not wanted any more, so that an old list says nothing later', async () => {
    const { api, answer, paths } = accountOfTest();
    const source = accountSource({ api });
    await source.refresh();
    const wanted = source.want(['deploy']);
    answer('deploy', names('token'));
    await wanted;
    await source.want([]);
    await source.refresh();
    expect(source.current).not.toHaveProperty('secrets');
    void source.want(['deploy']);
    expect(paths()).toEqual(['deploy']);
  });

  it('never come from another session, which asks for them itself', async () => {
    const old = accountOfTest();
    const next = accountOfTest('next');
    const source = accountSource({ api: old.api });
    await source.refresh();
    const late = source.want(['deploy']);
    source.use(next.api);
    expect(old.asked[0]?.signal?.aborted).toBe(true);
    old.answer('deploy', names('of the old one'));
    expect(await late).toEqual({ state: 'loading', host: 'next' });
    await source.refresh();
    expect(secretsOf(source.current)).toBeUndefined();
    next.answer('deploy', names('of the next one'));
    await settled();
    expect(secretsOf(source.current)).toEqual({ deploy: { is: 'listed', names: ['of the next one'] } });
    source.forget();
    expect(await source.want(['deploy'])).toEqual({ state: 'signed-out' });
  });

  it('are given up together, six requests at a time', async () => {
    const { api, asked } = accountOfTest();
    let giveUp = () => {};
    const clock = {
      ...ownClock,
      after(_milliseconds: number, run: () => void) {
        giveUp = run;
        return () => {};
      },
    };
    const source = accountSource({ api, clock });
    await source.refresh();
    const paths = Array.from({ length: 50 }, (_, index) => `w${index}`);
    const wanted = source.want(paths);
    expect(asked).toHaveLength(6);
    giveUp();
    for (const { answer, signal } of asked) {
      expect(signal?.aborted).toBe(true);
      answer(failed({ ...DOWN, because: 'the request was cancelled' } as Failure));
    }
    const secrets = secretsOf(await wanted) ?? {};
    expect(Object.keys(secrets).sort()).toEqual([...paths].sort());
    expect(asked).toHaveLength(6);
    const why = { kind: 'unreachable', host: 'h', because: 'no answer within 25 s' };
    for (const each of Object.values(secrets)) expect(each).toEqual({ is: 'failed', why });
  });

  it('may have any name', async () => {
    const { api, answer } = accountOfTest();
    const source = accountSource({ api });
    await source.refresh();
    const wanted = source.want(['__proto__', 'constructor']);
    answer('__proto__', names('a'));
    answer('constructor', none);
    await wanted;
    expect(Object.keys(secretsOf(source.current) ?? {}).sort()).toEqual(['__proto__', 'constructor']);
  });
});
