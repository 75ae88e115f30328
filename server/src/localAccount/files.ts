// Writes small private files so that after a crash there is either the old content or the new one.
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

const ONLY_OWNER = 0o600;

/** Makes a folder that only its owner can enter, if it is not there. */
export async function makePrivateFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
}

/** Replaces a file as one step: when this resolves, the new content has reached the disk under the final name. */
export async function replaceFile(path: string, content: string | Buffer): Promise<void> {
  const fresh = `${path}.new`;
  await rm(fresh, { force: true });
  try {
    await writeAndSync(fresh, content);
    await rename(fresh, path);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Gives a file another name for good. */
export async function moveFile(from: string, to: string): Promise<void> {
  await rename(from, to);
  await syncFolder(dirname(to));
}

/** Creates a file that must not be there yet; `false` when it is. */
export async function createFile(path: string, content: string): Promise<boolean> {
  try {
    await writeAndSync(path, content);
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
  await syncFolder(dirname(path));
  return true;
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
