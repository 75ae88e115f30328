// The views in the real VS Code: what they list, what they say where they list nothing, and that they follow each change.
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { addConnections, giveToken, signInTo, usingAccount } from '../accounts';
import { person, report } from '../person';
import { action, badge, openRelay, row, useWorkflowsOf } from '../views';
import { fromPalette, openWorkflow, until, untilText } from '../workbench';

const workflow = `steps:
- name: list-machines
  image: relaysh/core
  spec:
    connection: !Connection { type: aws, name: team-billing }
- name: report
  image: relaysh/core
  spec:
    token: Bearer \${connections.slack.ops-room.apiToken}
    other: !Connection [aws, ops-room]
    either: \${connections.aws[parameters.which]}
    spare: 
`;

describe('the views', () => {
  const account = usingAccount('token-of-the-views-test');
  let document: vscode.TextDocument;
  useWorkflowsOf('views');
  before(async () => {
    document = await openWorkflow('views/report.yaml', workflow);
  });

  it('say what to do while nobody is signed in', async () => {
    await openRelay();
    await person.see('text=Sign in to see the connections');
    await person.see(row('not signed in'));
    await person.see(row('team-billing'));
    await person.picture('views-signed-out');
  });

  it('list what is there and what is missing, and count it', async () => {
    await addConnections(account(), ['slack', 'ops-room', 'x'], ['aws', 'production', 'x']);
    await signInTo(account());
    await person.see(row('production'));
    await person.see(badge('2'));
    assert.match(await person.text(row('team-billing')), /aws · missing · 1 place/);
    assert.match(await person.text(row('there as slack')), /ops-room/);
    assert.match(await person.text(row('Not checked')), /known only when the workflow runs/);
    await person.picture('views-signed-in');
  });

  it('lead to each place, by keyboard', async () => {
    await person.click(row('team-billing'));
    await person.see(row('report.yaml:5'));
    await person.press('ArrowDown');
    await person.press('Enter');
    await person.see('.statusbar-item >> text=Ln 5, Col');
    const selected = () => {
      const editor = vscode.window.activeTextEditor;
      return editor?.document.getText(editor.selection);
    };
    await until(
      () => selected() === 'team-billing',
      vscode.window.onDidChangeTextEditorSelection,
      () => `${selected()} is selected`,
    );
    await person.picture('views-place');
  });

  it('show the uses of a connection below it', async () => {
    await person.click(row('1 use here'));
    await person.see(row('report.yaml:9'));
    await person.hover(row('1 use here'));
    await person.picture('views-uses');
  });

  it('are filtered while the words are typed', async () => {
    await person.hover('.pane-header:has-text("Connections")');
    await person.click('.pane-header:has-text("Connections") [aria-label^="Filter Connections"]');
    await person.see('.quick-input-widget >> text=Words of a name');
    await person.type('aws untested');
    await person.gone(row('1 use here'));
    await person.see(row('production'));
    await person.picture('views-filter');
    await person.type(' nonsense');
    await person.see('text=No connection has these words');
    await person.press('Enter');
    await person.click('.monaco-button:has-text("Show All Connections")');
    await person.see(row('1 use here'));
  });

  it('put a reference where a connection is dropped', async () => {
    await vscode.window.showTextDocument(document);
    const before = document.getText();
    await person.drag(row('production'), '.view-line:has-text("spare:")');
    await until(
      () => document.getText().includes('    spare: !Connection { type: aws, name: production }\n'),
      vscode.workspace.onDidChangeTextDocument,
      () => document.getText(),
    );
    await person.picture('views-dropped');
    await vscode.window.showTextDocument(document);
    await person.press('ControlOrMeta+Z');
    await untilText(document, before);
    await person.see(row('unused here'));
  });

  it('open the form for what is missing, and are done with it when it is created', async () => {
    await person.hover(row('team-billing'));
    await person.click(action('team-billing', 'Create Connection'));
    await person.inWebview.see('role=heading[name="New AWS connection"]');
    await person.inWebview.type('AKIAEXAMPLE', { into: '[data-field="accessKeyID"] input:visible' });
    await person.inWebview.press('Tab');
    await person.inWebview.type('not-a-real-secret');
    await person.picture('views-create');
    await person.inWebview.press('Enter');
    await person.see(badge('1'));
    await person.gone(row('team-billing aws · missing'));
    await person.see(row('aws · 2 connections'));
    await person.picture('views-created');
  });

  it('step through all that is missing, from the palette', async () => {
    await fromPalette('Relay: Create All Missing Connections…');
    await person.inWebview.see('role=heading[name="New AWS connection"]');
    await person.inWebview.type('AKIAEXAMPLE', { into: '[data-field="accessKeyID"] input:visible' });
    await person.inWebview.press('Tab');
    await person.inWebview.type('not-a-real-secret');
    await person.inWebview.press('Enter');
    await person.gone(badge('1'));
  });

  it('say so when all is there, when nothing is named, and when there is no workflow', async () => {
    const replace = async (text: string) => {
      const edit = new vscode.WorkspaceEdit();
      edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
      assert.ok(await vscode.workspace.applyEdit(edit));
    };
    await replace(workflow.replace(/ {4}either.*\n/, ''));
    await person.see('text=Every connection that the workflows of this workspace name is there');
    await person.picture('views-all-there');
    await replace('steps:\n- name: a\n  image: b\n');
    await person.see('text=The workflows of this workspace name no connections');
    await replace('# relay: ignore\n');
    await person.see('text=This workspace has no Relay workflow');
    await person.picture('views-no-workflow');
    await replace(workflow);
    await person.see(row('Not checked'));
  });

  it('keep the last list when the account fails, and call nothing missing', async () => {
    await account().fail({ route: 'GET /api/connections', fault: { is: 'status', status: 503 } });
    await fromPalette('Relay: Refresh Connections');
    await person.see('text=Out of date:');
    await person.see(row('production'));
    await person.picture('views-stale');
    await account().fail();
    await vscode.commands.executeCommand('relay.connections.refresh');
    await person.gone('text=Out of date:');
  });

  for (const [state, status, said] of [
    ['token-refused', 401, 'does not accept the sign-in any more'],
    ['not-allowed', 403, 'does not allow this user to list'],
    ['unreachable', 500, 'could not be asked'],
  ] as const) {
    it(`say why there is no list: ${state}`, async () => {
      await vscode.commands.executeCommand('relay.signOut');
      const route = 'GET /api/connections';
      // The first request proves the token.
      await account().fail(
        { route, fault: { is: 'latency', milliseconds: 0 }, times: 1 },
        { route, fault: { is: 'status', status } },
      );
      await giveToken(account());
      await person.see(`text=${said}`);
      await person.see(row('Not checked'));
      await person.gone(badge('1'));
      await person.picture(`views-${state}`);
      await account().fail();
    });
  }
});

describe('the views of a large account', () => {
  let server: Server;
  let url = '';
  useWorkflowsOf('views');
  before(async () => {
    const connections = Array.from({ length: 5_000 }, (_, index) => ({
      id: String(index),
      type: ['aws', 'slack', 'kubernetes', 'inhouse'][index % 4],
      name: `connection-${String(index).padStart(4, '0')}`,
    }));
    server = createServer((request, response) => {
      const isList = request.url === '/api/connections';
      response.writeHead(isList ? 200 : 404).end(JSON.stringify(isList ? { connections } : {}));
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as { port: number };
    url = `http://127.0.0.1:${port}`;
  });
  after(async () => {
    await vscode.commands.executeCommand('relay.signOut');
    await vscode.workspace
      .getConfiguration('relay')
      .update('apiUrl', undefined, vscode.ConfigurationTarget.Global);
    server.closeAllConnections();
    server.close();
  });

  it('list five thousand connections, each type when it is opened', async () => {
    await giveToken({ url, token: 'any' });
    await openRelay();
    await person.see(row('1250 connections'));
    const begun = Date.now();
    await person.click(row('aws · 1250 connections'));
    await person.see(row('connection-0000'));
    const opened = Date.now() - begun;
    await person.picture('views-large');
    await fromPalette('Relay: Filter Connections…');
    await person.see('.quick-input-widget >> text=Words of a name');
    await person.type('inhouse 4999');
    await person.see(row('connection-4999'));
    await person.picture('views-large-filter');
    await person.press('Escape');
    assert.ok(opened < 5_000, `${opened} ms`);
    await report({ line: `      (a type of 1,250 connections was seen ${opened} ms after the click)` });
  });
});
