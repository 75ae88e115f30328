// Sign-in by token, and every way an account can fail: nothing is called missing, and the reason is shown.
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { Fault } from '../../../server/src/localAccount/faults';
import { giveToken, signInTo, usingAccount } from '../accounts';
import { person } from '../person';
import { fromPalette, hoverOn, openFile, untilDiagnostics } from '../workbench';

const workflow = `steps:
- name: notify
  image: relaysh/slack-step-message-send
  spec:
    connection: !Connection { type: slack, name: ops-room }
    broken: [
`;
const local = ['yaml-syntax: ['];
const missing = ['connection-missing: ops-room', ...local];

const failures: readonly [string, Fault, string, string][] = [
  ['401', { is: 'status', status: 401 }, 'refused', 'refused the token'],
  ['403', { is: 'status', status: 403 }, 'refused', 'does not allow'],
  ['404', { is: 'status', status: 404 }, 'not reached', 'HTTP 404'],
  ['500', { is: 'status', status: 500 }, 'not reached', 'HTTP 500'],
  ['a reset', { is: 'cut-before' }, 'not reached', 'could not be reached'],
  ['HTML', { is: 'body', text: '<html></html>', mediaType: 'text/html' }, 'not reached', 'no Relay answer'],
  ['truncated JSON', { is: 'truncated' }, 'not reached', 'no Relay answer'],
  ['another shape', { is: 'body', text: '{"message": "hello"}' }, 'not reached', 'no Relay answer'],
];

describe('an account', () => {
  const account = usingAccount('token-of-the-editor-test');
  let document: vscode.TextDocument;

  it('is not asked while signed out, and the hover says so', async () => {
    ({ document } = await openFile('account.yaml', workflow));
    await person.see('.statusbar-item >> text=Relay: sign in');
    await untilDiagnostics(document, local);
    await hoverOn('ops-room');
    await person.see('.monaco-hover >> text=not signed in');
    await person.picture('hover-signed-out');
  });

  it('refuses a wrong token and lets another be tried', async () => {
    const settings = vscode.workspace.getConfiguration('relay');
    await settings.update('apiUrl', account().url, vscode.ConfigurationTarget.Global);
    await fromPalette('Relay: Sign In…');
    await person.see('.quick-input-widget >> text=API token');
    await person.picture('sign-in');
    await person.press('Enter');
    await person.see('.quick-input-widget >> text=Paste an API token');
    await person.type('wrong');
    await person.press('Enter');
    await person.see('.quick-input-widget >> text=refused the token');
    await person.picture('sign-in-refused');
    await person.press('Escape');
    await person.see('.statusbar-item >> text=Relay: sign in');
  });

  it('that accepts the token is asked, and the open file follows without an edit', async () => {
    await signInTo(account());
    await untilDiagnostics(document, missing);
  });

  it('keeps its last list when a refresh fails, and calls nothing missing', async () => {
    await account().fail({ route: 'GET /api/connections', fault: { is: 'status', status: 503 } });
    await fromPalette('Relay: Refresh Connections');
    await person.see('.statusbar-item >> text=Local account: out of date');
    await untilDiagnostics(document, local);
    await hoverOn('ops-room');
    await person.see('.monaco-hover >> text=the last refresh failed');
    await person.picture('stale');
    await account().fail();
    await vscode.commands.executeCommand('relay.connections.refresh');
    await untilDiagnostics(document, missing);
  });

  for (const [name, fault, status, reason] of failures) {
    it(`that answers with ${name} leaves local findings alone and says why`, async () => {
      await vscode.commands.executeCommand('relay.signOut');
      // The first request is the one that proves the token; from the second on the account fails.
      const route = 'GET /api/connections';
      await account().fail({ route, fault: { is: 'latency', milliseconds: 0 }, times: 1 }, { route, fault });
      await giveToken(account());
      await person.see(`.statusbar-item >> text=Relay: ${status}`);
      await untilDiagnostics(document, local);
      await hoverOn('ops-room');
      await person.see(`.monaco-hover >> text=${reason}`);
      await account().fail();
    });
  }

  it('is forgotten on signing out', async () => {
    await signInTo(account());
    await untilDiagnostics(document, missing);
    await fromPalette('Relay: Sign Out');
    await person.see('.statusbar-item >> text=Relay: sign in');
    await untilDiagnostics(document, local);
  });
});
