// Which workflow of the account a file is linked to: by the setting, else by its name.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linking, secretsWantedBy } from '../../server/src/links';
import { workflowOf } from '../../server/src/workflow/workflow';

const folder = 'file:///home/me/my%20flows';
const link = (
  names: Record<string, string>,
  uri = `${folder}/ops/deploy.yaml`,
  text = 'steps: []\n',
  folders: readonly string[] = [folder],
) => linking(new Map(Object.entries(names)), folders)(workflowOf(uri, text, true));

describe('by the setting', () => {
  test.each<[Record<string, string>, string | undefined]>([
    [{ 'ops/deploy.yaml': 'ops/deploy' }, 'ops/deploy'],
    [{ 'ops/*.yaml': 'ops/deploy' }, 'ops/deploy'],
    [{ '**/deploy.yaml': 'ops/deploy' }, 'ops/deploy'],
    [{ '{ops,dev}/{deploy,build}.y{,a}ml': 'ops/deploy' }, 'ops/deploy'],
    [{ '/home/me/my flows/ops/deploy.yaml': 'ops/deploy' }, 'ops/deploy'],
    [{ '/home/**/*.yaml': 'ops/deploy' }, 'ops/deploy'],
    [{ 'deploy.yaml': 'ops/deploy' }, undefined],
    [{ '*.yaml': 'ops/deploy' }, undefined],
    [{ 'ops/*.yml': 'ops/deploy' }, undefined],
    [{}, undefined],
  ])('%j links to %j', (names, path) => expect(link(names)).toBe(path));

  test('a path counts before a glob, and a longer glob before a shorter one', () => {
    const globs = { '**': 'any', '**/*.yaml': 'longer', 'ops/deploy.yaml': 'path' };
    expect(link(globs)).toBe('path');
    expect(link(globs, `${folder}/ops/other.yaml`)).toBe('longer');
    expect(link(globs, `${folder}/ops/other.yml`)).toBe('any');
    // What looks like a glob is a path too.
    const odd = { 'ops/[a] (b).yaml': 'odd', '**/*.yaml': 'longer' };
    expect(link(odd, `${folder}/ops/%5Ba%5D%20%28b%29.yaml`)).toBe('odd');
  });

  test('it counts before the name, and an empty one links to nothing', () => {
    const text = 'name: deploy\nsteps: []\n';
    expect(link({ 'ops/*': 'other' }, undefined, text)).toBe('other');
    expect(link({ 'ops/*': '' }, undefined, text)).toBeUndefined();
    expect(link({ 'dev/*': '' }, undefined, text)).toBe('deploy');
  });

  test('paths are those from every folder that holds the file, however its address is written', () => {
    const folders = ['file:///a', 'file:///home/me', 'file:///home/me/my%20flows/'];
    expect(link({ 'ops/deploy.yaml': 'x' }, undefined, undefined, folders)).toBe('x');
    expect(link({ 'my flows/ops/*': 'x' }, undefined, undefined, folders)).toBe('x');
    expect(link({ 'ops/*': 'x' }, 'file:///home/me/my flows/ops/w.yaml', undefined, folders)).toBe('x');
    expect(
      link({ 'ops/*': 'x' }, 'file:///home/me/my%20flowsops/w.yaml', undefined, folders),
    ).toBeUndefined();
    const drive = ['file:///c%3A/work'];
    expect(link({ 'c:/work/w.yaml': 'x' }, 'file:///c%3A/work/w.yaml', undefined, drive)).toBe('x');
    expect(
      link({ 'w.yaml': 'x' }, 'vscode-vfs://github/o/r/w.yaml', undefined, ['vscode-vfs://github/o/r']),
    ).toBe('x');
    expect(link({ '*': 'x' }, 'untitled:Untitled-1', undefined, [])).toBe('x');
  });

  test('nothing that stands in it makes it fail', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.string()), fc.webUrl(), (names, uri) => {
        link(names, uri);
      }),
    );
    expect(link({ '[': 'x', '(': 'x', '%': 'x' }, 'file:///%E0%A4%A')).toBeUndefined();
  });
});

describe('by its name', () => {
  test.each([
    ['name: deploy\nsteps: []\n', 'deploy'],
    ['name: ops/deploy\nsteps: []\n', 'ops/deploy'],
    ['steps: []\nname: " deploy "\n', 'deploy'],
    ['x: &x { name: deploy }\n<<: *x\nsteps: []\n', 'deploy'],
    ['name: 7\nsteps: []\n', undefined],
    ['name: ""\nsteps: []\n', undefined],
    ['name: [a]\nsteps: []\n', undefined],
    ['steps: [{ name: deploy }]\n', undefined],
    ['name: de', 'de'],
    ['', undefined],
    ['- name: deploy\n', undefined],
  ])('%j is linked to %j', (text, path) => expect(link({}, undefined, text)).toBe(path));
});

test.each([
  ['a: !Secret x', true],
  ['a: !Secret', true],
  ['a: ${secrets.', true],
  ['a: "${$.secrets.x}"', true],
  ['a: { $type: Secret, name: x }', true],
  ['a: ${connections.aws.x}', false],
  ['a: !SecretKeeper x', false],
])('a linked file with %j wants to know the secrets: %j', (line, isWanted) => {
  const text = `name: deploy\nsteps:\n- { name: x, image: y }\n${line}\n`;
  const wanted = secretsWantedBy(workflowOf('file:///w.yaml', text, true), linking(new Map(), []));
  expect(wanted).toBe(isWanted ? 'deploy' : undefined);
  expect(secretsWantedBy(workflowOf('file:///w.yaml', line, true), linking(new Map(), []))).toBeUndefined();
});
