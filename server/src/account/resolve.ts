// Turns a connection reference and an Account into the one verdict that everything else shows.
import type { ConnectionReference } from '../workflow/reference';
import { type Account, type Connection, sayFailure } from './account';

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

/**
 * Looks a reference up in the account. This is the only place that can say "missing" (or "other type", which includes
 * it), and it does so only from a whole, fresh list; a stale one proves presence, never absence.
 */
export function resolve(reference: ConnectionReference, account: Account): Resolution {
  const { type, name } = reference;
  if (type.is === 'computed' || name.is === 'computed') return { is: 'computed' };
  if (reference.spelling === 'expression' && (type.is === 'absent' || name.is === 'absent'))
    return { is: 'computed' };
  if (type.is === 'absent' || name.is === 'absent' || reference.faults.length > 0) return { is: 'unwritten' };
  if (account.state !== 'ready') return { is: 'unknown', because: sayUnknown(account) };
  const named = connectionsByName(account.connections).get(name.text) ?? [];
  const connection = named.find((each) => each.type === type.text);
  if (connection) return { is: 'found', connection };
  if (account.stale) return { is: 'unknown', because: sayUnknown(account) };
  return named.length > 0 ? { is: 'other-type', connections: named } : { is: 'missing' };
}

/** Why nothing, or nothing new, is known of the account: in words for a person. */
export function sayUnknown(account: Account): string {
  switch (account.state) {
    case 'signed-out':
      return 'not signed in to a Relay account';
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

const indexes = new WeakMap<readonly Connection[], ReadonlyMap<string, Connection[]>>();

function connectionsByName(connections: readonly Connection[]): ReadonlyMap<string, Connection[]> {
  const known = indexes.get(connections);
  if (known) return known;
  const index = new Map<string, Connection[]>();
  for (const connection of connections) {
    const named = index.get(connection.name);
    if (named) named.push(connection);
    else index.set(connection.name, [connection]);
  }
  indexes.set(connections, index);
  return index;
}
