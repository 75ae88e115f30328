// The commands about connections in the real VS Code: from the palette, from the views, and from a reference.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { addConnections, signInTo, usingAccount } from '../accounts';
import { person } from '../person';
import { action, openRelay, row, useWorkflowsOf } from '../views';
import {
  copiedBy,
  fromPalette,
  goTo,
  openQuickFixes,
  openWorkflow,
  relayDiagnostics,
  until,
  untilDiagnostics,
  untilText,
} from '../workbench';

const workflow = `steps:
- name: list-machines
  image: relaysh/core
  spec:
    connection: !Connection { type: aws, name: production }
    token: Bearer \${connections.slack.ops-room.apiToken}
    old: !Connection [aws, expired]
    new: \n`;

const notification = (text: string) => `.notifications-center >> text=${text}`;

/** Waits until a notification says this; toasts do not show under the tests' driver. */
async function told(text: string): Promise<void> {
  await vscode.commands.executeCommand('notifications.showList');
  await person.see(notification(text));
}

async function nothingMoreTold(): Promise<void> {
  await vscode.commands.executeCommand('notifications.clearAll');
}

describe('the commands of the views', () => {
  const account = usingAccount('token-of-the-commands-test');
  let document: vscode.TextDocument;
  useWorkflowsOf('commands');
  before(async () => {
    await addConnections(
      account(),
      ['slack', 'ops-room', 'x'],
      ['aws', 'production', 'x'],
      ['aws', 'expired', ' '],
      ['aws', 'spare', 'x'],
    );
    await signInTo(account());
    document = await openWorkflow('commands/machines.yaml', workflow);
    await openRelay();
    await person.see(row('expired'));
  });

  after(async () => {
    // A file that an extension has shown stays open for a while, whatever tabs there are.
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) =>
      edit.replace(new vscode.Range(0, 0, document.lineCount, 0), '# relay: ignore\n'),
    );
    await document.save();
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });

  it('test the connection that the cursor is on, from the palette', async () => {
    await vscode.window.showTextDocument(document);
    await goTo(document, 'ops-room');
    await fromPalette('Relay: Test Connection');
    await told('slack / ops-room of Local account passed the test');
    await person.see(row('tested just now'));
    await person.picture('commands-tested');
    await nothingMoreTold();
  });

  it('test a connection from its row, and say why it failed', async () => {
    await person.hover(row('expired'));
    await person.click(action('expired', 'Test Connection'));
    await told('aws / expired of Local account failed the test: The value of "key" is empty.');
    await person.see(row('test failed just now'));
    await untilDiagnostics(document, ['connection-unavailable: expired']);
    await person.picture('commands-test-failed');
    await nothingMoreTold();
  });

  it('offer both ways out at the reference', async () => {
    await vscode.window.showTextDocument(document);
    await goTo(document, 'expired');
    await openQuickFixes('Test connection "expired"');
    await person.see('.action-widget >> text=Overwrite values of "expired"…');
    await person.picture('commands-light-bulb');
    await person.press('Enter');
    await told('aws / expired of Local account failed the test');
    await nothingMoreTold();
  });

  it('test all, and count', async () => {
    await fromPalette('Relay: Test Every Connection');
    await told('3 of 4 connections passed the test. 1 failed: aws / expired.');
    await person.picture('commands-test-all');
    await nothingMoreTold();
  });

  it('copy and insert a reference from the menu of a row', async () => {
    await person.click(row('spare'));
    await person.press('Shift+F10');
    await person.see('.monaco-menu >> text=Insert Connection Reference');
    await person.picture('commands-menu');
    await person.hover('.monaco-menu >> text=Copy Connection Reference');
    await person.press('Enter');
    await person.see('.statusbar-item >> text=Copied the reference');
    await person.gone('.monaco-menu');
    assert.equal(await vscode.env.clipboard.readText(), '!Connection { type: aws, name: spare }');

    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(7, 9, 7, 9);
    await person.click(row('spare'));
    await person.press('Shift+F10');
    await person.hover('.monaco-menu >> text=Insert Connection Reference');
    await person.press('Enter');
    await untilText(document, `${workflow.trimEnd()} !Connection { type: aws, name: spare }\n`);
    await person.see('.monaco-editor.focused');
  });

  it('find what uses a connection, chosen from a list', async () => {
    await vscode.window.showTextDocument(document);
    await goTo(document, 'list-machines');
    await fromPalette('Relay: Find Connection Usages');
    await person.see('.quick-input-widget >> text=Find what uses a connection');
    await person.type('production');
    await person.press('Enter');
    await person.see('.quick-input-widget >> text=aws / production: 1 use here');
    await person.picture('commands-usages');
    await person.press('Enter');
    await person.see('.statusbar-item >> text=Ln 5, Col');
  });

  it('rename in the account and in the text, up to the question', async () => {
    await vscode.window.showTextDocument(document);
    await goTo(document, 'production');
    await fromPalette('Relay: Rename Connection…');
    await person.see('.quick-input-widget >> text=Rename the aws connection "production" of Local account');
    await person.type('expired');
    await person.see('.quick-input-widget >> text=Another aws connection has this name.');
    await person.picture('commands-rename');
    const before = document.getText();
    await person.type('-2');
    await person.press('Enter');
    // VS Code refuses its dialogs to tests, as if they had been cancelled.
    await person.gone('.quick-input-widget');
    await vscode.commands.executeCommand('relay.connections.refresh');
    await person.see(row('production'));
    assert.equal(document.getText(), before);
  });

  it('overwrite in the form, up to the question', async () => {
    await person.hover(row('expired'));
    await person.click(action('expired', 'Overwrite Connection Values'));
    await person.inWebview.see('role=heading[name="Overwrite AWS connection expired"]');
    await person.inWebview.see('text=It is used in 1 place of this workspace.');
    await person.inWebview.type('AKIAEXAMPLE', { into: '[data-field="accessKeyID"] input:visible' });
    await person.inWebview.press('Tab');
    await person.inWebview.type('not-a-real-secret');
    await person.picture('commands-overwrite');
    await person.inWebview.press('Enter');
    await person.inWebview.see('text=Nothing was overwritten. What you typed is still here.');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await vscode.commands.executeCommand('relay.connections.refresh');
    await person.see(row('test failed'));
  });

  it('delete nothing without an answer, by key and from the row', async () => {
    await person.click(row('spare'));
    await person.press('Delete');
    await person.hover(row('spare'));
    await person.click(action('spare', 'Delete Connection'));
    await vscode.commands.executeCommand('relay.connections.refresh');
    await person.see(row('spare'));
    assert.deepEqual(relayDiagnostics(document), ['connection-unavailable: expired']);
  });

  it('do nothing by key on a row that is no connection, whatever the cursor is on', async () => {
    await vscode.window.showTextDocument(document);
    await goTo(document, 'production');
    // The first click closes it.
    for (const _ of [1, 2]) await person.click(row('aws · 3 connections'));
    await person.see(row('expired'));
    await person.press('F2');
    // Two more times in a way that can be waited for: what comes must have come, and an odd number would close the row.
    for (const _ of [1, 2])
      await vscode.commands.executeCommand('relay.connections.rename', { focused: true });
    await person.gone('.quick-input-widget');
    await person.see(row('expired'));
    await person.press('ArrowDown');
    await person.press('F2');
    await person.see('.quick-input-widget >> text=Rename the aws connection "expired"');
    await person.press('Escape');
  });

  it('validate the workflow with the account: accepted, and refused at its place', async () => {
    const editor = await vscode.window.showTextDocument(document);
    await fromPalette('Relay: Validate Workflow with the Account');
    await told('accepts commands/machines.yaml');
    await nothingMoreTold();

    await editor.edit((edit) =>
      edit.insert(new vscode.Position(8, 0), '- name: list-machines\n  image: relaysh/core\n'),
    );
    await fromPalette('Relay: Validate Workflow with the Account');
    await told('refuses commands/machines.yaml: The workflow has errors.');
    const refused = () =>
      vscode.languages
        .getDiagnostics(document.uri)
        .filter(({ source }) => source === 'relay account')
        .map(({ range, message }) => `${range.start.line}: ${message}`);
    await until(
      () => refused().length > 0,
      vscode.languages.onDidChangeDiagnostics,
      () => 'nothing is shown',
    );
    assert.match(refused().join('\n'), /^8: Line 9, column 9: /);
    await person.click('.notifications-center >> text=Show Problems');
    await person.see('.markers-panel >> text=relay account');
    await person.picture('commands-validated');
    await vscode.window.showTextDocument(document);
    await person.press('ControlOrMeta+End');
    await person.type(' ');
    await until(
      () => refused().length === 0,
      vscode.languages.onDidChangeDiagnostics,
      () => refused().join('\n'),
    );
    await nothingMoreTold();
  });

  it('say that the page of an account is not known', async () => {
    await fromPalette('Relay: Open Connections in Browser');
    await told('has no web page that is known');
    await nothingMoreTold();
  });

  it('tell who may test what this user may not', async () => {
    await account().fail({ route: 'POST /api/connections/:id/test', fault: { is: 'status', status: 403 } });
    await person.hover(row('spare'));
    await person.click(action('spare', 'Test Connection'));
    await told('needs the Administrator role');
    await person.picture('commands-forbidden');
    const copied = await copiedBy(() => person.click('.notifications-center >> text=Copy Request'));
    await account().fail();
    assert.match(copied, /^Please test a connection of .*\n {2}type: aws\n {2}name: spare\n$/);
    await nothingMoreTold();
  });
});
