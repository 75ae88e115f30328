// relay-workflows connections against a real local account: what is kept, what is said, and that no value is ever seen.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { Secret } from '../../server/src/account/secret';
import type { Terminal } from '../../server/src/cli/terminal';
import { readStore } from '../../server/src/localAccount/store';
import { accountOfTest, confirmSignIn, folderOfTest, TOKEN } from '../localAccount/accountOfTest';
import { ask } from '../localAccount/ask';
import { person, type Ran, relayWorkflows } from '../support/commandLine';

const VALUE = 'marked-value-7c1e';
const old = { key: 'old' };
const seed = ['aws/prod', 'gcp/shared'].map((each) => {
  const [type = '', name = ''] = each.split('/');
  return { type, name, fields: { key: new Secret('old') } };
});

/** Everything that anybody saw. */
let seen = '';
afterEach(() => {
  const shown = seen;
  seen = '';
  expect(shown).not.toContain('marked');
});

/** An account with two connections; `run` runs one line of the command, with the files of its folder. */
async function begun() {
  const account = await accountOfTest({ seed });
  const folder = await folderOfTest();
  const environment = { RELAY_API_URL: account.url, RELAY_TOKEN: TOKEN };
  const run = async (
    line: string,
    { answers, ...given }: Partial<Terminal> & { input?: string; answers?: readonly string[] } = {},
  ): Promise<Ran & { readonly shown: string }> => {
    const { asking, shown } = person(...(answers ?? []));
    const there = { folder, environment, ...(answers && { asking }), ...given };
    const ran = await relayWorkflows(['connections', ...line.split(' ').filter(Boolean)], there);
    seen += `${ran.out}${ran.error}${shown()}`;
    return { ...ran, shown: shown() };
  };
  const kept = async () => {
    const { connections } = await readStore(account.folder, account.key);
    const entries = connections.map(({ type, name, values }) => [
      `${type}/${name}`,
      JSON.parse(values.reveal()),
    ]);
    return Object.fromEntries(entries) as Record<string, Record<string, string>>;
  };
  const file = (name: string, text: string | Buffer) => writeFile(join(folder, name), text);
  return { ...account, host: new URL(account.url).host, run, kept, file };
}

describe('values', () => {
  test('arrive from files and standard input as they are, but for the line break behind a single line', async () => {
    const { run, kept, file, host } = await begun();
    const pem = `-----BEGIN CERTIFICATE-----\n${VALUE}\n-----END CERTIFICATE-----\n`;
    await file('ca.pem', pem);
    await file('server', 'https://eu.example\r\n');
    const line =
      'create --type kubernetes --name eu --field certificateAuthority=@ca.pem --field server=@server';
    expect(await run(`${line} --field token=@-`, { input: `${VALUE}\n` })).toMatchObject({
      code: 0,
      out: `Created kubernetes/eu in ${host}.\n`,
      error: '',
    });
    expect((await kept())['kubernetes/eu']).toEqual({
      certificateAuthority: pem,
      server: 'https://eu.example',
      token: VALUE,
    });
  });

  test('that do not look as they should are advised on, and sent all the same', async () => {
    const { run, kept, file } = await begun();
    await file('key.pub', `ssh-ed25519 AAAA${VALUE} me@host\n`);
    const ran = await run('create --type ssh --name aws/key --field sshKey=@key.pub');
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.error.split('\n')).toEqual([
      '--name: This looks like a type and a name. Only the name belongs here.',
      'sshKey: This is a public key. The private one is needed: usually the file without .pub.',
      '',
    ]);
    expect(JSON.stringify(ran)).not.toContain(VALUE);
    expect((await kept())['ssh/aws/key']).toEqual({ sshKey: `ssh-ed25519 AAAA${VALUE} me@host` });
  });

  test.each([
    ['a space at the end', `${VALUE} \n`, 'There is a space at the end.'],
    ['a space at the start', ` ${VALUE}`, 'There is a space at the start.'],
    ['a line break too many', `${VALUE}\n\n`, 'There is a line break at the end.'],
    ['a zero-width space', `${VALUE}\u200b`, 'There are characters in it that cannot be seen.'],
    ['a NUL', `${VALUE}\0`, 'There are characters in it that cannot be seen.'],
    [
      'a NUL in several lines',
      `{\n\t"a": "${VALUE}\0"\n}\n`,
      'There are characters in it that cannot be seen.',
    ],
    ['several lines alone', `${VALUE}\r\n\t${VALUE}\r\n`, ''],
  ])('that hold %s are advised on, and sent as they are', async (_, input, advice) => {
    const { run, kept } = await begun();
    const error = advice === '' ? '' : `token: ${advice}\n`;
    expect(await run('create --type sysdig --name eu --field token=@-', { input })).toMatchObject({
      code: 0,
      error,
    });
    expect(await run('overwrite --type sysdig --name eu --field token=@- --yes', { input })).toMatchObject({
      code: 0,
      error,
    });
    expect((await kept())['sysdig/eu']?.token).toBe(input.replace(/^(.*[^\n])\n$/, '$1'));
  });

  test('of a type that nobody knows are advised on, and sent all the same', async () => {
    const { run, kept } = await begun();
    const typed = async (type: string, name = 'eu') => {
      const { code, error } = await run(`create --type ${type} --name ${name} --field key=@-`, {
        input: VALUE,
      });
      return [code, error];
    };
    const advice = (type: string, then: string) =>
      `--type: "${type}" is no connection type that is known here. ${then}\n`;
    expect(await typed('slakc')).toEqual([0, advice('slakc', 'Did you mean "slack"?')]);
    expect(await typed('AWS')).toEqual([0, advice('AWS', 'Did you mean "aws"?')]);
    expect(await typed('something-else')).toEqual([0, advice('something-else', 'Check the spelling.')]);
    expect(await kept()).toMatchObject({ 'slakc/eu': { key: VALUE } });
    // The account has it now.
    expect(await typed('slakc', 'us')).toEqual([0, '']);
    expect(await run('create --type slakc --name x')).toMatchObject({
      code: 2,
      error: expect.stringContaining('give each as --field KEY=@FILE, or did you mean slack?'),
    });
  });

  test('are asked for where they are not given, and not shown', async () => {
    const { run, kept } = await begun();
    const answers = ['https://eu.example\r', `A ${VALUE}\rB\r\u0004`, '\r', `${VALUE}\r`];
    const ran = await run('create --type kubernetes --name eu', { answers });
    expect(ran.code).toBe(0);
    expect(ran.shown).toContain('Cluster server (server): ');
    expect(ran.shown).toContain('Certificate authority (certificateAuthority; end with Ctrl+D): ');
    expect(ran.shown).not.toContain('eu.example');
    expect((await kept())['kubernetes/eu']).toEqual({
      server: 'https://eu.example',
      certificateAuthority: `A ${VALUE}\nB\n`,
      token: VALUE,
    });
  });

  test('of several lines end with Ctrl+D behind text too', async () => {
    const { run, kept } = await begun();
    const answers = ['https://eu.example\r', `A ${VALUE}\rB\u0004`, '\r', `${VALUE}\r`];
    expect(await run('create --type kubernetes --name eu', { answers })).toMatchObject({ code: 0 });
    expect((await kept())['kubernetes/eu']).toMatchObject({ certificateAuthority: `A ${VALUE}\nB\n` });
  });

  test.each([`A ${VALUE}\rB ${VALUE}\r`, `A ${VALUE}\nB ${VALUE}`, `A ${VALUE}\r\n\r\nB\r\n`])(
    'are not cut off where several lines are pasted for one: %j',
    async (pasted) => {
      const { run, kept } = await begun();
      const ran = await run('create --type datadog --name eu', { answers: [pasted, '\r'] });
      expect(ran).toMatchObject({ code: 1, error: 'Nothing was changed.\n' });
      expect(ran.shown).toContain('Several lines came where one is asked for, so none was taken.');
      expect(Object.keys(await kept())).toEqual(['aws/prod', 'gcp/shared']);
    },
  );

  test('of one line may be pasted with its line break', async () => {
    const { run, kept } = await begun();
    const answers = [`${VALUE}\r\n`, '\r'];
    expect(await run('create --type datadog --name eu', { answers })).toMatchObject({ code: 0 });
    expect((await kept())['datadog/eu']).toEqual({ apiKey: VALUE });
  });

  test('that nobody says are needed may be left out', async () => {
    const { run, kept } = await begun();
    const ran = await run('create --type datadog --name eu', { answers: [`${VALUE}\r`, '\r'] });
    expect(ran.shown).toContain('Application key (applicationKey; may be empty): ');
    expect((await kept())['datadog/eu']).toEqual({ apiKey: VALUE });
  });

  test('are not sent when the person gives up', async () => {
    const { run, kept } = await begun();
    const ran = await run('create --type aws --name new', { answers: [`${VALUE}\r`, '\u0003'] });
    expect(ran).toMatchObject({ code: 1, error: 'Nothing was changed.\n' });
    expect(Object.keys(await kept())).toEqual(['aws/prod', 'gcp/shared']);
  });

  test.each([
    ['a value', `--field apiToken=${VALUE}`, 'never an argument'],
    ['a value alone', `--field ${VALUE}`, 'never an argument'],
    ['a value with an equals sign', `--field ${VALUE}==`, 'never an argument'],
    ['a value behind the options', VALUE, 'takes options only'],
    ['a value that looks like a file', `--field apiToken=@${VALUE}`, 'the file for apiToken cannot be read'],
    ['a field twice', '--field apiToken=@token --field apiToken=@token', 'a field is given twice'],
    ['standard input twice', '--field apiToken=@- --field other=@-', 'one field only'],
    ['an empty file', '--field apiToken=@empty', 'what was given for apiToken is empty'],
    ['a file of bytes', '--field apiToken=@bytes', 'no text in UTF-8'],
    ['nothing, with nobody to ask', '', 'no terminal to ask at for apiToken'],
  ])('are refused as %s, which is not repeated', async (_, rest, because) => {
    const { run, kept, file } = await begun();
    await file('token', VALUE);
    await file('empty', '\n');
    await file('bytes', Buffer.from([0xff, 0xfe, 0x80]));
    const ran = await run(`create --type slack --name new ${rest}`);
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.error).toContain(because);
    expect(ran.error).not.toContain('7c1e');
    expect(Object.keys(await kept())).toEqual(['aws/prod', 'gcp/shared']);
  });

  test('of a type that is not known must be named', async () => {
    const { run, kept, file } = await begun();
    expect(await run('create --type own --name new', { answers: [] })).toMatchObject({
      code: 2,
      error: expect.stringContaining('the fields of the type own are not known here'),
    });
    await file('token', VALUE);
    expect(await run('create --type own --name new --field token=@token')).toMatchObject({ code: 0 });
    expect((await kept())['own/new']).toEqual({ token: VALUE });
  });

  test('that the account echoes are not shown', async () => {
    const { run, faults } = await begun();
    const body = {
      error: { title: `no ${VALUE}`, items: { 'auth.fields.apiToken': { title: `bad ${VALUE}` } } },
    };
    faults.set({ route: 'POST /api/connections', fault: { is: 'status', status: 422, body } });
    const line = 'create --type slack --name new --field apiToken=@-';
    expect(await run(line, { input: VALUE })).toMatchObject({
      code: 1,
      error: 'no [secret]\n  auth.fields.apiToken: bad [secret]\n',
    });
    expect(JSON.parse((await run(`${line} --json`, { input: VALUE })).out)).toEqual({
      outcome: 'not-done',
      said: 'no [secret]',
      items: { 'auth.fields.apiToken': 'bad [secret]' },
    });
  });

  test('that the account makes are shown once: to a person, or as JSON, and in no log', async () => {
    const { run, kept } = await begun();
    const line = (name: string) => `create --type puppet --name ${name}`;
    const log = await run(line('log'));
    expect(log).toMatchObject({
      code: 0,
      error: expect.stringContaining('The account showed token this one time'),
    });
    const screen = await run(line('screen'), { isSeen: true });
    const json = JSON.parse((await run(`${line('json')} --json`)).out);
    const made = await kept();
    expect(`${log.out}${log.error}`).not.toContain(made['puppet/log']?.token);
    expect(screen.out).toContain(`  token: ${made['puppet/screen']?.token}\n`);
    expect(json.shownOnce).toEqual({ token: made['puppet/json']?.token });
  });
});

describe('a change', () => {
  test('of what is not there, or is there already, says so and sends nothing', async () => {
    const { run, kept, host } = await begun();
    const absent = `${host} has no aws connection named "shared", but gcp/shared.\n`;
    for (const line of ['overwrite --yes', 'rename --to x', 'delete --yes', 'test']) {
      const ran = await run(`${line} --type aws --name shared`, { answers: [] });
      expect(ran).toMatchObject({ code: 1, error: absent });
    }
    expect(await run('create --type aws --name prod', { answers: [] })).toMatchObject({
      code: 1,
      error: `${host} has aws/prod already. Its values are replaced by: connections overwrite.\n`,
    });
    expect(await kept()).toEqual({ 'aws/prod': old, 'gcp/shared': old });
  });

  test('that replaces or deletes is made only after a yes, or with --yes', async () => {
    const { run, kept, host } = await begun();
    const overwrite = 'overwrite --type gcp --name shared --field serviceAccountKey=@-';
    for (const line of [overwrite, 'delete --type aws --name prod']) {
      expect(await run(line)).toMatchObject({ code: 2, error: expect.stringContaining('give --yes') });
      for (const answer of ['\r', 'no\r', 'yess\r', '\u0003', '\u0004'])
        expect(await run(line, { answers: [answer] })).toMatchObject({
          code: 1,
          error: 'Nothing was changed.\n',
        });
    }
    expect(await kept()).toEqual({ 'aws/prod': old, 'gcp/shared': old });
    const deleted = await run('delete --type aws --name prod', { answers: ['Y\r'] });
    expect(deleted).toMatchObject({ code: 0, out: `Deleted aws/prod from ${host}.\n` });
    expect(deleted.shown).toContain(`Delete aws/prod from ${host}? [y/N] `);
    expect(await run(`${overwrite} --yes`, { input: VALUE })).toMatchObject({
      code: 0,
      out: `Overwrote the values of gcp/shared in ${host}.\n`,
    });
    expect(await kept()).toEqual({ 'gcp/shared': { serviceAccountKey: VALUE } });
  });

  test('of the name keeps the values, and takes no name that is taken', async () => {
    const { run, kept, host } = await begun();
    const line = 'rename --type aws --name prod --to';
    expect(await run(`${line} staging`)).toMatchObject({
      code: 0,
      out: `Renamed aws/prod to staging in ${host}.\n`,
    });
    expect(await kept()).toEqual({ 'aws/staging': old, 'gcp/shared': old });
    expect(await run('rename --type aws --name staging --to staging')).toMatchObject({
      code: 1,
      error: `${host} has aws/staging already.\n`,
    });
  });

  test('of the name is asked about at a terminal only, and not with --yes', async () => {
    const { run, kept, host } = await begun();
    const line = 'rename --type aws --name prod --to live';
    const unsure = await run(line, { answers: ['\r'] });
    expect(unsure).toMatchObject({ code: 1, error: 'Nothing was changed.\n' });
    expect(unsure.shown).toContain(`Rename aws/prod to live in ${host}? [y/N] `);
    expect(await kept()).toEqual({ 'aws/prod': old, 'gcp/shared': old });
    expect(await run(line, { answers: ['y\r'] })).toMatchObject({ code: 0 });
    const back = await run('rename --type aws --name live --to prod --yes', { answers: [] });
    expect([back.code, back.shown]).toEqual([0, '']);
    expect(await run('rename --type aws --name prod --to aws --yes')).toMatchObject({
      code: 0,
      error: '--to: This is a type. The name is what tells connections of one type apart.\n',
    });
  });

  test.each([
    [' ', 'is empty'],
    ['  sp ', 'has a space at the start or at the end'],
    ['a\nb', 'must be one line of text'],
    ['a\u2028b', 'must be one line of text'],
  ])('takes no name that the editor would refuse: %j', async (name, because) => {
    const aws = ['--type', 'aws', '--name'];
    const lines = [
      ['create', ...aws, name, '--field', 'accessKeyID=@-', '--field', 'secretAccessKey=@key'],
      ['rename', ...aws, 'prod', '--to', name],
    ];
    for (const line of lines) {
      const ran = await relayWorkflows(['connections', ...line]);
      expect([ran.code, ran.out]).toEqual([2, '']);
      expect(ran.error).toContain(because);
    }
  });

  test('and a test answer with the connection as it is now', async () => {
    const { run } = await begun();
    const { out } = await run('test --type aws --name prod --json');
    const { connection, test } = JSON.parse(out);
    expect(test).toMatchObject({ status: 'available', testedAt: expect.any(String) });
    expect(connection.availability).toEqual(test);
    expect(JSON.parse((await run('list --type aws --json')).out)).toEqual([connection]);
  });

  test('can be tested at once', async () => {
    const { run, host, faults } = await begun();
    const line = 'create --type slack --field apiToken=@- --test --name';
    const works = await run(`${line} one --json`, { input: VALUE });
    expect(works.code).toBe(0);
    expect(JSON.parse(works.out)).toMatchObject({
      outcome: 'done',
      said: `Created slack/one in ${host}. slack/one works.`,
      connection: { type: 'slack', name: 'one' },
      test: { status: 'available', failed: false },
    });
    const test = 'POST /api/connections/:id/test';
    const error = { title: 'The token has expired.' };
    const body = JSON.stringify({ availability: { status: 'unavailable', error } });
    const json = 'application/vnd.puppet.relay.v20200615+json';
    faults.set({
      route: test,
      fault: { is: 'body', text: body, mediaType: json },
    });
    expect(await run('test --type slack --name one')).toMatchObject({
      code: 1,
      out: 'The test of slack/one failed: The token has expired.\n',
    });
    faults.set({
      route: test,
      fault: { is: 'body', text: body.replace('The token', `The token ${VALUE}`), mediaType: json },
    });
    const quoted = await run('overwrite --type slack --name one --field apiToken=@- --yes --test', {
      input: VALUE,
    });
    expect(quoted.out).toMatch(/The test of slack\/one failed: The token \[secret\] has expired\.\n$/);
    faults.set({ route: test, fault: { is: 'status', status: 500 } });
    const unknown = await run(`${line} two`, { input: VALUE });
    expect(unknown.code).toBe(3);
    expect(unknown.out).toMatch(
      /^Created slack\/two in .*\. Whether slack\/two works is not known: .*HTTP 500/,
    );
  });

  test('whose answer is lost is looked up, and said to be unclear where that fails', async () => {
    const { run, faults, host } = await begun();
    const line = 'create --type slack --field apiToken=@- --name';
    const lost = { route: 'POST /api/connections', fault: { is: 'cut-after' }, times: 1 } as const;
    faults.set(lost);
    expect(await run(`${line} one`, { input: VALUE })).toMatchObject({
      code: 0,
      out: `Created slack/one in ${host}. The answer was lost; a look showed that it is so.\n`,
    });
    const list = 'GET /api/connections';
    const first = { route: list, fault: { is: 'latency', milliseconds: 0 }, times: 1 } as const;
    faults.set(lost, first, { route: list, fault: { is: 'status', status: 403 } });
    expect(await run(`${line} two`, { input: VALUE })).toMatchObject({
      code: 3,
      error: expect.stringContaining('It may have happened all the same'),
    });
  });
});

describe('an account that says no', () => {
  test('to a role without the right: 1, with its words', async () => {
    const { run, url, kept } = await begun();
    const { json } = await ask(url, { method: 'POST', path: '/auth/sessions/device', token: '' });
    const { token, user_code } = json as unknown as { token: string; user_code: string };
    await confirmSignIn(url, user_code, { role: 'viewer' });
    const environment = { RELAY_API_URL: url, RELAY_TOKEN: token };
    const ran = await run('delete --type aws --name prod --yes', { environment });
    expect(ran.code).toBe(1);
    expect(ran.error).not.toBe('');
    expect(Object.keys(await kept())).toEqual(['aws/prod', 'gcp/shared']);
  });

  test('to everything, or is not there: 3, and why', async () => {
    const { run, url } = await begun();
    const asked = (environment: Record<string, string>) => run('list', { environment });
    expect(await asked({ HOME: '/nonexistent' })).toMatchObject({
      code: 3,
      out: '',
      error: expect.stringContaining('Nothing was done: not signed in'),
    });
    expect(await asked({ RELAY_API_URL: url, RELAY_TOKEN: 'wrong' })).toMatchObject({
      code: 3,
      error: expect.stringContaining('refused the token (401)'),
    });
  });
});

describe('list', () => {
  test('as a table and as JSON, of one type where one is named', async () => {
    const { run } = await begun();
    const { code, out } = await run('list');
    expect(code).toBe(0);
    const date = /\d{4}-\d\d-\d\dT[\d:.]+Z/g;
    expect(out.replace(date, 'T')).toBe('aws  prod    T  untested\ngcp  shared  T  untested\n');
    const listed = JSON.parse((await run('list --type gcp --json')).out);
    expect(listed).toEqual([expect.objectContaining({ type: 'gcp', name: 'shared', auth: 'secret' })]);
  });
});

test.each([
  ['', 'say what to do: list, create'],
  ['remove', 'say what to do: list, create'],
  ['list --name x', 'list takes no --name'],
  ['delete --type aws --name x --field a=@b', 'delete takes no --field'],
  ['create --type aws', '--type and --name say which connection'],
  ['rename --type aws --name prod', '--to says its new name'],
  ['create --type aws --name x --password=marked', "Unknown option '--password'"],
])('wrong usage: connections %s', async (line, because) => {
  const { run } = await begun();
  expect(await run(line)).toMatchObject({ code: 2, out: '', error: expect.stringContaining(because) });
});
