// One process a folder: a living holder keeps it, a dead one's leftover is taken over by exactly one.
import { readdir, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { AlreadyRunning } from '../../server/src/localAccount/cannotStart';
import { lockFolder, TakenOver } from '../../server/src/localAccount/folderLock';
import { folderOfTest } from './accountOfTest';

/** No process has it: above the largest process id of any platform. */
const DEAD = 2 ** 31 - 1;
const LONG_AGO = new Date(0);

async function leftOver(content: unknown, at?: Date): Promise<string> {
  const folder = await folderOfTest();
  const path = join(folder, 'account.lock.7');
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
    ['a dead process', { pid: DEAD, mark: 'x', url: 'http://127.0.0.1:1' }, undefined],
    ['a dead process that never answered', { pid: DEAD, mark: 'x' }, undefined],
    [
      'a process id used again, where nobody answers',
      { pid: process.pid, mark: 'x', url: 'http://127.0.0.1:1' },
      undefined,
    ],
    ['a start that was never finished', { pid: process.pid, mark: 'x' }, LONG_AGO],
    ['a write that was never finished', '', LONG_AGO],
  ])('takes over from %s', async (_who, content, at) => {
    const folder = await leftOver(content, at);
    const lock = await lockFolder(folder);
    await lock.release();
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([
    ['is starting', { pid: process.pid, mark: 'x' }],
    ['is writing its lock', ''],
  ])('does not take over from one that %s', async (_what, content) => {
    const folder = await leftOver(content);
    await expect(lockFolder(folder)).rejects.toThrow('just being started');
    expect(await readdir(folder)).toEqual(['account.lock.7']);
  });

  it('takes over from several that died one after the other, and clears up behind them', async () => {
    const folder = await leftOver({ pid: DEAD, mark: 'x' });
    await writeFile(join(folder, 'account.lock.9'), JSON.stringify({ pid: DEAD, mark: 'y' }));
    const unfinished = join(folder, 'account.lock.9.0a.new');
    await writeFile(unfinished, '{');
    await utimes(unfinished, LONG_AGO, LONG_AGO);
    const lock = await lockFolder(folder);
    expect(await readdir(folder)).toEqual(['account.lock.10']);
    await lock.release();
  });

  it('lets one that was taken for dead neither write nor announce itself, nor end the lock of its successor', async () => {
    const folder = await folderOfTest();
    const halted = await lockFolder(folder);
    await halted.confirm();
    const path = join(folder, 'account.lock.1');
    await utimes(path, LONG_AGO, LONG_AGO);
    const successor = await lockFolder(folder);
    await expect(halted.confirm()).rejects.toThrow(TakenOver);
    await expect(halted.announce(await listening())).rejects.toThrow(TakenOver);
    await halted.release();
    await successor.confirm();
    await successor.release();
  });

  it('lets exactly one of many take over', async () => {
    const folder = await leftOver({ pid: DEAD, mark: 'x' });
    const taken = await Promise.allSettled(Array.from({ length: 10 }, () => lockFolder(folder)));
    expect(taken.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const each of taken)
      if (each.status === 'rejected') expect(each.reason).toBeInstanceOf(AlreadyRunning);
  });
});
