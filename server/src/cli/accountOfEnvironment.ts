// Makes the account that the environment, or the relay CLI's configuration, signs in to.
import { type Account, sayFailure } from '../account/account';
import { accountApi } from '../account/api';
import { readConfiguration } from '../account/configuration';
import { sayUnknown } from '../account/resolve';
import { type AccountSource, accountSource } from '../account/source';
import type { Terminal } from './terminal';

export interface Found {
  readonly source: AccountSource;
  /** Why there is no account to ask, in words; absent where there is one. */
  readonly notSignedIn?: string;
}

/** Finds the configured account. Asks nothing of it yet. */
export async function findAccount(terminal: Terminal): Promise<Found> {
  const configuration = await readConfiguration(terminal.environment);
  if (!configuration) {
    const notSignedIn = 'not signed in. Set RELAY_API_URL and RELAY_TOKEN, or sign in with the relay CLI';
    return { source: accountSource({}), notSignedIn };
  }
  if ('problem' in configuration) return { source: accountSource({}), notSignedIn: configuration.problem };
  const { url, token } = configuration;
  return { source: accountSource({ api: accountApi({ url, token }) }) };
}

/** Why connections cannot be checked against this account; undefined where they can. */
export function sayUnchecked(account: Account, notSignedIn: string | undefined): string | undefined {
  if (account.state === 'signed-out') return notSignedIn ?? sayUnknown(account);
  if (account.state === 'ready') return account.stale && sayFailure(account.stale);
  return sayUnknown(account);
}
