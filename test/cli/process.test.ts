// The command line as a process whose outputs are closed or full, or whose working directory is gone.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { accountOfTest, folderOfTest } from '../localAccount/accountOfTest';
import { step } from '../support/marks';

const cli = join(__dirname, '../../dist/cli.js');

interface Given {
  readonly folder: string;
  readonly args: readonly string[];
  readonly environment?: Record<string, string>;
  /** What stdout is. */
  readonly out?: 'pipe' | number;
  readonly command?: readonly string[];
}

function start({ folder: cwd, args, environment = {}, out = 'pipe', command = [] }: Given) {
  const env = { PATH: process.env.PATH, HOME: '/nonexistent', ...environment };
  const [program = '', ...rest] = [...command, process.execPath, cli, ...args];
  return spawn(program, rest, { cwd, env, stdio: ['ignore', out, 'pipe'] });
}

/** The exit code and what stderr says. */
async function ended(given: Given) {
  const running = start(given);
  const [said, [code]] = await Promise.all([text(running.stderr as Readable), once(running, 'close')]);
  return { code, said };
}

async function folderWith(files: Record<string, string>): Promise<string> {
  const folder = await folderOfTest();
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}

test('the exit code tells what was found, whether or not anybody hears why', async () => {
  const { url } = await accountOfTest();
  const folder = await folderWith({ 'w.yaml': step('a: !Connection [aws, gone]') });
  const environment = { RELAY_API_URL: url, RELAY_TOKEN: 'wrong' };
  const running = start({ folder, args: ['check'], environment });
  running.stderr?.destroy();
  expect(await once(running, 'close')).toEqual([3, null]);
});

test.skipIf(!existsSync('/dev/full'))(
  'an output that is full is said in one line, and is no success',
  async () => {
    const folder = await folderWith({ 'w.yaml': 'steps:\n- name: a\n  image: b\n  spec: [\n' });
    const out = openSync('/dev/full', 'w');
    onTestFinished(() => closeSync(out));
    for (const args of [['check', '--offline'], ['--help']])
      expect(await ended({ folder, args, out })).toEqual({
        code: 2,
        said: 'relay-workflows: standard output cannot be written (ENOSPC).\n',
      });
  },
);

test.skipIf(process.platform === 'win32')(
  'a working directory that is gone is said in one line',
  async () => {
    const command = ['sh', '-c', 'rm -r "$PWD" && exec "$0" "$@"'];
    expect(await ended({ folder: await folderWith({}), args: ['check', '--offline'], command })).toEqual({
      code: 2,
      said: 'relay-workflows: the working directory is gone. Change to another one.\n',
    });
  },
);
