// Makes the account that the environment, or the relay CLI's configuration, signs in to.
import { type Account, sayFailure } from '../account/account';
import { accountApi } from '../account/api';
import { readConfiguration } from '../account/configuration';
import { sayUnknown } from '../account/resolve';
import { type AccountSource, accountSource } from '../account/source';
import { findLock } from './lockOnDisk';
import type { Terminal } from './terminal';

export interface Found {
  readonly source: AccountSource;
  /** Why there is no account to ask, in words; absent where there is one. */
  readonly notSignedIn?: string;
  /** Whether somebody meant an account to be asked, even where that cannot be done. */
  readonly isConfigured: boolean;
}

/** Finds the configured account. Asks nothing of it yet. */
export async function findAccount(terminal: Terminal): Promise<Found> {
  const configuration = await readConfiguration(terminal.environment);
  if (!configuration) {
    const notSignedIn = 'not signed in. Set RELAY_API_URL and RELAY_TOKEN, or sign in with the relay CLI';
    return { source: accountSource({}), notSignedIn, isConfigured: false };
  }
  if ('problem' in configuration)
    return { source: accountSource({}), notSignedIn: configuration.problem, isConfigured: true };
  const { url, token } = configuration;
  const { environment } = terminal;
  return { source: accountSource({ api: accountApi({ url, token, environment }) }), isConfigured: true };
}

/** What connections are checked against, and what is to be said of it on stderr. */
export interface CheckedAgainst {
  readonly account: Account;
  /** Why they are not checked. */
  readonly unchecked?: string | undefined;
  /** What they are checked against, where that is no account. */
  readonly instead?: string;
}

/**
 * The configured account, asked; where none is configured, or offline, the lock file. An account that is configured and
 * fails is never replaced by the lock file.
 */
export async function accountToCheck(terminal: Terminal, offline: boolean): Promise<CheckedAgainst> {
  const { source, notSignedIn, isConfigured } = await findAccount(terminal);
  if (isConfigured && !offline) {
    const account = await source.refresh();
    return { account, unchecked: sayUnchecked(account, notSignedIn) };
  }
  const lock = await findLock(terminal.folder);
  const nothing: Account = { state: 'signed-out' };
  if (!lock) return { account: nothing, ...(offline ? {} : { unchecked: notSignedIn }) };
  if ('problem' in lock) {
    const problem = `the lock file ${lock.shown} cannot be used: ${lock.problem}`;
    return offline
      ? { account: nothing, instead: `nothing, as ${problem}` }
      : { account: nothing, unchecked: problem };
  }
  return { account: lock.account, instead: `the lock file ${lock.shown}, not an account` };
}

/** Why connections cannot be checked against this account; undefined where they can. */
export function sayUnchecked(account: Account, notSignedIn: string | undefined): string | undefined {
  if (account.state === 'signed-out') return notSignedIn ?? sayUnknown(account);
  if (account.state === 'ready') return account.stale && sayFailure(account.stale);
  return sayUnknown(account);
}
