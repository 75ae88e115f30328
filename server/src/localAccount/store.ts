// Keeps the connections of the local account in one encrypted file that always holds the last acknowledged change.
import { join } from 'node:path';
import { Secret } from '../account/secret';
import { CannotStart } from './cannotStart';
import { makePrivateFolder, moveFile, readIfThere, replaceFile } from './files';
import { open, seal } from './sealed';

/** A connection with its values. `values` is the JSON text of its `fields`, as they came in. */
export interface StoredConnection {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly values: Secret;
  /** The last test; absent before the first and after a change of the values. */
  readonly test?: { readonly passed: boolean; readonly at: string };
}

export interface Store {
  readonly connections: readonly StoredConnection[];
  /**
   * Replaces the list by what `next` makes of it, one change at a time, and resolves when it is on disk. When `next`
   * throws or the disk refuses, it rejects and the list stays as it was.
   */
  change<T>(next: (now: readonly StoredConnection[]) => Change<T>): Promise<T>;
}

export interface Change<T> {
  readonly connections: readonly StoredConnection[];
  readonly result: T;
}

const FILE = 'connections.sealed';

/**
 * Opens the store of a folder, which is made if needed. `key` is 32 bytes in base64. A damaged file is moved to
 * another name (`setAside`), and the store begins empty. Throws CannotStart for a file of another key or version.
 */
export async function openStore(folder: string, key: Secret): Promise<{ store: Store; setAside?: string }> {
  await makePrivateFolder(folder);
  const path = join(folder, FILE);
  const bytes = await readIfThere(path);
  if (!bytes) return { store: storeOf(path, key, []) };
  const opened = open(bytes, key);
  switch (opened.is) {
    case 'text':
      return { store: storeOf(path, key, connectionsIn(opened.text)) };
    case 'other-key':
      throw new CannotStart(
        `${path} was encrypted with another key. Give that key (RELAY_ACCOUNT_KEY), or choose another folder with --data`,
      );
    case 'other-version':
      throw new CannotStart(
        `${path} was written by a newer version of this program. Update, and start again`,
      );
    case 'damaged': {
      const setAside = `${path}.damaged-${new Date().toISOString().replace(/\D/g, '')}`;
      await moveFile(path, setAside);
      return { store: storeOf(path, key, []), setAside };
    }
  }
}

function storeOf(path: string, key: Secret, first: readonly StoredConnection[]): Store {
  let connections = first;
  let last: Promise<unknown> = Promise.resolve();
  return {
    get connections() {
      return connections;
    },
    change(next) {
      const done = last.then(async () => {
        const change = next(connections);
        if (change.connections !== connections) {
          await replaceFile(path, seal(textOf(change.connections), key));
          connections = change.connections;
        }
        return change.result;
      });
      last = done.catch(() => undefined);
      return done;
    },
  };
}

/** The plain text exists only on its way into the cipher. */
function textOf(connections: readonly StoredConnection[]): string {
  return JSON.stringify({
    connections: connections.map((each) => ({ ...each, values: each.values.reveal() })),
  });
}

/** Trusts its text, which only the key's owner can have written. */
function connectionsIn(text: string): readonly StoredConnection[] {
  const { connections } = JSON.parse(text) as {
    connections: (Omit<StoredConnection, 'values'> & { values: string })[];
  };
  return connections.map((each) => ({ ...each, values: new Secret(each.values) }));
}
