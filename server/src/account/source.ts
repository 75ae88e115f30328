// Keeps the current Account: asks the API once for all who want it, and says when what is known changes.
import { type Account, afterFailure } from './account';
import type { AccountApi, Answer } from './api';

/** The current account, as a value that is replaced and never changed. */
export interface AccountSource {
  readonly current: Account;
  /** Calls `listener` with each new value until the returned function is called. */
  onChange(listener: (account: Account) => void): () => void;
  /**
   * Asks the account again and resolves, never rejects, to what is then known. Calls at the same time share one
   * request; `anew` wants one that begins after this call, because something was just changed in the account.
   */
  refresh(options?: { readonly anew?: boolean }): Promise<Account>;
  /** Begins a session with another account or token: drops all that was known, and late answers of the last one. */
  use(api: AccountApi): void;
  /** Ends the session: drops all that was known, and late answers. */
  forget(): void;
}

export interface AccountSourceOptions {
  /** The account to begin with; without one the source is signed out. */
  readonly api?: AccountApi;
  /** Milliseconds since 1970, for `asOf`. */
  readonly now?: () => number;
}

/** How long a list that is there waits for the account's name, in milliseconds. */
const NAME_GRACE = 2_000;

/** What is kept for one address and token. An answer counts only while its session is the source's own. */
interface Session {
  readonly api: AccountApi;
  readonly end: AbortController;
  name?: string;
  flight?: Promise<Account> | undefined;
  nextFlight?: Promise<Account> | undefined;
}

/** Makes a source. It asks nothing until `refresh` is called. */
export function accountSource({ api, now = Date.now }: AccountSourceOptions): AccountSource {
  const listeners = new Set<(account: Account) => void>();
  let session = api && sessionOf(api);
  let current = beginningOf(session);

  function become(account: Account): Account {
    current = account;
    for (const listener of [...listeners]) listener(account);
    return account;
  }

  function begin(next: Session | undefined): void {
    session?.end.abort();
    session = next;
    become(beginningOf(next));
  }

  async function ask(asked: Session): Promise<Account> {
    const { list, name } = await listAndName(asked);
    if (asked !== session) return current;
    if (!list.ok) return become(afterFailure(current, list.failure));
    if (name !== undefined) asked.name = name;
    const { host } = asked.api;
    return become({ state: 'ready', host, name: name ?? host, asOf: now(), connections: list.value });
  }

  function fly(asked: Session): Promise<Account> {
    asked.nextFlight = undefined;
    asked.flight = ask(asked).finally(() => {
      asked.flight = undefined;
    });
    return asked.flight;
  }

  return {
    get current() {
      return current;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async refresh({ anew = false } = {}) {
      const asked = session;
      if (!asked) return current;
      if (!asked.flight) return asked.nextFlight ?? fly(asked);
      if (!anew) return asked.flight;
      asked.nextFlight ??= asked.flight.then(() => (asked === session ? fly(asked) : current));
      return asked.nextFlight;
    },
    use: (api) => begin(sessionOf(api)),
    forget: () => begin(undefined),
  };
}

function sessionOf(api: AccountApi): Session {
  return { api, end: new AbortController() };
}

function beginningOf(session: Session | undefined): Account {
  return session ? { state: 'loading', host: session.api.host } : { state: 'signed-out' };
}

/** The list decides; the name, asked for until it is known, is a courtesy that delays the list by little. */
async function listAndName({ api, end, name }: Session) {
  const enough = new AbortController();
  const naming =
    name === undefined ? api.readAccount(AbortSignal.any([end.signal, enough.signal])).then(nameOf) : name;
  const list = await api.listConnections(end.signal);
  const grace = setTimeout(() => enough.abort(), list.ok ? NAME_GRACE : 0);
  const named = await naming;
  clearTimeout(grace);
  return { list, name: named };
}

function nameOf(answer: Answer<string>): string | undefined {
  return answer.ok ? answer.value : undefined;
}
