// The settings that the command line shares with the editor: found, read with their comments, and left aside.
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { accountOfTest, folderOfTest, TOKEN } from '../localAccount/accountOfTest';
import { relayWorkflows } from '../support/commandLine';
import { step } from '../support/marks';

const broken = 'steps:\n- name: one\n  image: relaysh/core\n  dependsOn: nobody\n';
const settings = '.vscode/settings.json';

async function folderWith(files: Record<string, string>): Promise<string> {
  const folder = await folderOfTest();
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}

/** The files and codes that a check finds, and what it says on stderr. */
async function checked(folder: string, ...args: readonly string[]) {
  const ran = await relayWorkflows(['check', '--offline', '--format', 'json', ...args], { folder });
  const found = JSON.parse(ran.out) as { file: string; code: string; severity: string }[];
  return { error: ran.error, found: found.map(({ file, code, severity }) => `${file} ${severity} ${code}`) };
}

test('severities are those of the settings, of this folder or the nearest above', async () => {
  const folder = await folderWith({
    [settings]: `\ufeff{
  // "relay.diagnostics.severity": { "depends-on-unknown": "off" },
  "a \\" // b": "/* no comment */", /* but
  this */
  "relay.diagnostics.severity": {
    "depends-on-unknown": "warning", // and a comma at the end
  },
}`,
    'w.yaml': broken,
    'below/w.yaml': broken,
    'other/w.yaml': broken,
    [`other/${settings}`]: '{ "relay.diagnostics.severity": { "depends-on-unknown": "off" } }',
  });
  const found = (await checked(folder)).found;
  expect(found).toEqual(
    ['below/w.yaml', 'other/w.yaml', 'w.yaml'].map((file) => `${file} warning depends-on-unknown`),
  );
  expect(await checked(join(folder, 'below'))).toEqual({
    error: '',
    found: ['w.yaml warning depends-on-unknown'],
  });
  expect((await checked(join(folder, 'other'))).found).toEqual([]);
  expect((await checked(join(folder, 'other'), '--no-config')).found).toEqual([
    'w.yaml error depends-on-unknown',
  ]);
});

test('codes and severities that are none are said, and change nothing', async () => {
  const severity = {
    'depends-on-unkown': 'off',
    nonsense: 'off',
    'depends-on-unknown': 'warnin',
    'parameter-unused': 'fatal',
    'step-duplicate': 1,
    'secret-missing': 'info',
  };
  const folder = await folderWith({
    [settings]: JSON.stringify({ 'relay.diagnostics.severity': severity }),
    'w.yaml': broken,
  });
  const words = 'It is one of error, warning, information, hint, off.';
  expect(await checked(folder)).toEqual({
    error: [
      'code "depends-on-unkown". Did you mean "depends-on-unknown"?',
      'code "nonsense". See docs/diagnostics.md.',
      'severity "warnin". Did you mean "warning"?',
      `severity "fatal". ${words}`,
      `severity "1". ${words}`,
    ]
      .map((each) => `relay.diagnostics.severity of .vscode/settings.json: there is no ${each}\n`)
      .join(''),
    found: ['w.yaml error depends-on-unknown'],
  });
  expect((await checked(folder, '--no-config')).error).toBe('');
});

test('a file that cannot be read is said to be unused', async () => {
  const folder = await folderWith({ [settings]: '{ "relay.diagnostics.severity": ', 'below/w.yaml': broken });
  expect(await checked(join(folder, 'below'))).toEqual({
    error: 'The settings ../.vscode/settings.json were not used: it is no JSON with comments.\n',
    found: ['w.yaml error depends-on-unknown'],
  });
});

describe('globs', () => {
  const files = {
    'flows/w.yaml': broken,
    'flows/old/w.yaml': broken,
    'w.yaml': broken,
    'w.txt': broken,
    '.a/w.yml': broken,
  };
  const all = ['.a/w.yml', 'flows/old/w.yaml', 'flows/w.yaml', 'w.yaml'];
  const names = async (folder: string, ...args: readonly string[]) =>
    (await checked(folder, ...args)).found.map((each) => each.split(' ')[0]);

  test('start from the folder of the settings, and are for folders, not for named files', async () => {
    const folder = await folderWith({
      ...files,
      [settings]:
        '{ "relay.workflows.include": ["flows/**", "*.txt"], "relay.workflows.exclude": ["**/old/**"] }',
    });
    expect(await names(folder)).toEqual(['flows/w.yaml', 'w.txt']);
    expect(await names(join(folder, 'flows'))).toEqual(['w.yaml']);
    expect(await names(folder, 'flows/old/w.yaml', 'w.yaml')).toEqual(['flows/old/w.yaml', 'w.yaml']);
    expect(await names(folder, 'flows/old/w.yaml', 'flows/w.yaml', '--detect')).toEqual(['flows/w.yaml']);
    expect(await names(folder, '--no-config')).toEqual(all);
  });

  test('of the settings leave folders elsewhere to themselves', async () => {
    const folder = await folderWith({ [settings]: '{ "relay.workflows.include": ["**/*.yaml"] }' });
    const elsewhere = await folderWith(files);
    expect(await names(folder, elsewhere)).toHaveLength(3);
  });

  test('follow no link, which could lead round in a circle', async () => {
    const folder = await folderWith(files);
    await symlink(folder, join(folder, 'flows/again'));
    expect(await names(folder)).toEqual(all);
  });
});

test('--detect lets the content decide of files that are named', async () => {
  const folder = await folderWith({ 'compose.yaml': 'services: { a: ', 'w.yaml': broken });
  expect((await checked(folder, 'compose.yaml', 'w.yaml', '--detect')).found).toEqual([
    'w.yaml error depends-on-unknown',
  ]);
  expect((await checked(folder, 'compose.yaml')).found).toEqual(['compose.yaml error yaml-syntax']);
});

test('steps of the user are those of the settings; what is wrong with one is said', async () => {
  const metadata = [
    'publish: { repository: acme/own-step }',
    'schemas: { spec: { source: file, file: spec.schema.json } }',
  ].join('\n');
  const folder = await folderWith({
    [settings]: '{ "relay.stepMetadata": ["steps/*/step.yaml"] }',
    'steps/own/step.yaml': metadata,
    'steps/own/spec.schema.json':
      '{ "type": "object", "required": ["shop"], "properties": { "shop": { "type": "string" } } }',
    'steps/bad/step.yaml': 'a: [',
    'w.yaml': 'steps:\n- name: one\n  image: acme/own-step\n  spec: { other: 1 }\n',
  });
  const { error, found } = await checked(folder);
  expect(error).toMatch(/steps\/bad\/step\.yaml: .* The step is left out of the catalogue\.\n$/);
  expect(found).toEqual(['w.yaml warning spec-invalid']);
  expect((await checked(folder, '--no-config')).found).toEqual([]);
});

test('files are linked to workflows of the account by the settings', async () => {
  const { url } = await accountOfTest({ workflows: [{ path: 'ops/deploy', secrets: {} }] });
  const environment = { RELAY_API_URL: url, RELAY_TOKEN: TOKEN };
  const folder = await folderWith({
    [settings]: '{ "relay.workflows.names": { "flows/*.yaml": "ops/deploy" } }',
    'flows/w.yaml': step('a: !Secret gone'),
  });
  const run = (...args: string[]) => relayWorkflows(args, { folder, environment });
  expect((await run('check')).out).toContain('secret-missing');
  expect((await run('check', '--no-config')).out).toBe('');
  const input = step('a: !Secret gone');
  const stdin = ['check', '--stdin-filename', 'flows/new.yaml', '-'];
  expect((await relayWorkflows(stdin, { folder, environment, input })).out).toContain('secret-missing');
  expect(JSON.parse((await run('references', '--format', 'json')).out)).toMatchObject([
    { status: 'missing' },
  ]);
});
