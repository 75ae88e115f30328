// The lock file: written and compared from a real local account, and checked against where no account is configured.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lockDifference, lockFilePath, readLock, writeLock } from '../../server/src/account/lockFile';
import { accountOfTest, folderOfTest, TOKEN } from '../localAccount/accountOfTest';
import { relayWorkflows } from '../support/commandLine';
import { step } from '../support/marks';

const seed = [
  { type: 'ssh', name: 'b', fields: {} },
  { type: 'aws', name: 'prod', fields: {} },
];
const lock = `{
  "version": 1,
  "connections": [
    { "type": "aws", "name": "prod" },
    { "type": "ssh", "name": "b" }
  ]
}
`;

async function signedIn() {
  const started = await accountOfTest({ seed });
  const folder = await folderOfTest();
  const environment = { RELAY_API_URL: started.url, RELAY_TOKEN: TOKEN };
  const run = (...args: string[]) => relayWorkflows(args, { folder, environment });
  return { ...started, folder, environment, run, path: join(folder, lockFilePath) };
}

async function locked(text = lock, files: Record<string, string> = {}) {
  const folder = await folderOfTest();
  await mkdir(join(folder, '.relay'));
  await writeFile(join(folder, lockFilePath), text);
  for (const [name, content] of Object.entries(files)) {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

describe('relay-workflows lock', () => {
  test('writes types and names, sorted, and then finds no difference', async () => {
    const { run, path } = await signedIn();
    expect(await run('lock')).toEqual({
      code: 0,
      error: '',
      out: `2 connections of Local account written to ${path}\n`,
    });
    expect(await readFile(path, 'utf8')).toBe(lock);
    expect(await run('lock', '--check')).toEqual({ code: 0, out: '', error: '' });
  });

  test('--check says what differs and writes nothing', async () => {
    const { run, path, folder } = await signedIn();
    expect((await run('lock', '--check')).code).toBe(1);
    await mkdir(join(folder, '.relay'));
    const other = writeLock([
      { type: 'aws', name: 'prod' },
      { type: 'gcp', name: 'old' },
    ]);
    await writeFile(path, other);
    expect(await run('lock', '--check')).toMatchObject({ code: 1, out: '+ ssh/b\n- gcp/old\n' });
    expect(await readFile(path, 'utf8')).toBe(other);
  });

  test('leaves the file alone where the account does not answer with its list', async () => {
    const { run, path, faults, folder } = await signedIn();
    await run('lock');
    faults.set({ route: 'GET /api/connections', fault: { is: 'body', text: '<html>' } });
    const failed = await run('lock');
    expect(failed).toMatchObject({ code: 3, out: '' });
    expect(failed.error).toContain('The lock file was not written: 127.0.0.1');
    expect(await readFile(path, 'utf8')).toBe(lock);
    expect((await relayWorkflows(['lock'], { folder })).error).toContain('not signed in');
  });

  test.skipIf(process.platform !== 'linux')('ends where no folder can be made', async () => {
    const { environment } = await signedIn();
    const { code, error } = await relayWorkflows(['lock'], { folder: '/proc', environment });
    expect(code).toBe(3);
    expect(error).toMatch(/^\/proc\/\.relay\/connections\.lock\.json cannot be written \(E\w+\)\n$/);
  });

  test('says where the disk refuses the file, and leaves nothing behind', async () => {
    const { run, path, folder } = await signedIn();
    await mkdir(path, { recursive: true });
    const refused = { code: 3, out: '', error: `${path} cannot be written (EISDIR)\n` };
    expect(await run('lock')).toEqual(refused);
    expect(await readdir(join(folder, '.relay'))).toEqual(['connections.lock.json']);
    await rm(join(folder, '.relay'), { recursive: true });
    await writeFile(join(folder, '.relay'), '');
    const { code, error } = await run('lock');
    expect(code).toBe(3);
    expect(error).toMatch(/cannot be written \(\w+\)\n$/);
  });
});

describe('check', () => {
  const clean = step('a: !Connection { type: aws, name: prod }');
  const missing = step('a: !Connection { type: aws, name: gone }');

  test('looks connections up in the lock file where no account is configured, and says so', async () => {
    const folder = await locked(lock, { 'flows/w.yaml': missing, 'ok.yaml': clean });
    expect(await relayWorkflows(['check', 'ok.yaml'], { folder })).toEqual({
      code: 0,
      out: '',
      error: `Connections were checked against the lock file ${lockFilePath}, not an account.\n`,
    });
    const found = await relayWorkflows(['check', 'w.yaml'], { folder: join(folder, 'flows') });
    expect(found.code).toBe(1);
    expect(found.out).toContain('../.relay/connections.lock.json has no aws connection named "gone".');
    expect((await relayWorkflows(['check', '--offline'], { folder })).code).toBe(1);
  });

  describe('of files elsewhere', () => {
    const names = (name: string) => step(`a: !Connection [aws, ${name}]`);
    const listing = (name: string) => writeLock([{ type: 'aws', name }]);

    async function twoFolders() {
      const folder = await locked(listing('a'), { 'a.yaml': names('a') });
      const other = await locked(listing('b'), { 'deep/b.yaml': names('b') });
      const way = relative(folder, other);
      const against = `Connections were checked against the lock file ${way}/${lockFilePath}, not an account.\n`;
      return { folder, other, way, against };
    }

    test('takes the lock file nearest above them', async () => {
      const { folder, other, way, against } = await twoFolders();
      const file = join(other, 'deep/b.yaml');
      for (const args of [[way], [file], [`${way}/**/*.yaml`], [way, '--offline'], [way, file]])
        expect(await relayWorkflows(['check', ...args], { folder })).toEqual({
          code: 0,
          out: '',
          error: against,
        });
      const piped = await relayWorkflows(['check', '-', '--stdin-filename', file], {
        folder,
        input: names('a'),
      });
      expect([piped.code, piped.error]).toEqual([1, against]);
      expect(piped.out).toContain(`${way}/${lockFilePath} has no aws connection named "a".`);
    });

    test('takes that of the working directory for all below its folder, whatever lies between', async () => {
      const folder = await locked(listing('a'), {
        'deep/w.yaml': names('a'),
        [`deep/${lockFilePath}`]: listing('b'),
      });
      const { code, error } = await relayWorkflows(['check', 'deep/w.yaml'], { folder });
      expect([code, error]).toEqual([
        0,
        `Connections were checked against the lock file ${lockFilePath}, not an account.\n`,
      ]);
    });

    test('calls nothing missing where several lock files speak for them, or none for some', async () => {
      const { folder, way } = await twoFolders();
      const none = relative(folder, await folderOfTest());
      await writeFile(join(folder, none, 'c.yaml'), names('c'));
      const why = 'no one lock file speaks for all the files. Check those of each folder by themselves.\n';
      for (const others of [way, none]) {
        const args = ['check', '.', others];
        const said = { code: 3, out: '', error: `Connections were not checked: ${why}` };
        expect(await relayWorkflows(args, { folder })).toEqual(said);
        const offline = { code: 0, out: '', error: `Connections were checked against nothing, as ${why}` };
        expect(await relayWorkflows([...args, '--offline'], { folder })).toEqual(offline);
      }
      const alone = await relayWorkflows(['check', none], { folder });
      expect(alone).toMatchObject({ code: 3, out: '' });
      expect(alone.error).toContain('not signed in');
    });

    test('counts only those whose connections can be looked up', async () => {
      const { folder, way, against } = await twoFolders();
      await writeFile(join(folder, 'a.yaml'), step('a: ${connections.aws[parameters.x]}'));
      expect((await relayWorkflows(['check', '.', way], { folder })).error).toBe(against);
    });
  });

  test('asks a configured account instead, and never puts the lock file in its place', async () => {
    const { url } = await accountOfTest({ seed: [{ type: 'aws', name: 'gone', fields: {} }] });
    const folder = await locked(lock, { 'w.yaml': missing });
    const environment = { RELAY_API_URL: url, RELAY_TOKEN: TOKEN };
    expect(await relayWorkflows(['check'], { folder, environment })).toMatchObject({ code: 0, error: '' });
    const refused = await relayWorkflows(['check'], {
      folder,
      environment: { ...environment, RELAY_TOKEN: 'no' },
    });
    expect(refused.code).toBe(3);
    expect(refused.out).not.toContain('has no');
    const halfSet = await relayWorkflows(['check'], { folder, environment: { RELAY_API_URL: url } });
    expect(halfSet).toMatchObject({ code: 3 });
  });

  test.each([
    '',
    '<<<<<<< ours\n{}',
    '[]',
    '{"version":2,"connections":[]}',
    '{"version":1,"connections":[{"type":1}]}',
  ])('uses no lock file that is broken: %j', async (text) => {
    const folder = await locked(text, { 'w.yaml': missing });
    const { code, error, out } = await relayWorkflows(['check'], { folder });
    expect({ code, said: error.includes(`the lock file ${lockFilePath} cannot be used: `) }).toEqual({
      code: 3,
      said: true,
    });
    expect(out).not.toContain('has no');
    expect((await relayWorkflows(['check', '--offline'], { folder })).code).toBe(0);
  });
});

test('any list is read as it was written, and differs from no other order of itself', () => {
  const connection = fc.record({ type: fc.string(), name: fc.string({ unit: 'binary' }) });
  fc.assert(
    fc.property(fc.uniqueArray(connection, { selector: (each) => JSON.stringify(each) }), (connections) => {
      const text = writeLock(connections);
      const read = readLock(text);
      if ('problem' in read) throw new Error(read.problem);
      expect(writeLock([...read.connections].reverse())).toBe(text);
      expect(lockDifference(connections, read.connections)).toEqual([]);
      expect(read.connections).toHaveLength(connections.length);
    }),
  );
});
