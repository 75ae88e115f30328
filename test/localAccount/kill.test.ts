// The local account under SIGKILL and under several processes: every acknowledged change is there, nothing is corrupt.
import { type ChildProcess, spawn } from 'node:child_process';
import { readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Secret } from '../../server/src/account/secret';
import { writeState } from '../../server/src/localAccount/state';
import { readStore } from '../../server/src/localAccount/store';
import { folderOfTest, keyOfTest, TOKEN } from './accountOfTest';
import { ask } from './ask';
import { writtenAfter } from './writing';

const root = join(__dirname, '../..');
const built = join(root, 'test-output/kill');
const STORE_KILLS = 180;
const ACCOUNT_KILLS = 20;

beforeAll(async () => {
  await build({
    entryPoints: {
      writer: join(__dirname, 'writer.ts'),
      served: join(__dirname, 'served.ts'),
    },
    outdir: built,
    bundle: true,
    platform: 'node',
    target: 'node20.18',
    logLevel: 'error',
  });
});

/** Numbers from 0 to 1, the same in every run (mulberry32). */
function randomOf(lane: number): () => number {
  let seed = Number(process.env.RELAY_SEED ?? 20_261_122) + lane;
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function startWriter(folder: string, key: Secret, first: number, last = Number.POSITIVE_INFINITY) {
  const args = [join(built, 'writer.js'), folder, String(first), String(last)];
  const child = spawn(process.execPath, args, { env: { KEY: key.reveal() } });
  onTestFinished(() => void child.kill('SIGKILL'));
  let acknowledged = 0;
  let failure = '';
  child.stdout.on('data', (dots: Buffer) => {
    acknowledged += dots.length;
  });
  child.stderr.on('data', (text) => {
    failure += text;
  });
  const ended = new Promise<{ acknowledged: number; code: number | null; failure: string }>((resolve) =>
    child.once('close', (code) => resolve({ acknowledged, code, failure })),
  );
  return { child, ended, acknowledged: () => acknowledged };
}

/** Resolves when a process wrote something more to stdout, or has ended. */
function heard(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.stdout?.once('data', () => resolve());
    child.once('close', () => resolve());
  });
}

/** The first line of a stream, or nothing where it ends before. */
async function firstLine(stream: NodeJS.ReadableStream): Promise<string | undefined> {
  for await (const line of createInterface(stream)) return line;
  return undefined;
}

const after = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

async function written(folder: string, key: Secret): Promise<string> {
  return writeState(await readStore(folder, key));
}

describe('the store of a process that is killed', () => {
  it.each([0, 1])(
    `has every acknowledged change and at most the one after it, ${STORE_KILLS / 2} times (lane %i)`,
    { timeout: 120_000 },
    async (lane) => {
      const random = randomOf(lane);
      const folder = await folderOfTest();
      const key = keyOfTest();
      let count = 0;
      let begun = 0;
      for (let kill = 0; kill < STORE_KILLS / 2; kill++) {
        const { child, ended } = startWriter(folder, key, count);
        // One in six dies while it starts, the others somewhere in their stream of writes.
        if (random() > 1 / 6) await heard(child);
        await after(random() * 30);
        child.kill('SIGKILL');
        const { acknowledged, failure } = await ended;
        expect(failure).toBe('');
        if (acknowledged > 0) begun += 1;
        const now = await written(folder, key);
        const reached = count + acknowledged;
        const oneMore = now === writtenAfter(reached + 1);
        expect(oneMore || now === writtenAfter(reached), `after ${reached} changes`).toBe(true);
        count = oneMore ? reached + 1 : reached;
      }
      expect((await readdir(folder)).filter((name) => name.includes('damaged'))).toEqual([]);
      expect(begun).toBeGreaterThan(STORE_KILLS / 4);
    },
  );
});

describe('an account that is killed', () => {
  it(`answers again at once and has all that it acknowledged, ${ACCOUNT_KILLS} times`, {
    timeout: 120_000,
  }, async () => {
    const random = randomOf(2);
    const folder = await folderOfTest();
    const key = keyOfTest();
    const acknowledged = new Set<string>();
    const sent = new Set<string>();
    for (let kill = 0; kill < ACCOUNT_KILLS; kill++) {
      const child = spawn(process.execPath, [join(built, 'served.js'), folder, TOKEN], {
        env: { KEY: key.reveal() },
      });
      onTestFinished(() => void child.kill('SIGKILL'));
      const url = (await firstLine(child.stdout)) ?? '';
      expect(url).toMatch(/^http:/);
      const listed = (await ask(url)).json.connections.map(({ name }) => name);
      expect(new Set(listed).size).toBe(listed.length);
      expect([...acknowledged].filter((name) => !listed.includes(name))).toEqual([]);
      expect(listed.filter((name) => !sent.has(name))).toEqual([]);
      const streams = [0, 1, 2].map(async (stream) => {
        for (let number = 0; ; number++) {
          const name = `${kill}-${stream}-${number}`;
          sent.add(name);
          const { status } = await ask(url, { method: 'POST', body: { type: 'aws', name } });
          expect(status).toBe(201);
          acknowledged.add(name);
        }
      });
      const ends = Promise.allSettled(streams);
      const closed = new Promise((resolve) => child.once('close', resolve));
      await after(random() * 60);
      child.kill('SIGKILL');
      await closed;
      expect((await ends).map((end) => end.status === 'rejected' && 'code' in end.reason)).toEqual([
        true,
        true,
        true,
      ]);
    }
    expect(acknowledged.size).toBeGreaterThan(ACCOUNT_KILLS);
  });
});

describe('several processes on one folder', () => {
  it('write one at a time, also when all come at once to one that was left by a killed process', async () => {
    const folder = await folderOfTest();
    const key = keyOfTest();
    let count = 0;
    for (let round = 0; round < 4; round++) {
      const holder = startWriter(folder, key, count);
      await heard(holder.child);
      const refused = await startWriter(folder, key, count).ended;
      expect([refused.code, refused.acknowledged]).toEqual([3, 0]);
      holder.child.kill('SIGKILL');
      count += (await holder.ended).acknowledged;
      if ((await written(folder, key)) === writtenAfter(count + 1)) count += 1;
      const many = [0, 1, 2, 3].map(() => startWriter(folder, key, count, count + 1));
      const ends = await Promise.all(many.map(({ ended }) => ended));
      // Whoever comes when the first is done may write the same change again, after it.
      expect(ends.filter(({ code }) => code === 0).length).toBeGreaterThan(0);
      expect(ends.filter(({ code }) => code !== 0 && code !== 3)).toEqual([]);
      count += 1;
      expect(await written(folder, key)).toBe(writtenAfter(count));
    }
  });

  if (process.platform !== 'win32')
    it('lose nothing when one was halted so long that it was taken for dead', async () => {
      const folder = await folderOfTest();
      const key = keyOfTest();
      const halted = startWriter(folder, key, 0);
      await heard(halted.child);
      halted.child.kill('SIGSTOP');
      await utimes(join(folder, 'account.lock.1'), new Date(0), new Date(0));
      const before = await written(folder, key);
      const count = Array.from({ length: halted.acknowledged() + 200 }, (_, each) => each).findLast(
        (each) => writtenAfter(each) === before,
      );
      const successor = startWriter(folder, key, count ?? 0, (count ?? 0) + 10);
      expect((await successor.ended).acknowledged).toBe(10);
      halted.child.kill('SIGCONT');
      const end = await halted.ended;
      // Halted between its last look and the rename, it finds its new file cleared away instead.
      expect([end.code, /^(TakenOver:|Error: ENOENT.*rename)/.test(end.failure)]).toEqual([1, true]);
      expect(await written(folder, key)).toBe(writtenAfter((count ?? 0) + 10));
    });
});
