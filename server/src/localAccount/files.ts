// Writes small private files so that after a crash there is either the old content or the new one.
import { randomUUID } from 'node:crypto';
import {
  constants,
  copyFile,
  link,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CannotStart } from './cannotStart';

const ONLY_OWNER = 0o600;

/**
 * Makes a folder that only its owner can enter, if it is not there; once made it outlives a loss of power. Throws
 * CannotStart, which names it.
 */
export async function makePrivateFolder(folder: string): Promise<void> {
  try {
    await makeFolders(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CannotStart(`The folder ${folder} cannot be made (${code}). Can the one above be written to?`);
  }
}

// Not all at once: where a file system makes no folders, as /proc, Node.js tries for ever.
async function makeFolders(folder: string): Promise<void> {
  try {
    await makeFolder(folder);
  } catch (error) {
    if (!hasCode(error, 'ENOENT') || dirname(folder) === folder) throw error;
    await makeFolders(dirname(folder));
    await makeFolder(folder);
  }
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    // Of one that is there, some systems say first that it may not be made.
    if (await isFolder(folder)) return;
    throw error;
  }
  await syncFolder(dirname(folder));
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

/**
 * Replaces a file as one step: when this resolves, the new content has reached the disk under the final name. `confirm`
 * is asked last before that step; where it rejects, the file stays as it was.
 */
export async function replaceFile(
  path: string,
  content: string | Buffer,
  confirm: () => Promise<void> = async () => {},
): Promise<void> {
  // A name of its own: a process that was halted for long must not find another one's half-written file under it.
  const fresh = freshNameOf(path);
  try {
    await writeAndSync(fresh, content);
    await confirm();
    await rename(fresh, path);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Removes what interrupted writes of a file left behind. Only for who alone writes the file. */
export async function removeUnfinished(path: string): Promise<void> {
  for (const name of await readdir(dirname(path)))
    if (name.startsWith(`${basename(path)}.`) && name.endsWith('.new'))
      await rm(join(dirname(path), name), { force: true });
}

/** Gives a file another name for good. */
export async function moveFile(from: string, to: string): Promise<void> {
  await rename(from, to);
  await syncFolder(dirname(to));
}

/** Creates a file, whole and at one stroke, that must not be there yet; `false` when it is. */
export async function createFile(path: string, content: string): Promise<boolean> {
  const fresh = freshNameOf(path);
  try {
    await writeAndSync(fresh, content);
    await giveName(fresh, path);
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(fresh, { force: true });
  }
  await syncFolder(dirname(path));
  return true;
}

/** Some file systems (FAT, some network shares) have no links: there, being first is one step and being whole another. */
async function giveName(fresh: string, path: string): Promise<void> {
  try {
    await link(fresh, path);
  } catch (error) {
    if (hasCode(error, 'EEXIST')) throw error;
    await copyFile(fresh, path, constants.COPYFILE_EXCL);
  }
}

/** The content of a file, or `undefined` when there is none. */
export async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function freshNameOf(path: string): string {
  return `${path}.${randomUUID()}.new`;
}

async function writeAndSync(path: string, content: string | Buffer): Promise<void> {
  const file = await open(path, 'wx', ONLY_OWNER);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes a rename last. Windows cannot open a folder for this, and needs no such step. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
