// Keeps the current Account: asks the API once for all who want it, again while it fails, and says when what is known changes.
import { type Account, afterFailure, type Failure, failureOf } from './account';
import type { AccountApi } from './api';
import { backOff } from './backOff';
import { type Clock, ownClock } from './clock';
import { SecretNames } from './secretNames';

/** The current account, as a value that is replaced and never changed. */
export interface AccountSource {
  readonly current: Account;
  /**
   * Calls `listener` with each new value until the returned function is called. While somebody listens and the account
   * cannot be asked, it is asked again by itself, less and less often.
   */
  onChange(listener: (account: Account) => void): () => void;
  /**
   * Asks the account again and resolves, never rejects, to what is then known. Calls at the same time share one
   * request; `anew` wants one that begins after this call, because something was just changed in the account.
   */
  refresh(options?: { readonly anew?: boolean }): Promise<Account>;
  /**
   * Refreshes where the account was last asked longer ago than this. An account that fails is asked sooner, but not
   * before the time for which it wants to be left alone.
   */
  refreshIfOlder(milliseconds: number): Promise<Account>;
  /**
   * Wants to know the secrets of these workflows, by path, in place of those before. Those that are not known are asked
   * for at once, for `within` milliseconds where there is less time than usual, and all with each refresh; neither delays
   * the connections. Resolves, never rejects, to what is then known.
   */
  want(paths: readonly string[], within?: number): Promise<Account>;
  /** Begins a session with another account or token: drops all that was known, and late answers of the last one. */
  use(api: AccountToAsk): void;
  /** Ends the session: drops all that was known, and late answers. */
  forget(): void;
}

/** What a source needs of the API. */
export type AccountToAsk = Pick<AccountApi, 'host' | 'listConnections' | 'readAccount' | 'listSecrets'>;

export interface AccountSourceOptions {
  /** The account to begin with; without one the source is signed out. */
  readonly api?: AccountToAsk;
  readonly clock?: Clock;
}

/** How long a list that is there waits for the account's name, in milliseconds. */
const NAME_GRACE = 2_000;
/** Between the attempts while the account cannot be asked, in milliseconds. */
const PAUSES = { first: 5_000, longest: 5 * 60_000 };

/** What is kept for one address and token. An answer counts only while its session is the source's own. */
interface Session {
  readonly api: AccountToAsk;
  readonly end: AbortController;
  readonly secrets: SecretNames;
  name?: string;
  flight?: Promise<Account> | undefined;
  nextFlight?: Promise<Account> | undefined;
  /** When the account last answered or failed. */
  askedAt?: number;
  /** In a row. */
  failures: number;
  /** The account wants to be left alone until then. */
  notBefore: number;
}

/** Makes a source. It asks nothing until `refresh` is called. */
export function accountSource({ api, clock = ownClock }: AccountSourceOptions): AccountSource {
  const listeners = new Set<(account: Account) => void>();
  let session = api && sessionOf(api, clock);
  let wanted: readonly string[] = [];
  let current = beginningOf(session);
  let stopWaiting: (() => void) | undefined;

  function become(account: Account): void {
    current = account;
    for (const listener of [...listeners]) listener(account);
  }

  function begin(next: Session | undefined): void {
    session?.end.abort();
    session = next;
    become(beginningOf(next));
    wait();
  }

  /** Waits for the time to ask by itself, where there is anything to wait for, in place of any other wait. */
  function wait(): void {
    stopWaiting?.();
    stopWaiting = undefined;
    const waiting = session;
    if (!waiting || listeners.size === 0 || !mayRecover(current)) return;
    const pause = backOff(waiting.failures, PAUSES, clock.random());
    stopWaiting = clock.after(Math.max(pause, waiting.notBefore - clock.now()), () => {
      stopWaiting = undefined;
      void refresh();
    });
  }

  async function ask(asked: Session): Promise<Account> {
    void readSecrets(asked, wanted);
    const { list, name } = await listAndName(asked, clock);
    if (asked !== session) return current;
    asked.askedAt = clock.now();
    if (!list.ok) return fail(asked, list.failure);
    asked.failures = 0;
    asked.notBefore = 0;
    if (name !== undefined) asked.name = name;
    const { host } = asked.api;
    const asOf = asked.askedAt;
    const ready = { state: 'ready', host, name: name ?? host, asOf, connections: list.value } as const;
    return settle(withSecrets(ready, asked));
  }

  async function readSecrets(asked: Session, paths: readonly string[], within?: number): Promise<void> {
    if (paths.length === 0) return;
    await asked.secrets.read(paths, within);
    if (asked !== session || current.state !== 'ready') return;
    if (current.secrets !== asked.secrets.known) become(withSecrets(current, asked));
  }

  function fail(asked: Session, why: Failure): Account {
    asked.failures += 1;
    asked.notBefore = clock.now() + ('retryAfter' in why ? (why.retryAfter ?? 0) : 0);
    return settle(afterFailure(current, why));
  }

  /** Takes what was learnt; that the account still fails in the same way is no news. */
  function settle(account: Account): Account {
    const isNews = failureOf(account) === undefined || !isSame(failureOf(account), failureOf(current));
    if (isNews) become(account);
    wait();
    return current;
  }

  function fly(asked: Session): Promise<Account> {
    asked.nextFlight = undefined;
    asked.flight = ask(asked).finally(() => {
      asked.flight = undefined;
    });
    return asked.flight;
  }

  async function refresh({ anew = false } = {}): Promise<Account> {
    const asked = session;
    if (!asked) return current;
    if (!asked.flight) return asked.nextFlight ?? fly(asked);
    if (!anew) return asked.flight;
    asked.nextFlight ??= asked.flight.then(() => (asked === session ? fly(asked) : current));
    return asked.nextFlight;
  }

  return {
    get current() {
      return current;
    },
    onChange(listener) {
      listeners.add(listener);
      if (!stopWaiting) wait();
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) wait();
      };
    },
    refresh,
    async refreshIfOlder(milliseconds) {
      const { askedAt, notBefore = 0 } = session ?? {};
      const now = clock.now();
      const patience = mayRecover(current) ? Math.min(milliseconds, PAUSES.first) : milliseconds;
      if (now < notBefore || (askedAt !== undefined && now - askedAt < patience)) return current;
      return refresh();
    },
    async want(paths, within) {
      wanted = paths;
      const asked = session;
      asked?.secrets.keep(paths);
      // While the account is not asked or fails, they wait for the next refresh.
      const answers = asked?.flight !== undefined || (current.state === 'ready' && !current.stale);
      if (asked && answers)
        await readSecrets(
          asked,
          paths.filter((path) => !asked.secrets.has(path)),
          within,
        );
      return current;
    },
    use: (api) => begin(sessionOf(api, clock)),
    forget: () => begin(undefined),
  };
}

function sessionOf(api: AccountToAsk, clock: Clock): Session {
  const end = new AbortController();
  return { api, end, secrets: new SecretNames(api, end.signal, clock), failures: 0, notBefore: 0 };
}

type Ready = Extract<Account, { readonly state: 'ready' }>;

function withSecrets({ secrets: _before, ...account }: Ready, { secrets: { known } }: Session): Ready {
  return known ? { ...account, secrets: known } : account;
}

function beginningOf(session: Session | undefined): Account {
  return session ? { state: 'loading', host: session.api.host } : { state: 'signed-out' };
}

/** Whether asking again may help without anybody doing anything: not where a token or a role is refused. */
function mayRecover(account: Account): boolean {
  const why = failureOf(account);
  return why !== undefined && why.kind !== 'token-refused' && why.kind !== 'not-allowed';
}

function isSame(one: Failure | undefined, other: Failure | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The list decides; the name, asked for until it is known, is a courtesy that delays the list by little. */
async function listAndName({ api, end, name }: Session, clock: Clock) {
  const enough = new AbortController();
  const naming =
    name === undefined ? api.readAccount(AbortSignal.any([end.signal, enough.signal])).then(nameOf) : name;
  const list = await api.listConnections(end.signal);
  const stop = clock.after(list.ok ? NAME_GRACE : 0, () => enough.abort());
  const named = await naming;
  stop();
  return { list, name: named };
}

function nameOf(answer: Awaited<ReturnType<AccountApi['readAccount']>>): string | undefined {
  return answer.ok ? answer.value.name : undefined;
}
