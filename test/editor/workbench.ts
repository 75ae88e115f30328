// What the tests inside VS Code share: files, diagnostics that settle, and accounts of their own.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before } from 'mocha';
import * as vscode from 'vscode';
import type { FaultRule } from '../../server/src/localAccount/faults';
import { person } from './person';

/** Writes a file into the workspace and opens it. */
export async function openFile(name: string, text: string): Promise<vscode.TextEditor> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder) throw new Error('the window has no folder');
  const uri = vscode.Uri.joinPath(folder.uri, name);
  await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
  const editor = await vscode.window.showTextDocument(uri, { preview: false });
  await person.see('.monaco-editor.focused');
  return editor;
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

/** Waits, without asking again and again, until a document has exactly these diagnostics. */
export function untilDiagnostics(document: vscode.TextDocument, expected: readonly string[]): Promise<void> {
  const wanted = JSON.stringify([...expected].sort());
  const found = () => JSON.stringify(relayDiagnostics(document).sort());
  return new Promise((resolve, reject) => {
    if (found() === wanted) return resolve();
    const listening = vscode.languages.onDidChangeDiagnostics(() => {
      if (found() === wanted) end(resolve);
    });
    const tooLate = setTimeout(
      () => end(() => reject(new Error(`expected ${wanted}, found ${found()}`))),
      30_000,
    );
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

/** Signs in to an account by the palette's command, as a person does. */
export async function signInTo({ url, token }: ServedAccount): Promise<void> {
  await vscode.workspace.getConfiguration('relay').update('apiUrl', url, vscode.ConfigurationTarget.Global);
  const done = vscode.commands.executeCommand('relay.signIn');
  await person.see('.quick-input-widget >> text=API token');
  await person.press('Enter');
  await person.see('.quick-input-widget >> text=Paste an API token');
  await person.type(token);
  await person.press('Enter');
  await done;
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

/** Runs a command from the palette, by its title. */
export async function fromPalette(title: string): Promise<void> {
  await person.press('F1');
  await person.see('.quick-input-widget input');
  await person.type(title);
  await person.see(`.quick-input-list .monaco-list-row.focused >> text=${title.replace(/^Relay: /, '')}`);
  await person.press('Enter');
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
