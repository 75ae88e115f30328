// One form from opening to closing, driven by the messages its page sends.
import { describe, expect, it } from 'vitest';
import { Conversation } from '../../client/src/form/conversation';
import type { FromPage, ToPage } from '../../client/src/form/messages';
import type { Purpose, Save } from '../../client/src/form/purpose';
import {
  type ConnectionDraft,
  type CreateOutcome,
  connectionPurpose,
  type SavedConnection,
  secretPurpose,
} from '../../client/src/form/purposes';
import { Secret } from '../../server/src/account/secret';

const panel = 'panel1';
const created: CreateOutcome = { ok: true, saved: { type: 'aws', name: 'prod' } };
const refused: CreateOutcome = { ok: false, message: 'No.', items: { 'auth.fields.key': 'is wrong' } };
const send = (value: string): FromPage => ({
  kind: 'create',
  type: 'aws',
  name: 'prod',
  fields: [['key', value]],
});

interface Attempt {
  readonly draft: ConnectionDraft;
  readonly signal: AbortSignal;
  answer(outcome: CreateOutcome): void;
  fail(error: Error): void;
}

/** A form whose window and account write down what they are asked. */
function open({ discards = true } = {}) {
  const posted: ToPage[] = [];
  const lines: string[] = [];
  const titles: string[] = [];
  const copied: string[] = [];
  const cleared: string[][] = [];
  const attempts: Attempt[] = [];
  const counts = { closed: 0, asked: 0 };
  const create: Save<ConnectionDraft, SavedConnection> = (draft, signal) =>
    new Promise((answer, fail) => attempts.push({ draft, signal, answer, fail }));
  const form: Conversation<ConnectionDraft, SavedConnection> = new Conversation(
    {
      post: (message) => posted.push(message),
      showType: (type) => titles.push(type),
      showTitle: (title) => titles.push(title),
      mayDiscard: async () => {
        counts.asked += 1;
        return discards;
      },
      copy: (value) => copied.push(value.reveal()),
      offerToClear: (values) => cleared.push(values.map((value) => value.reveal())),
      close: () => {
        counts.closed += 1;
        form.closed();
      },
    },
    connectionPurpose(create),
    (line) => lines.push(line),
    panel,
  );
  const say = (message: FromPage) => form.receive({ ...message, panel });
  const reload = () => {
    say({ kind: 'ready' });
    return posted.at(-1);
  };
  return { form, say, reload, posted, lines, titles, copied, cleared, attempts, counts };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const attemptOf = (attempts: readonly Attempt[], index = 0): Attempt => {
  const attempt = attempts[index];
  if (!attempt) throw new Error('nothing was sent to the account');
  return attempt;
};

describe('what was typed', () => {
  it('comes back each time the page loads, until the form is closed', () => {
    const { form, say, reload, posted } = open();
    expect(reload()).toEqual({ kind: 'restore', slots: [], status: { is: 'editing' } });
    say({ kind: 'typed', slot: 'f0-0', value: 'AK' });
    say({ kind: 'typed', slot: 'f0-0', value: 'AKIA' });
    say({ kind: 'typed', slot: 'name', value: '' });
    say({ kind: 'typed', slot: 'r0-key', value: 'gone' });
    say({ kind: 'removed', slot: 'r0-key' });
    const slots = [
      ['f0-0', 'AKIA'],
      ['name', ''],
    ];
    expect(reload()).toMatchObject({ slots });
    expect(reload()).toMatchObject({ slots });
    const before = posted.length;
    form.closed();
    say({ kind: 'ready' });
    expect(posted).toHaveLength(before);
  });

  it('survives a refusal, which is shown again after a reload', async () => {
    const { say, reload, posted, attempts } = open();
    say({ kind: 'typed', slot: 'f0-0', value: 'AKIA' });
    say(send('AKIA'));
    expect(reload()).toMatchObject({ slots: [['f0-0', 'AKIA']], status: { is: 'saving' } });
    attemptOf(attempts).answer(refused);
    await settled();
    const status = { is: 'refused', message: 'No.', items: [['auth.fields.key', 'is wrong']] };
    expect(posted.at(-1)).toEqual({ kind: 'status', status });
    expect(reload()).toMatchObject({ slots: [['f0-0', 'AKIA']], status });
  });

  it('names the tab by the type', () => {
    const { say, titles } = open();
    say({ kind: 'typed', slot: 'type', value: 'gcp' });
    expect(titles).toEqual(['gcp']);
  });
});

describe('creating', () => {
  it('gives what the account created, and closes', async () => {
    const { form, say, attempts, counts } = open();
    say(send('v'));
    expect(attemptOf(attempts).draft).toMatchObject({ type: 'aws', name: 'prod' });
    expect(attemptOf(attempts).draft.fields.key?.reveal()).toBe('v');
    attemptOf(attempts).answer({ ok: true, saved: { type: 'aws', name: 'Prod' } });
    expect(await form.saved).toEqual({ type: 'aws', name: 'Prod' });
    expect(counts).toEqual({ closed: 1, asked: 0 });
  });

  it('takes a field of any name as a field', () => {
    const { say, attempts } = open();
    say({ ...send('v'), fields: [['__proto__', 'v']] } as FromPage);
    expect(Object.keys(attemptOf(attempts).draft.fields)).toEqual(['__proto__']);
  });

  it('sends once, however often it is asked while it waits', () => {
    const { say, attempts } = open();
    say(send('v'));
    say(send('v'));
    expect(attempts).toHaveLength(1);
  });

  it('says that nothing is lost when creating throws, and does not quote the error', async () => {
    const { say, posted, lines, attempts } = open();
    say(send('hunter2'));
    attemptOf(attempts).fail(new TypeError('bad value hunter2'));
    await settled();
    expect(posted.at(-1)).toMatchObject({
      status: { is: 'refused', message: expect.stringContaining('Nothing you typed is lost') },
    });
    expect(lines).toEqual(['connection form: saving threw TypeError']);
  });

  it('shows values given once until they are closed, and copies the one asked for', async () => {
    const { form, say, reload, posted, copied, attempts, counts } = open();
    say(send('v'));
    const displayOnce = { secretAccessKey: new Secret('t0ken'), own: new Secret('0wn') };
    attemptOf(attempts).answer({ ...created, displayOnce });
    expect(await form.saved).toEqual({ type: 'aws', name: 'prod' });
    const once = [
      { field: 'secretAccessKey', label: 'Secret access key', value: 't0ken' },
      { field: 'own', label: 'own', value: '0wn' },
    ];
    const status = { is: 'created', title: 'aws / prod was created', once };
    expect(posted.at(-1)).toEqual({ kind: 'status', status });
    expect(reload()).toEqual({ kind: 'restore', slots: [], status });
    say({ kind: 'copy', field: 'other' });
    say({ kind: 'copy', field: 'constructor' });
    say({ kind: 'copy', field: 'secretAccessKey' });
    expect(copied).toEqual(['t0ken']);
    expect(counts.closed).toBe(0);
    say({ kind: 'cancel' });
    expect(counts).toEqual({ closed: 1, asked: 0 });
  });
});

describe('leaving', () => {
  it('asks nothing where nothing was typed', async () => {
    const { form, say, counts } = open();
    say({ kind: 'typed', slot: 'type', value: 'gcp' });
    say({ kind: 'typed', slot: 'picked', value: '3' });
    say({ kind: 'cancel' });
    expect(await form.saved).toBeUndefined();
    expect(counts).toEqual({ closed: 1, asked: 0 });
  });

  it.each([true, false])('asks before it discards what was typed (answer: %s)', async (discards) => {
    const { say, counts } = open({ discards });
    say({ kind: 'typed', slot: 'f0-0', value: 'AKIA' });
    say({ kind: 'cancel' });
    say({ kind: 'cancel' });
    await settled();
    expect(counts).toEqual({ closed: discards ? 1 : 0, asked: 1 });
  });

  it('stops waiting on cancel and keeps the form, whatever the stopped request answers', async () => {
    const { say, posted, attempts, counts } = open();
    say(send('v'));
    say({ kind: 'cancel' });
    expect(attemptOf(attempts).signal.aborted).toBe(true);
    expect(posted.at(-1)).toMatchObject({
      status: { is: 'refused', message: expect.stringContaining('Stopped') },
    });
    say(send('w'));
    attemptOf(attempts).answer(refused);
    await settled();
    expect(posted.at(-1)).toEqual({ kind: 'status', status: { is: 'saving' } });
    expect(attemptOf(attempts, 1).signal.aborted).toBe(false);
    expect(counts.closed).toBe(0);
  });

  it.each([
    [created, { type: 'aws', name: 'prod' }],
    [refused, undefined],
  ])('gives up the request when the window closes, but knows a success (%j)', async (outcome, saved) => {
    const { form, say, posted, attempts } = open();
    say(send('v'));
    form.closed();
    const before = posted.length;
    expect(attemptOf(attempts).signal.aborted).toBe(true);
    attemptOf(attempts).answer(outcome);
    expect(await form.saved).toEqual(saved);
    expect(posted).toHaveLength(before);
  });
});

describe('what is not a message of the page', () => {
  it('is dropped, with a line that quotes nothing of it', () => {
    const { form, posted, lines, attempts } = open();
    form.receive({ ...send('hunter2'), panel: 'another' });
    form.receive({ kind: 'hunter2', panel });
    form.receive(null);
    expect([posted, attempts]).toEqual([[], []]);
    expect(lines).toHaveLength(3);
    expect(lines.join()).not.toContain('hunter2');
  });
});

describe('the form of a secret', () => {
  /** A form whose account is answered by the test; `sent` are the values that reached it. */
  function openSecret() {
    const posted: ToPage[] = [];
    const lines: string[] = [];
    const sent: Secret[] = [];
    let answer: (outcome: Awaited<ReturnType<Save<Secret, true>>>) => void = () => {};
    let closes = 0;
    const purpose: Purpose<Secret, true> = secretPurpose((value) => {
      sent.push(value);
      return new Promise((resolve) => {
        answer = resolve;
      });
    });
    const form: Conversation<Secret, true> = new Conversation(
      {
        post: (message) => posted.push(message),
        showType: () => {},
        showTitle: () => {},
        mayDiscard: async () => true,
        copy: () => {},
        offerToClear: () => {},
        close: () => {
          closes += 1;
          form.closed();
        },
      },
      purpose,
      (line) => lines.push(line),
      panel,
    );
    const say = (message: FromPage) => form.receive({ ...message, panel });
    return {
      form,
      say,
      posted,
      lines,
      sent,
      answer: (o: Parameters<typeof answer>[0]) => answer(o),
      closes: () => closes,
    };
  }
  const value = 'line one\nline two\n';

  it('sends its value once, as it is, and closes', async () => {
    const { form, say, sent, answer, closes } = openSecret();
    say({ kind: 'typed', slot: 'value', value });
    say({ kind: 'set', value });
    say({ kind: 'set', value });
    expect(sent.map((each) => each.reveal())).toEqual([value]);
    answer({ ok: true, saved: true });
    expect(await form.saved).toBe(true);
    expect(closes()).toBe(1);
  });

  it('keeps what was typed after a refusal, says why beside it, and forgets it when it is closed', async () => {
    const { form, say, posted, lines, answer } = openSecret();
    say({ kind: 'typed', slot: 'value', value });
    say({ kind: 'set', value });
    answer({ ok: false, message: 'No.', items: { value: 'is too long' } });
    await settled();
    say({ kind: 'ready' });
    const status = { is: 'refused', message: 'No.', items: [['value', 'is too long']] };
    expect(posted.at(-1)).toEqual({ kind: 'restore', slots: [['value', value]], status });
    form.closed();
    expect(await form.saved).toBeUndefined();
    expect(JSON.stringify(lines)).not.toContain('line one');
  });

  it('takes no other form for its own', () => {
    const { say, sent } = openSecret();
    say({ kind: 'create', type: 'aws', name: 'prod', fields: [['key', 'v']] });
    expect(sent).toEqual([]);
    const connection = open();
    connection.say({ kind: 'set', value: 'v' });
    expect(connection.attempts).toEqual([]);
  });
});
