// The main job, as a person does it: a reference is typed, found missing, created in the form, and the underline goes.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { person } from '../person';
import {
  closeEverything,
  fromPalette,
  openFile,
  openQuickFixes,
  openWorkflow,
  relayDiagnostics,
  untilDiagnostics,
  untilInFront,
} from '../workbench';

const workflow = `apiVersion: v1
steps:
- name: list-instances
  image: relaysh/core
  spec:
    aws:
      region: eu-central-1
`;

describe('the main job', () => {
  before(async () => {
    // The README shows pictures of this, not of the other tests' files.
    await vscode.commands.executeCommand('workbench.action.closeSidebar');
    await vscode.commands.executeCommand('relay.localAccount.start');
    await person.see('.statusbar-item >> text=Local account');
  });
  after(async () => {
    await closeEverything();
    await vscode.commands.executeCommand('workbench.view.explorer');
    await vscode.commands.executeCommand('relay.localAccount.stop');
    await person.see('.statusbar-item >> text=Relay: sign in');
  });

  it('goes from a half-typed reference to a created connection by keyboard', async () => {
    const { document } = await openFile('main-job.yaml', workflow);
    await untilDiagnostics(document, []);

    await person.press('ControlOrMeta+End');
    await person.type('      connection: !Connection { type: ', { delay: 20 });
    await person.see('.suggest-widget.visible >> text=aws');
    await person.picture('completion-type');
    await person.type('aw', { delay: 20 });
    await person.see('.suggest-widget.visible .monaco-list-row.focused >> text=aws');
    await person.press('Enter');
    await person.type(', name: team-billing', { delay: 20 });
    await person.press('Escape');
    await untilDiagnostics(document, ['connection-missing: team-billing']);
    assert.match(document.getText(), /connection: !Connection \{ type: aws, name: team-billing ?\}/);
    await person.see('.squiggly-error');
    await person.picture('diagnostic-missing');

    await openQuickFixes('Create aws connection "team-billing"…');
    await person.picture('light-bulb');
    await person.press('Enter');

    await person.inWebview.see('role=heading[name="New AWS connection"]');
    await person.inWebview.type('AKIAEXAMPLE', { into: '[data-field="accessKeyID"] input:visible' });
    await person.inWebview.press('Tab');
    await person.inWebview.type('not-a-real-secret');
    await person.picture('form-dark');
    const typed = document.getText();
    await person.inWebview.press('Enter');

    await untilDiagnostics(document, []);
    await person.gone('.squiggly-error');
    assert.equal(document.getText(), typed);
    await untilInFront((each) => each === document);
    await person.picture('created');
  });

  it('completes the name of what exists now, and fills in its type where the name comes first', async () => {
    const { document } = await openFile('names.yaml', workflow);
    await person.press('ControlOrMeta+End');
    await person.type('      connection: !Connection { name: ', { delay: 20 });
    await person.see('.suggest-widget.visible >> text=team-billing');
    await person.type('te', { delay: 20 });
    await person.see('.suggest-widget.visible .monaco-list-row.focused >> text=team-billing');
    await person.picture('completion-name');
    await person.press('Enter');
    await untilDiagnostics(document, []);
    assert.match(document.getText(), /!Connection \{ type: aws, name: team-billing ?\}/);
  });

  it('creates what a reference is to name, and writes its type and name there', async () => {
    const { document } = await openFile('created.yaml', workflow);
    await person.press('ControlOrMeta+End');
    await person.type('      connection: !Connection { name: ', { delay: 20 });
    await person.click('.suggest-widget.visible .monaco-list-row >> text=/^Create new connection/');
    await person.inWebview.press('ArrowDown', { on: '#type' });
    await person.inWebview.see('role=heading[name="New AWS connection"]');
    await person.inWebview.type('sandbox', { into: '#name' });
    await person.inWebview.type('AKIAEXAMPLE', { into: '[data-field="accessKeyID"] input:visible' });
    await person.inWebview.press('Tab');
    await person.inWebview.type('not-a-real-secret');
    await person.inWebview.press('Enter');
    await untilInFront((each) => each === document);
    await untilDiagnostics(document, []);
    assert.match(document.getText(), /!Connection \{ (?:type: aws, )?name: sandbox(?:, type: aws)? ?\}/);
    await person.picture('completion-created');
  });

  it('shows what the account knows on hover', async () => {
    await openWorkflow(
      'hover.yaml',
      `${workflow}      connection: !Connection { type: aws, name: team-billing }\n`,
    );
    await person.hover('.view-line >> text=team-billing');
    await person.see('.monaco-hover >> text=Found');
    await person.picture('hover');
  });

  it('fixes a misspelt name with the closest one', async () => {
    const { document } = await openFile(
      'closest.yaml',
      `${workflow}      connection: !Connection [aws, team-biling]\n`,
    );
    await untilDiagnostics(document, ['connection-missing: team-biling']);
    await person.press('ControlOrMeta+End');
    await person.press('ArrowUp');
    await person.press('End');
    await person.press('ArrowLeft');
    await openQuickFixes('Use "team-billing"');
    await person.press('Enter');
    await untilDiagnostics(document, []);
    assert.match(document.getText(), /!Connection \[aws, team-billing\]/);
  });

  it('checks on save alone where the settings say so', async () => {
    const settings = vscode.workspace.getConfiguration('relay');
    await settings.update('diagnostics.run', 'onSave', vscode.ConfigurationTarget.Global);
    try {
      const editor = await openFile('save.yaml', workflow);
      await editor.edit((edit) =>
        edit.insert(new vscode.Position(7, 0), '      connection: !Connection [aws, nope]\n'),
      );
      // A second document that is checked shows that the first was not.
      const other = await openFile('other.yaml', `${workflow}      connection: !Connection [aws, nope]\n`);
      await untilDiagnostics(other.document, ['connection-missing: nope']);
      assert.deepEqual(relayDiagnostics(editor.document), []);
      await editor.document.save();
      await untilDiagnostics(editor.document, ['connection-missing: nope']);
    } finally {
      await settings.update('diagnostics.run', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('opens an empty form from the palette, and Escape closes it', async () => {
    await fromPalette('Relay: Create Connection…');
    await person.inWebview.see('#type');
    await person.inWebview.press('Escape', { on: '#name' });
    await person.gone('iframe.webview.ready');
  });
});
