// What one form is for, as the conversation with its page knows it.
import type { Secret } from '../../../server/src/account/secret';
import type { FromPage, ToPage, Verdict } from './messages';

/**
 * What came of it. `items` are messages by the path of what they speak of (relay/api.md, Errors), such as
 * `auth.fields.accessKeyID`, `name` or `type`; `displayOnce` are the values Relay shows this one time, `warning` says that
 * they were lost.
 */
export type Outcome<Saved> =
  | {
      readonly ok: true;
      readonly saved: Saved;
      readonly displayOnce?: Readonly<Record<string, Secret>>;
      readonly warning?: string;
    }
  | { readonly ok: false; readonly message: string; readonly items?: Readonly<Record<string, string>> };

/** Posts the draft to the account. `signal` fires when nobody waits any more. */
export type Save<Draft, Saved> = (draft: Draft, signal: AbortSignal) => Promise<Outcome<Saved>>;

/** Connecting in the browser, where nothing is typed but a name. */
export interface Browser<Saved> {
  /** Whether the account can connect this type so; `false` where it cannot be asked. */
  offers(type: string): Promise<boolean>;
  /** Opens the page, of which `begun` gets the address, and waits until the connection is there. */
  connect(
    target: { readonly type: string; readonly name: string },
    begun: (address: Secret) => void,
    signal: AbortSignal,
  ): Promise<Outcome<Saved>>;
}

/** What a form is for. */
export interface Purpose<Draft, Saved> {
  /** What a message of the page asks to be saved; undefined where it asks for nothing, or for another form's. */
  draftOf(message: FromPage): Draft | undefined;
  readonly save: Save<Draft, Saved>;
  /** Has the account test what was saved; never rejects. */
  readonly test?: (saved: Saved, signal: AbortSignal) => Promise<Verdict>;
  /** What the form is for once this was saved and stays open: by default the same. */
  readonly again?: (saved: Saved) => { readonly title: string; readonly purpose: Purpose<Draft, Saved> };
  readonly browser?: Browser<Saved>;
  /** The user goes on without saving: to the next form. */
  readonly skipped?: () => void;
  /** What the page is told about what stands in one of its slots. */
  readonly answerTo?: (slot: string, value: string) => ToPage | undefined;
  /** What is said above the values that Relay shows this one time, and of what is tested. */
  titleOf(saved: Saved): string;
  /** What a field is called where its value is shown; by default as Relay calls it. */
  labelOf?(saved: Saved, field: string): string | undefined;
  /** `failed` is said where saving threw, `stopped` where it was cancelled; `form` is its name in the log. */
  readonly words: { readonly form: string; readonly failed: string; readonly stopped: string };
}

/** The window the form is in. */
export interface Face {
  post(message: ToPage): void;
  showType(type: string): void;
  showTitle(title: string): void;
  /** Asks whether what was typed may be thrown away. */
  mayDiscard(): Promise<boolean>;
  copy(value: Secret): void;
  /** Offers to clear the clipboard, where it still holds one of these. */
  offerToClear(values: readonly Secret[]): void;
  close(): void;
}
