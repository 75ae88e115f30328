// One process a folder: a living holder keeps it, a dead one's leftover is taken over by exactly one.
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { AlreadyRunning } from '../../server/src/localAccount/cannotStart';
import { lockFolder } from '../../server/src/localAccount/folderLock';
import { folderOfTest } from './accountOfTest';

/** No process has it: above the largest process id of any platform. */
const DEAD = 2 ** 31 - 1;
const LONG_AGO = new Date(0);

async function leftOver(content: unknown, at?: Date): Promise<string> {
  const folder = await folderOfTest();
  const path = join(folder, 'account.lock');
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  if (at) await utimes(path, at, at);
  return folder;
}

async function listening(): Promise<string> {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  onTestFinished(() => void server.close());
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
}

describe('lockFolder', () => {
  it('is free again after release, and leaves nothing behind', async () => {
    const folder = await folderOfTest();
    await (await lockFolder(folder)).release();
    expect(await readdir(folder)).toEqual([]);
    await (await lockFolder(folder)).release();
  });

  it('tells a second one where the first one answers', async () => {
    const folder = await folderOfTest();
    const url = await listening();
    const lock = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toMatchObject({ name: 'CannotStart', url: undefined });
    await lock.announce(url);
    await expect(lockFolder(folder)).rejects.toThrow(`already running at ${url}`);
    await lock.release();
  });

  it.each([
    ['a dead process', { pid: DEAD, url: 'http://127.0.0.1:1' }, undefined],
    ['a dead process that never answered', { pid: DEAD }, undefined],
    [
      'a process id used again, where nobody answers',
      { pid: process.pid, url: 'http://127.0.0.1:1' },
      undefined,
    ],
    ['a start that was never finished', { pid: process.pid }, LONG_AGO],
    ['a write that was never finished', '', LONG_AGO],
  ])('takes over from %s', async (_who, content, at) => {
    const folder = await leftOver(content, at);
    const lock = await lockFolder(folder);
    await lock.release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('takes over from a take-over that was never finished', async () => {
    const folder = await leftOver({ pid: DEAD });
    const guard = join(folder, 'account.lock.taking');
    await mkdir(guard);
    await expect(lockFolder(folder)).rejects.toThrow(AlreadyRunning);
    await utimes(guard, LONG_AGO, LONG_AGO);
    await (await lockFolder(folder)).release();
  });

  it('lets exactly one of many take over', async () => {
    const folder = await leftOver({ pid: DEAD });
    const taken = await Promise.allSettled(Array.from({ length: 10 }, () => lockFolder(folder)));
    expect(taken.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const each of taken)
      if (each.status === 'rejected') expect(each.reason).toBeInstanceOf(AlreadyRunning);
  });
});
