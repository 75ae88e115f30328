// Turns the messages of one form's page into at most one thing that is saved; knows no window.
import * as l10n from '@vscode/l10n';
import type { Secret } from '../../../server/src/account/secret';
import { Clipped } from './clipped';
import { type FromPage, readFromPage, type Status, type Verdict } from './messages';
import type { Face, Outcome, Purpose } from './purpose';
import { Typed } from './typed';

const text = {
  testing: (made: string) => l10n.t('{0}. Testing…', made),
  testStopped: l10n.t('The test was stopped. What you saved stays saved, untested.'),
  waitingStopped: l10n.t(
    'Stopped waiting for the browser. If you finish there, the connection is created all the same.',
  ),
};

/** One form, from opening to closing; `closed()` forgets everything. */
export class Conversation<Draft, Saved> {
  readonly #face: Face;
  #purpose: Purpose<Draft, Saved>;
  readonly #log: (line: string) => void;
  readonly #panel: string;
  readonly #typed: Typed;
  readonly #clipped = new Clipped();
  #once: Readonly<Record<string, Secret>> = {};
  /** Of the page that is waited for. */
  #address: Secret | undefined;
  #status: Status = { is: 'editing' };
  /** What is under way: saving, testing, or waiting for the browser. */
  #under: AbortController | undefined;
  #made: { readonly saved: Saved; readonly title?: string } | undefined;
  #asking = false;
  #isClosed = false;
  #settle: (saved: Saved | undefined) => void = () => undefined;

  /**
   * What was saved; undefined once the form is closed without. Settles before values shown once are closed, but not
   * before the form is, where what was saved failed its test.
   */
  readonly saved: Promise<Saved | undefined> = new Promise((resolve) => {
    this.#settle = resolve;
  });

  /** `given` stands in the inputs at the start, by slot, as if it had been typed. */
  constructor(
    face: Face,
    purpose: Purpose<Draft, Saved>,
    log: (line: string) => void,
    panel: string,
    given: ReadonlyMap<string, Secret> = new Map(),
  ) {
    this.#typed = new Typed(given);
    this.#face = face;
    this.#purpose = purpose;
    this.#log = log;
    this.#panel = panel;
  }

  /** Takes one message of the page; whatever is not a message of this panel is dropped. */
  receive(raw: unknown): void {
    if (this.#isClosed) return;
    const message = readFromPage(raw, this.#panel);
    if (message === undefined)
      this.#log(`${this.#purpose.words.form}: dropped a message that its page does not send`);
    else this.#take(message);
  }

  /** The window is gone: forget what was typed. What is under way is given up, but its success still counts. */
  closed(): void {
    this.#isClosed = true;
    this.#typed.forget();
    this.#face.offerToClear(this.#clipped.takeCopied());
    this.#once = {};
    this.#address = undefined;
    this.#status = { is: 'editing' };
    this.#under?.abort();
    if (this.#made || !this.#under) this.#settle(this.#made?.saved);
  }

  #take(message: FromPage): void {
    switch (message.kind) {
      case 'ready':
        this.#restore();
        break;
      case 'typed':
        this.#keep(message.slot, message.value, message.pasted);
        break;
      case 'removed':
        this.#typed.remove(message.slot);
        break;
      case 'create':
      case 'set': {
        const draft = this.#purpose.draftOf(message);
        const test = 'test' in message && message.test === true;
        if (draft !== undefined) void this.#save(draft, test);
        break;
      }
      case 'ways':
        void this.#tellWays(message.type);
        break;
      case 'connect':
        void this.#connect(message);
        break;
      case 'cancel':
        void this.#cancel();
        break;
      case 'skip':
        if (this.#purpose.skipped) void this.#leave(this.#purpose.skipped);
        break;
      case 'copy':
        this.#copy(message.field);
        break;
      case 'copyAddress':
        if (this.#address) this.#face.copy(this.#address);
        break;
    }
  }

  #restore(): void {
    this.#face.post({ ...this.#shown(), kind: 'restore', slots: revealed([...this.#typed.slots]) });
    for (const [slot, value] of this.#typed.slots) this.#answer(slot, value.reveal());
  }

  #answer(slot: string, value: string): void {
    const answer = this.#purpose.answerTo?.(slot, value);
    if (answer) this.#face.post(answer);
  }

  #copy(field: string): void {
    const value = Object.hasOwn(this.#once, field) ? this.#once[field] : undefined;
    if (!value) return;
    this.#face.copy(value);
    this.#clipped.copied(value);
  }

  #keep(slot: string, value: string, pasted = false): void {
    if (slot === 'type' && !this.#made) this.#face.showType(value);
    if (!this.#typed.keep(slot, value)) return;
    if (pasted) this.#clipped.pasted(slot);
    this.#answer(slot, value);
  }

  async #tellWays(type: string): Promise<void> {
    const browser = (await this.#purpose.browser?.offers(type).catch(() => false)) ?? false;
    if (!this.#isClosed) this.#face.post({ kind: 'ways', type, browser });
  }

  #save(draft: Draft, isTested: boolean): Promise<void> {
    const { save } = this.#purpose;
    return this.#try({ is: 'saving' }, isTested, (signal) => save(draft, signal));
  }

  async #connect({ type, name }: Extract<FromPage, { kind: 'connect' }>): Promise<void> {
    const { browser } = this.#purpose;
    if (!browser || this.#made) return;
    await this.#try({ is: 'waiting', hasAddress: false }, false, (signal) =>
      browser.connect(
        { type, name },
        (address) => {
          if (signal.aborted) return;
          this.#address = address;
          this.#show({ is: 'waiting', hasAddress: true });
        },
        signal,
      ),
    );
  }

  async #try(
    meanwhile: Status,
    isTested: boolean,
    act: (signal: AbortSignal) => Promise<Outcome<Saved>>,
  ): Promise<void> {
    if (this.#under || this.#status.is === 'created') return;
    const attempt = new AbortController();
    this.#under = attempt;
    this.#show(meanwhile);
    const outcome = await this.#outcomeOf(act(attempt.signal));
    if (outcome.ok) {
      await this.#succeed(outcome, isTested && this.#under === attempt);
    } else if (this.#isClosed) {
      this.#settle(undefined);
    } else if (this.#under === attempt) {
      this.#under = undefined;
      this.#show({ is: 'refused', message: outcome.message, items: Object.entries(outcome.items ?? {}) });
    }
  }

  async #outcomeOf(under: Promise<Outcome<Saved>>): Promise<Outcome<Saved>> {
    const { words } = this.#purpose;
    try {
      return await under;
    } catch (thrown) {
      // Only the kind of error: its message could quote what was sent.
      this.#log(`${words.form}: saving threw ${thrown instanceof Error ? thrown.name : typeof thrown}`);
      return { ok: false, message: words.failed };
    }
  }

  async #succeed(
    { saved, displayOnce = {}, warning }: Extract<Outcome<Saved>, { ok: true }>,
    isTested: boolean,
  ): Promise<void> {
    // Another attempt may be on its way, when this one was stopped and succeeded all the same.
    this.#under?.abort();
    this.#under = undefined;
    this.#address = undefined;
    this.#typed.saved();
    this.#face.offerToClear(this.#clipped.takePasted(this.#typed.slots));
    const title = this.#purpose.titleOf(saved);
    const isShown = Object.keys(displayOnce).length > 0 || warning !== undefined;
    const test = isTested && !this.#isClosed ? this.#purpose.test : undefined;
    this.#made = { saved };
    if (isShown) this.#typed.forget();
    if (isShown || !test) this.#settle(saved);
    if (this.#isClosed) return;
    if (isShown) this.#once = displayOnce;
    const created = { is: 'created', title, once: [], ...(warning !== undefined && { warning }) } as const;
    if (!test) return isShown ? this.#show(created) : this.#face.close();
    const words = text.testing(title);
    this.#show(isShown ? { ...created, testing: words } : { is: 'testing', words });
    const verdict = await this.#tested(saved, test);
    if (!verdict) return;
    if (isShown) this.#show({ ...created, verdict });
    else if (verdict.is === 'passed') this.#face.close();
    else this.#stay(verdict);
  }

  /** Undefined where it is not waited for any more. */
  async #tested(
    saved: Saved,
    test: NonNullable<Purpose<Draft, Saved>['test']>,
  ): Promise<Verdict | undefined> {
    const attempt = new AbortController();
    this.#under = attempt;
    const verdict = await test(saved, attempt.signal);
    if (this.#isClosed || this.#under !== attempt) return undefined;
    this.#under = undefined;
    return verdict;
  }

  /** What was saved is there, and what was typed is still here: from now on it takes the place of what was saved. */
  #stay(verdict: Verdict): void {
    if (!this.#made) return;
    const again = this.#purpose.again?.(this.#made.saved);
    if (again) {
      this.#purpose = again.purpose;
      this.#made = { saved: this.#made.saved, title: again.title };
      this.#face.showTitle(again.title);
    }
    this.#show({ is: 'tested', verdict });
  }

  async #cancel(): Promise<void> {
    const { is } = this.#status;
    if (!this.#under || is === 'created') {
      await this.#leave();
      return;
    }
    this.#under.abort();
    this.#under = undefined;
    this.#address = undefined;
    if (is === 'testing') this.#stay({ is: 'untold', words: text.testStopped });
    else {
      const message = is === 'waiting' ? text.waitingStopped : this.#purpose.words.stopped;
      this.#show({ is: 'refused', message, items: [] });
    }
  }

  /** Closes the form, once what would be lost may be; `first` is done before. */
  async #leave(first?: () => void): Promise<void> {
    if (this.#asking || (this.#under && this.#status.is !== 'created')) return;
    if (this.#status.is !== 'created' && this.#typed.isUnsaved) {
      this.#asking = true;
      const discard = await this.#face.mayDiscard();
      this.#asking = false;
      if (!discard || this.#isClosed) return;
    }
    first?.();
    this.#face.close();
  }

  #show(status: Status): void {
    this.#status = status;
    if (!this.#isClosed) this.#face.post({ ...this.#shown(), kind: 'status' });
  }

  /** The status as the page gets it: the values shown once are in the clear there only. */
  #shown(): { readonly status: Status; readonly made?: string } {
    const status =
      this.#status.is === 'created' ? { ...this.#status, once: this.#revealedOnce() } : this.#status;
    const title = this.#made?.title;
    return { status, ...(title !== undefined && { made: title }) };
  }

  #revealedOnce(): Extract<Status, { is: 'created' }>['once'] {
    const saved = this.#made?.saved;
    return Object.entries(this.#once).map(([field, value]) => ({
      field,
      label: (saved !== undefined && this.#purpose.labelOf?.(saved, field)) || field,
      value: value.reveal(),
    }));
  }
}

const revealed = (values: readonly (readonly [string, Secret])[]) =>
  values.map(([key, value]) => [key, value.reveal()] as const);
