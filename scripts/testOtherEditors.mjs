// npm run test:neovim, npm run test:emacs: a real editor, with the settings that docs/editors.md gives for it, shows what
// is wrong in a workflow and mends it. The editor must be installed; npm has none.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { root } from './install.mjs';

const drives = join(root, 'test/otherEditors');

/** How each is asked for its version, which settings are for that version, and how it is started. */
const editors = {
  neovim: {
    command: 'nvim',
    language: 'lua',
    settings: (blocks, version) => blocks[/^NVIM v0\.([7-9]|10)\./.test(version) ? 1 : 0],
    arguments: (settings, file) => [
      '--headless',
      '-u',
      settings,
      file,
      '-c',
      `luafile ${join(drives, 'neovim.lua')}`,
    ],
  },
  emacs: {
    command: 'emacs',
    language: 'elisp',
    settings: ([only]) => only,
    arguments: (settings, file) => [
      ...['--batch', '--eval', '(package-initialize)', '--load', settings],
      ...['--load', join(drives, 'emacs.el'), file, '--funcall', 'drive'],
    ],
  },
};

/** The parameter that nothing reads would be told of, did the settings not say otherwise. */
const workflow = `# relay: workflow
parameters:
  unread: { default: a }
steps:
- name: list
  image: relaysh/core
  spec:
    aws: !Connection { type: aws, name: prdo }
`;

const name = process.argv[2];
const editor = editors[name];
assert.ok(editor, `Name an editor: ${Object.keys(editors).join(' or ')}`);
const { stdout: said, error: missing } = spawnSync(editor.command, ['--version'], { encoding: 'utf8' });
if (missing) {
  console.error(`${editor.command} is not installed (${missing.code}). This test drives the real one.`);
  process.exit(1);
}
const version = said.split('\n')[0];

const scratch = mkdtempSync(join(tmpdir(), 'relay-editor-'));
const account = await startAccount();
try {
  const spoken = drive(account.url);
  assert.deepEqual(
    spoken.map(({ what }) => what),
    ['diagnostics', 'hover', 'offered', 'text', 'diagnostics'],
    JSON.stringify(spoken, null, 2),
  );
  const [before, hover, offered, text, after] = spoken.map(({ value }) => value);
  assert.deepEqual(
    before.map(({ line, from, to, code }) => ({ line, from, to, code })),
    [{ line: 7, from: 40, to: 44, code: 'connection-missing' }],
  );
  assert.match(hover, /prdo/);
  assert.equal(offered[0], 'Use "prod"');
  const mended = workflow.replace('prdo', 'prod');
  assert.equal(`${text.trimEnd()}\n`, mended);
  assert.deepEqual(after, []);
  assert.equal(readFileSync(join(scratch, 'w.yaml'), 'utf8'), mended);
  console.log(
    `${version} showed: ${before[0].message}\nIt applied: ${offered[0]}, after which nothing was left to show.`,
  );
} finally {
  account.stop();
  rmSync(scratch, { recursive: true, force: true });
}

/** Runs the editor on the workflow; gives what its driver printed. */
function drive(url) {
  const docs = readFileSync(join(root, 'docs/editors.md'), 'utf8');
  const blocks = [...docs.matchAll(new RegExp(`\`\`\`${editor.language}\n([^]*?)\`\`\``, 'g'))].map(
    ([, text]) => text,
  );
  const settings = join(scratch, `settings.${editor.language}`);
  const file = join(scratch, 'w.yaml');
  writeFileSync(settings, editor.settings(blocks, version));
  writeFileSync(file, workflow);
  const { stdout, stderr, status } = spawnSync(editor.command, editor.arguments(settings, file), {
    cwd: scratch,
    encoding: 'utf8',
    timeout: 120_000,
    env: {
      ...process.env,
      HOME: scratch,
      XDG_CONFIG_HOME: scratch,
      XDG_STATE_HOME: scratch,
      XDG_DATA_HOME: scratch,
      PATH: `${installCommand()}${delimiter}${process.env.PATH}`,
      RELAY_API_URL: url,
      RELAY_TOKEN: 'token-of-test',
    },
  });
  const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
  assert.equal(status, 0, `${editor.command} ended with ${status}\n${stdout}\n${stderr}`);
  return lines.map((line) => JSON.parse(line));
}

/** Puts `relay-workflows` where the editor finds it, as an installed package does; gives the folder. */
function installCommand() {
  const bin = join(scratch, 'bin');
  mkdirSync(bin);
  const command = join(bin, 'relay-workflows');
  writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${join(root, 'dist/cli.js')}' "$@"\n`);
  chmodSync(command, 0o755);
  return bin;
}

/** A local account with the connection `aws/prod`, as a process of its own. */
async function startAccount() {
  const seed = join(scratch, 'seed.json');
  writeFileSync(seed, JSON.stringify({ connections: [{ type: 'aws', name: 'prod', fields: {} }] }));
  const child = spawn(
    process.execPath,
    [join(root, 'dist/cli.js'), 'account', '--port', '0', '--data', join(scratch, 'data'), '--seed', seed],
    {
      env: { ...process.env, HOME: scratch, RELAY_TOKEN: 'token-of-test', RELAY_ACCOUNT_PARENT: 'stdin' },
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  const [line] = await child.stdout.setEncoding('utf8').take(1).toArray();
  return { url: JSON.parse(line).url, stop: () => child.stdin.end() };
}
