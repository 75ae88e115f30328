// Finds the lock file that speaks for a folder.
import { relative, sep } from 'node:path';
import type { Account, Connection } from '../account/account';
import { accountOfLock, lockFilePath, readLock } from '../account/lockFile';
import { readNearest } from './nearest';

export type FoundLock = {
  readonly path: string;
  /** How messages call it: from the working directory. */
  readonly shown: string;
} & (
  | { readonly connections: readonly Pick<Connection, 'type' | 'name'>[]; readonly account: Account }
  | { readonly problem: string }
);

/**
 * The lock files that speak for folders, as one. One list speaks for all of them, so each folder must have one: those of a
 * folder without would be called missing.
 */
export async function findLocks(folders: readonly string[]): Promise<FoundLock | undefined> {
  const found = await Promise.all(folders.map(findLock));
  const byPath = new Map(found.map((lock) => [lock?.path, lock]));
  const locks = [...byPath.values()].filter((lock) => lock !== undefined);
  const [first] = locks;
  const bad = locks.find((lock) => 'problem' in lock);
  if (!first || bad || locks.length < byPath.size) return bad;
  if (locks.length === 1) return first;
  const connections = locks.flatMap((lock) => ('connections' in lock ? lock.connections : []));
  const path = locks.map((lock) => lock.path).join(', ');
  return { path, shown: path, connections, account: accountOfLock(path, connections) };
}

/** The lock file of a folder, or of the nearest one above; undefined where none is there. Never rejects. */
export async function findLock(folder: string): Promise<FoundLock | undefined> {
  const found = await readNearest(folder, lockFilePath);
  if (!found) return undefined;
  const { path } = found;
  const shown = relative(folder, path).split(sep).join('/');
  if ('problem' in found) return { path, shown, problem: found.problem };
  const lock = readLock(found.text);
  if ('problem' in lock) return { path, shown, ...lock };
  return { path, shown, ...lock, account: accountOfLock(shown, lock.connections) };
}
