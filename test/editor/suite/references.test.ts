// What can be done with a reference that stands there: convert it, have its check explained, copy the code that reads it;
// move a credential out of the file; and export the mock metadata.
import assert from 'node:assert/strict';
import { afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { bringWorkflow, signInTo, usingAccount } from '../accounts';
import { person } from '../person';
import {
  closeEverything,
  fromPalette,
  goTo,
  hoverOn,
  openQuickFixes,
  openWorkflow,
  until,
  untilDiagnostics,
  untilInFront,
  untilText,
} from '../workbench';

const workflow = `steps:
- name: list-machines
  image: relaysh/aws-ec2-step-instances-describe
  spec:
    aws:
      region: eu-central-1
      connection: !Connection { type: aws, name: team-billing } # the one of the team
- name: report
  image: relaysh/slack-step-message-send
  spec:
    connection: !Connection [slack, ops-room]
    channel: ops
    username: relay
    message: Done.
`;
const missing = ['connection-missing: ops-room', 'connection-missing: team-billing'];

// Put together, so that no scanner of sources takes it for a real one.
const token = ['xoxb', '123456789012', 'AbCdEfGhIjKl'].join('-');

const isExplanation = ({ uri }: vscode.TextDocument) => uri.scheme === 'relay-explanation';

describe('references', () => {
  const account = usingAccount('token-of-the-references-test');
  before(async () => {
    await signInTo(account());
    await vscode.commands.executeCommand('notifications.clearAll');
  });
  afterEach(closeEverything);

  it('are converted to the other spelling and back, one or all, each as one step', async () => {
    const document = await openWorkflow('convert.yaml', workflow);
    await untilDiagnostics(document, missing);
    const one = workflow.replace(
      '!Connection { type: aws, name: team-billing }',
      '${connections.aws.team-billing}',
    );
    const all = one.replace('!Connection [slack, ops-room]', '${connections.slack.ops-room}');
    await choose(
      document,
      'team-billing',
      'Convert to ${connections.aws.team-billing}',
      'references-convert',
    );
    await untilText(document, one);
    await untilDiagnostics(document, missing);
    await person.press('ControlOrMeta+Z');
    await untilText(document, workflow);
    await choose(document, 'team-billing', 'Convert all 2 to ${connections…}');
    await untilText(document, all);
    await untilDiagnostics(document, missing);
    await person.picture('references-converted');
    await choose(document, 'ops-room', 'Convert all 2 to !Connection');
    await untilText(document, workflow.replace('[slack, ops-room]', '{ type: slack, name: ops-room }'));
    await untilDiagnostics(document, missing);
  });

  it('have their check explained from the hover, in words that can be copied', async () => {
    const document = await openWorkflow('explain.yaml', workflow);
    await untilDiagnostics(document, missing);
    await hoverOn('ops-room');
    await person.see('.monaco-hover a >> text=Explain this check');
    await person.picture('references-hover');
    await person.click('.monaco-hover a >> text=Explain this check');
    await person.see('.tab.active >> text=Connection slack ops-room: missing');
    const shown = await untilInFront(isExplanation);
    assert.match(
      shown.getText(),
      /^Connection slack \/ ops-room: missing\n\nWritten {3}!Connection \[slack, ops-room\]\n/,
    );
    assert.match(
      shown.getText(),
      /\nAsked {5}GET \/api\/connections of 127\.0\.0\.1:\d+ .*, answered at\s+2\d{3}-/,
    );
    assert.match(shown.getText(), /\nRules {5}connection-missing \(error\): /);
    assert.ok(!shown.getText().includes(account().token));
    await person.picture('references-explained');
    await person.click('.editor-actions [aria-label="Copy Explanation"]');
    await person.see('.statusbar-item >> text=Copied the explanation.');
    assert.equal(await vscode.env.clipboard.readText(), shown.getText());
  });

  it('are explained from the palette too, and an explanation is up to date when it is asked for again', async () => {
    const document = await openWorkflow('explain-again.yaml', workflow);
    await untilDiagnostics(document, missing);
    await goTo(document, 'ops-room');
    await fromPalette('Relay: Explain This Check');
    await person.see('.tab.active >> text=Connection slack ops-room: missing');
    await vscode.workspace
      .getConfiguration('relay')
      .update('diagnostics.severity', { 'connection-missing': 'off' });
    try {
      await untilDiagnostics(document, []);
      const explanation = await untilInFront(isExplanation);
      await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
      await fromPalette('Relay: Explain This Check');
      await until(
        () => /\(error, off by the\s+setting\s+relay/.test(explanation.getText()),
        vscode.workspace.onDidChangeTextDocument,
        () => explanation.getText(),
      );
    } finally {
      await vscode.workspace.getConfiguration('relay').update('diagnostics.severity', undefined);
    }
  });

  it('give the code that reads them', async () => {
    const document = await openWorkflow('sdk.yaml', workflow);
    await untilDiagnostics(document, missing);
    await choose(
      document,
      'team-billing',
      'Copy Python code that reads this connection',
      'references-actions',
    );
    await person.see('.statusbar-item >> text=Copied the Python code');
    assert.match(
      await vscode.env.clipboard.readText(),
      /access_key_id = relay\.get\(D\.aws\.connection\.accessKeyID\)\n/,
    );
    await goTo(document, 'ops-room');
    await fromPalette('Relay: Copy SDK Code of Connection…');
    await person.see('.quick-input-widget >> text=with the command ni');
    await person.picture('references-sdk-code');
    await person.press('ArrowDown');
    await person.press('Enter');
    await person.see('.statusbar-item >> text=Copied the Shell code');
    assert.equal(
      await vscode.env.clipboard.readText(),
      `API_TOKEN="$(ni get -p '{ .connection.apiToken }')"\n`,
    );
  });

  it('go into the mock metadata with what is typed in, and nothing else', async () => {
    await openWorkflow('metadata.yaml', workflow.replace('message: Done.', 'message: !Secret greeting'));
    await fromPalette('Relay: Export Mock Metadata…');
    await person.see('.quick-input-widget >> text=4 values, each can be left empty');
    await person.picture('metadata-choice');
    await person.press('Enter');
    await person.see('.quick-input-widget >> text=aws / team-billing: Access key ID');
    await person.type('made up');
    await person.press('Enter');
    await person.see('.quick-input-widget >> text=aws / team-billing: Secret access key');
    await person.see('.quick-input-widget input[type=password]');
    await person.type('"quoted"');
    await person.picture('metadata-value');
    await person.press('Enter');
    await person.see('.quick-input-widget >> text=slack / ops-room: Token');
    await person.press('Enter');
    await person.see('.quick-input-widget >> text=secret: greeting');
    await person.press('Enter');
    await person.see('.quick-input-widget >> text=In a new document');
    await person.press('Enter');
    await untilNotified('Keep it out of version control');
    const shown = await untilInFront(({ isUntitled }) => isUntitled);
    const text = shown.getText();
    assert.match(text, /^# Mock metadata\n/);
    assert.ok(
      text.includes('  aws/team-billing:\n    accessKeyID: "made up"\n    secretAccessKey: "\\"quoted\\""\n'),
      text,
    );
    assert.ok(text.includes('  slack/ops-room:\n    apiToken: ""\n'), text);
    assert.ok(text.includes('          message: !Secret greeting\n'), text);
    assert.equal(shown?.languageId, 'yaml');
    await person.picture('metadata-document');
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  it('take the place of a credential that is moved into a connection', async () => {
    const text = workflow.replace('message: Done.', `token: ${token} # why is this here`);
    const document = await openWorkflow('credential.yaml', text);
    await untilDiagnostics(document, missing);
    await choose(document, token, 'Move the Slack token into a connection…', 'credential-light-bulb');
    await person.inWebview.see('role=heading[name="New Slack connection"]');
    await person.inWebview.see('[data-field="apiToken"] input[type=password]:visible');
    await person.inWebview.type('moved', { into: '#name' });
    await person.picture('credential-form');
    await person.inWebview.click('#create');
    const reference = '${connections.slack.moved.apiToken}';
    await untilText(document, text.replace(token, reference));
    await untilDiagnostics(document, missing);
    await untilNotified('The Slack token is out of the file');
    await person.picture('credential-moved');
    await vscode.commands.executeCommand('notifications.clearAll');
    await person.press('ControlOrMeta+Z');
    await untilText(document, text);
  });

  it('take the place of a key that is moved into a secret of the linked workflow', async () => {
    await bringWorkflow(account(), 'ops/report');
    const key = ['BEGIN OPENSSH', 'END OPENSSH'].map((edge) => `-----${edge} PRIVATE KEY-----`);
    const block = `|\n      ${key[0]}\n      b3BlbnNzaC1rZXk=\n      ${key[1]}\n`;
    const text = `name: ops/report\n${workflow.replace('message: Done.\n', `key: ${block}`)}`;
    const document = await openWorkflow('key.yaml', text);
    await untilDiagnostics(document, missing);
    await choose(document, 'b3Blbn', 'Move the private key into a secret…');
    await person.see('.quick-input-widget >> text=Move the private key into a secret of ops/report');
    await person.picture('credential-secret-name');
    await person.press('Enter');
    await person.inWebview.see('role=heading[name="New secret key of ops/report"]');
    await person.picture('credential-secret-form');
    await person.inWebview.click('#create');
    await untilText(document, text.replace(block, '${secrets.key}\n'));
    await untilDiagnostics(document, missing);
    await vscode.commands.executeCommand('notifications.clearAll');
  });
});

/** Puts the cursor on a word and chooses an action there. */
async function choose(
  document: vscode.TextDocument,
  word: string,
  title: string,
  picture?: string,
): Promise<void> {
  await goTo(document, word);
  await openQuickFixes(title);
  if (picture) await person.picture(picture);
  await person.click(`.action-widget >> text=${title}`);
  await person.gone('.action-widget');
}

/** Waits until a notification says this; toasts do not show under the tests' driver. */
async function untilNotified(text: string): Promise<void> {
  await vscode.commands.executeCommand('notifications.showList');
  await person.see(`.notifications-center >> text=${text}`);
}
