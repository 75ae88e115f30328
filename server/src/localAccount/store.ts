// Keeps the state of the local account in one encrypted file that always holds the last acknowledged change.
import { join } from 'node:path';
import type { Secret } from '../account/secret';
import { CannotStart } from './cannotStart';
import { makePrivateFolder, moveFile, readIfThere, removeUnfinished, replaceFile } from './files';
import { open, seal } from './sealed';
import { emptyState, readState, type State, writeState } from './state';

export interface Store {
  readonly state: State;
  /**
   * Replaces the state by what `next` makes of it, one change at a time, and resolves when it is on disk. When `next`
   * throws or the disk refuses, it rejects and the state stays as it was.
   */
  change<T>(next: (now: State) => Change<T>): Promise<T>;
  /** Refuses all further changes, and resolves when those that have begun are on disk. */
  close(): Promise<void>;
}

export interface Change<T> {
  /** The state itself where nothing changes; then nothing is written. */
  readonly state: State;
  readonly result: T;
}

const FILE = 'connections.sealed';

/**
 * Opens the store of a folder, which is made if needed. `key` is 32 bytes in base64; `confirm` is asked before each
 * write whether the folder is still this process's, and rejects where it is not. A damaged file is moved to another
 * name (`setAside`), and the store begins empty. Throws CannotStart for a file of another key or version.
 */
export async function openStore(
  folder: string,
  key: Secret,
  confirm: () => Promise<void> = async () => {},
): Promise<{ store: Store; setAside?: string }> {
  await makePrivateFolder(folder);
  const path = join(folder, FILE);
  await removeUnfinished(path);
  const kept = await readKept(path, key);
  if (kept !== 'damaged') return { store: storeOf(path, key, confirm, kept) };
  const setAside = `${path}.damaged-${new Date().toISOString().replace(/\D/g, '')}`;
  await moveFile(path, setAside);
  return { store: storeOf(path, key, confirm, emptyState), setAside };
}

/**
 * The state that a folder keeps at this moment, also while another process serves it: each write of that one is a
 * single step. Throws CannotStart where the file is damaged or of another key or version; changes nothing.
 */
export async function readStore(folder: string, key: Secret): Promise<State> {
  const path = join(folder, FILE);
  const kept = await readKept(path, key);
  if (kept === 'damaged') throw new CannotStart(`${path} is damaged`);
  return kept;
}

/** Throws CannotStart where the file of a folder is of another key or version; changes nothing. */
export async function refuseOtherKey(folder: string, key: Secret): Promise<void> {
  await readKept(join(folder, FILE), key);
}

async function readKept(path: string, key: Secret): Promise<State | 'damaged'> {
  const bytes = await readIfThere(path);
  if (!bytes) return emptyState;
  const opened = open(bytes, key);
  switch (opened.is) {
    case 'text':
      return readState(opened.text);
    case 'damaged':
      return 'damaged';
    case 'other-key':
      throw new CannotStart(
        `${path} was encrypted with another key. Give that key (RELAY_ACCOUNT_KEY), or choose another folder with --data`,
      );
    case 'other-version':
      throw new CannotStart(
        `${path} was written by a newer version of this program. Update, and start again`,
      );
  }
}

function storeOf(path: string, key: Secret, confirm: () => Promise<void>, first: State): Store {
  let state = first;
  let last: Promise<unknown> = Promise.resolve();
  let closed = false;
  return {
    get state() {
      return state;
    },
    change(next) {
      if (closed) return Promise.reject(new Error('the store is closed'));
      const done = last.then(async () => {
        const change = next(state);
        if (change.state !== state) {
          await replaceFile(path, seal(writeState(change.state), key), confirm);
          state = change.state;
        }
        return change.result;
      });
      last = done.catch(() => undefined);
      return done;
    },
    async close() {
      closed = true;
      await last;
    },
  };
}
