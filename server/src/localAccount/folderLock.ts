// Lets one process at a time serve a folder, and tells a second one where the first one answers.
import { randomUUID } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Secret } from '../account/secret';
import { isObject } from '../objects';
import { AlreadyRunning, CannotStart } from './cannotStart';
import { createFile, hasCode, makePrivateFolder, readIfThere, replaceFile } from './files';
import { listenerAt } from './proof';
import { refuseOtherKey } from './store';

export interface FolderLock {
  /** Writes down where this process answers. */
  announce(url: string): Promise<void>;
  /** Rejects with TakenOver where another process has come to hold the folder. */
  confirm(): Promise<void>;
  release(): Promise<void>;
}

/** Another process took the folder for abandoned, as can happen when this one was halted or is out of its sight. */
export class TakenOver extends Error {
  override readonly name = 'TakenOver';
}

interface Holder {
  readonly pid: number;
  /** One lock's own, because process ids are used again. */
  readonly mark: string;
  readonly url?: string;
}

/** A start lasts well under this, in milliseconds; an older one that never announced itself died in it. */
const LONGEST_START = 15_000;
/** How long an account may take to answer, in milliseconds. */
const PATIENCE = 5_000;

/**
 * Takes the lock of a folder, also from a process that died; throws AlreadyRunning when another one holds it, with its
 * address only where the account there proves that it knows `key`.
 *
 * The lock is a file `account.lock.N`, which comes into being whole and at one stroke. The highest number holds. To take
 * over from a dead holder is to make the next number, which only one of many can; so nothing depends on how long a
 * take-over lasts, and one that dies in the middle leaves only another dead holder behind.
 */
export async function lockFolder(folder: string, key: Secret, patience = PATIENCE): Promise<FolderLock> {
  await makePrivateFolder(folder);
  const found = await locksIn(folder);
  const refuseLiving = (locks: readonly number[]) => refuseLivingOf(locks, { folder, key, patience });
  await refuseLiving(found);
  const number = (found.at(-1) ?? 0) + 1;
  const path = pathOf(folder, number);
  const mark = randomUUID();
  const content = (url?: string) => JSON.stringify({ pid: process.pid, mark, url });
  const isMine = async () => (await holderOf(path))?.mark === mark;
  const release = async () => {
    if (await isMine()) await rm(path, { force: true });
  };
  if (!(await createFile(path, content()))) throw new AlreadyRunning(folder, undefined);
  try {
    // Somebody may have come and gone since the look above, so that its number was free again.
    const others = (await locksIn(folder)).filter((each) => each !== number);
    if (others.some((each) => each > number)) throw new AlreadyRunning(folder, undefined);
    await refuseLiving(others);
    for (const each of others) await rm(pathOf(folder, each), { force: true });
    await removeStrays(folder);
  } catch (error) {
    await release();
    throw error;
  }
  const confirm = async () => {
    if (!(await isMine()) || (await locksIn(folder)).at(-1) !== number) throw new TakenOver();
  };
  return {
    async announce(url) {
      await confirm();
      await replaceFile(path, content(url));
    },
    confirm,
    release,
  };
}

function pathOf(folder: string, number: number): string {
  return join(folder, `account.lock.${number}`);
}

/** The numbers of the locks in a folder, in order. */
async function locksIn(folder: string): Promise<readonly number[]> {
  const names = await readdir(folder);
  return names
    .flatMap((name) => /^account\.lock\.(\d{1,15})$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((one, other) => one - other);
}

/** Removes what starts that died left behind before their lock was made. */
async function removeStrays(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (/^account\.lock\..*\.new$/.test(name) && !(await isYoung(path))) await rm(path, { force: true });
  }
}

interface Looking {
  readonly folder: string;
  readonly key: Secret;
  readonly patience: number;
}

async function refuseLivingOf(locks: readonly number[], looking: Looking): Promise<void> {
  for (const each of locks) await refuseHolder(pathOf(looking.folder, each), looking);
}

/** The process must exist and, because process ids are used again, the account must be what answers where it said. */
async function refuseHolder(path: string, { folder, key, patience }: Looking): Promise<void> {
  const holder = await holderOf(path);
  if (holder && !exists(holder.pid)) return;
  if (!holder?.url) {
    if (await isYoung(path)) throw new AlreadyRunning(folder, undefined);
    return;
  }
  const listener = await listenerAt(holder.url, key, patience);
  // A process that is stopped in a debugger answers late, but it is there.
  if (listener !== 'stranger')
    throw new AlreadyRunning(folder, listener === 'account' ? holder.url : undefined);
  // An account of another key cannot prove itself to this one, and must not lose its folder to it.
  await refuseOtherKey(folder, key);
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

/** Who holds a lock; `undefined` when it is not there or its text is not (yet) written. */
async function holderOf(path: string): Promise<Holder | undefined> {
  const bytes = await readIfThere(path);
  try {
    const holder: unknown = JSON.parse(bytes?.toString('utf8') ?? '');
    if (!isObject(holder)) return undefined;
    const { pid, mark, url } = holder;
    if (!Number.isSafeInteger(pid) || Number(pid) < 1 || typeof mark !== 'string') return undefined;
    return { pid: Number(pid), mark, ...(typeof url === 'string' && URL.canParse(url) && { url }) };
  } catch {
    return undefined;
  }
}

/** Whether a file is there and was changed just now, by whichever way the clock was set since. */
async function isYoung(path: string): Promise<boolean> {
  try {
    return Math.abs(Date.now() - (await stat(path)).mtimeMs) < LONGEST_START;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw new CannotStart(`${path} cannot be looked at`);
  }
}
