// The request by which a client learns which YAML is a workflow.
import { expect, test } from 'vitest';
import {
  DidChangeConfigurationNotification,
  DidChangeWorkspaceFoldersNotification,
} from 'vscode-languageserver/node';
import { type IsWorkflow, isWorkflow } from '../../server/src/protocol';
import { pulling, startEditor } from '../support/editor';

const uri = 'file:///w.yaml';
const workflow = 'steps:\n- name: a\n  image: b\n';

test('the decision is that of the open text, in each of its versions', async () => {
  const editor = await startEditor(pulling);
  const ask = () => editor.connection.sendRequest<boolean>(isWorkflow, { uri } satisfies IsWorkflow);
  expect(await ask()).toBe(false);
  await editor.open(uri, 'services: {}\n');
  expect(await ask()).toBe(false);
  await editor.change(uri, 2, workflow);
  expect(await ask()).toBe(true);
  await editor.change(uri, 3, `# relay: ignore\n${workflow}`);
  expect(await ask()).toBe(false);
});

const broken = `${workflow}- name: a\n  image: b\n`;
const excluding = (...exclude: string[]) => ({ workflows: { exclude } });
const at = (file: string) => `file:///folder/${file}`;

async function startIn(relay: unknown) {
  const editor = await startEditor({ workspace: { workspaceFolders: true } }, relay, undefined, [
    'file:///folder',
  ]);
  const codes = async (file: string) => (await editor.published(at(file))).map(({ code }) => code);
  const ask = (file: string) =>
    editor.connection.sendRequest<boolean>(isWorkflow, { uri: at(file) } satisfies IsWorkflow);
  return { ...editor, codes, ask };
}

test.each([
  ['vendor/**', 'vendor/a.yaml'],
  ['vendor', 'vendor/deep/a.yaml'],
  ['*.gen.yaml', 'a.gen.yaml'],
])('what the setting %s leaves out is none, whatever it holds: %s', async (glob, file) => {
  const editor = await startIn({ settings: excluding(glob) });
  await editor.open(at(file), broken);
  expect(await editor.codes(file)).toEqual([]);
  expect(await editor.ask(file)).toBe(false);
  await editor.open(at('other.yaml'), broken);
  expect(await editor.codes('other.yaml')).toEqual(['step-duplicate']);
});

test('what somebody says is a workflow is not left out: by its language, or by a comment', async () => {
  const editor = await startIn({ settings: excluding('**') });
  await editor.open(at('a.yaml'), broken, 'relay-workflow');
  expect(await editor.codes('a.yaml')).toEqual(['step-duplicate']);
  await editor.open(at('b.yaml'), `# relay: workflow\n${broken}`);
  expect(await editor.codes('b.yaml')).toEqual(['step-duplicate']);
  await editor.change(at('b.yaml'), 2, broken);
  expect(await editor.codes('b.yaml')).toEqual([]);
});

test('what is left out follows the settings and the folders', async () => {
  const editor = await startIn({});
  const set = (relay: unknown) =>
    editor.connection.sendNotification(DidChangeConfigurationNotification.type, { settings: { relay } });
  await editor.open(at('vendor/a.yaml'), broken);
  expect(await editor.codes('vendor/a.yaml')).toEqual(['step-duplicate']);
  await set(excluding('vendor/**'));
  expect(await editor.codes('vendor/a.yaml')).toEqual([]);
  expect(await editor.ask('vendor/a.yaml')).toBe(false);
  await set({});
  expect(await editor.codes('vendor/a.yaml')).toEqual(['step-duplicate']);
  await set(excluding('a.yaml'));
  expect(await editor.codes('vendor/a.yaml')).toEqual(['step-duplicate']);
  await editor.connection.sendNotification(DidChangeWorkspaceFoldersNotification.type, {
    event: { added: [{ uri: at('vendor'), name: 'vendor' }], removed: [{ uri: 'file:///folder', name: '' }] },
  });
  expect(await editor.ask('vendor/a.yaml')).toBe(false);
  expect(await editor.codes('vendor/a.yaml')).toEqual([]);
});

test('a file that is not among those to be searched is still checked where it is open', async () => {
  const editor = await startIn({ settings: { workflows: { include: ['flows/**'] } } });
  await editor.open(at('a.yaml'), broken);
  expect(await editor.codes('a.yaml')).toEqual(['step-duplicate']);
});
