// Turns the configured account, or else the lock file, into what a language server that stands alone asks.
import type { Account } from '../account/account';
import { type Clock, ownClock } from '../account/clock';
import { visibleOf } from '../account/visible';
import type { AccountOfServer } from '../languageServer';
import type { Found } from './accountOfEnvironment';
import { findLocks } from './lockOnDisk';

/** Milliseconds between two looks at the account because of saves. */
const rest = 2_000;
/** After so many milliseconds an account that does not answer with its list is asked again at a save. */
const aged = 5 * 60_000;

/** `folder` is where the lock file is looked for until the editor names its folders; `log` is told what connections are checked against, and why. */
export function accountOfServer(
  { source, notSignedIn, isConfigured }: Found,
  folder: string,
  log: (line: string) => void,
  clock: Clock = ownClock,
): AccountOfServer {
  const listeners = new Set<(account: Account) => void>();
  let folders: readonly string[] = [folder];
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
    const lock = isConfigured ? undefined : await findLocks(folders);
    const before = JSON.stringify(locked);
    const path = visibleOf(lock?.path ?? '');
    const problem =
      lock && 'problem' in lock ? `the lock file ${path} cannot be used: ${lock.problem}` : undefined;
    locked = problem === undefined ? undefined : { state: 'signed-out', because: problem };
    if (lock && 'account' in lock) locked = lock.account;
    if (JSON.stringify(locked) !== before) tell();
    if (locked?.state === 'ready')
      say(`Connections are checked against the lock file ${path}, not an account: ${notSignedIn}.`);
    else say(`Connections are not checked: ${problem ?? notSignedIn}.`);
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
    lookIn(paths) {
      const before = String(folders);
      folders = paths.length > 0 ? paths : [folder];
      if (String(folders) !== before) void lookAtLock();
    },
    want: (paths) => void source.want(paths),
    refreshIfOld() {
      void lookAtLock();
      askAgain();
    },
  };
}
