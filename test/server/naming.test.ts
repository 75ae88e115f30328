// What a client's views ask, over streams: usages and when they are others, names at a cursor, and renaming everywhere.
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type Location,
} from 'vscode-languageserver/node';
import {
  accountChanged,
  type ConnectionAtAnswer,
  connectionAt,
  type PlacesOfPathsAnswer,
  placesOfPaths,
  type RenameConnectionAnswer,
  renameConnection,
  type UsagesAnswer,
  usages,
  usagesChanged,
  writeReference,
} from '../../server/src/protocol';
import { type Editor, pulling, startEditor } from '../support/editor';
import { ready, step } from '../support/marks';
import { edited } from '../support/places';

let folder = '';
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'relay-naming-')));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const uriOf = (file: string) => pathToFileURL(join(folder, file)).href;
const write = (file: string, text: string) => writeFileSync(join(folder, file), text);
const named = (name: string) => step(`a: !Connection [aws, ${name}]`);
const watching = {
  ...pulling,
  workspace: { ...pulling.workspace, didChangeWatchedFiles: { dynamicRegistration: true } },
};
async function start() {
  const editor = await startEditor(watching, { forms: true, account: 'client' }, undefined, [
    pathToFileURL(folder).href,
  ]);
  await editor.registered;
  return editor;
}
const ask = async (editor: Editor) => {
  const { workflows, connections } = await editor.connection.sendRequest<UsagesAnswer>(usages);
  return [workflows, ...connections.map(({ name, status, places }) => `${name} ${status} ${places.length}`)];
};
/** Counts the notifications, and waits for the next. */
function changesOf(editor: Editor) {
  let count = 0;
  let heard = () => {};
  editor.connection.onNotification(usagesChanged, () => {
    count += 1;
    heard();
  });
  return { count: () => count, next: () => new Promise<void>((resolve) => (heard = resolve)) };
}

test('usages cover the workspace, and a change is told of once, until they are asked for again', async () => {
  write('a.yaml', named('prod'));
  write('b.yaml', named('gone'));
  const editor = await start();
  const changes = changesOf(editor);
  await editor.connection.sendNotification(accountChanged, ready());
  expect(await ask(editor)).toEqual([2, 'gone missing 1', 'prod missing 1']);
  expect(changes.count()).toBe(0);

  let told = changes.next();
  await editor.connection.sendNotification(accountChanged, ready('aws/prod'));
  await editor.connection.sendNotification(accountChanged, ready('aws/prod', 'aws/gone'));
  await told;
  expect(await ask(editor)).toEqual([2, 'gone present 1', 'prod present 1']);
  expect(changes.count()).toBe(1);

  told = changes.next();
  write('b.yaml', named('prod'));
  await editor.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
    changes: [{ uri: uriOf('b.yaml'), type: FileChangeType.Changed }],
  });
  await told;
  expect(await ask(editor)).toEqual([2, 'prod present 2']);

  told = changes.next();
  await editor.open(uriOf('a.yaml'), named('typed'));
  await told;
  expect(await ask(editor)).toEqual([2, 'prod present 1', 'typed missing 1']);

  told = changes.next();
  const settings = { relay: { workflows: { exclude: ['**/b.yaml'] } } };
  await editor.connection.sendNotification(DidChangeConfigurationNotification.type, { settings });
  await told;
  expect(await ask(editor)).toEqual([1, 'typed missing 1']);

  told = changes.next();
  await editor.change(uriOf('a.yaml'), 2, '# relay: ignore\n');
  await told;
  expect(await ask(editor)).toEqual([0]);
});

test('the connection at a position is told as far as it is written', async () => {
  const editor = await start();
  const text = step('a: !Connection { type: aws, name: prod }\nb: ${connections.aws[parameters.x]}\nc: d');
  await editor.open(uriOf('a.yaml'), text);
  const at = (line: number, character: number) =>
    editor.connection.sendRequest<ConnectionAtAnswer>(connectionAt, {
      uri: uriOf('a.yaml'),
      position: { line, character },
    });
  expect(await at(4, 20)).toEqual({ type: 'aws', name: 'prod' });
  expect(await at(5, 15)).toEqual({ type: 'aws' });
  expect(await at(6, 8)).toBeNull();
});

test('a reference is written with the quotes it needs', async () => {
  const editor = await start();
  const target = { type: 'aws', name: 'a: b' };
  expect(await editor.connection.sendRequest(writeReference, target)).toBe(
    '!Connection { type: aws, name: "a: b" }',
  );
});

test('a renamed connection is followed in all files, also to a name that is used already', async () => {
  write('a.yaml', named('prod'));
  write('b.yaml', `${named('prod')}    b: \${connections.aws.prod}\n    c: !Connection [aws, live]\n`);
  const editor = await start();
  await editor.open(uriOf('a.yaml'), `# open\n${named('prod')}`);
  const rename = { type: 'aws', name: 'prod', to: 'live' };
  const answer = await editor.connection.sendRequest<RenameConnectionAnswer>(renameConnection, rename);
  if ('refused' in answer) throw new Error(answer.refused);
  expect(edited(`# open\n${named('prod')}`, uriOf('a.yaml'), answer.edit)).toBe(`# open\n${named('live')}`);
  const closed = readFileSync(join(folder, 'b.yaml'), 'utf8');
  expect(edited(closed, uriOf('b.yaml'), answer.edit)).toBe(closed.replaceAll('prod', 'live'));
});

test('a rename that the text does not allow says where', async () => {
  write('a.yaml', step('a: !Connection [aws, &n prod]\nb: *n'));
  const editor = await start();
  const rename = { type: 'aws', name: 'prod', to: 'live' };
  expect(await editor.connection.sendRequest(renameConnection, rename)).toEqual({
    refused: '"prod" cannot be renamed: in line 6 of a.yaml, an anchor shares the name with something else.',
  });
});

test('places of paths are those of an open document', async () => {
  const editor = await start();
  await editor.open(uriOf('a.yaml'), named('prod'));
  const places = await editor.connection.sendRequest<PlacesOfPathsAnswer>(placesOfPaths, {
    uri: uriOf('a.yaml'),
    paths: ['steps.0.name', 'nowhere'],
  });
  expect(places).toEqual([{ start: { line: 1, character: 8 }, end: { line: 1, character: 11 } }, null]);
});

test('open files that the settings leave out are of no use, but for what is asked in them', async () => {
  write('a.yaml', named('prod'));
  const editor = await start();
  await editor.connection.sendNotification(accountChanged, ready());
  await editor.connection.sendNotification(DidChangeConfigurationNotification.type, {
    settings: { relay: { workflows: { include: ['*.yaml'], exclude: ['draft*'] } } },
  });
  const open = async (file: string) => {
    await editor.open(uriOf(file), named('prod'), 'relay-workflow');
    return editor.connection.sendRequest<Location[] | null>('textDocument/references', {
      textDocument: { uri: uriOf(file) },
      position: { line: 4, character: named('prod').split('\n')[4]?.indexOf('prod') ?? 0 },
      context: { includeDeclaration: true },
    });
  };
  expect((await open('draft.yaml'))?.map(({ uri }) => uri)).toEqual([uriOf('draft.yaml'), uriOf('a.yaml')]);
  expect(await ask(editor)).toEqual([1, 'prod missing 1']);
  expect((await open('b.yaml'))?.map(({ uri }) => uri)).toEqual([uriOf('b.yaml'), uriOf('a.yaml')]);
  expect(await ask(editor)).toEqual([2, 'prod missing 2']);
});
