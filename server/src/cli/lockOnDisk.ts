// Turns folders and files into the lock file that speaks for them.
import { dirname, relative, sep } from 'node:path';
import type { Account, Connection } from '../account/account';
import { accountOfLock, lockFilePath, readLock } from '../account/lockFile';
import { isBelow } from '../included';
import { readNearest } from './nearest';

export type FoundLock = {
  readonly path: string;
  /** The folder that it speaks for. */
  readonly root: string;
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
  const found = await Promise.all(folders.map((folder) => findLock(folder)));
  const byPath = new Map(found.map((lock) => [lock?.path, lock]));
  const locks = [...byPath.values()].filter((lock) => lock !== undefined);
  const [first] = locks;
  const bad = locks.find((lock) => 'problem' in lock);
  if (!first || bad || locks.length < byPath.size) return bad;
  if (locks.length === 1) return first;
  const connections = locks.flatMap((lock) => ('connections' in lock ? lock.connections : []));
  const path = locks.map((lock) => lock.path).join(', ');
  return { path, root: first.root, shown: path, connections, account: accountOfLock(path, connections) };
}

/**
 * The one lock file that speaks for all of these files: for those below its folder that of the working directory, for
 * others the nearest one above them. `several` where no one does, for a list says nothing of files elsewhere.
 */
export async function findLockOf(
  files: readonly string[],
  folder: string,
): Promise<FoundLock | 'several' | undefined> {
  const own = await findLock(folder);
  const asking = files.map((file) => (own && isBelow(own.root, file) ? folder : dirname(file)));
  const locks = new Map<string | undefined, FoundLock | undefined>();
  for (const each of new Set(asking)) {
    const lock = await findLock(each, folder);
    locks.set(lock?.path, lock);
    if (locks.size > 1) return 'several';
  }
  return [...locks.values()][0];
}

/**
 * The lock file of a folder, or of the nearest one above; undefined where none is there. Messages call it by its path from
 * `base`. Never rejects.
 */
export async function findLock(folder: string, base = folder): Promise<FoundLock | undefined> {
  const found = await readNearest(folder, lockFilePath);
  if (!found) return undefined;
  const { path, root } = found;
  const shown = relative(base, path).split(sep).join('/');
  if ('problem' in found) return { path, root, shown, problem: found.problem };
  const lock = readLock(found.text);
  if ('problem' in lock) return { path, root, shown, ...lock };
  return { path, root, shown, ...lock, account: accountOfLock(shown, lock.connections) };
}
