// Turns the messages of one form's page into at most one thing that is saved; knows no window.
import { Secret } from '../../../server/src/account/secret';
import { type FromPage, readFromPage, type Status, type ToPage } from './messages';

/**
 * What came of it. `items` are messages by the path of what they speak of (relay/api.md, Errors), such as
 * `auth.fields.accessKeyID`, `name` or `type`; `displayOnce` are the values Relay shows this one time.
 */
export type Outcome<Saved> =
  | {
      readonly ok: true;
      readonly saved: Saved;
      readonly displayOnce?: Readonly<Record<string, Secret>>;
    }
  | { readonly ok: false; readonly message: string; readonly items?: Readonly<Record<string, string>> };

/** Posts the draft to the account. `signal` fires when nobody waits any more. */
export type Save<Draft, Saved> = (draft: Draft, signal: AbortSignal) => Promise<Outcome<Saved>>;

/** What a form is for. */
export interface Purpose<Draft, Saved> {
  /** What a message of the page asks to be saved; undefined where it asks for nothing, or for another form's. */
  draftOf(message: FromPage): Draft | undefined;
  readonly save: Save<Draft, Saved>;
  /** What is said above the values that Relay shows this one time. */
  titleOf(saved: Saved): string;
  /** `failed` is said where saving threw, `stopped` where it was cancelled; `form` is its name in the log. */
  readonly words: { readonly form: string; readonly failed: string; readonly stopped: string };
}

/** The window the form is in. */
export interface Face {
  post(message: ToPage): void;
  showType(type: string): void;
  /** Asks whether what was typed may be thrown away. */
  mayDiscard(): Promise<boolean>;
  copy(value: Secret): void;
  close(): void;
}

/** Most inputs whose text is kept while the page is hidden. */
const mostSlots = 2048;

/**
 * One form, from opening to closing. Everything typed is kept here, as secrets in memory, and nowhere else: the page is
 * destroyed whenever its tab is hidden, a hidden page cannot be asked any more, and the webview's own state would be
 * written to disk. So the page reports each input as it happens, is given all of it back when it loads again, and
 * `closed()` forgets it. (`retainContextWhenHidden` would keep the values in a page nobody looks at, at a high price.)
 */
export class Conversation<Draft, Saved> {
  readonly #face: Face;
  readonly #purpose: Purpose<Draft, Saved>;
  readonly #log: (line: string) => void;
  readonly #panel: string;
  readonly #slots: Map<string, Secret>;
  #once: Readonly<Record<string, Secret>> = {};
  #status: Status = { is: 'editing' };
  #saving: AbortController | undefined;
  #asking = false;
  #isClosed = false;
  #settle: (saved: Saved | undefined) => void = () => undefined;

  /** What was saved; undefined once the form is closed without. Settles before values shown once are closed. */
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
    this.#slots = new Map(given);
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

  /** The window is gone: forget what was typed. A request on its way is given up, but its success still counts. */
  closed(): void {
    this.#isClosed = true;
    this.#slots.clear();
    this.#once = {};
    this.#status = { is: 'editing' };
    if (this.#saving) this.#saving.abort();
    else this.#settle(undefined);
  }

  #take(message: FromPage): void {
    switch (message.kind) {
      case 'ready':
        this.#face.post({ kind: 'restore', slots: revealed([...this.#slots]), status: this.#shown() });
        break;
      case 'typed':
        this.#keep(message.slot, message.value);
        break;
      case 'removed':
        this.#slots.delete(message.slot);
        break;
      case 'create':
      case 'set': {
        const draft = this.#purpose.draftOf(message);
        if (draft !== undefined) void this.#save(draft);
        break;
      }
      case 'cancel':
        void this.#cancel();
        break;
      case 'copy':
        this.#copy(message.field);
        break;
    }
  }

  #copy(field: string): void {
    const value = Object.hasOwn(this.#once, field) ? this.#once[field] : undefined;
    if (value) this.#face.copy(value);
  }

  #keep(slot: string, value: string): void {
    if (slot === 'type') this.#face.showType(value);
    if (this.#slots.has(slot) || this.#slots.size < mostSlots) this.#slots.set(slot, new Secret(value));
  }

  async #save(draft: Draft): Promise<void> {
    if (this.#status.is === 'saving' || this.#status.is === 'created') return;
    const attempt = new AbortController();
    this.#saving = attempt;
    this.#show({ is: 'saving' });
    const outcome = await this.#outcomeOf(draft, attempt.signal);
    if (outcome.ok) {
      this.#succeed(outcome.saved, outcome.displayOnce ?? {});
    } else if (this.#isClosed) {
      this.#settle(undefined);
    } else if (this.#saving === attempt) {
      this.#saving = undefined;
      this.#show({ is: 'refused', message: outcome.message, items: Object.entries(outcome.items ?? {}) });
    }
  }

  async #outcomeOf(draft: Draft, signal: AbortSignal): Promise<Outcome<Saved>> {
    const { save, words } = this.#purpose;
    try {
      return await save(draft, signal);
    } catch (thrown) {
      // Only the kind of error: its message could quote what was sent.
      this.#log(`${words.form}: saving threw ${thrown instanceof Error ? thrown.name : typeof thrown}`);
      return { ok: false, message: words.failed };
    }
  }

  #succeed(saved: Saved, once: Readonly<Record<string, Secret>>): void {
    // Another attempt may be on its way, when this one was stopped and succeeded all the same.
    this.#saving?.abort();
    this.#saving = undefined;
    this.#slots.clear();
    this.#settle(saved);
    if (this.#isClosed) return;
    if (Object.keys(once).length === 0) {
      this.#face.close();
    } else {
      this.#once = once;
      this.#show({ is: 'created', title: this.#purpose.titleOf(saved), once: [] });
    }
  }

  async #cancel(): Promise<void> {
    if (this.#saving) {
      this.#saving.abort();
      this.#saving = undefined;
      this.#show({ is: 'refused', message: this.#purpose.words.stopped, items: [] });
    } else if (this.#status.is === 'created' || !this.#somethingTyped()) {
      this.#face.close();
    } else if (!this.#asking) {
      this.#asking = true;
      const discard = await this.#face.mayDiscard();
      this.#asking = false;
      if (discard && !this.#isClosed) this.#face.close();
    }
  }

  /** The type alone is one choice away and not worth a question. */
  #somethingTyped(): boolean {
    return [...this.#slots].some(
      ([slot, value]) => slot !== 'type' && slot !== 'picked' && value.reveal() !== '',
    );
  }

  #show(status: Status): void {
    this.#status = status;
    if (!this.#isClosed) this.#face.post({ kind: 'status', status: this.#shown() });
  }

  /** The status as the page gets it: the values shown once are in the clear there only. */
  #shown(): Status {
    return this.#status.is === 'created'
      ? { ...this.#status, once: revealed(Object.entries(this.#once)) }
      : this.#status;
  }
}

const revealed = (values: readonly (readonly [string, Secret])[]) =>
  values.map(([key, value]) => [key, value.reveal()] as const);
