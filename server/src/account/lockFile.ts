// Turns a list of connections into the text of a lock file and back: types and names only, one a line, to be reviewed.

import { isObject, readJSON } from '../objects';
import type { Account, Connection } from './account';

/** Where the lock file is, from the folder that it speaks for. */
export const lockFilePath = '.relay/connections.lock.json';

type Named = Pick<Connection, 'type' | 'name'>;

/** The text for a list; the same for the same connections, in whatever order the account gave them. */
export function writeLock(connections: readonly Named[]): string {
  const lines = sorted(connections).map((each) => `    ${lineOf(each)}`);
  const list = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n  ]`;
  return `{\n  "version": 1,\n  "connections": ${list}\n}\n`;
}

/** Reads the text of a lock file; or says what is wrong with it. */
export function readLock(
  text: string,
): { readonly connections: readonly Named[] } | { readonly problem: string } {
  const lock = readJSON(text.replace(/^\uFEFF/, ''));
  if (!isObject(lock)) return { problem: 'it is no JSON object (is a merge conflict left in it?)' };
  if (lock.version !== 1)
    return { problem: 'its version is not 1; a newer relay-workflows may have written it' };
  const { connections } = lock;
  if (!Array.isArray(connections) || !connections.every(isNamed))
    return { problem: '"connections" must be a list of {"type": …, "name": …}' };
  return { connections: connections.map(({ type, name }) => ({ type, name })) };
}

/** What the list of a lock file is to everything that asks an account. `path` is how messages call the file. */
export function accountOfLock(path: string, connections: readonly Named[]): Account {
  const listed = connections.map(({ type, name }) => ({ id: lineOf({ type, name }), type, name }));
  return { state: 'ready', host: path, name: path, asOf: 0, lockFile: true, connections: listed };
}

/** What one list has and another has not, as `type/name`, sorted. */
export function lockDifference(of: readonly Named[], from: readonly Named[]): string[] {
  const known = new Set(from.map(lineOf));
  return sorted(of)
    .filter((each) => !known.has(lineOf(each)))
    .map(({ type, name }) => `${type}/${name}`);
}

function sorted(connections: readonly Named[]): readonly Named[] {
  const once = new Map(connections.map((each) => [lineOf(each), each]));
  return [...once.values()].sort((a, b) => compare(a.type, b.type) || compare(a.name, b.name));
}

// Not by the rules of a language, which differ from machine to machine.
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function lineOf({ type, name }: Named): string {
  return `{ "type": ${JSON.stringify(type)}, "name": ${JSON.stringify(name)} }`;
}

function isNamed(value: unknown): value is Named {
  return isObject(value) && typeof value.type === 'string' && typeof value.name === 'string';
}
