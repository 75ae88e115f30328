// relay-workflows check and references against a real local account: reports, exit codes, and every way to fail.
import { rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Fault } from '../../server/src/localAccount/faults';
import { accountOfTest, folderOfTest, TOKEN } from '../localAccount/accountOfTest';
import { relayWorkflows } from '../support/commandLine';
import { step } from '../support/marks';

const clean = step('a: !Connection { type: aws, name: prod }');
const missing = step('a: !Connection { type: aws, name: gone }');
const broken = `${missing}    b: [\n`;

async function folderWith(files: Record<string, string>): Promise<string> {
  const folder = await folderOfTest();
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}

async function signedIn() {
  const started = await accountOfTest({ seed: [{ type: 'aws', name: 'prod', fields: {} }] });
  return { ...started, environment: { RELAY_API_URL: started.url, RELAY_TOKEN: TOKEN } };
}

describe('reports', () => {
  test('as text, and exits with 1', async () => {
    const { environment } = await signedIn();
    const folder = await folderWith({ 'flows/w.yaml': missing, 'other.yaml': 'a: b\n', 'ok.yml': clean });
    expect(await relayWorkflows(['check'], { folder, environment })).toEqual({
      code: 1,
      error: '',
      out: [
        'flows/w.yaml:5:39 error Local account has no aws connection named "gone". Create it, or name one that is there. connection-missing',
        '',
        '1 error in 1 file',
        '',
      ].join('\n'),
    });
  });

  test('as JSON, alone on stdout', async () => {
    const { environment } = await signedIn();
    const folder = await folderWith({ 'w.yaml': missing });
    const { code, out } = await relayWorkflows(['check', 'w.yaml', '--format', 'json'], {
      folder,
      environment,
    });
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual([
      {
        file: 'w.yaml',
        code: 'connection-missing',
        severity: 'error',
        message: 'Local account has no aws connection named "gone". Create it, or name one that is there.',
        range: { start: { line: 4, character: 38 }, end: { line: 4, character: 42 } },
      },
    ]);
  });

  test('nothing, and exits with 0', async () => {
    const { environment } = await signedIn();
    const folder = await folderWith({ 'w.yaml': clean });
    expect(await relayWorkflows(['check', '--format', 'json'], { folder, environment })).toEqual({
      code: 0,
      out: '[]\n',
      error: '',
    });
    expect(await relayWorkflows(['check'], { folder, environment })).toEqual({ code: 0, out: '', error: '' });
  });

  test('from standard input, under the name given', async () => {
    const { environment } = await signedIn();
    const { out } = await relayWorkflows(['check', '--stdin-filename', 'x/y.yaml', '--format', 'json', '-'], {
      environment,
      input: missing,
    });
    expect(JSON.parse(out)).toMatchObject([{ file: 'x/y.yaml', code: 'connection-missing' }]);
  });

  test('only from --severity on count, all are shown', async () => {
    const { environment } = await signedIn();
    const folder = await folderWith({ 'w.yaml': step('a: !Connection { type: awz, name: prod-x }') });
    const ran = await relayWorkflows(['check', '--format', 'json', '--severity', 'warning'], {
      folder,
      environment,
    });
    expect(JSON.parse(ran.out).map((each: { severity: string }) => each.severity)).toEqual([
      'warning',
      'error',
    ]);
    expect(ran.code).toBe(1);
  });

  test('a file named on the command line, whatever it looks like; content decides elsewhere', async () => {
    const folder = await folderWith({ 'a.txt': 'a: [', 'b.yaml': 'a: [', 'node_modules/c.yaml': broken });
    expect((await relayWorkflows(['check', '--offline', 'a.txt'], { folder })).out).toContain('yaml-syntax');
    expect(await relayWorkflows(['check', '--offline', '.'], { folder })).toEqual({
      code: 0,
      out: '',
      error: 'No workflows found.\n',
    });
    expect((await relayWorkflows(['check', '--offline', '*.yaml'], { folder })).code).toBe(0);
  });

  test('a file that is found and gone before it is read costs that file alone; one that is named is wrong usage', async () => {
    const folder = await folderWith({ 'a.yaml': 'a: [', 'b.yaml': broken });
    const vanishing = (doing: string) => {
      if (doing.startsWith('Reading')) rmSync(join(folder, 'a.yaml'), { force: true });
    };
    const found = await relayWorkflows(['check', '--offline'], { folder, progress: vanishing });
    expect([found.code, found.error]).toEqual([1, `Cannot read ${join(folder, 'a.yaml')} (ENOENT)\n`]);
    expect(found.out).toContain('b.yaml');
    await writeFile(join(folder, 'a.yaml'), 'a: [');
    const args = ['check', '--offline', 'a.yaml', 'b.yaml'];
    const named = await relayWorkflows(args, { folder, progress: vanishing });
    expect([named.code, named.out]).toEqual([2, '']);
  });

  test('asks the account once for three hundred workflows, and not at all where none names a connection', async () => {
    const { environment, faults } = await signedIn();
    const folder = await folderWith(
      Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`w${index}.yaml`, clean])),
    );
    // Any second request for the list would fail.
    faults.set(
      { route: 'GET /api/connections', fault: { is: 'latency', milliseconds: 0 }, times: 1 },
      { route: 'GET /api/connections', fault: { is: 'status', status: 500 } },
    );
    expect((await relayWorkflows(['check'], { folder, environment })).code).toBe(0);
    expect((await relayWorkflows(['check'], { folder, environment })).code).toBe(3);
    const none = await folderWith({ 'w.yaml': step('a: text') });
    expect((await relayWorkflows(['check'], { folder: none, environment })).code).toBe(0);
  });
});

describe('wrong usage exits with 2 and says what is wrong', () => {
  test.each([
    [['check', 'nowhere.yaml'], 'No such file or folder: nowhere.yaml'],
    [['check', '*.nothing'], 'No file matches *.nothing'],
    [['check', '--format', 'xml'], '--format is text, json, sarif or github, not xml'],
    [['check', '--severity', 'bad'], '--severity is error'],
    [['check', '--nope'], '--nope'],
    [['check', '-'], '--stdin-filename'],
    [['references', '--format', 'xml'], '--format is text or json'],
    [['lsp'], '--stdio'],
    [['nope'], 'there is no command "nope"'],
    [['completion', 'tcsh'], 'name a shell: bash, zsh or fish'],
    [[], 'Usage'],
  ])('%j', async (args, message) => {
    const { code, out, error } = await relayWorkflows(args, { folder: await folderOfTest() });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(error).toContain(message);
  });

  test('help is no wrong usage', async () => {
    const names = ['check', 'references', 'connections', 'lock', 'account', 'lsp', 'completion'];
    for (const args of [
      ['--help'],
      ['help'],
      ...names.flatMap((each) => [
        [each, '--help'],
        ['help', each],
      ]),
    ]) {
      expect(await relayWorkflows(args)).toMatchObject({
        code: 0,
        error: '',
        out: expect.stringContaining('Usage'),
      });
    }
  });
});

describe('an account that cannot be asked', () => {
  const faults: [string, Fault, string][] = [
    ['401', { is: 'status', status: 401 }, 'refused the token (401)'],
    ['403', { is: 'status', status: 403 }, 'not allow'],
    ['404', { is: 'status', status: 404 }, 'HTTP 404'],
    ['429', { is: 'status', status: 429, headers: { 'retry-after': '3600' } }, 'HTTP 429'],
    ['500', { is: 'status', status: 500, body: { error: { title: 'no' } } }, 'HTTP 500'],
    ['503 in HTML', { is: 'status', status: 503, body: '<html>' }, 'HTTP 503'],
    [
      'a redirect',
      { is: 'status', status: 302, headers: { location: 'https://elsewhere.test/' } },
      'HTTP 302',
    ],
    ['a reset before the answer', { is: 'cut-before' }, 'could not be reached'],
    ['a reset within the answer', { is: 'torn' }, 'could not be reached'],
    ['truncated JSON', { is: 'truncated' }, 'no Relay answer'],
    ['HTML', { is: 'body', text: '<html>sign in</html>', mediaType: 'text/html' }, 'no Relay answer'],
    ['an empty body', { is: 'body', text: '' }, 'no Relay answer'],
    ['null', { is: 'body', text: 'null' }, 'no Relay answer'],
    ['a list without its object', { is: 'body', text: '[]' }, 'no Relay answer'],
    ['a null list', { is: 'body', text: '{"connections": null}' }, 'no Relay answer'],
    ['a list of other things', { is: 'body', text: '{"connections": [{"id": "1"}]}' }, 'no Relay answer'],
    ['another object', { is: 'body', text: '{"message": "please sign in"}' }, 'no Relay answer'],
  ];

  test.each(faults)(
    '%s: nothing is missing, local findings stay, 3 with the reason',
    async (_, fault, reason) => {
      const { environment, faults: set } = await signedIn();
      set.set({ route: 'GET /api/connections', fault });
      const folder = await folderWith({ 'w.yaml': missing });
      const ran = await relayWorkflows(['check', '--format', 'json'], { folder, environment });
      expect(ran).toMatchObject({ code: 3, out: '[]\n' });
      expect(ran.error).toContain(reason);
      await writeFile(join(folder, 'w.yaml'), broken);
      const local = await relayWorkflows(['check', '--format', 'json'], { folder, environment });
      expect(local.code).toBe(1);
      expect(JSON.parse(local.out).map((each: { code: string }) => each.code)).toEqual(['yaml-syntax']);
    },
  );

  test('that never answers is given up within 30 s', { timeout: 40_000 }, async () => {
    const { environment, faults: set } = await signedIn();
    set.set({ route: '*', fault: { is: 'latency', milliseconds: 600_000 } });
    const folder = await folderWith({ 'w.yaml': missing });
    const ran = await relayWorkflows(['check'], { folder, environment });
    expect(ran).toMatchObject({ code: 3, out: '' });
    expect(ran.error).toContain('no answer within 15 s');
  });

  test('because nobody is signed in', async () => {
    const folder = await folderWith({ 'w.yaml': missing });
    const ran = await relayWorkflows(['check'], { folder });
    expect(ran).toMatchObject({ code: 3, out: '' });
    expect(ran.error).toContain('not signed in');
    expect(await relayWorkflows(['check', '--offline'], { folder })).toEqual({ code: 0, out: '', error: '' });
  });

  test('because nothing listens there, or the configuration is wrong', async () => {
    const folder = await folderWith({ 'w.yaml': missing });
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    await new Promise((resolve) => server.close(resolve));
    const refused = await relayWorkflows(['check'], {
      folder,
      environment: { RELAY_API_URL: `http://127.0.0.1:${port}`, RELAY_TOKEN: 'x' },
    });
    expect(refused).toMatchObject({ code: 3, out: '' });
    expect(refused.error).toContain('could not be reached');
    const plain = await relayWorkflows(['check'], {
      folder,
      environment: { RELAY_API_URL: 'http://relay.example', RELAY_TOKEN: 'marked-token' },
    });
    expect(plain).toMatchObject({ code: 3, out: '' });
    expect(plain.error).toContain('https');
    expect(plain.error).not.toContain('marked-token');
  });

  test('because its token cannot be sent', async () => {
    const folder = await folderWith({ 'w.yaml': missing });
    const environment = { RELAY_API_URL: 'https://relay.test', RELAY_TOKEN: 'marked-é' };
    expect(await relayWorkflows(['check'], { folder, environment })).toEqual({
      code: 3,
      out: '',
      error:
        'Connections were not checked: the token in RELAY_TOKEN has characters that no token has: copy it again.\n',
    });
  });

  test('the {} of an account without connections is a list', async () => {
    const { environment, faults: set } = await signedIn();
    set.set({ route: 'GET /api/connections', fault: { is: 'body', text: '{}' } });
    const folder = await folderWith({ 'w.yaml': clean });
    expect((await relayWorkflows(['check'], { folder, environment })).code).toBe(1);
  });
});

describe('references', () => {
  test('as JSON: every kind, with what the account knows of connections', async () => {
    const { environment } = await signedIn();
    const spec = [
      'a: !Connection { type: aws, name: prod }',
      'b: !Connection [aws, gone]',
      'c: { $type: Connection, type: gcp, name: prod }',
      'd: ${connections.aws[parameters.x]}',
      'e: !Secret s',
      'f: !Output { from: one, name: o }',
    ].join('\n');
    const folder = await folderWith({ 'w.yaml': step(spec) });
    const { code, out } = await relayWorkflows(['references', '--format', 'json'], { folder, environment });
    expect(code).toBe(0);
    const rows = (JSON.parse(out) as Record<string, unknown>[]).map(({ range: _, file: __, ...row }) => row);
    expect(rows).toEqual([
      { kind: 'connection', type: 'aws', name: 'prod', spelling: 'map', dynamic: false, status: 'present' },
      {
        kind: 'connection',
        type: 'aws',
        name: 'gone',
        spelling: 'sequence',
        dynamic: false,
        status: 'missing',
      },
      {
        kind: 'connection',
        type: 'gcp',
        name: 'prod',
        spelling: 'json',
        dynamic: false,
        status: 'type-mismatch',
      },
      { kind: 'connection', type: 'aws', spelling: 'expression', dynamic: true, status: 'unknown' },
      { kind: 'parameter', name: 'x', spelling: 'expression', dynamic: false, status: 'unknown' },
      { kind: 'secret', name: 's', spelling: 'tag', dynamic: false, status: 'unknown' },
      { kind: 'output', name: 'o', from: 'one', spelling: 'map', dynamic: false, status: 'unknown' },
    ]);
  });

  test('as a table; a name cannot drive the terminal', async () => {
    const folder = await folderWith({ 'w.yaml': step('a: !Connection [aws, "x\\e[2J"]') });
    const { out, error } = await relayWorkflows(['references'], { folder });
    expect(out).toBe('w.yaml:5:8  connection  aws/x‹U+001B›[2J  unknown\n');
    expect(error).toContain('not signed in');
  });
});

test.each(['text', 'github'])('no name drives a terminal or turns what is read: %s', async (format) => {
  const { environment } = await signedIn();
  const name = '\\e[2J\\u202Eprod\\u2028';
  const folder = await folderWith({ 'w\u202e.yaml': step(`a: !Connection [aws, "${name}"]`) });
  const args = ['check', '--format', format];
  const { out, error } = await relayWorkflows(args, { folder, environment });
  expect(out).toContain('‹U+001B›[2J‹U+202E›prod‹U+2028›');
  expect(out).toContain('w‹U+202E›.yaml');
  expect((out + error).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}]/u);
});
