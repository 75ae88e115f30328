// YAML files that are workflows get the language of workflows; nothing else does, and nobody who changes it back is fought.
import assert from 'node:assert/strict';
import { after, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { person } from '../person';
import { closeEverything, openFile, relayDiagnostics, untilDiagnostics, untilLanguage } from '../workbench';

const workflow = 'steps:\n- name: a\n  image: relaysh/core\n  spec:\n    a: !Connection { type: aws }\n';
const found = ['connection-malformed: !Connection'];
const other = 'services:\n  web:\n    image: nginx\n    name: !Ref x\n';

let files = 0;

/** Waits until everything that was opened or changed before is decided: the server answers in order. */
async function decided(): Promise<void> {
  files += 1;
  const { document } = await openFile(`later-${files}.yaml`, workflow);
  await untilLanguage(document, 'relay-workflow');
}

describe('detection', () => {
  after(closeEverything);

  it('makes a workflow of YAML that is one, and shows what is wrong with it once', async () => {
    let most = 0;
    const watching = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      for (const uri of uris) most = Math.max(most, vscode.languages.getDiagnostics(uri).length);
    });
    const { document } = await openFile('detected.yaml', workflow);
    await untilLanguage(document, 'relay-workflow');
    await person.see('.statusbar-item >> text=Relay Workflow');
    await untilDiagnostics(document, found);
    await decided();
    assert.deepEqual(relayDiagnostics(document), found);
    assert.equal(most, 1);
    watching.dispose();
    await person.picture('detected');
  });

  it('leaves other YAML alone, and workflows that say that they are none', async () => {
    const { document } = await openFile('other.yaml', other);
    const { document: ignored } = await openFile('ignored.yaml', `# relay: ignore\n${workflow}`);
    await decided();
    assert.deepEqual([document.languageId, ignored.languageId], ['yaml', 'yaml']);
    assert.deepEqual([relayDiagnostics(document), relayDiagnostics(ignored)], [[], []]);
  });

  it('follows what is typed', async () => {
    const { document } = await openFile('typed.yaml', '');
    await person.type('steps:\n- name: a\n  type: approval', { delay: 10 });
    await untilLanguage(document, 'relay-workflow');
    assert.match(document.getText(), /^ {2}type: approval/m);
  });

  it('does not switch a document again that a person has switched back', async () => {
    const { document } = await openFile('by-hand.yaml', workflow);
    await untilLanguage(document, 'relay-workflow');
    await person.click('.statusbar-item >> text=Relay Workflow');
    await person.see('.quick-input-widget input[placeholder="Select Language Mode"]');
    await person.type('YAML');
    await person.see('.quick-input-list .monaco-list-row.focused >> text=(yaml)');
    await person.press('Enter');
    await untilLanguage(document, 'yaml');
    await untilDiagnostics(document, found);

    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), '# edited\n');
    await vscode.workspace.applyEdit(edit);
    await decided();
    assert.equal(document.languageId, 'yaml');
    await untilDiagnostics(document, found);

    await document.save();
    await closeEverything();
    const again = await vscode.workspace.openTextDocument(document.uri);
    await decided();
    assert.equal(again.languageId, 'yaml');
  });

  it('switches a document again that was only closed', async () => {
    const { document } = await openFile('closed.yaml', workflow);
    await untilLanguage(document, 'relay-workflow');
    await closeEverything();
    const { document: again } = await openFile('closed.yaml', workflow);
    await untilLanguage(again, 'relay-workflow');
  });

  it('follows the settings that leave files out', async () => {
    const { document } = await openFile('left-out.yaml', workflow);
    await untilDiagnostics(document, found);
    await untilLanguage(document, 'relay-workflow');
    const settings = vscode.workspace.getConfiguration('relay');
    await settings.update('workflows.exclude', ['left-out.yaml'], vscode.ConfigurationTarget.Global);
    await untilLanguage(document, 'yaml');
    await untilDiagnostics(document, []);
    await decided();
    assert.equal(document.languageId, 'yaml');
    await settings.update('workflows.exclude', undefined, vscode.ConfigurationTarget.Global);
    await untilLanguage(document, 'relay-workflow');
    await untilDiagnostics(document, found);
  });

  it('does nothing where the setting is off, until it is on', async () => {
    const settings = vscode.workspace.getConfiguration('relay');
    await settings.update('detectWorkflows', false, vscode.ConfigurationTarget.Global);
    const { document } = await openFile('off.yaml', workflow);
    await untilDiagnostics(document, found);
    assert.equal(document.languageId, 'yaml');
    await settings.update('detectWorkflows', undefined, vscode.ConfigurationTarget.Global);
    await untilLanguage(document, 'relay-workflow');
    await untilDiagnostics(document, found);
  });
});
