// Turns the configured account, or else the lock file, into what a language server that stands alone asks.
import type { Account } from '../account/account';
import { type Clock, ownClock } from '../account/clock';
import { visibleOf } from '../account/visible';
import type { AccountOfServer } from '../languageServer';
import type { Found } from './accountOfEnvironment';
import { findLock } from './lockOnDisk';

/** Milliseconds between two looks at the account because of saves. */
const rest = 2_000;
/** After so many milliseconds an account that does not answer with its list is asked again at a save. */
const aged = 5 * 60_000;

/** `folder` is where the lock file is looked for; `log` is told what connections are checked against, and why. */
export function accountOfServer(
  { source, notSignedIn, isConfigured }: Found,
  folder: string,
  log: (line: string) => void,
  clock: Clock = ownClock,
): AccountOfServer {
  const listeners = new Set<(account: Account) => void>();
  let locked: Account | undefined;
  let said: string | undefined;
  let lockRead = Promise.resolve();
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

  async function readLock(): Promise<void> {
    if (notSignedIn === undefined) return;
    const lock = isConfigured ? undefined : await findLock(folder);
    const before = JSON.stringify(locked);
    locked = lock && 'account' in lock ? lock.account : undefined;
    if (JSON.stringify(locked) !== before) tell();
    const path = visibleOf(lock?.path ?? '');
    if (locked) say(`Connections are checked against the lock file ${path}, not an account: ${notSignedIn}.`);
    else if (lock && 'problem' in lock)
      say(`Connections are not checked: the lock file ${path} cannot be used: ${lock.problem}.`);
    else say(`Connections are not checked: ${notSignedIn}.`);
  }
  /** One at a time, so that what was read last counts. */
  const lookAtLock = (): Promise<void> => {
    lockRead = lockRead.then(readLock);
    return lockRead;
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

  source.onChange(tell);
  return {
    get current() {
      return current();
    },
    onChange: (listener) => void listeners.add(listener),
    async refresh() {
      await lookAtLock();
      await source.refresh();
    },
    want: (paths) => void source.want(paths),
    refreshIfOld() {
      void lookAtLock();
      askAgain();
    },
  };
}
