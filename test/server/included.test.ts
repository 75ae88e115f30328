// The search of a folder: which files globs give, and that no other folder is even looked into.
import type * as fs from 'node:fs';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { filesIn, includedBy } from '../../server/src/included';

const looked = vi.hoisted(() => new Set<string>());
vi.mock('node:fs', async (original) => {
  const real = await original<typeof fs>();
  const readdir = (folder: string, ...rest: unknown[]) => {
    looked.add(folder);
    return (real.readdir as (...all: unknown[]) => void)(folder, ...rest);
  };
  return { ...real, readdir };
});

let root = '';
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'relay-search-')));
  for (const file of ['in/a.yaml', 'in/flows/b.yaml', 'in/flows/old/c.yaml', 'out/d.yaml']) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), '');
  }
  symlinkSync('../out', join(root, 'in/link'));
  looked.clear();
});
afterEach(() => rmSync(root, { recursive: true }));

async function found(include: readonly string[], exclude: readonly string[] = []): Promise<string[]> {
  const files = await filesIn(join(root, 'in'), { include, exclude });
  return files.map(({ path }) => relative(join(root, 'in'), path));
}

/** Globs that lead out of the folder. */
const away = [
  '/**/*.yaml',
  '../**',
  '../../../../**/*.yaml',
  '*/../../**',
  '{..,flows}/**/d.yaml',
  '..\\/**',
  '\\../**',
  'link/**',
  'link/*',
  '../out/d.yaml',
];

test.each(away)('it ends with its folder: %j', async (glob) => {
  await found([glob]);
  await found([glob, 'flows/*.yaml']);
  expect(await found([`!${glob}`, 'flows/*.yaml'])).toEqual(['flows/b.yaml']);
  expect(await found(['flows/*.yaml'], [glob])).toEqual(['flows/b.yaml']);
  const outside = [...looked].filter((folder) => /^\.\.|^link/.test(relative(join(root, 'in'), folder)));
  expect(outside).toEqual([]);
});

describe('on disk and by their paths', () => {
  const all = ['a.yaml', 'flows/b.yaml', 'flows/old/c.yaml'];
  test.each([
    [['**/*.yaml'], [], all],
    [['**/*.yaml'], ['**/old/**'], ['a.yaml', 'flows/b.yaml']],
    [['**/*.yaml'], ['flows'], ['a.yaml']],
    [['**/*.yaml'], ['flows/'], ['a.yaml']],
    [['**/*.yaml', '!flows/old/**'], [], ['a.yaml', 'flows/b.yaml']],
    [['flows'], ['!flows/old/**'], ['flows/b.yaml', 'flows/old/c.yaml']],
    [['./flows/*.yaml'], [], ['flows/b.yaml']],
    [[], [], []],
  ])('%j without %j gives the same files', async (include, exclude, files) => {
    expect(await found(include, exclude)).toEqual(files);
    expect(all.filter(includedBy({ include, exclude }))).toEqual(files);
  });
});
