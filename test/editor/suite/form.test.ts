// The form in the real VS Code: themes, errors of the account, and that nothing typed is lost.
import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { person } from '../person';
import { closeEverything, openFile, signInTo, untilDiagnostics, usingAccount } from '../workbench';

const themes: Record<string, string> = {
  light: 'Default Light Modern',
  'high-contrast': 'Default High Contrast',
  'high-contrast-light': 'Default High Contrast Light',
  dark: 'Default Dark Modern',
};
const create = 'POST /api/connections';

describe('the form', () => {
  const account = usingAccount('token-of-the-form-test');
  before(async () => {
    await signInTo(account());
    await person.see('.statusbar-item >> text=Local account');
  });

  it('is readable in light, dark and high-contrast themes', async () => {
    const settings = vscode.workspace.getConfiguration('workbench');
    void vscode.commands.executeCommand('relay.connections.create', {
      type: 'kubernetes',
      name: 'production',
    });
    await person.inWebview.type('https://cluster.example:6443', {
      into: '[data-field="server"] input:visible',
    });
    await person.inWebview.type('-----BEGIN CERTIFICATE-----', {
      into: '[data-field="certificateAuthority"] textarea:visible',
    });
    await person.inWebview.type('hidden', { into: '[data-field="token"] input:visible' });
    for (const [name, theme] of Object.entries(themes)) {
      await settings.update('colorTheme', theme, vscode.ConfigurationTarget.Global);
      const kind = name.startsWith('high') ? name : `vscode-${name}`;
      await person.inWebview.see(kind === name ? `body.vscode-${name}` : `body.${kind}`);
      await person.picture(`form-${name}`);
    }
    // Closing what was typed into asks first, and VS Code refuses dialogs to tests: the tab is closed instead.
    await closeEverything();
  });

  it('shows the errors of the account beside their fields, and loses nothing', async () => {
    void vscode.commands.executeCommand('relay.connections.create', { type: 'slack', name: 'ops-room' });
    await person.inWebview.type('xoxb-typed-by-a-person', { into: '[data-field="apiToken"] input:visible' });
    const items = { 'auth.fields.apiToken': { title: 'Slack does not know this token.' } };
    await account().fail({
      route: create,
      fault: { is: 'status', status: 422, body: { error: { title: 'The connection is not valid.', items } } },
      times: 1,
    });
    await person.inWebview.press('Enter');
    await person.inWebview.see('text=Slack does not know this token.');
    await person.picture('form-errors');
    await account().fail({ route: create, fault: { is: 'status', status: 403 }, times: 1 });
    await person.inWebview.click('#create');
    await person.inWebview.see('text=/not allow.*Administrator role/');
    await person.picture('form-forbidden');
    await account().fail({ route: create, fault: { is: 'cut-before' }, times: 1 });
    await person.inWebview.click('#create');
    await person.inWebview.see('text=/could not be reached/');

    // In another tab and back: what was typed is still there.
    const { document } = await openFile(
      'form.yaml',
      'steps:\n- name: a\n  image: b\n  spec: { c: !Connection [slack, ops-room] }\n',
    );
    await untilDiagnostics(document, ['connection-missing: ops-room']);
    void vscode.commands.executeCommand('relay.connections.create', { type: 'slack', name: 'ops-room' });
    await person.inWebview.click('[data-field="apiToken"] button:visible');
    await account().fail();
    await person.inWebview.click('#create');
    await untilDiagnostics(document, []);
  });

  it('takes free fields for a type that nobody knows', async () => {
    void vscode.commands.executeCommand('relay.connections.create', { type: 'inhouse', name: 'billing' });
    await person.inWebview.type('endpoint', { into: '#r0-key' });
    await person.inWebview.type('https://billing.example', { into: '#r0-value' });
    await person.picture('form-free-fields');
    const { document } = await openFile(
      'free.yaml',
      'steps:\n- name: a\n  image: b\n  spec: { c: !Connection [inhouse, billing] }\n',
    );
    await untilDiagnostics(document, ['connection-missing: billing', 'connection-type-unknown: inhouse']);
    void vscode.commands.executeCommand('relay.connections.create', { type: 'inhouse', name: 'billing' });
    await person.inWebview.click('#create');
    await untilDiagnostics(document, []);
  });

  it('steps through all that is missing', async () => {
    const { document } = await openFile(
      'all.yaml',
      'steps:\n- name: a\n  image: b\n  spec:\n    c: !Connection [datadog, one]\n    d: ${connections.sysdig.two}\n',
    );
    await untilDiagnostics(document, ['connection-missing: one', 'connection-missing: two']);
    const position = new vscode.Position(4, 30);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      new vscode.Range(position, position),
    );
    const all = actions.find((action) => action.title === 'Create all 2 missing connections…');
    assert.ok(all?.command, 'creating all is not offered');
    void vscode.commands.executeCommand(all.command.command, ...(all.command.arguments ?? []));
    await person.inWebview.type('key', { into: '[data-field="apiKey"] input:visible' });
    await person.inWebview.press('Enter');
    await untilDiagnostics(document, ['connection-missing: two']);
    await person.inWebview.type('token', { into: '[data-field="token"] input:visible' });
    await person.inWebview.press('Enter');
    await untilDiagnostics(document, []);
  });
});
