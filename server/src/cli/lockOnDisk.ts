// Finds the lock file that speaks for a folder.
import { readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { Account, Connection } from '../account/account';
import { accountOfLock, lockFilePath, readLock } from '../account/lockFile';

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
  for (let at = folder; ; at = dirname(at)) {
    const path = join(at, lockFilePath);
    const shown = relative(folder, path).split(sep).join('/');
    const text = await readFile(path, 'utf8').catch((error) => ({
      problem: `cannot be read (${error.code})`,
      error,
    }));
    if (typeof text === 'string') {
      const lock = readLock(text);
      return 'problem' in lock
        ? { path, shown, ...lock }
        : { path, shown, ...lock, account: accountOfLock(shown, lock.connections) };
    }
    const isAbsent = ['ENOENT', 'ENOTDIR'].includes(text.error.code);
    if (!isAbsent) return { path, shown, problem: text.problem };
    if (dirname(at) === at) return undefined;
  }
}
