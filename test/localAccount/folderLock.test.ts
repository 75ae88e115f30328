// One process a folder: a living holder keeps it, a dead one's leftover is taken over by exactly one.
import { readdir, utimes, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Secret } from '../../server/src/account/secret';
import { AlreadyRunning } from '../../server/src/localAccount/cannotStart';
import { lockFolder, TakenOver } from '../../server/src/localAccount/folderLock';
import { proofOf } from '../../server/src/localAccount/proof';
import { accountOfTest, folderOfTest, keyOfTest } from './accountOfTest';

/** No process has it: above the largest process id of any platform. */
const DEAD = 2 ** 31 - 1;
const LONG_AGO = new Date(0);
const key = keyOfTest();

async function leftOver(content: unknown, at?: Date): Promise<string> {
  const folder = await folderOfTest();
  const path = join(folder, 'account.lock.7');
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  if (at) await utimes(path, at, at);
  return folder;
}

/** Something that listens at an address, and answers there or does not. */
async function listening(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return urlOf(server);
}

function urlOf(server: Server): string {
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
}

/** Where an account of this key answers. */
async function accountOf(its: Secret): Promise<string> {
  const url: string = await listening(({ url: path = '' }, response) => {
    response.end(proofOf(its, url, path.replace('/proof/', '')));
  });
  return url;
}

/** An address that gets its answers from another one. */
function passingOn(url: string): Promise<string> {
  return listening(async ({ url: path }, response) => {
    response.end(await (await fetch(`${url}${path}`)).text());
  });
}

describe('lockFolder', () => {
  it('is free again after release, and leaves nothing behind', async () => {
    const folder = await folderOfTest();
    await (await lockFolder(folder, key)).release();
    expect(await readdir(folder)).toEqual([]);
    await (await lockFolder(folder, key)).release();
  });

  it('tells a second one where the first one answers', async () => {
    const folder = await folderOfTest();
    const url = await accountOf(key);
    const lock = await lockFolder(folder, key);
    await expect(lockFolder(folder, key)).rejects.toMatchObject({ name: 'CannotStart', url: undefined });
    await lock.announce(url);
    await expect(lockFolder(folder, key)).rejects.toThrow(`already running at ${url}`);
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
    const lock = await lockFolder(folder, key);
    await lock.release();
    expect(await readdir(folder)).toEqual([]);
  });

  it.each<[string, () => Promise<string>]>([
    ['cuts the connection', () => listening(({ socket }) => socket.destroy())],
    ['answers anything', () => listening((_, response) => response.end('x'.repeat(64)))],
    ['answers without end', () => listening((_, response) => void response.write('x'.repeat(100)))],
    ['is an account of another key', () => accountOf(keyOfTest())],
    ['passes on what the account answers elsewhere', () => accountOf(key).then(passingOn)],
  ])('takes over where a process has the id and the port of the dead one and %s', async (_what, stranger) => {
    const folder = await leftOver({ pid: process.pid, mark: 'x', url: await stranger() });
    const lock = await lockFolder(folder, key);
    await lock.release();
  });

  it('does not take over from an account that hangs, and does not say where it is', async () => {
    const folder = await leftOver({ pid: process.pid, mark: 'x', url: await listening(() => {}) });
    const refused = lockFolder(folder, key, 50);
    await expect(refused).rejects.toMatchObject({ name: 'CannotStart', url: undefined });
    expect(await readdir(folder)).toEqual(['account.lock.7']);
  });

  it('does not take over from a living account with another key than the folder’s', async () => {
    const { folder, url } = await accountOfTest({ seed: [{ type: 'aws', name: 'a', fields: {} }] });
    await expect(lockFolder(folder, key)).rejects.toThrow('encrypted with another key');
    expect((await fetch(`${url}/proof/${'0'.repeat(64)}`)).status).toBe(200);
    expect(await readdir(folder)).toContain('account.lock.1');
  });

  it.each([
    ['is starting', { pid: process.pid, mark: 'x' }],
    ['is writing its lock', ''],
  ])('does not take over from one that %s', async (_what, content) => {
    const folder = await leftOver(content);
    await expect(lockFolder(folder, key)).rejects.toThrow('just being started');
    expect(await readdir(folder)).toEqual(['account.lock.7']);
  });

  it('takes over from several that died one after the other, and clears up behind them', async () => {
    const folder = await leftOver({ pid: DEAD, mark: 'x' });
    await writeFile(join(folder, 'account.lock.9'), JSON.stringify({ pid: DEAD, mark: 'y' }));
    const unfinished = join(folder, 'account.lock.9.0a.new');
    await writeFile(unfinished, '{');
    await utimes(unfinished, LONG_AGO, LONG_AGO);
    const lock = await lockFolder(folder, key);
    expect(await readdir(folder)).toEqual(['account.lock.10']);
    await lock.release();
  });

  it('lets one that was taken for dead neither write nor announce itself, nor end the lock of its successor', async () => {
    const folder = await folderOfTest();
    const halted = await lockFolder(folder, key);
    await halted.confirm();
    const path = join(folder, 'account.lock.1');
    await utimes(path, LONG_AGO, LONG_AGO);
    const successor = await lockFolder(folder, key);
    await expect(halted.confirm()).rejects.toThrow(TakenOver);
    await expect(halted.announce('http://127.0.0.1:1')).rejects.toThrow(TakenOver);
    await halted.release();
    await successor.confirm();
    await successor.release();
  });

  it('lets exactly one of many take over', async () => {
    const folder = await leftOver({ pid: DEAD, mark: 'x' });
    const taken = await Promise.allSettled(Array.from({ length: 10 }, () => lockFolder(folder, key)));
    expect(taken.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const each of taken)
      if (each.status === 'rejected') expect(each.reason).toBeInstanceOf(AlreadyRunning);
  });
});
