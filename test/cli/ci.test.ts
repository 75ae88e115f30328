// What docs/ci.md and .pre-commit-hooks.yaml tell people to run, run by a shell with the package as npm installs it.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { accountOfTest, folderOfTest, TOKEN } from '../localAccount/accountOfTest';

const root = resolve(__dirname, '../..');
const docs = readFileSync(join(root, 'docs/ci.md'), 'utf8');
const blocks = (language: string) =>
  [...docs.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, text = '']) => text);

const missing = 'steps:\n- name: one\n  image: relaysh/core\n  spec:\n    a: !Connection [aws, gone]\n';
const broken = 'steps:\n- name: one\n  image: relaysh/core\n  dependsOn: nobody\n';
const lock = '{ "version": 1, "connections": [{ "type": "aws", "name": "prod" }] }\n';

const scratch = mkdtempSync(join(tmpdir(), 'relay-ci-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

beforeAll(async () => {
  const npm = (args: readonly string[], cwd: string) => promisify(execFile)('npm', args, { cwd });
  const quiet = ['--ignore-scripts', '--offline', '--no-audit', '--no-fund'];
  const { stdout } = await npm(['pack', '--json', '--ignore-scripts', '--pack-destination', scratch], root);
  const [{ filename }] = JSON.parse(stdout);
  await writeFile(join(scratch, 'package.json'), '{"private":true}');
  await npm(['install', ...quiet, join(scratch, filename)], scratch);
}, 120_000);

/** A git repository with these files, in which the package is installed but not committed. */
async function repository(files: Record<string, string>) {
  const folder = await folderOfTest();
  for (const [name, text] of Object.entries({ ...files, '.gitignore': 'node_modules\n' })) {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  await symlink(join(scratch, 'node_modules'), join(folder, 'node_modules'));
  const git = (...args: readonly string[]) =>
    run(folder, ['git', '-c', 'user.name=a', '-c', 'user.email=a@b', ...args]);
  await git('init', '-q');
  await git('add', '.');
  return { folder, git };
}

async function run(
  cwd: string,
  [command = '', ...args]: readonly string[],
  environment: Record<string, string> = {},
) {
  const { PATH } = process.env;
  const env = {
    PATH: `${join(scratch, 'node_modules/.bin')}${delimiter}${PATH}`,
    HOME: scratch,
    ...environment,
  };
  return promisify(execFile)(command, args, { cwd, env }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}

interface Step {
  readonly run?: string;
  readonly env?: Record<string, string>;
}

/** The steps with `run:` of the one job of an example. */
function stepsOf(name: RegExp): readonly Step[] {
  const text = blocks('yaml').find((block) => name.test(block)) ?? '';
  const jobs = Object.values((parse(text) as { jobs: Record<string, { steps: Step[] }> }).jobs);
  return jobs.flatMap(({ steps }) => steps).filter((step) => step.run);
}

/** Runs the steps as a runner does: each by bash, with what `secrets` and `vars` hold in its environment. */
async function act(folder: string, steps: readonly Step[], secrets: Record<string, string>) {
  const ran = [];
  for (const { run: script = '', env = {} } of steps) {
    const filled = Object.entries(env).map(([name, value]) => [
      name,
      value.replace(/\$\{\{ (?:secrets|vars)\.(\w+) \}\}/g, (_, key) => secrets[key] ?? ''),
    ]);
    const environment = { GITHUB_WORKSPACE: folder, CI: 'true', ...Object.fromEntries(filled) };
    ran.push(await run(folder, ['bash', '-eo', 'pipefail', '-c', script], environment));
  }
  expect(ran.length).toBeGreaterThan(0);
  return ran;
}

async function secretsOf(...names: readonly string[]) {
  const { url } = await accountOfTest({ seed: names.map((name) => ({ type: 'aws', name, fields: {} })) });
  return { RELAY_API_URL: url, RELAY_TOKEN: TOKEN };
}

describe('GitHub Actions', () => {
  test('annotates what the account lacks, passes what it has, and says why it could not ask', async () => {
    const { folder } = await repository({ 'flows/w.yaml': missing, 'compose.yaml': 'services: {}\n' });
    const steps = stepsOf(/--format github/);
    const [lacks] = await act(folder, steps, await secretsOf('prod'));
    expect(lacks).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(
        /^::error file=flows\/w\.yaml,line=5,endLine=5,col=26,endColumn=29,title=connection-missing::.*\n$/,
      ),
    });
    expect(await act(folder, steps, await secretsOf('gone'))).toMatchObject([{ code: 0, stdout: '' }]);
    // A pull request from a fork.
    const [fork] = await act(folder, steps, {});
    expect(fork).toMatchObject({ code: 3, stdout: expect.stringContaining('::warning title=not checked::') });
  });

  test('writes SARIF to upload', async () => {
    const { folder } = await repository({ 'w.yaml': missing });
    expect(await act(folder, stepsOf(/--format sarif/), await secretsOf('prod'))).toMatchObject([
      { code: 1 },
    ]);
    const log = JSON.parse(await readFile(join(folder, 'relay-workflows.sarif'), 'utf8'));
    expect(log).toMatchObject({ version: '2.1.0', runs: [{ results: [{ ruleId: 'connection-missing' }] }] });
  });

  test('compares the lock file', async () => {
    const { folder } = await repository({ '.relay/connections.lock.json': lock });
    const steps = stepsOf(/lock --check/);
    expect(await act(folder, steps, await secretsOf('prod'))).toMatchObject([{ code: 0, stdout: '' }]);
    expect(await act(folder, steps, await secretsOf('other'))).toMatchObject([
      { code: 1, stdout: '+ aws/other\n- aws/prod\n' },
    ]);
  });
});

describe('the pre-commit hook', () => {
  const [hook] = parse(readFileSync(join(root, '.pre-commit-hooks.yaml'), 'utf8')) as {
    readonly id: string;
    readonly entry: string;
    readonly args: readonly string[];
    readonly language: string;
    readonly types: readonly string[];
  }[];

  /** What the framework does: entry, args, and the files of the commit that are YAML. */
  async function commit(files: Record<string, string>, args = hook?.args ?? []) {
    const { folder, git } = await repository(files);
    const { stdout } = await git('diff', '--cached', '--name-only', '-z', '--', '*.yaml', '*.yml');
    const names = stdout.split('\0').filter((name: string) => name !== '');
    return run(folder, [...(hook?.entry ?? '').split(' '), ...args, ...names]);
  }

  test('is one that the framework can install, and that the documentation names', () => {
    expect(hook).toMatchObject({ id: 'relay-workflows', language: 'node', types: ['yaml'] });
    const config = parse(blocks('yaml').find((block) => block.startsWith('repos:')) ?? '');
    expect(config.repos[0].hooks).toEqual([{ id: hook?.id }]);
  });

  test('stops a commit of a broken workflow, and looks at no other YAML', async () => {
    const files = { 'a b.yaml': broken, 'compose.yaml': 'services: [', 'deploy.yml': missing };
    const stopped = await commit(files);
    expect(stopped).toMatchObject({ code: 1, stderr: '' });
    expect(stopped.stdout).toContain('a b.yaml:4:14 error');
    expect(stopped.stdout).toContain('1 error in 1 file');
    expect(await commit({ 'compose.yaml': 'services: [' })).toMatchObject({ code: 0, stdout: '' });
  });

  test('knows connections from the lock file, and asks the account where its arguments are taken away', async () => {
    const files = { 'w.yaml': missing };
    expect(await commit({ ...files, '.relay/connections.lock.json': lock })).toMatchObject({ code: 1 });
    expect(await commit(files)).toMatchObject({ code: 0 });
    expect(await commit(files, [])).toMatchObject({ code: 3 });
  });

  test('by hand stops a commit too', async () => {
    const script = blocks('sh').find((block) => block.startsWith('#!/bin/sh')) ?? '';
    const { folder, git } = await repository({ 'a b.yaml': broken, 'c.txt': '' });
    await writeFile(join(folder, '.git/hooks/pre-commit'), script, { mode: 0o755 });
    const stopped = await git('commit', '-q', '-m', 'a');
    expect(stopped.code).toBe(1);
    expect(`${stopped.stdout}${stopped.stderr}`).toContain('a b.yaml:4:14 error');
    await git('reset', '-q', '--', 'a b.yaml');
    expect(await git('commit', '-q', '-m', 'a')).toMatchObject({ code: 0 });
  });
});

test('connections are created, listed and deleted by a script', async () => {
  const { folder } = await repository({});
  const script = blocks('sh').find((block) => block.includes('connections create')) ?? '';
  const environment = { ...(await secretsOf()), SLACK_TOKEN_FROM_VAULT: 'marked-value' };
  const { code, stdout, stderr } = await run(folder, ['bash', '-eo', 'pipefail', '-c', script], environment);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(
    /^Created slack\/team-room in .*\. slack\/team-room works\.\n\[[\s\S]*\]\nDeleted slack\/team-room from .*\n$/,
  );
  expect(stdout).not.toContain('marked');
});

test('any other CI gets text and JSON', async () => {
  const { folder } = await repository({ 'w.yaml': broken });
  const script = blocks('sh').find((block) => block.includes('for people')) ?? '';
  const [text, json] = script.trim().split('\n');
  expect(await run(folder, ['bash', '-c', text ?? ''])).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('w.yaml:4:14 error'),
  });
  await run(folder, ['bash', '-c', json ?? '']);
  expect(JSON.parse(await readFile(join(folder, 'relay-workflows.json'), 'utf8'))).toMatchObject([
    { file: 'w.yaml' },
  ]);
});
