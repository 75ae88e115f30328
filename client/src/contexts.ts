// Keeps the accounts that the user has signed in to, each token bound to the address that issued it, in SecretStorage.
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { Secret } from '../../server/src/account/secret';
import { readJSON } from '../../server/src/objects';

const storageKey = 'relay.contexts';

/** How a context signs in. A `session` was made by a sign-in in the browser, and ends with the sign-out. */
export type Credentials =
  | { readonly kind: 'token' | 'session'; readonly url: string; readonly token: Secret }
  /** Address and token are the relay CLI's own, read from its configuration each time. */
  | { readonly kind: 'relay CLI' }
  /** The local account has another address each time, and a token that is stored with it. */
  | { readonly kind: 'local account' };

/** An account to sign in to, by the name that the user knows it by. */
export interface Context {
  readonly name: string;
  readonly credentials: Credentials;
}

export interface KnownContexts {
  readonly contexts: readonly Context[];
  /** The one that windows use which no setting tells otherwise; null after signing out, undefined before the first sign-in. */
  readonly current: string | null | undefined;
}

/** The store, shared by all windows. */
export class Contexts implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #watching: vscode.Disposable;
  /** What could not be stored: kept until the window closes. It is all, or what is added to a store that cannot be read. */
  #ownOnly: (KnownContexts & { readonly isAll: boolean }) | undefined;

  /** Fires when this window or another one has changed the store. */
  readonly onDidChange = this.#changed.event;

  constructor(
    readonly secrets: vscode.SecretStorage,
    readonly log: (line: string) => void,
  ) {
    this.#watching = secrets.onDidChange(({ key }) => {
      if (key === storageKey) this.#changed.fire();
    });
  }

  /** What is stored; nothing where it cannot be read, which is logged. */
  async read(): Promise<KnownContexts> {
    const stored = await this.#stored();
    if (!stored) this.log('The stored sign-ins could not be read: sign in again.');
    return together(stored, this.#ownOnly);
  }

  /** Adds a context, in the place of one of the same name, and makes it the current one. */
  add(context: Context): Promise<void> {
    return this.#change(({ contexts }) => {
      const others = contexts.filter(({ name }) => name !== context.name);
      return { contexts: [...others, context], current: context.name };
    });
  }

  /** Makes a context the current one. */
  choose(name: string): Promise<void> {
    return this.#change(({ contexts }) => ({ contexts, current: name }));
  }

  /** Forgets a context and its token. The windows that used it are signed out. */
  remove(name: string): Promise<void> {
    return this.#change(({ contexts, current }) => {
      const left = contexts.filter((each) => each.name !== name);
      return { contexts: left, current: current === name ? null : current };
    });
  }

  /** The same for the one in use, by default the current one; nobody is signed in then, to the environment's account neither. */
  signOut(name: string): Promise<void> {
    return this.#change(({ contexts, current }) => {
      const gone = name === '' ? current : name;
      const left = contexts.filter((each) => each.name !== gone);
      return { contexts: left, current: current === undefined || current === gone ? null : current };
    });
  }

  dispose(): void {
    this.#watching.dispose();
    this.#changed.dispose();
  }

  async #change(change: (known: KnownContexts) => KnownContexts): Promise<void> {
    const stored = await this.#stored();
    const changed = change(together(stored, this.#ownOnly));
    const { contexts, current } = changed;
    try {
      // What cannot be read would be lost.
      if (!stored) throw new Error();
      await this.secrets.store(storageKey, JSON.stringify({ contexts: contexts.map(storedOf), current }));
      this.#ownOnly = undefined;
    } catch {
      this.#ownOnly = { ...changed, isAll: stored !== undefined };
      this.#changed.fire();
      void vscode.window.showWarningMessage(
        l10n.t(
          'This machine has no working keyring, so Relay stays signed in only until the window is closed.',
        ),
      );
    }
  }

  /** Undefined where the keyring does not answer; what it holds and nobody can read is nothing. */
  async #stored(): Promise<KnownContexts | undefined> {
    try {
      const text = (await this.secrets.get(storageKey)) ?? '{}';
      return contextsIn(readJSON(text));
    } catch {
      return undefined;
    }
  }
}

const none: KnownContexts = { contexts: [], current: undefined };

function together(
  stored: KnownContexts = none,
  own: (KnownContexts & { readonly isAll: boolean }) | undefined,
): KnownContexts {
  if (!own || own.isAll) return own ?? stored;
  const others = stored.contexts.filter((each) => !own.contexts.some(({ name }) => name === each.name));
  return { contexts: [...others, ...own.contexts], current: own.current };
}

/** The only place where a token is put into words that can be stored. */
function storedOf({ name, credentials }: Context) {
  if (!('token' in credentials)) return { name, kind: credentials.kind };
  const { kind, url, token } = credentials;
  return { name, kind, url, token: token.reveal() };
}

function contextsIn(stored: unknown): KnownContexts {
  const { contexts, current } = (stored ?? {}) as { contexts?: unknown; current?: unknown };
  return {
    contexts: (Array.isArray(contexts) ? contexts : []).flatMap((each) => contextIn(each) ?? []),
    current: typeof current === 'string' || current === null ? current : undefined,
  };
}

function contextIn(stored: unknown): Context | undefined {
  const { name, kind, url, token } = (stored ?? {}) as Record<string, unknown>;
  if (typeof name !== 'string') return undefined;
  if (kind === 'relay CLI' || kind === 'local account') return { name, credentials: { kind } };
  if ((kind !== 'token' && kind !== 'session') || typeof url !== 'string' || typeof token !== 'string')
    return undefined;
  return { name, credentials: { kind, url, token: new Secret(token) } };
}
