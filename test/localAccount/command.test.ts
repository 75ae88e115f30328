// `relay-workflows account`, run in this process: arguments, first start, messages, seeds and exit codes.
import { chmod, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { accountApi } from '../../server/src/account/api';
import { Secret } from '../../server/src/account/secret';
import { runAccount } from '../../server/src/cli/account';
import { folderOfTest } from './accountOfTest';

/** Runs the command; `ready` resolves to what it printed once it answers, or to the exit code if it does not get there. */
async function run(
  home: string,
  args: readonly string[],
  environment: Record<string, string> = {},
  stdin: Readable = new PassThrough(),
) {
  let out = '';
  let error = '';
  let stop = () => {};
  let ready = () => {};
  const answering = new Promise<void>((resolve) => {
    ready = resolve;
  });
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  const terminal = {
    out: (text: string) => {
      out += text;
    },
    error: (text: string) => {
      error += text;
    },
    readInput: () => Promise.reject(new Error('not read')),
    environment: { HOME: home, ...environment },
    folder: home,
    colors: false,
  };
  const code = runAccount(args, terminal, stdin, () => {
    ready();
    return stopped;
  });
  onTestFinished(async () => {
    stop();
    await code;
  });
  await Promise.race([answering, code]);
  return {
    out: () => out,
    error: () => error,
    url: /http:\/\/127\.0\.0\.1:\d+/.exec(out)?.[0] ?? '',
    code,
    stop: () => {
      stop();
      return code;
    },
  };
}

const START = ['--port', '0'];
const names = async (url: string, token: string) => {
  const list = await accountApi({ url, token: new Secret(token) }).listConnections();
  return list.ok ? list.value.map(({ type, name }) => `${type}/${name}`) : list.failure;
};

describe('relay-workflows account', () => {
  it('makes key and token at the first start, apart from each other, and prints neither', async () => {
    const home = await folderOfTest();
    const account = await run(home, START);
    const tokenFile = /token is in (.+)/.exec(account.out())?.[1] ?? '';
    const token = (await readFile(tokenFile, 'utf8')).trim();
    expect(await names(account.url, token)).toEqual([]);
    expect(await account.stop()).toBe(0);
    expect(account.out()).not.toContain(token);
    expect(account.error()).toBe('');
    const again = await run(home, START);
    expect(await names(again.url, token)).toEqual([]);
  });

  if (process.platform !== 'win32' && process.platform !== 'darwin')
    it('keeps to the XDG folders, with owner-only rights', async () => {
      const home = await folderOfTest();
      await run(home, START);
      const files = ['.config/relay-workflows/account.key', '.local/share/relay-workflows/account/token'];
      for (const file of files) expect((await stat(join(home, file))).mode & 0o777).toBe(0o600);
      const folders = { XDG_DATA_HOME: join(home, 'd'), XDG_CONFIG_HOME: join(home, 'c') };
      await run(home, START, folders);
      await stat(join(home, 'd/relay-workflows/account/token'));
      await stat(join(home, 'c/relay-workflows/account.key'));
    });

  it('takes the token of RELAY_TOKEN and does not write it down', async () => {
    const home = await folderOfTest();
    const account = await run(home, [...START, '--data', join(home, 'a')], { RELAY_TOKEN: 'given-token' });
    expect(await names(account.url, 'given-token')).toEqual([]);
    await expect(stat(join(home, 'a', 'token'))).rejects.toThrow();
    expect(account.out()).not.toContain('given-token');
  });

  it.each([
    ['json', '{\n\t"connections": [\n\t\t{ "type": "aws", "name": "a", "fields": { "key": "v" } }\n\t]\n}'],
    ['yaml', 'connections:\n  - { type: aws, name: a }\n'],
  ])('adds the connections of a %s seed', async (extension, text) => {
    const home = await folderOfTest();
    const seed = join(home, `seed.${extension}`);
    await writeFile(seed, text);
    const account = await run(home, [...START, '--seed', seed], { RELAY_TOKEN: 'given' });
    expect(await names(account.url, 'given')).toEqual(['aws/a']);
  });

  it.each([
    [
      'connections: [{type: aws, name: a, fields: {key: 1234567}}]',
      'connections[0].fields.key must be a string',
    ],
    ['connections: [{type: aws}]', 'connections[0].name must be a string'],
    ['[]', 'it must be {connections: […], workflows: […]}'],
    ['connections: [{type: aws, name: a}', 'it is neither JSON nor YAML'],
  ])('refuses the seed %s', async (text, complaint) => {
    const home = await folderOfTest();
    const seed = join(home, 'seed');
    await writeFile(seed, text);
    const account = await run(home, [...START, '--seed', seed]);
    expect(await account.stop()).toBe(1);
    expect(account.error()).toContain(complaint);
    expect(account.error()).not.toContain('1234567');
  });

  it('says where the account of a folder already answers', async () => {
    const home = await folderOfTest();
    const first = await run(home, START);
    const second = await run(home, START);
    expect(await second.code).toBe(1);
    expect(second.error()).toContain(`already running at ${first.url}`);
  });

  it('says when the port is taken', async () => {
    const home = await folderOfTest();
    const first = await run(home, START);
    const port = new URL(first.url).port;
    const second = await run(home, ['--port', port, '--data', join(home, 'other')]);
    expect(await second.code).toBe(1);
    expect(second.error()).toContain(`Port ${port} is taken`);
  });

  it('refuses another key than the folder’s, and a key others can read', async () => {
    const home = await folderOfTest();
    const environment = { RELAY_ACCOUNT_KEY: Buffer.alloc(32, 1).toString('base64'), RELAY_TOKEN: 't' };
    const seed = join(home, 'seed');
    await writeFile(seed, 'connections: [{type: aws, name: a}]');
    const data = ['--data', 'data'];
    await (await run(home, [...START, ...data, '--seed', seed], environment)).stop();
    const other = await run(home, [...START, ...data], { RELAY_TOKEN: 't' });
    expect(await other.code).toBe(1);
    expect(other.error()).toContain('encrypted with another key');
    const short = await run(home, [...START, ...data], { RELAY_ACCOUNT_KEY: 'c2hvcnQ=' });
    expect(short.error()).toContain('RELAY_ACCOUNT_KEY must hold a key of 32 bytes');
    if (process.platform !== 'linux') return;
    await chmod(join(home, '.config/relay-workflows/account.key'), 0o644);
    const open = await run(home, [...START, ...data]);
    expect(open.error()).toContain('chmod 600');
  });

  it('says where a damaged file was kept', async () => {
    const home = await folderOfTest();
    const data = join(home, 'data');
    const first = await run(home, [...START, '--data', data]);
    await first.stop();
    await writeFile(join(data, 'connections.sealed'), 'rubbish');
    const second = await run(home, [...START, '--data', data]);
    expect(second.error()).toMatch(
      /damaged\. It is kept as .*connections\.sealed\.damaged-\d+; the account begins empty/,
    );
    await rm(join(data, 'connections.sealed'), { force: true });
  });

  it('prints one line of JSON for a parent process', async () => {
    const home = await folderOfTest();
    const account = await run(home, START, { RELAY_ACCOUNT_PARENT: 'stdin' });
    expect(account.out().endsWith('\n')).toBe(true);
    const line = JSON.parse(account.out());
    expect(Object.keys(line)).toEqual(['url', 'tokenFile']);
    expect(await names(line.url, (await readFile(line.tokenFile, 'utf8')).trim())).toEqual([]);
    const second = await run(home, START, { RELAY_ACCOUNT_PARENT: 'stdin' });
    expect(await second.code).toBe(1);
    expect(JSON.parse(second.out())).toEqual({ url: line.url, already: true });
  });

  const parent = { RELAY_ACCOUNT_PARENT: 'stdin+secrets', RELAY_TOKEN: 'of-the-environment' };
  const key = Buffer.alloc(32, 1).toString('base64');

  it('takes key and token from the first line of stdin, which stays open', async () => {
    const home = await folderOfTest();
    const stdin = new PassThrough();
    const [begin, end] = [JSON.stringify({ key, token: 'handed' }).slice(0, 20), '\nmore'];
    stdin.write(begin);
    const running = run(home, START, parent, stdin);
    stdin.write(JSON.stringify({ key, token: 'handed' }).slice(20) + end);
    const account = await running;
    expect(await names(account.url, 'handed')).toEqual([]);
    expect(await names(account.url, 'of-the-environment')).toMatchObject({ kind: 'token-refused' });
    expect(JSON.parse(account.out())).toEqual({ url: account.url });
    expect([stdin.readableEnded, stdin.destroyed]).toEqual([false, false]);
    await expect(stat(join(home, '.config'))).rejects.toThrow();
    const again = await run(
      home,
      START,
      parent,
      Readable.from([`${JSON.stringify({ key, token: 'handed' })}\n`]),
    );
    expect(JSON.parse(again.out())).toEqual({ url: account.url, already: true });
  });

  it('ends with stdin where it took them from there', async () => {
    const home = await folderOfTest();
    const stdin = new PassThrough();
    const said: string[] = [];
    const say = (text: string) => void said.push(text);
    const environment = { HOME: home, ...parent };
    const readInput = () => Promise.reject(new Error('not read'));
    const terminal = { out: say, error: say, readInput, environment, folder: home, colors: false };
    const code = runAccount(START, terminal, stdin);
    stdin.end(`${JSON.stringify({ key, token: 'handed' })}\n`);
    expect(await code).toBe(0);
    expect(said.join('')).toMatch(/^\{"url":"http:[^"]+"\}\n$/);
  });

  it.each([
    '',
    'null\n',
    '{"key": "x"}\n',
    `{"key": "${key}", "token": " "}\n`,
    '{"key": "x", "token": "t"}\n',
  ])('starts with no other key or token where stdin says %j', async (text) => {
    const account = await run(await folderOfTest(), START, parent, Readable.from([text]));
    expect(await account.code).toBe(1);
    expect(account.error()).toMatch(/must be \{"key": …, "token": …\}|must hold a key of 32 bytes/);
    expect(account.out()).toBe('');
  });

  it.each([
    [['--port', 'x'], '--port must be a number'],
    [['--port', '65536'], '--port must be a number'],
    [['--prot', '1'], '--prot'],
    [['extra'], 'extra'],
    [['--data='], '--data must name a folder'],
  ])('answers %j with its usage and exit code 2', async (args, complaint) => {
    const account = await run(await folderOfTest(), args);
    expect(await account.code).toBe(2);
    expect(account.error()).toContain(complaint);
    expect(account.error()).toContain('Usage: relay-workflows account');
  });

  it('names the folder that cannot be made', async () => {
    const home = await folderOfTest();
    await writeFile(join(home, 'file'), '');
    const account = await run(home, ['--port', '0', '--data', 'file/a']);
    expect(await account.code).toBe(1);
    const folder = join(home, 'file', 'a');
    expect(account.error()).toBe(
      `relay-workflows account: The folder ${folder} cannot be made (ENOTDIR). Can the one above be written to?\n`,
    );
  });

  // No process can make anything there, not even that of an administrator.
  it.skipIf(process.platform !== 'linux')('ends where nothing can be made or written', async () => {
    const home = await folderOfTest();
    const unmade = await run(home, ['--port', '0', '--data', '/proc/relay/a']);
    expect(await unmade.code).toBe(1);
    expect(unmade.error()).toMatch(/The folder \/proc\/relay\/a cannot be made \(E\w+\)\. .*\n$/);
    const unwritten = await run(home, ['--port', '0', '--data', '/proc']);
    expect(await unwritten.code).toBe(1);
    expect(unwritten.error()).toMatch(/could not start \(E\w+\)\. Can \/proc be written to\?\n$/);
  });

  it('prints its usage when asked', async () => {
    const account = await run(await folderOfTest(), ['--help']);
    expect(await account.code).toBe(0);
    expect(account.out()).toContain('--seed FILE');
  });
});
