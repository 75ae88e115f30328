// Lets one process at a time serve a folder, and tells a second one where the first one answers.
import { mkdir, rm, rmdir, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { isObject } from '../account/answers';
import { AlreadyRunning, CannotStart } from './cannotStart';
import { createFile, hasCode, makePrivateFolder, readIfThere, replaceFile } from './files';

export interface FolderLock {
  /** Writes down where this process answers. */
  announce(url: string): Promise<void>;
  release(): Promise<void>;
}

interface Holder {
  readonly pid: number;
  readonly url?: string;
}

/** A start or a take-over lasts well under this, in milliseconds; older leftovers are of processes that died in it. */
const LONGEST_START = 15_000;

/** Takes the lock of a folder, also from a process that died; throws AlreadyRunning when another one holds it. */
export async function lockFolder(folder: string): Promise<FolderLock> {
  await makePrivateFolder(folder);
  const path = join(folder, 'account.lock');
  const mine = (url?: string) => JSON.stringify({ pid: process.pid, url });
  if (!(await createFile(path, mine()))) await takeOver(folder, path, mine());
  return {
    announce: (url) => replaceFile(path, mine(url)),
    async release() {
      if ((await holderOf(path))?.pid === process.pid) await rm(path, { force: true });
    },
  };
}

/**
 * Replaces the lock of a process that is gone. A second lock (a folder, whose making is one step) covers the look and
 * the replacement, so that of two that find the same leftover only one takes it.
 */
async function takeOver(folder: string, path: string, mine: string): Promise<void> {
  const guard = `${path}.taking`;
  if ((await ageOf(guard)) > LONGEST_START) await rm(guard, { recursive: true, force: true });
  try {
    await mkdir(guard);
  } catch (error) {
    if (hasCode(error, 'EEXIST')) throw new AlreadyRunning(folder, undefined);
    throw error;
  }
  try {
    const holder = await holderOf(path);
    if (await isAlive(holder, await ageOf(path))) throw new AlreadyRunning(folder, holder?.url);
    await rm(path, { force: true });
    if (!(await createFile(path, mine))) throw new AlreadyRunning(folder, undefined);
  } finally {
    await rmdir(guard);
  }
}

/** The process must exist and, because process ids are used again, something must answer where it said it would. */
async function isAlive(holder: Holder | undefined, age: number): Promise<boolean> {
  if (!holder) return age >= 0 && age < LONGEST_START;
  if (!exists(holder.pid)) return false;
  return holder.url ? await answers(holder.url) : age < LONGEST_START;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

function answers(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port), timeout: 2_000 });
    const end = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket.once('connect', () => end(true));
    // A process that is stopped in a debugger accepts late, but it is there.
    socket.once('timeout', () => end(true));
    socket.once('error', () => end(false));
  });
}

/** Who holds the lock; `undefined` when there is no lock or its text is not (yet) written. */
async function holderOf(path: string): Promise<Holder | undefined> {
  const bytes = await readIfThere(path);
  try {
    const holder: unknown = JSON.parse(bytes?.toString('utf8') ?? '');
    if (!isObject(holder) || typeof holder.pid !== 'number') return undefined;
    const { url } = holder;
    return typeof url === 'string' && URL.canParse(url) ? { pid: holder.pid, url } : { pid: holder.pid };
  } catch {
    return undefined;
  }
}

/** Milliseconds since a file or folder was last changed; below zero when it is not there. */
async function ageOf(path: string): Promise<number> {
  try {
    return Date.now() - (await stat(path)).mtimeMs;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return -1;
    throw new CannotStart(`${path} cannot be looked at`);
  }
}
