// Shell completion: the bash script is run by bash, and what it offers is what the commands take.
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { folderOfTest } from '../localAccount/accountOfTest';
import { relayWorkflows } from '../support/commandLine';

const scripts: Record<string, string> = {};
beforeAll(async () => {
  for (const shell of ['bash', 'zsh', 'fish'])
    scripts[shell] = (await relayWorkflows(['completion', shell])).out;
});

/** What bash offers for a line whose last word is being typed. */
async function offered(line: string): Promise<readonly string[]> {
  const file = join(await folderOfTest(), 'completion.bash');
  await writeFile(file, scripts.bash ?? '');
  const words = line.split(' ');
  const ask = `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _relay_workflows; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', ask, 'bash', file, ...words], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.split('\n').filter((word) => word !== '');
}

test.each([
  ['relay-workflows ', 'check references connections lock account lsp completion help --help --version'],
  ['relay-workflows co', 'connections completion'],
  ['relay-workflows check --for', '--format'],
  ['relay-workflows check --format ', 'text json sarif github'],
  ['relay-workflows check w.yaml --offline --severity w', 'warning'],
  ['relay-workflows check --stdin-filename ', ''],
  ['relay-workflows check w', ''],
  ['relay-workflows connections ', 'list create overwrite rename test delete'],
  ['relay-workflows connections create --t', '--type --to --test'],
  ['relay-workflows connections create --field ', ''],
  ['relay-workflows account ex', 'export'],
  ['relay-workflows completion ', 'bash zsh fish'],
  ['relay-workflows nope --', ''],
])('bash completes %j', async (line, words) => {
  expect((await offered(line)).join(' ')).toBe(words);
});

test('every option that is offered is taken, and every one of the usage is offered', async () => {
  for (const command of ['check', 'references', 'connections list', 'lock', 'lsp']) {
    const words = await offered(`relay-workflows ${command} --`);
    for (const word of words.filter((each) => each !== '--help')) {
      // Node names the first option that it does not know.
      const { error } = await relayWorkflows([...command.split(' '), word, '--unknown']);
      expect(error).not.toContain(`Unknown option '${word}'`);
    }
    const usage = (await relayWorkflows([command.split(' ')[0] ?? '', '--help'])).out;
    const described = [...usage.matchAll(/^ +--([\w-]+)/gm)].map(([, name]) => `--${name}`);
    expect(described.length).toBeGreaterThan(0);
    expect(words).toEqual(expect.arrayContaining(described));
  }
});

test('zsh and fish are offered the same words', () => {
  for (const word of [
    'check',
    'stdin-filename',
    'text json sarif github',
    'list create overwrite rename test delete',
  ]) {
    expect(scripts.zsh).toContain(word);
    expect(scripts.fish).toContain(word);
  }
});
