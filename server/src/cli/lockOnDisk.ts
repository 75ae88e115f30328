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
