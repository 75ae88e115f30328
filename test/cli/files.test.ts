// Which files a check reads: by name, in folders, through links and in other encodings; and what it says of those it cannot.
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { folderOfTest } from '../localAccount/accountOfTest';
import { relayWorkflows } from '../support/commandLine';
import { step } from '../support/marks';

/** Whoever may read everything is refused nothing, so that the disk is told to refuse what is called so. */
const refused = /closed(?:\.yaml)?$/;

vi.mock('node:fs/promises', async (original) => {
  const disk = await original<typeof import('node:fs/promises')>();
  const unless =
    <T>(work: (path: string, ...more: never[]) => Promise<T>) =>
    (path: string, ...more: never[]) =>
      refused.test(String(path))
        ? Promise.reject(Object.assign(new Error('refused'), { code: 'EACCES' }))
        : work(path, ...more);
  return { ...disk, readFile: unless(disk.readFile as never), readdir: unless(disk.readdir as never) };
});

const sound = step('a: b');
const broken = `${sound}    b: [\n`;

async function folderWith(files: Record<string, string | Uint8Array>): Promise<string> {
  const folder = await folderOfTest();
  for (const [name, content] of Object.entries(files)) {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

async function check(folder: string, ...args: readonly string[]) {
  const { code, out, error } = await relayWorkflows(['check', '--offline', '--format', 'json', ...args], {
    folder,
  });
  const found = out === '' ? [] : (JSON.parse(out) as { file: string }[]);
  return { code, files: found.map(({ file }) => file), error };
}

describe('what cannot be read is said, and is no success', () => {
  test('a file', async () => {
    const folder = await folderWith({ 'a.yaml': sound, 'closed.yaml': sound });
    const said = `Cannot read ${join(folder, 'closed.yaml')} (EACCES)\n`;
    expect(await check(folder)).toEqual({ code: 2, files: [], error: said });
    expect(await check(folder, '*.yaml')).toEqual({ code: 2, files: [], error: said });
    expect((await relayWorkflows(['references', '--offline'], { folder })).code).toBe(2);
  });

  test('a folder', async () => {
    const folder = await folderWith({ 'a.yaml': sound, 'b/closed/c.yaml': broken });
    const error = `Cannot read ${join(folder, 'b', 'closed')} (EACCES)\n`;
    expect(await check(folder)).toEqual({ code: 2, files: [], error });
  });

  test('findings beside it still exit with 1', async () => {
    const folder = await folderWith({ 'a.yaml': broken, 'closed/c.yaml': broken });
    expect(await check(folder)).toMatchObject({ code: 1, files: ['a.yaml'] });
  });

  test('but not a folder that the settings leave out', async () => {
    const folder = await folderWith({
      'a.yaml': sound,
      'closed/c.yaml': broken,
      '.vscode/settings.json': '{"relay.workflows.exclude": ["closed/**"]}',
    });
    expect(await check(folder)).toEqual({ code: 0, files: [], error: '' });
  });
});

describe('links', () => {
  test('to files are files, each real file once', async () => {
    const folder = await folderWith({ 'in/m.yaml': broken, 'out/b.yaml': broken });
    await symlink(join(folder, 'out', 'b.yaml'), join(folder, 'in', 'link.yaml'));
    await symlink(join(folder, 'in', 'm.yaml'), join(folder, 'in', 'a.yaml'));
    await symlink(join(folder, 'nowhere'), join(folder, 'in', 'gone.yaml'));
    expect(await check(folder, 'in')).toEqual({ code: 1, files: ['in/link.yaml', 'in/m.yaml'], error: '' });
    expect(await check(folder, 'in/*.yaml')).toEqual(await check(folder, 'in'));
    expect((await check(folder, 'in', 'in/a.yaml')).files).toEqual(['in/a.yaml', 'in/link.yaml']);
  });

  test('to folders are not followed', async () => {
    const folder = await folderWith({ 'in/m.yaml': broken, 'out/b.yaml': broken });
    await symlink(join(folder, 'out'), join(folder, 'in', 'link'));
    await symlink(join(folder, 'in'), join(folder, 'in', 'again'));
    expect((await check(folder, 'in')).files).toEqual(['in/m.yaml']);
  });
});

test('a name that editors take for a workflow is one, unless the text opts out', async () => {
  const folder = await folderWith({
    'a.relay.yaml': 'a: [',
    'b.RELAY.yml': 'a: [',
    'c.relay.yaml': '# relay: ignore\na: [',
    'd.yaml': 'a: [',
  });
  expect((await check(folder)).files).toEqual(['a.relay.yaml', 'b.RELAY.yml']);
  const hook = await check(folder, '--detect', 'a.relay.yaml', 'c.relay.yaml', 'd.yaml');
  expect(hook.files).toEqual(['a.relay.yaml']);
  const args = ['check', '--offline', '--detect', '--stdin-filename', 'x.relay.yaml', '-'];
  expect((await relayWorkflows(args, { folder, input: 'a: [' })).code).toBe(1);
});

describe('encodings', () => {
  const utf16 = (text: string, order: 'little' | 'big') => {
    const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
    return order === 'little' ? bytes : bytes.swap16();
  };

  test('UTF-16 with a byte order mark is read', async () => {
    const folder = await folderWith({ 'a.yaml': utf16(broken, 'little'), 'b.yaml': utf16(broken, 'big') });
    expect(await check(folder)).toEqual({ code: 1, files: ['a.yaml', 'b.yaml'], error: '' });
  });

  test.each([
    ['Latin-1', 'UTF-8', Buffer.from(step('a: é'), 'latin1')],
    ['UTF-16 that is cut off', 'UTF-16LE', utf16(sound, 'little').subarray(0, -1)],
  ])('a workflow in %s cannot be read', async (_, encoding, bytes) => {
    const folder = await folderWith({ 'w.yaml': bytes, 'other.yaml': Buffer.from('a: é', 'latin1') });
    const said = `Cannot read ${join(folder, 'w.yaml')} (it is not ${encoding})`;
    expect(await check(folder)).toEqual({ code: 2, files: [], error: `${said}\n` });
    const named = await check(folder, 'w.yaml');
    expect(named.code).toBe(2);
    expect(named.error).toContain(said);
  });
});
