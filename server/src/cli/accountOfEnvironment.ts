// Makes the account that the environment, or the relay CLI's configuration, signs in to.
import { fileURLToPath } from 'node:url';
import { type Account, sayFailure } from '../account/account';
import { type AccountApi, accountApi } from '../account/api';
import { type Clock, ownClock } from '../account/clock';
import { type Configuration, readConfiguration } from '../account/configuration';
import { resolve, resolveSecret, sayUnknown, sayUnknownSecrets } from '../account/resolve';
import { type AccountSource, accountSource } from '../account/source';
import type { WorkflowFile } from './files';
import { findLockOf } from './lockOnDisk';
import type { Terminal } from './terminal';

export interface Found {
  readonly source: AccountSource;
  /** The account itself; absent where there is none to ask. */
  readonly api?: AccountApi;
  /** Why there is no account to ask, in words; absent where there is one. */
  readonly notSignedIn?: string;
  /** Whether somebody meant an account to be asked, even where that cannot be done. */
  readonly isConfigured: boolean;
  /**
   * Reads the configuration again: undefined where address and token are what they were, else what is found now; the
   * source is the same one, and begins anew.
   */
  again(): Promise<Found | undefined>;
}

/** Finds the configured account. Asks nothing of it yet. */
export async function findAccount(terminal: Terminal, clock?: Clock): Promise<Found> {
  const { environment } = terminal;
  const source = accountSource(clock ? { clock } : {});
  return signInBy(await readConfiguration(environment), source, environment);
}

function signInBy(
  configuration: Configuration,
  source: AccountSource,
  environment: NodeJS.ProcessEnv,
): Found {
  let api: AccountApi | undefined;
  const again = async (): Promise<Found | undefined> => {
    const now = await readConfiguration(environment);
    if (isSame(now, configuration)) return undefined;
    source.forget();
    api?.dispose();
    return signInBy(now, source, environment);
  };
  if (!configuration) {
    const notSignedIn = 'not signed in. Set RELAY_API_URL and RELAY_TOKEN, or sign in with the relay CLI';
    return { source, notSignedIn, isConfigured: false, again };
  }
  if ('problem' in configuration)
    return { source, notSignedIn: configuration.problem, isConfigured: true, again };
  const { url, token } = configuration;
  api = accountApi({ url, token, environment });
  source.use(api);
  return { source, api, isConfigured: true, again };
}

function isSame(one: Configuration, other: Configuration): boolean {
  if (!one || !other) return one === other;
  if ('problem' in one || 'problem' in other)
    return 'problem' in one && 'problem' in other && one.problem === other.problem;
  return one.url === other.url && one.token.reveal() === other.token.reveal();
}

/** What files ask of the account. */
export interface Asked {
  /** The paths of the files that name connections. */
  readonly connections: readonly string[];
  /** The paths of the workflows whose secrets they name. */
  readonly secrets: readonly string[];
}

/** Reads what files ask: nothing where all they name is computed or malformed. */
export function askedBy(files: readonly WorkflowFile[]): Asked {
  const nothing: Account = { state: 'signed-out' };
  const connections = new Set<string>();
  const secrets = new Set<string>();
  for (const { workflow, link } of files) {
    for (const reference of workflow.collected.references) {
      if (reference.kind === 'connection' && resolve(reference, nothing).is === 'unknown')
        connections.add(fileURLToPath(workflow.uri));
      if (reference.kind !== 'secret' || link === undefined) continue;
      if (resolveSecret(reference, nothing, link).is === 'unknown') secrets.add(link);
    }
  }
  return { connections: [...connections], secrets: [...secrets] };
}

/** What files are checked against. */
export interface CheckedAgainst {
  readonly account: Account;
  /** Whether all that was asked could be; a workflow that the account has not has no secrets to be asked for. */
  readonly isChecked: boolean;
  /** Lines for stderr: what was not checked and why, or what it was checked against in place of an account. */
  readonly said: readonly string[];
}

/** Milliseconds for all that is asked of the account: product.md promises an end within 30 s. */
const patience = 29_000;

/**
 * The configured account, asked; where none is configured, or offline, the lock file, which knows of connections only. An
 * account that is configured and fails is never replaced by the lock file.
 */
export async function accountToCheck(
  terminal: Terminal,
  offline: boolean,
  asked: Asked,
  clock: Clock = ownClock,
): Promise<CheckedAgainst> {
  if (asked.connections.length + asked.secrets.length === 0)
    return { account: nobodys, isChecked: true, said: [] };
  const { source, notSignedIn, isConfigured, api } = await findAccount(terminal, clock);
  if (isConfigured && !offline) {
    if (api) terminal.progress?.(`Asking ${api.host} …`);
    const end = clock.now() + patience;
    await source.refresh();
    const left = Math.floor((end - clock.now()) / 1000) * 1000;
    return againstAccount(await source.want(asked.secrets, left), asked, notSignedIn);
  }
  const lock = await findLockOf(asked.connections, terminal.folder);
  return offline ? againstLock(lock) : withoutAccount(lock, asked, notSignedIn ?? '');
}

const nobodys: Account = { state: 'signed-out' };

type Lock = Awaited<ReturnType<typeof findLockOf>>;

/** Somebody wants no account to be asked, so that nothing counts as not checked. */
function againstLock(lock: Lock): CheckedAgainst {
  if (!lock) return { account: nobodys, isChecked: true, said: [] };
  if (lock === 'several' || 'problem' in lock) {
    const said = [`Connections were checked against nothing, as ${sayProblem(lock)}.`];
    return { account: nobodys, isChecked: true, said };
  }
  const said = [`Connections were checked against the lock file ${lock.shown}, not an account.`];
  return { account: lock.account, isChecked: true, said };
}

function withoutAccount(lock: Lock, asked: Asked, notSignedIn: string): CheckedAgainst {
  if (!lock) return { account: nobodys, isChecked: false, said: [sayNotChecked(asked, notSignedIn)] };
  // The lock file has no secrets.
  const secrets = { ...asked, connections: [] };
  const onSecrets = asked.secrets.length > 0 ? [sayNotChecked(secrets, notSignedIn)] : [];
  if (lock === 'several' || 'problem' in lock) {
    const said = sayNotChecked({ ...asked, secrets: [] }, sayProblem(lock));
    return { account: nobodys, isChecked: false, said: [said, ...onSecrets] };
  }
  const { account, said } = againstLock(lock);
  return { account, isChecked: onSecrets.length === 0, said: [...said, ...onSecrets] };
}

function againstAccount(account: Account, asked: Asked, notSignedIn: string | undefined): CheckedAgainst {
  const why = sayUnchecked(account, notSignedIn);
  if (why !== undefined) return { account, isChecked: false, said: [sayNotChecked(asked, why)] };
  const known = account.state === 'ready' ? (account.secrets ?? {}) : {};
  return {
    account,
    isChecked: !asked.secrets.some((path) => known[path]?.is === 'failed'),
    said: firstOf(asked.secrets.flatMap((path) => sayUnknownSecrets(account, path) ?? [])).map(
      (because) => `Secrets were not checked: ${because}.`,
    ),
  };
}

function sayNotChecked({ connections, secrets }: Asked, why: string): string {
  const what = [
    ...(connections.length > 0 ? ['connections'] : []),
    ...(secrets.length > 0 ? ['secrets'] : []),
  ];
  const said = `${what.join(' and ')} were not checked: ${why}.`;
  return `${said[0]?.toUpperCase()}${said.slice(1)}`;
}

function sayProblem(lock: Extract<Lock, 'several' | { readonly problem: string }>): string {
  if (lock === 'several')
    return 'no one lock file speaks for all the files. Check those of each folder by themselves';
  return `the lock file ${lock.shown} cannot be used: ${lock.problem}`;
}

/** As many as anybody reads, and how many more there are. */
function firstOf(reasons: readonly string[]): readonly string[] {
  const most = 5;
  if (reasons.length <= most) return reasons;
  return [...reasons.slice(0, most), `and the same of ${reasons.length - most} more workflows`];
}

/** Why connections cannot be checked against this account; undefined where they can. */
export function sayUnchecked(account: Account, notSignedIn: string | undefined): string | undefined {
  if (account.state === 'signed-out') return notSignedIn ?? sayUnknown(account);
  if (account.state === 'ready') return account.stale && sayFailure(account.stale);
  return sayUnknown(account);
}
