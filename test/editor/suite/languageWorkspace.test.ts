// The language beyond one file in the real VS Code: names of the whole workspace, and what follows the account.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { signInTo, usingAccount } from '../accounts';
import { person } from '../person';
import {
  closeEverything,
  fromPalette,
  goTo,
  openWorkflow,
  typeNewName,
  until,
  untilDiagnostics,
  untilText,
  writeFile,
} from '../workbench';

const workflow = `steps:
- name: list-machines
  image: relaysh/core
  spec:
    connection: !Connection { type: aws, name: team-billing }
- name: report
  image: relaysh/core
  spec:
    token: Bearer \${connections.slack.ops-room.apiToken}
`;
const missing = ['connection-missing: ops-room', 'connection-missing: team-billing'];

/** A small workflow that names a connection. */
const naming = (name: string) =>
  `steps:\n- name: a\n  image: b\n  spec: { c: !Connection [slack, ${name}] }\n`;

describe('the language of a workspace', () => {
  const account = usingAccount('token-of-the-workspace-test');
  before(async () => {
    await openWorkflow('first.yaml', workflow);
    await signInTo(account());
  });
  afterEach(closeEverything);
  after(() =>
    vscode.workspace
      .getConfiguration('relay')
      .update('inlayHints', undefined, vscode.ConfigurationTarget.Global),
  );

  it('renames a connection in every file of the workspace', async () => {
    const elsewhere = await writeFile('rename-elsewhere.yaml', naming('only-here'));
    // The server learns of it in time.
    while (!(await symbolsOf('only-here')).some(({ location }) => location.uri.path === elsewhere.path));
    const document = await openWorkflow('rename-here.yaml', naming('only-here'));
    await goTo(document, 'only-here');
    const saved = new Promise<vscode.TextDocument>((resolve) =>
      vscode.workspace.onDidSaveTextDocument((each) => each.uri.path === elsewhere.path && resolve(each)),
    );
    await typeNewName('everywhere');
    await person.press('Enter');
    await untilText(document, naming('everywhere'));
    assert.equal((await saved).getText(), naming('everywhere'));
    await person.picture('language-renamed-everywhere');
  });

  it('shows hints and the lens, which follow the account without an edit', async () => {
    await vscode.workspace
      .getConfiguration('relay')
      .update('inlayHints', 'all', vscode.ConfigurationTarget.Global);
    const document = await openWorkflow('hints.yaml', workflow);
    await untilDiagnostics(document, missing);
    await person.see('.codelens-decoration >> text=2 connections · 2 missing');
    await person.see('.view-line >> text=✗ not in Local account');
    assert.deepEqual(await hintsOf(document), ['✗ not in Local account', '✗ not in Local account']);
    await person.picture('language-hints');

    await person.click('.codelens-decoration a');
    await person.inWebview.see('role=heading[name="New AWS connection"]');
    await person.inWebview.type('AKIAEXAMPLE', { into: '[data-field="accessKeyID"] input:visible' });
    await person.inWebview.press('Tab');
    await person.inWebview.type('not-a-real-secret');
    await person.inWebview.press('Enter');
    await untilDiagnostics(document, ['connection-missing: ops-room']);
    await person.inWebview.see('role=heading[name="New Slack connection"]');
    await person.inWebview.press('Escape', { on: '#name' });
    await person.see('.view-line >> text=✓');
    await person.see('.codelens-decoration >> text=2 connections · 1 missing');
    assert.deepEqual(await hintsOf(document), ['✓', '✗ not in Local account']);
    await person.picture('language-hints-created');

    await fromPalette('Relay: Sign Out');
    await person.see('.view-line >> text=? not checked');
    await person.see('.codelens-decoration >> text=2 connections · not checked: ');
    await person.picture('language-hints-signed-out');
    await signInTo(account());
  });

  it('checks the workflows that no tab shows, and goes on with them', async () => {
    const unopened = await writeFile('1-unopened.yaml', naming('nowhere'));
    const ignored = await writeFile('3-ignored.yaml', `# relay: ignore\n${naming('nowhere')}`);
    const inBackground = await writeFile('2-background.yaml', naming('nowhere'));
    await vscode.workspace.openTextDocument(inBackground);
    const countsAre = (...expected: number[]) => {
      const found = () =>
        [unopened, inBackground].map((uri) => vscode.languages.getDiagnostics(uri).length).join();
      return until(() => found() === expected.join(), vscode.languages.onDidChangeDiagnostics, found);
    };

    await fromPalette('Relay: Check All Workflows of the Workspace');
    await countsAre(1, 1);
    assert.deepEqual(vscode.languages.getDiagnostics(ignored), []);
    await fromPalette('Problems: Focus on Problems View');
    await person.see('.markers-panel >> text="1-unopened.yaml"');
    await person.picture('language-workspace');

    const { document } = await vscode.window.showTextDocument(unopened);
    await untilDiagnostics(document, ['connection-missing: nowhere']);
    await vscode.window.showTextDocument(inBackground);
    await closeEverything();
    await countsAre(1, 1);
    await vscode.commands.executeCommand('relay.signOut');
    await countsAre(0, 0);
    await signInTo(account());
    await countsAre(1, 1);
  });
});

async function symbolsOf(query: string): Promise<vscode.SymbolInformation[]> {
  return vscode.commands.executeCommand('vscode.executeWorkspaceSymbolProvider', query);
}

async function hintsOf(document: vscode.TextDocument): Promise<string[]> {
  const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
    'vscode.executeInlayHintProvider',
    document.uri,
    new vscode.Range(0, 0, document.lineCount, 0),
  );
  return hints.map(({ label }) => String(label));
}
