// A server for other editors: what was missing is looked up again at each save, in the account or in the lock file.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { DidChangeWorkspaceFoldersNotification, HoverRequest } from 'vscode-languageserver/node';
import { accountApi } from '../../server/src/account/api';
import { lockFilePath, writeLock } from '../../server/src/account/lockFile';
import { Secret } from '../../server/src/account/secret';
import { findAccount } from '../../server/src/cli/accountOfEnvironment';
import { accountOfServer } from '../../server/src/cli/accountOfServer';
import { accountOfTest, folderOfTest, TOKEN } from '../localAccount/accountOfTest';
import { startEditor } from '../support/editor';
import { step } from '../support/marks';

const uri = 'file:///w.yaml';
const aws = (name: string) => ({ type: 'aws', name, fields: {} });

/** An editor that is sent diagnostics. `later` is run by the test in place of waiting. */
async function editing(
  folder: string,
  environment: Record<string, string> = {},
  folders: readonly string[] = [],
) {
  const found = await findAccount({ environment: { HOME: '/nonexistent', ...environment } } as never);
  const later: (() => void)[] = [];
  const clock = {
    now: () => Date.now(),
    random: () => 0,
    after: (_milliseconds: number, run: () => void) => {
      later.push(run);
      return () => {};
    },
  };
  const lines: string[] = [];
  const own = accountOfServer(found, folder, (line) => void lines.push(line), clock);
  const capabilities = { workspace: { workspaceFolders: true } };
  const uris = folders.map((each) => pathToFileURL(each).href);
  const editor = await startEditor(capabilities, undefined, own, uris);
  const codes = async () => (await editor.published(uri)).map(({ code }) => code);
  /** The codes, once they are these: what is sent before the account has answered is overtaken. */
  const until = async (...wanted: readonly string[]) => {
    while (String(await codes()) !== String(wanted));
  };
  await editor.open(uri, step('a: !Connection { type: aws, name: gone }'));
  return { ...editor, until, later, lines };
}

async function signedIn() {
  const asked: unknown[] = [];
  const { url } = await accountOfTest({
    seed: [aws('prod')],
    watch: ({ call }) => void (call === 'listConnections' && asked.push(call)),
  });
  const folder = await folderOfTest();
  const api = accountApi({ url, token: new Secret(TOKEN) });
  const create = (name: string) => api.createConnection({ type: 'aws', name, fields: {} });
  return { asked, create, editor: await editing(folder, { RELAY_API_URL: url, RELAY_TOKEN: TOKEN }) };
}

test('what was created outside is there with the next save, however young the list is', async () => {
  const { create, editor } = await signedIn();
  await editor.until('connection-missing');
  await create('gone');
  await editor.save(uri);
  await editor.until();
});

test('saves that follow each other ask once more, when a while has passed', async () => {
  const { asked, create, editor } = await signedIn();
  await editor.until('connection-missing');
  await editor.save(uri);
  await expect.poll(() => asked.length).toBe(2);
  await create('gone');
  for (const _ of [1, 2, 3]) await editor.save(uri);
  await expect.poll(() => editor.later.length).toBeGreaterThan(0);
  // The server answers in turn, so that it has seen the saves by now.
  await editor.connection.sendRequest('textDocument/hover', {
    textDocument: { uri },
    position: { line: 0, character: 0 },
  });
  expect(asked).toHaveLength(2);
  for (const run of editor.later.splice(0)) run();
  await editor.until();
  expect(asked).toHaveLength(3);
});

test('the lock file counts as it is at the last save, and what is wrong with it is said', async () => {
  const folder = await folderOfTest();
  const path = join(folder, lockFilePath);
  const editor = await editing(folder);
  const notSignedIn = 'not signed in. Set RELAY_API_URL and RELAY_TOKEN, or sign in with the relay CLI.';
  await expect.poll(() => editor.lines).toEqual([`Connections are not checked: ${notSignedIn}`]);
  await mkdir(join(folder, '.relay'));
  const says = async (text: string, ...codes: readonly string[]) => {
    await writeFile(path, text);
    await editor.save(uri);
    await editor.until(...codes);
  };
  await says(writeLock([aws('prod')]), 'connection-missing');
  await says(writeLock([aws('prod'), aws('gone')]));
  await says(writeLock([]), 'connection-missing');
  await says('<<<<<<< ours\n{}');
  await says(writeLock([]), 'connection-missing');
  await rm(path);
  await editor.save(uri);
  await editor.until();
  expect(editor.lines.slice(1)).toEqual([
    `Connections are checked against the lock file ${path}, not an account: ${notSignedIn}`,
    `Connections are not checked: the lock file ${path} cannot be used: it is no JSON object (is a merge conflict left in it?).`,
    `Connections are checked against the lock file ${path}, not an account: ${notSignedIn}`,
    `Connections are not checked: ${notSignedIn}`,
  ]);
});

/** A folder with a lock file of these connections, and one in it. */
async function locked(...names: readonly string[]) {
  const root = await folderOfTest();
  await mkdir(join(root, '.relay'));
  await mkdir(join(root, 'deep'));
  await writeFile(join(root, lockFilePath), writeLock(names.map(aws)));
  return { root, deep: join(root, 'deep'), path: join(root, lockFilePath) };
}

const changed = (editor: Awaited<ReturnType<typeof editing>>, added: string[], removed: string[]) =>
  editor.connection.sendNotification(DidChangeWorkspaceFoldersNotification.type, {
    event: {
      added: added.map((path) => ({ uri: pathToFileURL(path).href, name: path })),
      removed: removed.map((path) => ({ uri: pathToFileURL(path).href, name: path })),
    },
  });

test("the lock file is that of the editor's folders, or above them, wherever the server runs", async () => {
  const elsewhere = await locked('gone');
  const one = await locked('prod');
  const editor = await editing(elsewhere.root, {}, [one.deep]);
  await editor.until('connection-missing');
  expect(editor.lines.at(-1)).toContain(`the lock file ${one.path},`);
  await changed(editor, [elsewhere.deep], [one.deep]);
  await editor.until();
  expect(editor.lines.at(-1)).toContain(`the lock file ${elsewhere.path},`);
});

test('the lock files of several folders count together, and not where a folder has none', async () => {
  const [one, other] = [await locked('prod'), await locked('gone')];
  const none = await folderOfTest();
  const editor = await editing(none, {}, [one.root, one.deep]);
  await editor.until('connection-missing');
  await changed(editor, [other.root], []);
  await editor.until();
  await changed(editor, [], [other.root]);
  await editor.until('connection-missing');
  await changed(editor, [none], []);
  await editor.until();
  expect(editor.lines.at(-1)).toContain('Connections are not checked: not signed in.');
});

test('why a lock file cannot be used is said where a connection is named', async () => {
  const { root, path } = await locked();
  await writeFile(path, '{}');
  const editor = await editing(await folderOfTest(), {}, [root]);
  const asked = { textDocument: { uri }, position: { line: 4, character: 40 } };
  await expect
    .poll(async () => JSON.stringify(await editor.connection.sendRequest(HoverRequest.type, asked)))
    .toContain(`the lock file ${path} cannot be used: its version is not 1`);
});
