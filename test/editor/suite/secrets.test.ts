// Secrets of the account's workflows, as a person lives with them: linked, found missing, created, overwritten, deleted.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { bringWorkflow, signInTo, usingAccount } from '../accounts';
import { answerDialogs } from '../dialogs';
import { person } from '../person';
import {
  copiedBy,
  fromPalette,
  goTo,
  hoverOn,
  openQuickFixes,
  openWorkflow,
  untilDiagnostics,
  untilInFront,
} from '../workbench';

const workflow = `name: ops/deploy
steps:
- name: upload
  image: relaysh/core
  spec:
    token: !Secret artifactory-token
    key: \${secrets.signing-key}
`;
const value = 'canarySecretR4nTw8';
const list = 'GET /api/workflows/:path/secrets';
const create = 'POST /api/workflows/:path/secrets';

describe('secrets', () => {
  const account = usingAccount('token-of-the-secrets-test');
  const both = ['secret-missing: artifactory-token', 'secret-missing: signing-key'];
  let document: vscode.TextDocument;

  before(async () => {
    // What is traced is among what must hold no value.
    const settings = vscode.workspace.getConfiguration('relay');
    await settings.update('trace.server', 'verbose', vscode.ConfigurationTarget.Global);
    await bringWorkflow(account(), 'ops/deploy');
    await bringWorkflow(account(), 'nightly');
    await signInTo(account());
    await vscode.commands.executeCommand('notifications.clearAll');
  });
  after(() => vscode.workspace.getConfiguration('relay').update('workflows.names', undefined));

  it('that the linked workflow lacks are underlined, and created in the form', async () => {
    document = await openWorkflow('deploy.yaml', workflow);
    await untilDiagnostics(document, both);
    await person.see('.squiggly-error');
    await person.picture('secret-missing');
    await goTo(document, 'artifactory-token');
    await openQuickFixes('Create secret "artifactory-token"…');
    await person.picture('secret-light-bulb');
    await person.press('Enter');

    await person.inWebview.see('role=heading[name="New secret artifactory-token of ops/deploy"]');
    await person.inWebview.press('ControlOrMeta+Enter');
    await person.inWebview.see('#value-error >> text=Enter a value.');
    await person.inWebview.type(`${value} `, { into: '#value' });
    await person.inWebview.see('#value-advice >> text=There is a space at the end.');
    await person.inWebview.press('Backspace');
    await person.picture('secret-form');
    await person.inWebview.press('ControlOrMeta+Enter');
    await untilDiagnostics(document, ['secret-missing: signing-key']);
    await untilInFront((each) => each === document);
    await person.see('.codelens-decoration >> text=2 secrets · 1 missing');
    await person.picture('secret-created');
  });

  it('show what is known of them, and complete', async () => {
    await hoverOn('artifactory-token');
    await person.see('.monaco-hover >> text=Found');
    await person.picture('secret-hover');
    await goTo(document, 'signing-key');
    await person.press('End');
    await person.press('ArrowLeft');
    for (let index = 0; index < 'signing-key'.length; index++) await person.press('Backspace');
    await person.type('art', { delay: 20 });
    await person.see('.suggest-widget.visible .monaco-list-row.focused >> text=artifactory-token');
    await person.picture('secret-completion');
    await person.press('Enter');
    await untilDiagnostics(document, []);
    await person.press('ControlOrMeta+Z');
    await person.press('Escape');
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await untilDiagnostics(document, ['secret-missing: signing-key']);
  });

  it('that cannot be saved keep what was typed, with the reason beside it', async () => {
    const problem = { title: `Not valid: ${value}`, items: { value: { title: 'This is no key.' } } };
    await account().fail({
      route: create,
      fault: { is: 'status', status: 422, body: { error: problem } },
      times: 1,
    });
    void vscode.commands.executeCommand('relay.secrets.set', { workflow: 'ops/deploy', name: 'signing-key' });
    await person.inWebview.type('-----BEGIN KEY-----', { into: '#value' });
    await person.inWebview.press('Enter');
    await person.inWebview.type(value);
    await person.inWebview.click('#create');
    await person.inWebview.see('#value-error >> text=This is no key.');
    assert.equal(await person.inWebview.text('#problems > p'), 'Not valid: [secret]');
    await person.picture('secret-refused');
    await account().fail({ route: create, fault: { is: 'status', status: 403 }, times: 1 });
    await person.inWebview.click('#create');
    await person.inWebview.see('text=/Setting a secret needs the Administrator role/');
    await vscode.commands.executeCommand('notifications.showList');
    await person.see('.notifications-center >> text=Ask somebody who has it');
    await person.picture('secret-forbidden');
    const copied = await copiedBy(() => person.click('.notification-list-item >> text=Copy Request'));
    const asked = 'a secret in the Relay account';
    assert.match(
      copied,
      new RegExp(`Please set ${asked}.*\\n  workflow: ops/deploy\\n  secret: signing-key\\n$`),
    );
    await vscode.commands.executeCommand('notifications.clearAll');
    // Done, and the answer lost: the account is looked at.
    await account().fail({ route: create, fault: { is: 'cut-after' }, times: 1 });
    await person.inWebview.click('#create');
    await untilDiagnostics(document, []);
  });

  it('that are there are overwritten from the palette, without being shown', async () => {
    await vscode.window.showTextDocument(document);
    await fromPalette('Relay: Set Secret…');
    await person.see('.quick-input-list .monaco-list-row.focused >> text=ops/deploy');
    await person.see('.quick-input-list >> text=linked to the open file');
    await person.picture('secret-workflows');
    await person.press('Enter');
    await person.see('.quick-input-list >> text=signing-key');
    await person.type('other');
    await person.see('.quick-input-list >> text=Create secret "other"');
    await person.picture('secret-names');
    await person.press('ControlOrMeta+A');
    await person.type('sign');
    await person.see('.quick-input-list .monaco-list-row.focused >> text=signing-key');
    await person.press('Enter');
    await person.inWebview.see('role=heading[name="Overwrite secret signing-key of ops/deploy"]');
    await person.inWebview.see('text=Its value cannot be shown');
    await person.inWebview.type(value, { into: '#value' });
    await person.picture('secret-overwrite');
    await person.inWebview.click('role=button[name="Overwrite"]');
    await person.gone('iframe.webview.ready');
    await untilDiagnostics(document, []);
  });

  it('are underlined again once they are deleted', async () => {
    await vscode.window.showTextDocument(document);
    const asked = answerDialogs('Delete');
    const deleted = vscode.commands.executeCommand('relay.secrets.delete');
    await person.see('.quick-input-list .monaco-list-row.focused >> text=ops/deploy');
    await person.press('Enter');
    await person.see('.quick-input-list >> text=signing-key');
    await person.type('signing');
    await person.press('Enter');
    await deleted;
    assert.deepEqual(asked.stop(), ['Delete the secret "signing-key" of ops/deploy?']);
    await untilDiagnostics(document, ['secret-missing: signing-key']);
    await vscode.commands.executeCommand('notifications.showList');
    await person.see('.notifications-center >> text=was deleted');
    await person.picture('secret-deleted');
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  it('are called missing by nobody who cannot list them', async () => {
    await account().fail({ route: list, fault: { is: 'status', status: 403 } });
    await vscode.commands.executeCommand('relay.connections.refresh');
    await untilDiagnostics(document, []);
    await hoverOn('signing-key');
    await person.see('.monaco-hover >> text=does not allow this user');
    await person.see('.codelens-decoration >> text=not checked');
    await person.picture('secret-not-checked');
    await account().fail();
    await vscode.commands.executeCommand('relay.connections.refresh');
    await untilDiagnostics(document, ['secret-missing: signing-key']);
  });

  it('are those of the workflow that a file is linked to by choice', async () => {
    const unlinked = await openWorkflow('unlinked.yaml', workflow.replace('name: ops/deploy\n', ''));
    await untilDiagnostics(unlinked, []);
    await hoverOn('signing-key');
    await person.see('.monaco-hover >> text=linked to no workflow');
    await person.picture('secret-unlinked');
    await fromPalette('Relay: Link File to Workflow…');
    await person.see('.quick-input-list >> text=nightly');
    await person.picture('secret-link');
    await person.type('nightly');
    await person.press('Enter');
    await untilDiagnostics(unlinked, both);
    const names = vscode.workspace.getConfiguration('relay').get('workflows.names');
    assert.deepEqual(names, { 'unlinked.yaml': 'nightly' });
  });

  it('leave no value in a file, a trace or a setting', () => {
    const marks = [value, Buffer.from(value).toString('base64').slice(0, 20), [...value].reverse().join('')];
    const folders = [
      process.env.RELAY_TEST_USER_FOLDER ?? '',
      account().folder,
      ...(vscode.workspace.workspaceFolders ?? []).map((each) => each.uri.fsPath),
    ];
    const files = folders.flatMap((folder) =>
      readdirSync(folder, { withFileTypes: true, recursive: true })
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(join(entry.parentPath, entry.name)).toString('latin1')),
    );
    // Without this in a trace, finding nothing would prove nothing.
    assert.ok(files.some((text) => text.includes('relay/secretsWanted')));
    assert.deepEqual(
      marks.filter((mark) => files.some((text) => text.includes(mark))),
      [],
    );
  });
});
