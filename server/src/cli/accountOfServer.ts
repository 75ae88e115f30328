// Turns the configured account, or else the lock file, into what a language server that stands alone asks.
import type { Account } from '../account/account';
import { type Clock, ownClock } from '../account/clock';
import { visibleOf } from '../account/visible';
import type { AccountOfServer } from '../languageServer';
import { defaultSettings } from '../settings';
import type { Found } from './accountOfEnvironment';
import { findLocks } from './lockOnDisk';

/** Milliseconds between two looks at the account because of saves. */
const rest = 2_000;
/** Milliseconds between two looks that nobody caused: at least, and at most, as timers count no further. */
const [shortest, longest] = [60_000, 24 * 3_600_000];

/** This machine's clock; what it is to do later keeps no process alive. */
const unheldClock: Clock = {
  ...ownClock,
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds).unref();
    return () => clearTimeout(timer);
  },
};

/** `folder` is where the lock file is looked for until the editor names its folders; `log` is told what connections are checked against, and why. */
export function accountOfServer(
  begun: Found,
  folder: string,
  log: (line: string) => void,
  clock: Clock = unheldClock,
): AccountOfServer {
  const { source } = begun;
  const listeners = new Set<(account: Account) => void>();
  let found = begun;
  let folders: readonly string[] = [folder];
  let locked: Account | undefined;
  let said: string | undefined;
  let looked = Promise.resolve();
  let aged = defaultSettings.refreshInterval;
  let stopWaiting: (() => void) | undefined;
  let isResting = false;
  let isSavedSince = false;

  const current = (): Account => locked ?? source.current;
  const tell = (): void => {
    for (const listener of listeners) listener(current());
  };
  const say = (line: string): void => {
    if (line !== said) log(line);
    said = line;
  };

  /** Somebody may have signed in elsewhere. */
  async function readConfiguration(): Promise<void> {
    const other = await found.again();
    if (!other) return;
    found = other;
    if (!other.api) return;
    say(`Connections are checked against ${visibleOf(other.api.host)}.`);
    void source.refresh();
  }

  async function readLock(): Promise<void> {
    const { notSignedIn, isConfigured } = found;
    const lock = notSignedIn === undefined || isConfigured ? undefined : await findLocks(folders);
    const before = JSON.stringify(locked);
    const path = visibleOf(lock?.path ?? '');
    const unusable = isConfigured ? notSignedIn : undefined;
    const because =
      lock && 'problem' in lock ? `the lock file ${path} cannot be used: ${lock.problem}` : unusable;
    locked = because === undefined ? undefined : { state: 'signed-out', because };
    if (lock && 'account' in lock) locked = lock.account;
    if (JSON.stringify(locked) !== before) tell();
    if (notSignedIn === undefined) return;
    if (locked?.state === 'ready')
      say(`Connections are checked against the lock file ${path}, not an account: ${notSignedIn}.`);
    else say(`Connections are not checked: ${because ?? notSignedIn}.`);
  }
  /** One at a time, so that what was read last counts. */
  const look = (always = false): Promise<void> => {
    looked = looked.then(async () => {
      if (always || needsSignIn(source.current)) await readConfiguration();
      await readLock();
    });
    return looked;
  };

  function askAgain(): void {
    isSavedSince = isResting;
    if (isResting) return;
    isResting = true;
    clock.after(rest, () => {
      isResting = false;
      if (isSavedSince) askAgain();
    });
    // Only an account that answers calls anything missing; what was created just now must not stay so.
    const { current: known } = source;
    const isFresh = known.state === 'ready' && !known.stale;
    void (isFresh ? source.refresh({ anew: true }) : source.refreshIfOlder(aged));
  }

  const refreshIfOld: AccountOfServer['refreshIfOld'] = (milliseconds, documents) => {
    aged = milliseconds;
    stopWaiting?.();
    stopWaiting = undefined;
    if (documents === 'closed') return;
    const pause = Math.min(Math.max(aged, shortest), longest);
    stopWaiting = clock.after(pause, () => refreshIfOld(aged, 'open'));
    void look().then(documents === 'saved' ? askAgain : () => source.refreshIfOlder(aged));
  };

  source.onChange(tell);
  return {
    get current() {
      return current();
    },
    onChange: (listener) => void listeners.add(listener),
    async refresh() {
      await look(true);
      await source.refresh();
    },
    lookIn(paths) {
      const before = String(folders);
      folders = paths.length > 0 ? paths : [folder];
      if (String(folders) !== before) void look();
    },
    want: (paths) => void source.want(paths),
    refreshIfOld,
  };
}

/** Whether only another address or token can help. */
function needsSignIn(account: Account): boolean {
  if (account.state === 'ready') return account.stale?.kind === 'token-refused';
  return account.state === 'signed-out' || account.state === 'forbidden';
}
