// The secrets of workflows on the command line, against a real local account.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ownClock } from '../../server/src/account/clock';
import { lockFilePath, writeLock } from '../../server/src/account/lockFile';
import { Secret } from '../../server/src/account/secret';
import { accountToCheck } from '../../server/src/cli/accountOfEnvironment';
import type { Terminal } from '../../server/src/cli/terminal';
import type { Fault } from '../../server/src/localAccount/faults';
import type { Watched } from '../../server/src/localAccount/localAccount';
import { accountOfTest, folderOfTest, TOKEN } from '../localAccount/accountOfTest';
import { relayWorkflows } from '../support/commandLine';
import { step } from '../support/marks';

const route = 'GET /api/workflows/:path/secrets';
const named = (name: string, spec: string) => `name: ${name}\n${step(spec)}`;

async function checking(files: Record<string, string>) {
  const seed = [{ type: 'aws', name: 'prod', fields: {} }];
  const workflows = [{ path: 'ops/deploy', secrets: { token: new Secret('value-of-the-secret') } }];
  const asked: string[] = [];
  const watch = ({ call }: Watched) => void asked.push(String(call));
  const { url, faults } = await accountOfTest({ seed, workflows, watch });
  const folder = await folderOfTest();
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const environment = { RELAY_API_URL: url, RELAY_TOKEN: TOKEN };
  const run = (...args: string[]) => relayWorkflows(args, { folder, environment });
  return { run, faults, asked, folder };
}

const codesOf = (out: string) => (JSON.parse(out) as { code: string }[]).map(({ code }) => code);

describe('check', () => {
  test('says which secrets the workflow of the account lacks', async () => {
    const { run } = await checking({ 'w.yaml': named('ops/deploy', 'a: !Secret token\nb: !Secret tokn') });
    expect(await run('check')).toEqual({
      code: 1,
      error: '',
      out: [
        'w.yaml:7:16 error The workflow "ops/deploy" of Local account has no secret named "tokn". Did you mean "token"? secret-missing',
        '',
        '1 error in 1 file',
        '',
      ].join('\n'),
    });
  });

  test('asks nothing where no file is linked or none names a secret, and each workflow once', async () => {
    const { run, asked } = await checking({
      'unlinked.yaml': step('a: !Secret gone'),
      'without.yaml': named('ops/deploy', 'a: ${secrets[parameters.x]}\nb: ${$}'),
    });
    expect(await run('check', 'unlinked.yaml')).toEqual({ code: 0, out: '', error: '' });
    expect((await run('check', 'without.yaml', '--format', 'json')).code).toBe(1); // the parameter
    expect(asked).toEqual([]);
    const twice = await checking({
      'a.yaml': named('ops/deploy', 'a: !Secret token'),
      'b.yaml': named('ops/deploy', 'a: !Secret token'),
    });
    expect(await twice.run('check')).toEqual({ code: 0, out: '', error: '' });
    expect(twice.asked.filter((call) => call === 'listWorkflowSecrets')).toHaveLength(1);
  });

  test('says of a workflow that the account has not that it is not checked, which is no failure', async () => {
    const { run } = await checking({ 'w.yaml': named('Nightly report', 'a: !Secret token') });
    expect(await run('check')).toEqual({
      code: 0,
      out: '',
      error: 'Secrets were not checked: Local account has no workflow "Nightly report".\n',
    });
  });

  const faults: [string, Fault, string][] = [
    ['401', { is: 'status', status: 401 }, 'refused the token (401)'],
    ['403', { is: 'status', status: 403 }, 'not allow'],
    ['404 of something else', { is: 'status', status: 404, body: '<html>' }, 'HTTP 404'],
    ['500', { is: 'status', status: 500 }, 'HTTP 500'],
    ['a reset', { is: 'cut-before' }, 'could not be reached'],
    ['HTML', { is: 'body', text: '<html>', mediaType: 'text/html' }, 'no Relay answer'],
    ['another shape', { is: 'body', text: '{"message": "hello"}' }, 'no Relay answer'],
    ['names that are none', { is: 'body', text: '{"secrets": [{"name": 7}]}' }, 'no Relay answer'],
  ];
  test.each(faults)(
    '%s: no secret is missing, connections are still, 3 with the reason',
    async (_, fault, why) => {
      const {
        run,
        faults: set,
        folder,
      } = await checking({ 'w.yaml': named('ops/deploy', 'a: !Secret gone') });
      set.set({ route, fault });
      const ran = await run('check', '--format', 'json');
      expect([ran.code, ran.out]).toEqual([3, '[]\n']);
      expect(ran.error).toContain('the secrets of "ops/deploy" are not known');
      expect(ran.error).toContain(why);
      const both = named('ops/deploy', 'a: !Secret gone\nb: !Connection [aws, gone]');
      await writeFile(join(folder, 'w.yaml'), both);
      const found = await run('check', '--format', 'json');
      expect([found.code, codesOf(found.out)]).toEqual([1, ['connection-missing']]);
    },
  );

  test('a list that comes late leaves the secrets what is left of 29 s', async () => {
    let passed = 0;
    // The list takes 22 s of this clock, on which everything waits a hundredth of its time.
    const watch = ({ call }: Watched) => {
      if (call === 'listConnections') passed += 21_900;
    };
    const { url, faults: set } = await accountOfTest({ watch });
    set.set({ route, fault: { is: 'latency', milliseconds: 600_000 } });
    const clock = {
      now: () => passed,
      random: () => 0,
      after: (milliseconds: number, run: () => void) => ownClock.after(milliseconds / 100, run),
    };
    const environment = { RELAY_API_URL: url, RELAY_TOKEN: TOKEN };
    const nothing = () => {};
    const readInput = () => Promise.resolve('');
    const terminal: Terminal = {
      environment,
      folder: '/',
      out: nothing,
      error: nothing,
      readInput,
      colors: false,
    };
    const asked = { connections: ['/w.yaml'], secrets: ['ops/deploy'] };
    const { isChecked, said } = await accountToCheck(terminal, false, asked, clock);
    expect(isChecked).toBe(false);
    expect(said.join()).toContain('no answer within 7 s');
  });

  test('an account that fails is said once for both', async () => {
    const {
      run,
      faults: set,
      asked,
    } = await checking({
      'w.yaml': named('ops/deploy', 'a: !Secret gone\nb: !Connection [aws, gone]'),
    });
    set.set({ route: 'GET /api/connections', fault: { is: 'status', status: 403 } });
    const ran = await run('check', '--format', 'json');
    expect([ran.code, ran.out]).toEqual([3, '[]\n']);
    expect(ran.error).toMatch(/^Connections and secrets were not checked: .*\(403\)\.\n$/);
    expect(asked).not.toContain('listWorkflowSecrets');
  });

  const notSignedIn = 'not signed in. Set RELAY_API_URL and RELAY_TOKEN, or sign in with the relay CLI.\n';

  test('nobody is asked offline, or where nobody is signed in, which is said and is 3', async () => {
    const { run, asked, folder } = await checking({ 'w.yaml': named('ops/deploy', 'a: !Secret gone') });
    expect(await run('check', '--offline')).toEqual({ code: 0, out: '', error: '' });
    expect(await relayWorkflows(['check'], { folder })).toEqual({
      code: 3,
      out: '',
      error: `Secrets were not checked: ${notSignedIn}`,
    });
    await writeFile(join(folder, 'v.yaml'), step('a: !Connection [aws, prod]'));
    expect(await relayWorkflows(['check'], { folder })).toEqual({
      code: 3,
      out: '',
      error: `Connections and secrets were not checked: ${notSignedIn}`,
    });
    expect(asked).toEqual([]);
  });

  test.each([
    ['a linked workflow', named('ops/deploy', 'a: !Secret gone\nb: !Connection [aws, prod]'), 3],
    ['a workflow without a link', step('a: !Secret gone\nb: !Connection [aws, prod]'), 0],
  ])('a lock file knows no secrets: those of %s', async (_, text, code) => {
    const folder = await folderOfTest();
    await mkdir(join(folder, '.relay'));
    await writeFile(join(folder, lockFilePath), writeLock([{ type: 'aws', name: 'prod' }]));
    await writeFile(join(folder, 'w.yaml'), text);
    const against = `Connections were checked against the lock file ${lockFilePath}, not an account.\n`;
    const secrets = code === 3 ? `Secrets were not checked: ${notSignedIn}` : '';
    expect(await relayWorkflows(['check'], { folder })).toEqual({ code, out: '', error: against + secrets });
    const offline = { code: 0, out: '', error: against };
    expect(await relayWorkflows(['check', '--offline'], { folder })).toEqual(offline);
  });
});

test('references tell which secrets are there', async () => {
  const { run } = await checking({
    'w.yaml': named('ops/deploy', 'a: !Secret token\nb: !Secret gone\nc: ${secrets[parameters.x]}'),
    'x.yaml': named('other', 'a: !Secret token'),
    'y.yaml': step('a: !Secret token'),
  });
  const { code, out } = await run('references', '--format', 'json');
  const secrets = (JSON.parse(out) as { kind: string; status: string }[]).filter(
    ({ kind }) => kind === 'secret',
  );
  expect(code).toBe(0);
  expect(secrets.map(({ status }) => status)).toEqual([
    'present',
    'missing',
    'unknown',
    'unknown',
    'unknown',
  ]);
});
