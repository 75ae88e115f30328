// Secrets over the protocol: which workflows a server wants to know the secrets of, and what it then says of an open file.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import {
  DiagnosticRefreshRequest,
  DidChangeConfigurationNotification,
  DidCloseTextDocumentNotification,
  DocumentDiagnosticRequest,
} from 'vscode-languageserver/node';
import type { Account } from '../../server/src/account/account';
import {
  accountChanged,
  type CheckWorkspaceAnswer,
  checkWorkspace,
  type SecretsWanted,
  secretsWanted,
  type WorkflowLinkAnswer,
  workflowLink,
} from '../../server/src/protocol';
import { type Editor, pulling, startEditor } from '../support/editor';
import { ready, step, withSecrets } from '../support/marks';

const vscode = { forms: true, account: 'client' };
const text = `name: ops/deploy\n${step('a: !Secret token')}`;
const uri = 'file:///flows/w.yaml';

/** What a server tells that it wants, one telling after the other. */
function wantsOf({ connection }: Editor) {
  const told: (readonly string[])[] = [];
  const waiting: ((paths: readonly string[]) => void)[] = [];
  connection.onNotification(secretsWanted, ({ paths }: SecretsWanted) => {
    const wait = waiting.shift();
    if (wait) wait(paths);
    else told.push(paths);
  });
  return {
    told,
    next: async () => told.shift() ?? new Promise<readonly string[]>((resolve) => waiting.push(resolve)),
  };
}

async function codesOf({ connection }: Editor, of = uri): Promise<unknown[]> {
  const report = await connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri: of } });
  return report.kind === 'full' ? report.items.map(({ code }) => code) : [];
}

const set = ({ connection }: Editor, names: Record<string, string>) =>
  connection.sendNotification(DidChangeConfigurationNotification.type, {
    settings: { relay: { workflows: { names } } },
  });

test('the secrets of the workflow that an open file is linked to are wanted, and the file follows without an edit', async () => {
  const editor = await startEditor(pulling, vscode);
  const wants = wantsOf(editor);
  await editor.connection.sendNotification(accountChanged, ready());
  await editor.open(uri, text);
  expect(await codesOf(editor)).toEqual([]);
  expect(await wants.next()).toEqual(['ops/deploy']);
  const asked = new Promise<void>((resolve) =>
    editor.connection.onRequest(DiagnosticRefreshRequest.type, () => resolve()),
  );
  await editor.connection.sendNotification(accountChanged, withSecrets('other'));
  await asked;
  expect(await codesOf(editor)).toEqual(['secret-missing']);
  await editor.connection.sendNotification(accountChanged, withSecrets('token'));
  expect(await codesOf(editor)).toEqual([]);
  expect(wants.told).toEqual([]);
});

test('a name that is being typed is told once it stands, and no more is wanted of what is closed', async () => {
  const editor = await startEditor(pulling, vscode);
  const wants = wantsOf(editor);
  for (let length = 1; length <= 10; length++) {
    const typed = text.replace('ops/deploy', 'ops/deploy'.slice(0, length));
    if (length === 1) await editor.open(uri, typed);
    else await editor.change(uri, length, typed);
    await codesOf(editor);
  }
  expect(await wants.next()).toEqual(['ops/deploy']);
  await editor.connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
  expect(await wants.next()).toEqual([]);
});

test('nothing is wanted where no file is linked, none speaks of secrets, or the client has no account', async () => {
  const unlinked = await startEditor(pulling, vscode);
  const without = await startEditor(pulling, vscode);
  const alone = await startEditor(pulling);
  const all = [unlinked, without, alone].map(wantsOf);
  await unlinked.open(uri, step('a: !Secret token'));
  await without.open(uri, `name: deploy\n${step('a: 1')}`);
  await alone.open(uri, text);
  for (const editor of [unlinked, without, alone]) await codesOf(editor);
  // Another file that is linked shows that nothing was told before it.
  await unlinked.open('file:///other.yaml', text);
  await without.open('file:///other.yaml', text);
  for (const editor of [unlinked, without]) await codesOf(editor, 'file:///other.yaml');
  expect(await all[0]?.next()).toEqual(['ops/deploy']);
  expect(await all[1]?.next()).toEqual(['ops/deploy']);
  expect(all.map(({ told }) => told)).toEqual([[], [], []]);
});

test('the setting links files, by globs from the folders, and the client can ask which', async () => {
  const editor = await startEditor(pulling, vscode, undefined, ['file:///flows']);
  const wants = wantsOf(editor);
  const link = (of = uri) => editor.connection.sendRequest<WorkflowLinkAnswer>(workflowLink, { uri: of });
  expect(await link()).toBeNull();
  await editor.open(uri, text);
  expect(await link()).toEqual({ path: 'ops/deploy' });
  await codesOf(editor);
  expect(await wants.next()).toEqual(['ops/deploy']);
  await set(editor, { 'w.*': 'other' });
  expect(await link()).toEqual({ path: 'other' });
  await codesOf(editor);
  expect(await wants.next()).toEqual(['other']);
  await set(editor, { '*': '' });
  expect(await link()).toBeNull();
  await editor.open('file:///services.yaml', 'name: x\nservices: {}\n');
  expect(await link('file:///services.yaml')).toBeNull();
});

test('a server that asks the account itself wants them of it', async () => {
  let listen = (_account: Account) => {};
  let want = (_paths: readonly string[]) => {};
  const wanted = new Promise<readonly string[]>((resolve) => {
    want = resolve;
  });
  const editor = await startEditor({}, undefined, {
    current: ready(),
    onChange: (listener) => {
      listen = listener;
    },
    refresh: async () => {},
    refreshIfOld: () => {},
    lookIn: () => {},
    want,
  });
  await editor.open(uri, text);
  expect(await editor.published(uri)).toEqual([]);
  expect(await wanted).toEqual(['ops/deploy']);
  listen(withSecrets());
  expect((await editor.published(uri)).map(({ code }) => code)).toEqual(['secret-missing']);
});

test('checking the workspace wants the secrets of files that are not open', async () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'relay-secrets-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'flows'));
  writeFileSync(join(folder, 'flows/w.yaml'), text);
  const editor = await startEditor(pulling, vscode, undefined, [pathToFileURL(folder).href]);
  const wants = wantsOf(editor);
  const check = async () => {
    const found = await editor.connection.sendRequest<CheckWorkspaceAnswer>(checkWorkspace);
    return found.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code));
  };
  expect(await check()).toEqual([]);
  expect(await wants.next()).toEqual(['ops/deploy']);
  await editor.connection.sendNotification(accountChanged, withSecrets());
  expect(await check()).toEqual(['secret-missing']);
});
