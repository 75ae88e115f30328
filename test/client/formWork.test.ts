// What a form does beyond saving, driven by the messages of its page: tests, steps, the browser, and the clipboard.
import { describe, expect, it, test } from 'vitest';
import { verdictOf } from '../../client/src/changes/testing';
import { browserOf } from '../../client/src/form/browser';
import { Conversation } from '../../client/src/form/conversation';
import type { FromPage, ToPage, Verdict } from '../../client/src/form/messages';
import type { Outcome } from '../../client/src/form/purpose';
import {
  type ConnectionDraft,
  connectionPurpose,
  type SavedConnection,
} from '../../client/src/form/purposes';
import { accountApi } from '../../server/src/account/api';
import { Secret } from '../../server/src/account/secret';
import { accountOfTest, TOKEN } from '../localAccount/accountOfTest';
import { hurriedClock } from '../support/clocks';

const panel = 'panel1';
const saved: SavedConnection = { type: 'slack', name: 'ops' };
const passed: Verdict = { is: 'passed', words: 'The test passed.' };
const failed: Verdict = { is: 'failed', words: 'The test failed.' };
const create = (value: string, isTested = true): FromPage => ({
  kind: 'create',
  ...saved,
  fields: [['apiToken', value]],
  ...(isTested && { test: true }),
});
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** What the test answers in place of the account, one after the other. */
interface Asked<T> {
  readonly what: string;
  readonly signal: AbortSignal;
  answer(value: T): void;
}

/** A form whose account is answered by the test. */
function open() {
  const posted: ToPage[] = [];
  const titles: string[] = [];
  const offered: string[][] = [];
  const copied: string[] = [];
  const saves: Asked<Outcome<SavedConnection>>[] = [];
  const tests: Asked<Verdict>[] = [];
  const waits: Asked<Outcome<SavedConnection>>[] = [];
  const counts = { closed: 0, asked: 0, skipped: 0 };
  const ask = <T>(list: Asked<T>[], what: string, signal: AbortSignal) =>
    new Promise<T>((answer) => list.push({ what, signal, answer }));
  const form: Conversation<ConnectionDraft, SavedConnection> = new Conversation(
    {
      post: (message) => posted.push(message),
      showType: () => {},
      showTitle: (title) => titles.push(title),
      mayDiscard: async () => {
        counts.asked += 1;
        return true;
      },
      copy: (value) => copied.push(value.reveal()),
      offerToClear: (values) => {
        if (values.length > 0) offered.push(values.map((value) => value.reveal()));
      },
      close: () => {
        counts.closed += 1;
        form.closed();
      },
    },
    connectionPurpose(
      ({ fields }, signal) => ask(saves, `create ${fields.apiToken?.reveal()}`, signal),
      {
        test: (_, signal) => ask(tests, 'test', signal),
        replace: ({ fields }, signal) => ask(saves, `replace ${fields.apiToken?.reveal()}`, signal),
        browser: {
          offers: async (type) => type === 'slack',
          connect({ name }, begun, signal) {
            begun(new Secret('https://page.example/?request=1'));
            return ask(waits, `connect ${name}`, signal);
          },
        },
      },
      () => {
        counts.skipped += 1;
      },
    ),
    () => {},
    panel,
  );
  let outcome: SavedConnection | undefined | 'open' = 'open';
  void form.saved.then((value) => {
    outcome = value;
  });
  return {
    form,
    say: (message: FromPage) => form.receive({ ...message, panel }),
    posted,
    titles,
    offered,
    copied,
    saves,
    tests,
    waits,
    counts,
    outcome: async () => {
      await settled();
      return outcome;
    },
    last: () => posted.at(-1),
  };
}

async function answer<T>(asked: readonly Asked<T>[], value: T): Promise<void> {
  asked.at(-1)?.answer(value);
  await settled();
}

describe('creating and testing', () => {
  it('says that it is created while it is tested, and closes when it passed', async () => {
    const { say, last, saves, tests, counts, outcome } = open();
    say(create('good'));
    await answer(saves, { ok: true, saved });
    expect(last()).toEqual({
      kind: 'status',
      status: { is: 'testing', words: 'slack / ops was created. Testing…' },
    });
    expect(await outcome()).toBe('open');
    await answer(tests, passed);
    expect(counts).toEqual({ closed: 1, asked: 0, skipped: 0 });
    expect(await outcome()).toEqual(saved);
  });

  it('stays when it failed, keeps what was typed, and from then on replaces what it created', async () => {
    const { say, last, posted, titles, saves, tests, counts, outcome } = open();
    say({ kind: 'typed', slot: 'f5-0', value: 'bad' });
    say(create('bad'));
    await answer(saves, { ok: true, saved });
    await answer(tests, failed);
    const made = 'Overwrite Slack connection ops';
    expect(titles).toEqual([made]);
    expect(last()).toEqual({ kind: 'status', status: { is: 'tested', verdict: failed }, made });
    say({ kind: 'ready' });
    expect(last()).toMatchObject({
      kind: 'restore',
      slots: [['f5-0', 'bad']],
      status: { is: 'tested' },
      made,
    });
    say(create('good'));
    await answer(saves, { ok: false, message: 'No.' });
    expect(last()).toEqual({ kind: 'status', status: { is: 'refused', message: 'No.', items: [] }, made });
    say(create('good'));
    await answer(saves, { ok: true, saved });
    expect(posted.at(-1)).toMatchObject({ status: { words: 'slack / ops was overwritten. Testing…' } });
    await answer(tests, passed);
    expect(saves.map(({ what }) => what)).toEqual(['create bad', 'replace good', 'replace good']);
    expect(await outcome()).toEqual(saved);
    expect(counts.closed).toBe(1);
  });

  it('gives what was created when it is closed after a failed test, and asks only where more was typed', async () => {
    const { say, saves, tests, counts, outcome } = open();
    say({ kind: 'typed', slot: 'f5-0', value: 'bad' });
    say(create('bad'));
    await answer(saves, { ok: true, saved });
    await answer(tests, failed);
    say({ kind: 'cancel' });
    await settled();
    expect(counts).toEqual({ closed: 1, asked: 0, skipped: 0 });
    expect(await outcome()).toEqual(saved);
    const other = open();
    other.say(create('bad'));
    await answer(other.saves, { ok: true, saved });
    await answer(other.tests, failed);
    other.say({ kind: 'typed', slot: 'f5-0', value: 'half-typed' });
    other.say({ kind: 'cancel' });
    expect(other.counts.asked).toBe(1);
  });

  it('can be stopped, and says that what was saved stays saved', async () => {
    const { say, last, saves, tests } = open();
    say(create('x'));
    await answer(saves, { ok: true, saved });
    say({ kind: 'cancel' });
    expect(tests[0]?.signal.aborted).toBe(true);
    expect(last()).toMatchObject({ status: { is: 'tested', verdict: { is: 'untold' } } });
    const before = last();
    await answer(tests, passed);
    expect(last()).toBe(before);
  });

  it('keeps the success when the window is closed while it is tested', async () => {
    const { form, say, saves, tests, outcome } = open();
    say(create('x'));
    await answer(saves, { ok: true, saved });
    form.closed();
    expect(tests[0]?.signal.aborted).toBe(true);
    expect(await outcome()).toEqual(saved);
    expect(JSON.stringify(form)).not.toContain('x"');
  });

  it('shows values given once at once, and the verdict beside them', async () => {
    const { say, last, saves, tests, outcome, counts } = open();
    say(create('x'));
    await answer(saves, { ok: true, saved, displayOnce: { token: new Secret('t0ken') } });
    expect(last()).toMatchObject({
      status: {
        is: 'created',
        once: [{ field: 'token', value: 't0ken' }],
        testing: 'slack / ops was created. Testing…',
      },
    });
    expect(await outcome()).toEqual(saved);
    await answer(tests, failed);
    expect(last()).toMatchObject({
      status: { is: 'created', once: [{ field: 'token', value: 't0ken' }], verdict: failed },
    });
    say({ kind: 'cancel' });
    expect(counts.closed).toBe(1);
  });
});

test('that values shown once were lost is said, and needs to be closed', async () => {
  const { say, last, saves, outcome, counts } = open();
  say(create('x', false));
  await answer(saves, { ok: true, saved, warning: 'They are lost.' });
  expect(last()).toMatchObject({ status: { is: 'created', once: [], warning: 'They are lost.' } });
  expect(await outcome()).toEqual(saved);
  expect(counts.closed).toBe(0);
});

describe('one of several', () => {
  it('is skipped, after a question where something was typed', async () => {
    const { say, counts, outcome } = open();
    say({ kind: 'typed', slot: 'f5-0', value: 'x' });
    say({ kind: 'skip' });
    expect(await outcome()).toBeUndefined();
    expect(counts).toEqual({ closed: 1, asked: 1, skipped: 1 });
  });

  it('is not skipped by being cancelled, nor while it is saved', async () => {
    const { say, saves, counts } = open();
    say(create('x'));
    say({ kind: 'skip' });
    await answer(saves, { ok: false, message: 'No.' });
    say({ kind: 'cancel' });
    expect(counts).toEqual({ closed: 1, asked: 0, skipped: 0 });
  });
});

describe('the clipboard', () => {
  it('is offered to be cleared of the secrets that were pasted and saved', async () => {
    const { say, saves, offered } = open();
    say({ kind: 'typed', slot: 'f5-0', value: 'pasted', pasted: true });
    say({ kind: 'typed', slot: 'name', value: 'typed' });
    say(create('pasted', false));
    await answer(saves, { ok: false, message: 'No.' });
    expect(offered).toEqual([]);
    say(create('pasted', false));
    await answer(saves, { ok: true, saved });
    expect(offered).toEqual([['pasted']]);
  });

  it('is offered to be cleared of what was copied, when the form closes', async () => {
    const { say, saves, offered, copied } = open();
    say(create('x', false));
    await answer(saves, { ok: true, saved, displayOnce: { token: new Secret('t0ken') } });
    say({ kind: 'copy', field: 'token' });
    expect([copied, offered]).toEqual([['t0ken'], []]);
    say({ kind: 'cancel' });
    expect(offered).toEqual([['t0ken']]);
  });

  it('is left alone where the form is closed without saving', () => {
    const { form, say, offered } = open();
    say({ kind: 'typed', slot: 'f5-0', value: 'pasted', pasted: true });
    form.closed();
    expect(offered).toEqual([]);
  });
});

test('a kubeconfig is kept like what is typed, and told again after a reload', () => {
  const { form, say, posted } = open();
  const value = 'clusters: []\ncontexts:\n- { name: a, context: {} }\n';
  say({ kind: 'typed', slot: 'kubeconfig', value });
  expect(posted).toMatchObject([{ kind: 'kubeconfig', contexts: [{ name: 'a' }] }]);
  say({ kind: 'ready' });
  expect(posted.map(({ kind }) => kind)).toEqual(['kubeconfig', 'restore', 'kubeconfig']);
  form.closed();
  say({ kind: 'ready' });
  expect(posted).toHaveLength(3);
});

describe('connecting in the browser', () => {
  it('is offered where the account does it', async () => {
    const { say, posted } = open();
    say({ kind: 'ways', type: 'slack' });
    say({ kind: 'ways', type: 'aws' });
    await settled();
    expect(posted).toEqual([
      { kind: 'ways', type: 'slack', browser: true },
      { kind: 'ways', type: 'aws', browser: false },
    ]);
  });

  it('waits, gives the address to be copied, and can be stopped and begun again', async () => {
    const { say, last, waits, copied, outcome } = open();
    say({ kind: 'connect', ...saved });
    expect(last()).toEqual({ kind: 'status', status: { is: 'waiting', hasAddress: true } });
    expect(JSON.stringify(last())).not.toContain('page.example');
    say({ kind: 'copyAddress' });
    expect(copied).toEqual(['https://page.example/?request=1']);
    say({ kind: 'cancel' });
    expect(waits[0]?.signal.aborted).toBe(true);
    expect(last()).toMatchObject({ status: { is: 'refused', message: expect.stringContaining('Stopped') } });
    say({ kind: 'copyAddress' });
    expect(copied).toHaveLength(1);
    say({ kind: 'connect', ...saved });
    await answer(waits, { ok: true, saved });
    expect(await outcome()).toEqual(saved);
  });

  /** The real local account, whose person does something once the page is opened. */
  async function connect(type: string, name: string, decide: (address: URL) => Promise<unknown>) {
    const { url } = await accountOfTest();
    const api = accountApi({ url, token: new Secret(TOKEN) });
    const clock = hurriedClock();
    const addresses: string[] = [];
    const opened: Promise<unknown>[] = [];
    const ended = new AbortController();
    const browser = browserOf({
      api,
      clock,
      open: (address) => opened.push(decide(new URL(address))),
      refusal: ({ message = 'refused' }) => ({ ok: false, message }),
    });
    const run = () => browser.connect({ type, name }, (each) => addresses.push(each.reveal()), ended.signal);
    return { browser, run, ended, clock, addresses };
  }
  const decide = (decision: string) => (address: URL) =>
    fetch(`${address.origin}/authorize`, {
      method: 'POST',
      body: new URLSearchParams({ request: address.searchParams.get('request') ?? '', decision }),
    });

  it('ends when the account lists the connection', async () => {
    const { browser, run, addresses } = await connect('github', 'source', decide('allow'));
    expect(await browser.offers('github')).toBe(true);
    expect(await browser.offers('aws')).toBe(false);
    expect(await run()).toEqual({ ok: true, saved: { type: 'github', name: 'source' } });
    expect(addresses).toHaveLength(1);
    expect(await run()).toMatchObject({ ok: false, items: { name: expect.stringContaining('already') } });
  });

  it('ends after ten minutes where nobody allowed it', async () => {
    const { run, clock } = await connect('slack', 'ops', decide('refuse'));
    expect(await run()).toMatchObject({ ok: false, message: expect.stringContaining('10 minutes') });
    expect(clock.pauses.reduce((sum, each) => sum + each, 0)).toBeGreaterThanOrEqual(600_000);
  });

  it('ends when nobody waits any more', async () => {
    const { run, ended } = await connect('slack', 'ops', async () => ended.abort());
    expect(await run()).toMatchObject({ ok: false });
  });

  it('says what the account says where it gives no page', async () => {
    const { run } = await connect('aws', 'prod', async () => {});
    expect(await run()).toMatchObject({ ok: false, message: expect.stringContaining('not authorised') });
  });
});

test.each([
  [{ ok: true, value: { status: 'available', failed: false } }, passed],
  [{ ok: true, value: { status: 'unavailable', failed: true } }, failed],
  [
    { ok: true, value: { status: 'x', failed: true, message: 'No token.' } },
    { is: 'failed', words: 'The test failed: No token.' },
  ],
] as const)('the verdict on %j', (given, verdict) => expect(verdictOf(given)).toEqual(verdict));

test('a test that the account did not make is none that failed', () => {
  const refused = { ok: false, failure: { kind: 'not-allowed' } } as Parameters<typeof verdictOf>[0];
  expect(verdictOf(refused)).toMatchObject({ is: 'untold', words: expect.stringContaining('not tested') });
});
