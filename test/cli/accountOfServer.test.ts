// A server for other editors: what was missing is looked up again, in the account or in the lock file; a new sign-in counts.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import {
  DidChangeConfigurationNotification,
  DidChangeWorkspaceFoldersNotification,
  ExecuteCommandRequest,
  HoverRequest,
} from 'vscode-languageserver/node';
import { accountApi } from '../../server/src/account/api';
import { lockFilePath, writeLock } from '../../server/src/account/lockFile';
import { Secret } from '../../server/src/account/secret';
import { findAccount } from '../../server/src/cli/accountOfEnvironment';
import { accountOfServer } from '../../server/src/cli/accountOfServer';
import { refreshCommand } from '../../server/src/protocol';
import { accountOfTest, folderOfTest, TOKEN } from '../localAccount/accountOfTest';
import { startEditor } from '../support/editor';
import { step } from '../support/marks';

// In no folder, so that each lock file speaks for it.
const uri = 'untitled:w.yaml';
const other = 'file:///v.yaml';
const text = step('a: !Connection { type: aws, name: gone }');
const aws = (name: string) => ({ type: 'aws', name, fields: {} });

/** A clock that goes on only as the test lets time pass. */
function steppedClock() {
  let now = 0;
  const due = new Map<() => void, number>();
  return {
    now: () => now,
    random: () => 0,
    after(milliseconds: number, run: () => void) {
      const once = () => run();
      due.set(once, now + milliseconds);
      return () => void due.delete(once);
    },
    pass(milliseconds: number) {
      now += milliseconds;
      for (const [run, at] of [...due]) if (at <= now && due.delete(run)) run();
    },
  };
}

/** An editor that is sent diagnostics. */
async function editing(
  folder: string,
  environment: Record<string, string> = {},
  folders: readonly string[] = [],
) {
  const clock = steppedClock();
  const found = await findAccount({ environment: { HOME: '/nonexistent', ...environment } } as never, clock);
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
  const asked = { textDocument: { uri }, position: { line: 4, character: 40 } };
  /** What is said where the connection is named. The server answers in turn: it has seen all that came before. */
  const hover = async () => JSON.stringify(await editor.connection.sendRequest(HoverRequest.type, asked));
  /** Answered when all that was to be looked at before has been. */
  const refresh = () =>
    editor.connection.sendRequest(ExecuteCommandRequest.type, { command: refreshCommand });
  await editor.open(uri, text);
  return { ...editor, until, hover, refresh, lines, pass: clock.pass };
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
  await editor.hover();
  expect(asked).toHaveLength(2);
  editor.pass(2_000);
  await editor.until();
  expect(asked).toHaveLength(3);
});

describe('the account is asked again without a save', () => {
  const interval = (seconds: unknown) => ({ settings: { relay: { account: { refreshInterval: seconds } } } });

  test('when a file is opened and the last answer is older than the setting', async () => {
    const { asked, create, editor } = await signedIn();
    await editor.until('connection-missing');
    await create('gone');
    await editor.connection.sendNotification(DidChangeConfigurationNotification.type, interval(20));
    editor.pass(19_000);
    await editor.open(other, text);
    await editor.hover();
    expect(asked).toHaveLength(1);
    editor.pass(1_000);
    await editor.open('file:///u.yaml', text);
    await expect.poll(() => asked.length).toBe(2);
    await editor.until();
  });

  test('when settings change, and make the last answer an old one', async () => {
    const { asked, create, editor } = await signedIn();
    await editor.until('connection-missing');
    await create('gone');
    editor.pass(20_000);
    await editor.connection.sendNotification(DidChangeConfigurationNotification.type, interval('20'));
    await editor.hover();
    expect(asked).toHaveLength(1);
    await editor.connection.sendNotification(DidChangeConfigurationNotification.type, interval(20));
    await editor.until();
  });

  test('by itself as long as a file is open', async () => {
    const { asked, create, editor } = await signedIn();
    await editor.until('connection-missing');
    await create('gone');
    editor.pass(299_000);
    await editor.hover();
    expect(asked).toHaveLength(1);
    editor.pass(1_000);
    await editor.until();
    editor.pass(300_000);
    await expect.poll(() => asked.length).toBe(3);
    await editor.close(uri);
    await editor.hover();
    editor.pass(600_000);
    await editor.hover();
    expect(asked).toHaveLength(3);
  });

  test('once a day at least: no timer counts much further', async () => {
    const folder = await folderOfTest();
    const editor = await editing(folder);
    await editor.connection.sendNotification(DidChangeConfigurationNotification.type, interval(1e9));
    await editor.refresh();
    await mkdir(join(folder, '.relay'));
    await writeFile(join(folder, lockFilePath), writeLock([]));
    editor.pass(24 * 3_600_000);
    await editor.until('connection-missing');
  });

  test('however short the setting is, not without pause', async () => {
    const { asked, editor } = await signedIn();
    await editor.until('connection-missing');
    await editor.connection.sendNotification(DidChangeConfigurationNotification.type, interval(0));
    await expect.poll(() => asked.length).toBe(2);
    editor.pass(59_000);
    await editor.hover();
    expect(asked).toHaveLength(2);
    editor.pass(1_000);
    await expect.poll(() => asked.length).toBe(3);
  });
});

describe("what is written into the relay CLI's configuration counts", () => {
  async function home(content: string | undefined) {
    const folder = await folderOfTest();
    const path = join(folder, '.config/relay/config.yaml');
    await mkdir(join(folder, '.config/relay'), { recursive: true });
    const write = (text: string) => writeFile(path, text);
    if (content !== undefined) await write(content);
    return { folder, path, write };
  }
  const edited = async (content: string | undefined) => {
    const files = await home(content);
    return { ...files, editor: await editing(files.folder, { HOME: files.folder }) };
  };
  const configuration = (url: string, token = TOKEN) =>
    JSON.stringify({
      context: 'here',
      contexts: { here: { apiDomain: url, auth: { tokens: { api: token } } } },
    });

  test('at the next save, where the token was refused', async () => {
    const { url } = await accountOfTest();
    const { editor, write } = await edited(configuration(url, 'revoked-token'));
    await expect.poll(editor.hover).toContain('refused the token (401)');
    await write(configuration(url));
    await editor.save(uri);
    await editor.until('connection-missing');
    expect(editor.lines).toEqual([`Connections are checked against ${new URL(url).host}.`]);
    expect(editor.traffic()).not.toMatch(new RegExp(`revoked-token|${TOKEN}`));
  });

  test.each([
    ['nobody was signed in', undefined, 'not signed in to a Relay account'],
    ['it could not be used', 'contexts: [', 'is not valid YAML'],
  ])('when a file is opened, where %s', async (_, before, said) => {
    const { url } = await accountOfTest();
    const { editor, write } = await edited(before);
    await expect.poll(editor.hover).toContain(said);
    await write(configuration(url));
    await editor.open(other, text);
    await editor.until('connection-missing');
  });

  test('at the next save, where the token was refused after the list was there', async () => {
    const { url, faults } = await accountOfTest();
    const elsewhere = await accountOfTest({ seed: [aws('prod')] });
    const { editor, write } = await edited(configuration(url));
    await editor.until('connection-missing');
    faults.set({ route: 'GET /api/connections', fault: { is: 'status', status: 401 } });
    await editor.save(uri);
    await editor.until();
    await write(configuration(elsewhere.url));
    await editor.save(uri);
    await editor.until('connection-missing');
  });

  test.each([undefined, 'contexts: [', configuration('https://relay.test')])(
    'not where it is what it was: %j',
    async (content) => {
      const { folder } = await home(content);
      const found = await findAccount({ environment: { HOME: folder } } as never);
      expect(await found.again()).toBeUndefined();
    },
  );

  test('with the refresh command, also while the account answers', async () => {
    const { url } = await accountOfTest();
    const elsewhere = await accountOfTest({ seed: [aws('gone')] });
    const { editor, write, path } = await edited(configuration(url));
    await editor.until('connection-missing');
    await write(configuration(elsewhere.url));
    await editor.refresh();
    await editor.until();
    await rm(path);
    await editor.refresh();
    expect(await editor.hover()).toContain('not signed in');
  });
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
  await expect.poll(editor.hover).toContain(`the lock file ${path} cannot be used: its version is not 1`);
});
