// The walkthrough, as somebody new follows it: an account, a workflow, the first connection, and the next one completed.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { person } from '../person';
import { useWorkflowsOf } from '../views';
import {
  closeEverything,
  goTo,
  openQuickFixes,
  relayDiagnostics,
  until,
  untilDiagnostics,
  untilInFront,
} from '../workbench';

const button = (label: string) => `.gettingStartedContainer .monaco-button >> text=${label}`;
const step = (title: string) => `.gettingStartedContainer .getting-started-step >> text=${title}`;
const done = (title: string) => `.getting-started-step:has-text("${title}") .complete`;

describe('the walkthrough', () => {
  useWorkflowsOf('nothing');
  before(async () => {
    await closeEverything();
    // Its pictures are shown in the walkthrough: without the other tests' files.
    await vscode.commands.executeCommand('workbench.action.closeSidebar');
  });
  after(async () => {
    await closeEverything();
    await vscode.commands.executeCommand('workbench.view.explorer');
    await vscode.commands.executeCommand('relay.localAccount.stop');
    await person.see('.statusbar-item >> text=Relay: sign in');
  });
  const open = () =>
    vscode.commands.executeCommand(
      'workbench.action.openWalkthrough',
      'relay-workflows.relay-workflows#relay',
    );
  let document: vscode.TextDocument;

  it('begins with an account', async () => {
    await open();
    await person.see(step('Choose an account'));
    await person.picture('walkthrough-account');
    await person.click(button('Start Local Account'));
    await person.see('.statusbar-item >> text=Local account');
    await person.see(done('Choose an account'));
  });

  it('goes on with a workflow, of which nothing is wrong but what is missing', async () => {
    await person.click(step('Open a workflow'));
    await person.click(button('Open a Sample Workflow'));
    document = await untilInFront(({ isUntitled }) => isUntitled);
    await untilDiagnostics(document, [
      'connection-missing: my-aws-account',
      'connection-missing: my-slack-workspace',
    ]);
    await person.picture('walkthrough-workflow');
  });

  it('has the first connection created, and then nothing of it is missing', async () => {
    await goTo(document, 'my-aws-account');
    await openQuickFixes('Create aws connection "my-aws-account"…');
    await person.press('Enter');
    await person.inWebview.type('AKIAEXAMPLE', { into: '[data-field="accessKeyID"] input:visible' });
    await person.inWebview.press('Tab');
    await person.inWebview.type('not-a-real-secret');
    await person.picture('walkthrough-create');
    await person.inWebview.press('Enter');
    await untilDiagnostics(document, ['connection-missing: my-slack-workspace']);
  });

  it('ends with the next one completed', async () => {
    const editor = await vscode.window.showTextDocument(document, { preview: false });
    const next = `- name: again\n  image: relaysh/aws-ec2-step-instances-describe\n  spec:\n    aws:\n`;
    await editor.edit((edit) => edit.insert(document.positionAt(document.getText().length), next));
    await person.press('ControlOrMeta+End');
    await person.type('      connection: !Connection { type: aws, name: ', { delay: 20 });
    await person.see('.suggest-widget.visible >> text=my-aws-account');
    await person.picture('walkthrough-complete');
    // Other tests may have left connections in the account of this machine.
    await person.type('my', { delay: 20 });
    await person.see('.suggest-widget.visible .monaco-list-row.focused >> text=my-aws-account');
    await person.press('Enter');
    await until(
      () => /again[\s\S]*type: aws, name: my-aws-account ?\}/.test(document.getText()),
      vscode.workspace.onDidChangeTextDocument,
      () => document.getText(),
    );
    assert.deepEqual(
      relayDiagnostics(document).filter((each) => each.includes('my-aws-account')),
      [],
    );
  });
});
