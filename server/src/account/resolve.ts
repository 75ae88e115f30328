// Turns a reference to a connection or secret and an Account into the one verdict that everything else shows.
import type { ConnectionReference, NamedReference } from '../workflow/reference';
import { type Account, type Connection, sayFailure, type WorkflowSecrets } from './account';

export type Resolution =
  /** Type or name is not written, or the shape is not one that Relay accepts. */
  | { readonly is: 'unwritten' }
  /** Type or name is known only when the workflow runs. */
  | { readonly is: 'computed' }
  /** The account did not answer, or not lately enough to prove an absence. */
  | { readonly is: 'unknown'; readonly because: string }
  | { readonly is: 'found'; readonly connection: Connection }
  | { readonly is: 'missing' }
  /** The name exists, under other types only. */
  | { readonly is: 'other-type'; readonly connections: readonly Connection[] };

/** What is known of a secret whose name is; `found` has nothing more to say, as its value cannot be read. */
export type SecretResolution = Extract<Resolution, { is: 'unknown' | 'missing' }> | { readonly is: 'found' };

/**
 * Looks a reference up in the account. This is the only place that can say "missing" (or "other type", which includes
 * it), as `resolveSecret` is for secrets; both do so only from a whole, fresh list: a stale one proves presence, never
 * absence.
 */
export function resolve(reference: ConnectionReference, account: Account): Resolution {
  const { type, name } = reference;
  if (type.is === 'computed' || name.is === 'computed') return { is: 'computed' };
  if (reference.spelling === 'expression' && (type.is === 'absent' || name.is === 'absent'))
    return { is: 'computed' };
  if (type.is === 'absent' || name.is === 'absent' || reference.faults.length > 0) return { is: 'unwritten' };
  if (account.state !== 'ready') return { is: 'unknown', because: sayUnknown(account) };
  const named = byName(account.connections).get(name.text) ?? [];
  const connection = named.find((each) => each.type === type.text);
  if (connection) return { is: 'found', connection };
  if (account.stale) return { is: 'unknown', because: sayUnknown(account) };
  return named.length > 0 ? { is: 'other-type', connections: named } : { is: 'missing' };
}

/** The connections of a type that the account is known to have: of the last list, fresh or not. */
export function connectionsOfType(account: Account, type: string): readonly Connection[] {
  return account.state === 'ready' ? (byType(account.connections).get(type) ?? []) : [];
}

/** Looks a reference to a secret up in the workflow of the account, by its path, that the file is linked to. */
export function resolveSecret(
  { name, spelling, faults }: NamedReference,
  account: Account,
  link: string | undefined,
): SecretResolution | Extract<Resolution, { is: 'unwritten' | 'computed' }> {
  if (name.is === 'computed') return { is: 'computed' };
  if (name.is === 'absent') return { is: spelling === 'expression' ? 'computed' : 'unwritten' };
  return faults.length > 0 ? { is: 'unwritten' } : resolveSecretNamed(name.text, account, link);
}

/** Looks a secret up by its name. */
export function resolveSecretNamed(
  name: string,
  account: Account,
  link: string | undefined,
): SecretResolution {
  if (link === undefined)
    return { is: 'unknown', because: 'this file is linked to no workflow of the account' };
  if (setOf(namesOfSecrets(account, link)).has(name)) return { is: 'found' };
  const because = sayUnknownSecrets(account, link);
  return because === undefined ? { is: 'missing' } : { is: 'unknown', because };
}

/** The names of the secrets that a workflow of the account is known to have: of the last list, fresh or not. */
export function namesOfSecrets(account: Account, path: string): readonly string[] {
  const secrets = secretsOf(account, path);
  return (secrets && 'names' in secrets && secrets.names) || [];
}

/** Why it is not known which secrets a workflow of the account lacks, in words; undefined where it is. */
export function sayUnknownSecrets(account: Account, path: string): string | undefined {
  if (account.state !== 'ready' || account.stale) return sayUnknown(account);
  if (account.lockFile) return 'the lock file lists no secrets';
  const secrets = secretsOf(account, path);
  switch (secrets?.is) {
    case undefined:
      return `waiting for the secrets of "${path}"`;
    case 'no-workflow':
      return `${account.name} has no workflow "${path}"`;
    case 'failed':
      return `the secrets of "${path}" are not known: ${sayFailure(secrets.why)}`;
    case 'listed':
      return undefined;
  }
}

function secretsOf(account: Account, path: string): WorkflowSecrets | undefined {
  const all = account.state === 'ready' ? (account.secrets ?? {}) : {};
  return Object.hasOwn(all, path) ? all[path] : undefined;
}

/** Why nothing, or nothing new, is known of the account: in words for a person. */
export function sayUnknown(account: Account): string {
  switch (account.state) {
    case 'signed-out':
      return account.because ?? 'not signed in to a Relay account';
    case 'loading':
      return `waiting for ${account.host} to answer`;
    case 'forbidden':
    case 'unreachable':
      return sayFailure(account.why);
    case 'ready':
      return account.stale
        ? `the last refresh failed: ${sayFailure(account.stale)}`
        : 'the account was asked';
  }
}

const sets = new WeakMap<readonly string[], ReadonlySet<string>>();

function setOf(names: readonly string[]): ReadonlySet<string> {
  const known = sets.get(names) ?? new Set(names);
  sets.set(names, known);
  return known;
}

type Index = ReadonlyMap<string, readonly Connection[]>;

const byName = indexing(({ name }) => name);
const byType = indexing(({ type }) => type);

// A list of any length is sorted once.
function indexing(keyOf: (connection: Connection) => string): (connections: readonly Connection[]) => Index {
  const indexes = new WeakMap<readonly Connection[], Index>();
  return (connections) => {
    const index = indexes.get(connections) ?? indexOf(connections, keyOf);
    indexes.set(connections, index);
    return index;
  };
}

function indexOf(connections: readonly Connection[], keyOf: (connection: Connection) => string): Index {
  const index = new Map<string, Connection[]>();
  for (const connection of connections) {
    const known = index.get(keyOf(connection));
    if (known) known.push(connection);
    else index.set(keyOf(connection), [connection]);
  }
  return index;
}
