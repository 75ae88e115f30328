// The form in the real VS Code: themes, errors of the account, and that nothing typed is lost.
import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { signInTo, usingAccount } from '../accounts';
import { inEachTheme, input, openForm, page, routes } from '../forms';
import { person } from '../person';
import { closeEverything, openFile, untilDiagnostics } from '../workbench';

describe('the form', () => {
  const account = usingAccount('token-of-the-form-test');
  before(async () => {
    await signInTo(account());
  });

  it('is readable in light, dark and high-contrast themes', async () => {
    void openForm('create', {
      type: 'kubernetes',
      name: 'production',
    });
    await page.type('https://cluster.example:6443', {
      into: input('server'),
    });
    await page.type('-----BEGIN CERTIFICATE-----', {
      into: input('certificateAuthority'),
    });
    await page.type('hidden', { into: input('token') });
    await inEachTheme((kind) => person.picture(`form-${kind}`));
    // Closing what was typed into asks first, and VS Code refuses dialogs to tests: the tab is closed instead.
    await closeEverything();
  });

  it('shows the errors of the account beside their fields, and loses nothing', async () => {
    void openForm('create', { type: 'slack', name: 'ops-room' });
    await page.type('xoxb-typed-by-a-person', { into: input('apiToken') });
    const items = { 'auth.fields.apiToken': { title: 'Slack does not know this token.' } };
    await account().fail({
      route: routes.create,
      fault: { is: 'status', status: 422, body: { error: { title: 'The connection is not valid.', items } } },
      times: 1,
    });
    await page.press('Enter');
    await page.see('text=Slack does not know this token.');
    await person.picture('form-errors');
    await account().fail({ route: routes.create, fault: { is: 'status', status: 403 }, times: 1 });
    await page.click('#create');
    await page.see('text=/not allow.*Administrator role/');
    await person.picture('form-forbidden');
    await account().fail({ route: routes.create, fault: { is: 'cut-before' }, times: 1 });
    await page.click('#create');
    await page.see('text=/could not be reached/');

    // In another tab and back: what was typed is still there.
    const { document } = await openFile(
      'form.yaml',
      'steps:\n- name: a\n  image: b\n  spec: { c: !Connection [slack, ops-room] }\n',
    );
    await untilDiagnostics(document, ['connection-missing: ops-room']);
    void openForm('create', { type: 'slack', name: 'ops-room' });
    await page.click('[data-field="apiToken"] button:visible');
    await account().fail();
    await page.click('#create');
    await untilDiagnostics(document, []);
  });

  it('takes free fields for a type that nobody knows', async () => {
    void openForm('create', { type: 'inhouse', name: 'billing' });
    await page.type('endpoint', { into: '#r0-key' });
    await page.type('https://billing.example', { into: '#r0-value' });
    await person.picture('form-free-fields');
    const { document } = await openFile(
      'free.yaml',
      'steps:\n- name: a\n  image: b\n  spec: { c: !Connection [inhouse, billing] }\n',
    );
    await untilDiagnostics(document, ['connection-missing: billing', 'connection-type-unknown: inhouse']);
    void openForm('create', { type: 'inhouse', name: 'billing' });
    await page.click('#create');
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
    await page.type('key', { into: input('apiKey') });
    await page.press('Enter');
    await untilDiagnostics(document, ['connection-missing: two']);
    await page.type('token', { into: input('token') });
    await page.press('Enter');
    await untilDiagnostics(document, []);
  });
});
