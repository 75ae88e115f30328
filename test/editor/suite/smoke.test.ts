// The ground the other tests stand on: the extension runs, files open, and a person reaches editors and webviews.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { person } from '../person';

describe('VS Code', () => {
  it('activates the extension', async () => {
    const extension = vscode.extensions.getExtension('relay-workflows.relay-workflows');
    assert.ok(extension, 'the extension is not installed');
    await extension.activate();
    assert.ok((await vscode.commands.getCommands(true)).includes('relay.showOutput'));
  });

  it('lets a person type into a file of the workspace', async () => {
    const [file] = await vscode.workspace.findFiles('**/*.{yaml,yml}', null, 1);
    assert.ok(file, 'the workspace has no YAML file');
    const editor = await vscode.window.showTextDocument(file);
    await person.see('.monaco-editor.focused');
    await person.press('ControlOrMeta+Home');
    await person.type('# typed by a person');
    await person.press('Enter');
    await person.see('.view-line >> text=# typed by a person');
    await person.picture('smoke-editor');
    assert.equal(editor.document.lineAt(0).text, '# typed by a person');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('lets a person type into a webview', async () => {
    const panel = vscode.window.createWebviewPanel('smoke', 'Smoke', vscode.ViewColumn.One, {
      enableScripts: true,
    });
    const typed = new Promise((resolve) => panel.webview.onDidReceiveMessage(resolve));
    panel.webview.html = pageWithInput(randomBytes(16).toString('hex'));
    await person.inWebview.type('typed by a person', { into: '#value' });
    await person.inWebview.press('Tab');
    await person.inWebview.press('Enter');
    assert.equal(await typed, 'typed by a person');
    assert.equal(await person.inWebview.text('label'), 'Value');
    await person.picture('smoke-webview');
    panel.dispose();
    await person.gone('iframe.webview.ready');
  });

  it('says what a person could not do', async () => {
    const refusal = await person.see('#not-there', { timeout: 100 }).catch(String);
    const [, picture] = /could not `see #not-there`.* See (.+\.png)$/.exec(refusal ?? '') ?? [];
    assert.ok(picture, refusal ?? 'it saw what is not there');
    rmSync(picture);
  });
});

function pageWithInput(nonce: string): string {
  return `<!doctype html>
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-${nonce}'">
    <label for="value">Value</label> <input id="value"> <button>Send</button>
    <script nonce="${nonce}">
      const vscode = acquireVsCodeApi();
      document.querySelector('button').onclick = () => vscode.postMessage(document.querySelector('input').value);
    </script>`;
}
