// Export and import: nothing readable without the passphrase, nothing lost, nothing overwritten.
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../server/src/account/secret';
import { runAccount } from '../../server/src/cli/account';
import { readPassphrase } from '../../server/src/cli/accountPassphrase';
import { merge, readExport, writeExport } from '../../server/src/localAccount/exported';
import { withSeed } from '../../server/src/localAccount/seed';
import { emptyState, writeState } from '../../server/src/localAccount/state';
import { openStore } from '../../server/src/localAccount/store';
import { accountOfTest, folderOfTest, keyOfTest } from './accountOfTest';

const VALUE = 'marked-value-90d2';
const PASSPHRASE = 'correct horse battery';
const secret = (text: string) => new Secret(text);
const full = withSeed(
  emptyState,
  {
    connections: [
      { type: 'aws', name: 'production', fields: { key: secret(VALUE) } },
      { type: 'git', name: 'deploy' },
    ],
    workflows: [{ path: 'team/deploy', secrets: { password: secret(VALUE), pin: secret(VALUE) } }],
  },
  0,
);

describe('an export', () => {
  it('opens with its passphrase, in whichever Unicode form, and with no other', async () => {
    const sessions = [{ digest: 'd', role: 'viewer', endsAt: 1 }] as const;
    const bytes = await writeExport({ ...full, sessions }, secret('pässphräse of a test'));
    for (const text of [VALUE, 'production', 'team']) expect(bytes.includes(text)).toBe(false);
    for (const form of ['NFC', 'NFD']) {
      const read = await readExport(bytes, secret('pässphräse of a test'.normalize(form)));
      expect(writeState(read)).toBe(writeState(full));
    }
    await expect(readExport(bytes, secret('passphrase of a test'))).rejects.toThrow('passphrase is not');
  });

  it('that is damaged, cut off or something else is told from a wrong passphrase', async () => {
    const bytes = await writeExport(full, secret(PASSPHRASE));
    const flipped = Buffer.from(bytes);
    flipped[60] = (flipped[60] ?? 0) ^ 1;
    for (const damaged of [flipped, bytes.subarray(0, 60), bytes.subarray(0, -1)])
      await expect(readExport(damaged, secret(PASSPHRASE))).rejects.toThrow('damaged or cut off');
    for (const other of [Buffer.alloc(0), Buffer.from('PK something else entirely')])
      await expect(readExport(other, secret(PASSPHRASE))).rejects.toThrow('no export of a local account');
  });
});

describe('merge', () => {
  it('adds what is not there, leaves what is, and names both', () => {
    const here = withSeed(
      emptyState,
      {
        connections: [{ type: 'aws', name: 'production', fields: { key: secret('mine') } }],
        workflows: [{ path: 'team/deploy', secrets: { pin: secret('mine') } }],
      },
      0,
    );
    const { state, added, left } = merge(here, full);
    expect(added).toEqual({
      connections: ['git/deploy'],
      workflows: [],
      secrets: ['team/deploy: password'],
    });
    expect(left).toEqual({
      connections: ['aws/production'],
      workflows: ['team/deploy'],
      secrets: ['team/deploy: pin'],
    });
    const written = JSON.parse(writeState(state));
    expect(
      written.connections.map(({ name, values }: { name: string; values: string }) => [name, values]),
    ).toEqual([
      ['production', '{"key":"mine"}'],
      ['deploy', '{}'],
    ]);
    expect(written.workflows[0].secrets).toEqual([
      { name: 'pin', value: '"mine"' },
      { name: 'password', value: `"${VALUE}"` },
    ]);
    const again = merge(state, full);
    expect(again.state).toBe(state);
    expect(merge(emptyState, full).added.secrets).toEqual(['team/deploy: password', 'team/deploy: pin']);
  });
});

describe('relay-workflows account export and import', () => {
  async function run(home: string, key: Secret, args: readonly string[]) {
    const out: string[] = [];
    const error: string[] = [];
    const code = await runAccount(args, {
      out: (text) => void out.push(text),
      error: (text) => void error.push(text),
      readInput: () => Promise.reject(new Error('not read')),
      environment: { HOME: home, RELAY_ACCOUNT_KEY: key.reveal() },
      folder: home,
      colors: false,
    });
    return { code, out: out.join(''), error: error.join('') };
  }

  async function setUp() {
    const home = await folderOfTest();
    await writeFile(join(home, 'passphrase'), `${PASSPHRASE}\nanother line\n`);
    return { home, options: ['--data', 'data', '--passphrase-file', 'passphrase'] };
  }

  it('carry a running account into another one, and say what was added and left', async () => {
    const { home, options } = await setUp();
    const seed = [{ type: 'aws', name: 'production', fields: { key: secret(VALUE) } }];
    const workflows = [{ path: 'team/deploy', secrets: { password: secret(VALUE) } }];
    const folder = join(home, 'data');
    const { key, account } = await accountOfTest({ folder, seed, workflows });
    expect(await run(home, key, ['export', ...options, 'file'])).toMatchObject({
      code: 0,
      error: '',
      out: expect.stringContaining('Exported 1 connection, 1 workflow and 1 secret to '),
    });
    expect((await stat(join(home, 'file'))).mode & 0o077).toBe(0);
    expect(await run(home, key, ['import', ...options, 'file'])).toMatchObject({
      code: 1,
      error: expect.stringContaining('already running at'),
    });
    const other = keyOfTest();
    const elsewhere = ['--data', 'other', '--passphrase-file', 'passphrase', 'file'];
    expect(await run(home, other, ['import', ...elsewhere])).toEqual({
      code: 0,
      error: '',
      out: [
        'Added: 1 connection, 1 workflow, 1 secret\n  aws/production\n  team/deploy: password\n',
        'Left as they were, because they are there already: 0 connections, 0 workflows, 0 secrets\n',
      ].join(''),
    });
    const { store } = await openStore(join(home, 'other'), other);
    expect(store.state.connections[0]?.values.reveal()).toBe(`{"key":"${VALUE}"}`);
    expect(await readdir(join(home, 'other'))).toEqual(['connections.sealed']);
    await account.stop();
    const again = await run(home, key, ['import', ...options, 'file']);
    expect(again.out).toContain('already: 1 connection, 1 workflow, 1 secret\n  aws/production\n');
  });

  it('refuse what would lose or give away something, and say why', async () => {
    const { home, options } = await setUp();
    const key = keyOfTest();
    await writeFile(join(home, 'short'), 'too short');
    await writeFile(join(home, 'there'), 'precious');
    const say = async (...args: readonly string[]) => {
      const { code, error, out } = await run(home, key, args);
      return `${code} ${error}${out}`;
    };
    expect(await say('export', ...options, 'file')).toContain(
      '1 relay-workflows account export: There is no',
    );
    await mkdir(join(home, 'data'));
    expect(await say('export', ...options, 'there')).toContain('is there already. Name a new file');
    expect(await readFile(join(home, 'there'), 'utf8')).toBe('precious');
    const short = ['--data', 'data', '--passphrase-file', 'short'];
    expect(await say('export', ...short, 'file')).toContain('at least 12 characters');
    expect(await say('export', ...options, 'no/where')).toContain('its folder is not there');
    expect(await say('import', ...options, 'there')).toContain('no export of a local account');
    expect(await say('import', ...options, 'nowhere')).toContain('cannot be read');
    expect(await say('import', ...options)).toContain('2 relay-workflows account: name one file');
    expect(await say('import', '--passphrase', PASSPHRASE, 'file')).toMatch(/^2 .*--passphrase/);
  });
});

describe('the question for a passphrase', () => {
  /** Types a line after each question. */
  function terminal(...lines: readonly string[]) {
    const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => {} });
    const output = new PassThrough();
    const shown: string[] = [];
    const left = [...lines];
    output.on('data', (text) => {
      shown.push(String(text));
      if (/: $/.test(String(text))) input.write(`${left.shift()}\r`);
    });
    return { input, output, shown: () => shown.join('') };
  }

  it('shows nothing of what is typed, and is put twice for a new one', async () => {
    const once = terminal(PASSPHRASE);
    expect((await readPassphrase(undefined, false, once)).reveal()).toBe(PASSPHRASE);
    expect(once.shown()).toBe('Passphrase: \n');
    const twice = terminal(PASSPHRASE, PASSPHRASE);
    expect((await readPassphrase(undefined, true, twice)).reveal()).toBe(PASSPHRASE);
    expect(twice.shown()).toBe('Passphrase: \nAgain: \n');
    const different = terminal(PASSPHRASE, `${PASSPHRASE}!`);
    await expect(readPassphrase(undefined, true, different)).rejects.toThrow('not the same');
  });

  it('is refused where nobody can be asked, or nothing is given', async () => {
    const none = { input: new PassThrough(), output: new PassThrough() };
    await expect(readPassphrase(undefined, true, none)).rejects.toThrow('--passphrase-file');
    await expect(readPassphrase(undefined, false, terminal(''))).rejects.toThrow('empty');
    await expect(readPassphrase(undefined, false, terminal('\u0003'))).rejects.toThrow('No passphrase');
  });
});
