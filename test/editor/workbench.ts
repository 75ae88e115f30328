// What the tests inside VS Code share: files, diagnostics that settle, and accounts of their own.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before } from 'mocha';
import * as vscode from 'vscode';
import { YAML_MEDIA_TYPE } from '../../server/src/account/contract/schema';
import type { FaultRule } from '../../server/src/localAccount/faults';
import { person } from './person';

/** Writes a file into the workspace. */
export async function writeFile(name: string, text: string): Promise<vscode.Uri> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder) throw new Error('the window has no folder');
  const uri = vscode.Uri.joinPath(folder.uri, name);
  await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
  return uri;
}

/** Writes a file into the workspace and opens it. */
export async function openFile(name: string, text: string): Promise<vscode.TextEditor> {
  const uri = await writeFile(name, text);
  const editor = await vscode.window.showTextDocument(uri, { preview: false });
  await person.see('.monaco-editor.focused');
  return editor;
}

/** Opens a workflow and waits until VS Code has made it one. */
export async function openWorkflow(name: string, text: string): Promise<vscode.TextDocument> {
  const { document } = await openFile(name, text);
  await untilLanguage(document, 'relay-workflow');
  await vscode.window.showTextDocument(document, { preview: false });
  await person.see('.statusbar-item >> text=Relay Workflow');
  return document;
}

export async function closeEverything(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await vscode.commands.executeCommand('workbench.action.closePanel');
}

/** Relay's diagnostics of a document, as `code: underlined text`. */
export function relayDiagnostics(document: vscode.TextDocument): string[] {
  return vscode.languages
    .getDiagnostics(document.uri)
    .filter((each) => each.source === 'relay')
    .map((each) => `${codeOf(each)}: ${document.getText(each.range)}`);
}

/** Waits until a document has exactly these diagnostics. */
export function untilDiagnostics(document: vscode.TextDocument, expected: readonly string[]): Promise<void> {
  const wanted = JSON.stringify([...expected].sort());
  const found = () => JSON.stringify(relayDiagnostics(document).sort());
  return until(
    () => found() === wanted,
    vscode.languages.onDidChangeDiagnostics,
    () => `expected ${wanted}, found ${found()}`,
  );
}

/** Waits until a document has a language; by then VS Code may show another editor for it. */
export function untilLanguage(document: vscode.TextDocument, language: string): Promise<void> {
  return until(
    () => document.languageId === language,
    vscode.workspace.onDidOpenTextDocument,
    () => `it is ${document.languageId}`,
  );
}

/** Waits until a document has exactly this text. */
export function untilText(document: vscode.TextDocument, expected: string): Promise<void> {
  return until(
    () => document.getText() === expected,
    vscode.workspace.onDidChangeTextDocument,
    () => document.getText(),
  );
}

/** Waits, without asking again and again, until something is so; the event fires whenever it may have become so. */
export function until(isSo: () => boolean, event: vscode.Event<unknown>, say: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    if (isSo()) return resolve();
    const listening = event(() => {
      if (isSo()) end(resolve);
    });
    const tooLate = setTimeout(() => end(() => reject(new Error(say()))), 30_000);
    const end = (how: () => void) => {
      listening.dispose();
      clearTimeout(tooLate);
      how();
    };
  });
}

/** An account of this test's, in a process of its own. */
export interface ServedAccount {
  readonly url: string;
  readonly token: string;
  /** Where it keeps its data. */
  readonly folder: string;
  /** Replaces what goes wrong from now on. */
  fail(...rules: readonly FaultRule[]): Promise<void>;
  stop(): void;
}

/** Serves an account for the tests of one `describe`; afterwards everything is closed, signed out and stopped. */
export function usingAccount(token: string): () => ServedAccount {
  let account: ServedAccount | undefined;
  before(async () => {
    account = await serveAccount(token);
  });
  after(async () => {
    await closeEverything();
    await vscode.commands.executeCommand('relay.signOut');
    const settings = vscode.workspace.getConfiguration('relay');
    for (const key of ['apiUrl', 'trace.server']) {
      await settings.update(key, undefined, vscode.ConfigurationTarget.Global);
    }
    account?.stop();
  });
  return () => {
    if (!account) throw new Error('the account is served only while the tests run');
    return account;
  };
}

async function serveAccount(token: string): Promise<ServedAccount> {
  const extension = vscode.extensions.getExtension('relay-workflows.relay-workflows');
  const folder = mkdtempSync(join(tmpdir(), 'relay-account-'));
  const args = [
    join(extension?.extensionPath ?? '', 'dist/cli.js'),
    'account',
    '--port',
    '0',
    '--data',
    folder,
  ];
  const child = spawn(process.execPath, args, {
    env: {
      ...process.env,
      ELECTRON_RUN_AS_NODE: '1',
      RELAY_ACCOUNT_PARENT: 'stdin',
      RELAY_ACCOUNT_FAULTS: '1',
      RELAY_TOKEN: token,
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const { url } = JSON.parse(await firstLine(child)) as { url: string };
  return {
    url,
    token,
    folder,
    fail: async (...rules) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const { ok, status } = await fetch(`${url}/testing/faults`, {
        method: 'PUT',
        headers,
        body: JSON.stringify(rules),
      });
      if (!ok) throw new Error(`the faults were refused with ${status}`);
    },
    stop: () => {
      child.stdin?.end();
      child.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    },
  };
}

const mediaType = 'application/vnd.puppet.relay.v20200615+json';

/** Adds connections of one value to an account, as its other users would. */
export async function addConnections(
  { url, token }: ServedAccount,
  ...connections: readonly (readonly [type: string, name: string, value: string])[]
): Promise<void> {
  for (const [type, name, value] of connections) {
    const { ok, status } = await fetch(`${url}/api/connections`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, accept: mediaType, 'content-type': mediaType },
      body: JSON.stringify({ type, name, auth: { type: 'secret', fields: { key: value } } }),
    });
    if (!ok) throw new Error(`${type}/${name} was refused with ${status}`);
  }
}

/** Signs in to an account by the palette's command, as a person does. */
export async function signInTo({ url, token }: Pick<ServedAccount, 'url' | 'token'>): Promise<void> {
  await vscode.workspace.getConfiguration('relay').update('apiUrl', url, vscode.ConfigurationTarget.Global);
  const done = vscode.commands.executeCommand('relay.signIn');
  await person.see('.quick-input-widget >> text=API token');
  await person.press('Enter');
  await person.see('.quick-input-widget >> text=Paste an API token');
  await person.type(token);
  await person.press('Enter');
  await done;
}

/** Adds a connection without values to an account, behind the editor's back. */
export async function add({ url, token }: ServedAccount, type: string, name: string): Promise<void> {
  const media = 'application/vnd.puppet.relay.v20200615+json';
  const headers = { authorization: `Bearer ${token}`, accept: media, 'content-type': media };
  const body = JSON.stringify({ type, name });
  const answer = await fetch(`${url}/api/connections`, { method: 'POST', headers, body });
  assert.equal(answer.status, 201, await answer.text());
}

/** Chooses an entry of the list that is shown, as by keyboard. */
export async function choose(label: string): Promise<void> {
  await person.see(`.quick-input-widget >> text=${label}`);
  await person.type(label);
  await person.see(`.quick-input-list .monaco-list-row.focused >> text=${label}`);
  await person.press('Enter');
}

/** Brings a workflow into the account, as uploading it does. */
export async function bringWorkflow({ url, token }: ServedAccount, path: string): Promise<void> {
  const { ok, status } = await fetch(`${url}/api/workflows/${encodeURIComponent(path)}/revisions`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      accept: YAML_MEDIA_TYPE.replace('yaml', 'json'),
      'content-type': YAML_MEDIA_TYPE,
    },
    body: 'steps: []\n',
  });
  if (!ok) throw new Error(`the workflow was refused with ${status}`);
}

/** Puts the cursor on a word of the front editor and shows its hover, as by keyboard. */
export async function hoverOn(word: string): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) throw new Error('no editor is in front');
  const at = editor.document.positionAt(editor.document.getText().indexOf(word) + 1);
  editor.selection = new vscode.Selection(at, at);
  // An earlier one would be kept as it is.
  await vscode.window.showTextDocument(editor.document);
  await vscode.commands.executeCommand('editor.action.hideHover');
  await person.gone('.monaco-hover');
  await vscode.commands.executeCommand('editor.action.showHover');
}

/** Puts the cursor behind the first letter of a word, as by keyboard, and waits until it is there. */
export async function goTo(document: vscode.TextDocument, word: string): Promise<void> {
  const { line, character } = positionOf(document, word);
  await person.press('Control+G');
  await person.see('.quick-input-widget input');
  await person.type(`${line + 1}:${character + 1}`);
  await person.press('Enter');
  await person.gone('.quick-input-widget');
  await person.see(`.statusbar-item >> text=Ln ${line + 1}, Col ${character + 1}`);
}

/** Where the cursor is behind the first letter of a word. */
export function positionOf(document: vscode.TextDocument, word: string): vscode.Position {
  const index = document.getText().indexOf(word);
  if (index < 0) throw new Error(`${word} is not in the document`);
  return document.positionAt(index + 1);
}

/**
 * Opens the list of quick fixes at the cursor by keyboard, once the light bulb says that there are some, and waits for
 * one of them. VS Code closes the list when something else comes in just then (a code lens, focus that returns): as a
 * person would, one presses again.
 */
export async function openQuickFixes(title: string): Promise<void> {
  await person.see('.monaco-editor.focused :is(.lightBulbWidget, [class*="gutter-lightbulb"])');
  const entry = `.action-widget >> text=${title}`;
  for (let tries = 1; ; tries += 1) {
    await person.press('ControlOrMeta+.');
    const isThere = await person.see(entry, { timeout: 4_000 }).then(
      () => true,
      (problem) => (tries < 3 ? false : Promise.reject(problem)),
    );
    if (isThere) return;
    await person.press('Escape');
  }
}

/** Asks for a new name of what the cursor is in, up to the Enter that gives it; the old name is selected. */
export async function typeNewName(name: string): Promise<void> {
  await person.press('F2');
  await person.see('.rename-box input:focus');
  await person.type(name);
}

/** Runs a command from the palette, by its title. */
export async function fromPalette(title: string): Promise<void> {
  await person.press('F1');
  await person.see('.quick-input-widget input');
  await person.type(title);
  await person.see(`.quick-input-list .monaco-list-row.focused >> text=${title.replace(/^Relay: /, '')}`);
  await person.press('Enter');
}

/** What a click or a key press copies; what others copied before does not count. */
export async function copiedBy(act: () => Promise<unknown>): Promise<string> {
  await vscode.env.clipboard.writeText('');
  await act();
  const until = Date.now() + 15_000;
  let copied = '';
  while (copied === '' && Date.now() < until) copied = await vscode.env.clipboard.readText();
  return copied;
}

function codeOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => reject(new Error('the account did not start')));
    if (child.stdout) createInterface(child.stdout).once('line', resolve);
  });
}
