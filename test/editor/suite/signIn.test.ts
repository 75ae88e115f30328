// Every way to sign in and out, lived through: browser, relay CLI, several accounts, expiry, a session that is ended.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { addConnections, listed, type ServedAccount, signInTo, usingAccount } from '../accounts';
import { input, openForm, page } from '../forms';
import { person } from '../person';
import { choose, copiedBy, fromPalette, openWorkflow, untilDiagnostics } from '../workbench';

const workflow = `steps:
- name: notify
  image: relaysh/slack-step-message-send
  spec:
    connection: !Connection { type: slack, name: ops-room }
    channel: ops
    username: relay
    message: Hello
`;

const status = (text: string) => person.see(`.statusbar-item >> text=${text}`);
const signedOut = () => status('Relay: sign in');
const quick = (text: string) => `.quick-input-widget >> text=${text}`;

describe('sign-in', () => {
  const first = usingAccount('token-of-the-first-account');
  const second = usingAccount('token-of-the-second-account');
  const home = mkdtempSync(join(tmpdir(), 'relay-cli-'));
  const { XDG_CONFIG_HOME } = process.env;

  before(async () => {
    await vscode.commands.executeCommand('relay.signOut');
    await signedOut();
    await address(first());
  });
  afterEach(async () => {
    await first().fail();
    await vscode.commands.executeCommand('notifications.clearAll');
  });
  after(async () => {
    if (XDG_CONFIG_HOME === undefined) delete process.env.XDG_CONFIG_HOME;
    else process.env.XDG_CONFIG_HOME = XDG_CONFIG_HOME;
    rmSync(home, { recursive: true, force: true });
    await vscode.commands.executeCommand('relay.signOut');
  });

  it('in the browser waits until the code is confirmed there', async () => {
    const code = await beginInBrowser();
    await person.picture('sign-in-browser');
    await confirm(first(), code, 'viewer');
    await status('Local account');
    await person.gone(quick('Confirm the code'));
    await person.see(
      '.statusbar-item[aria-label*="The account does not let you: Add, change and delete connections"]',
    );
    await person.hover('.statusbar-item >> text=Local account');
    await person.see('.monaco-hover >> text=does not let you');
    await person.picture('status-viewer');
  });

  it('as a viewer says in words who may add connections', async () => {
    const done = vscode.commands.executeCommand('relay.connections.create', { type: 'slack', name: 'mine' });
    await person.inWebview.type('xoxb-typed', { into: '[data-field="apiToken"] input:visible' });
    await person.inWebview.click('#create');
    await person.inWebview.see('text=This needs the Administrator role.');
    await vscode.commands.executeCommand('notifications.showList');
    await person.see('text=Ask somebody who has it.');
    await person.picture('sign-in-viewer-refused');
    const copied = await copiedBy(() => person.click('.notification-list-item >> text=Copy Request'));
    assert.match(copied, /type: slack\n +name: mine\n +values to fill in: apiToken\n/);
    assert.ok(!copied.includes('xoxb-typed'));
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await done;
  });

  it('made in the browser is ended at the account by the sign-out', async () => {
    await first().fail({ route: 'DELETE /auth/sessions', fault: { is: 'status', status: 500 } });
    await fromPalette('Relay: Sign Out');
    await signedOut();
    await vscode.commands.executeCommand('notifications.showList');
    await person.see('text=the session could not be ended at the account');
    await person.picture('sign-out-not-ended');
  });

  it('in the browser can be given up', async () => {
    await beginInBrowser();
    await person.press('Escape');
    await person.gone(quick('Confirm the code'));
    await signedOut();
  });

  it('in the browser ends when the code runs out', async () => {
    const session = {
      token: 'never-confirmed',
      user_code: 'LATE-CODE',
      verification_uri: `${first().url}/sign-in`,
      verification_uri_complete: '',
      expires_at: '2020-01-01T00:00:00Z',
    };
    await first().fail({
      route: 'POST /auth/sessions/device',
      fault: { is: 'body', text: JSON.stringify(session), mediaType: 'application/json' },
    });
    await fromPalette('Relay: Sign In…');
    await choose('Browser');
    await vscode.commands.executeCommand('notifications.showList');
    await person.see('text=The code was not confirmed in time');
    await signedOut();
  });

  it('finds what the relay CLI is signed in to, and offers it', async () => {
    mkdirSync(join(home, 'relay'));
    const { url, token } = second();
    const file = `context: acme\ncontexts:\n  acme:\n    apiDomain: ${url}\n    auth: { tokens: { api: ${token} } }\n`;
    writeFileSync(join(home, 'relay/config.yaml'), file);
    process.env.XDG_CONFIG_HOME = home;
    await fromPalette('Relay: Sign In…');
    await person.see(quick('Relay CLI'));
    await person.picture('sign-in-ways');
    await choose('Relay CLI');
    await status('Local account');
  });

  it('to a second account keeps the first, and one is switched for the other', async () => {
    await addConnections(first(), ['slack', 'ops-room']);
    const document = await openWorkflow('switched.yaml', workflow);
    await signInTo(first());
    await untilDiagnostics(document, []);
    await fromPalette('Relay: Switch Account…');
    await person.see(quick('in use'));
    await person.picture('switch-account');
    await person.type('relay CLI');
    await person.press('Enter');
    await person.gone(quick('Switch the Relay account'));
    await untilDiagnostics(document, ['connection-missing: ops-room']);
    await switchTo(new URL(first().url).host);
    await untilDiagnostics(document, []);
  });

  it('by the relay CLI is not replaced by nothing when its configuration is broken', async () => {
    const file = join(home, 'relay/config.yaml');
    const sound = readFileSync(file, 'utf8');
    writeFileSync(file, 'context: [');
    await switchTo('relay CLI');
    await status('Relay: not reached');
    await person.picture('sign-in-broken');
    writeFileSync(file, sound);
    await fromPalette('Relay: Refresh Connections');
    await status('Local account');
    const { host } = new URL(first().url);
    await switchTo(host);
    await person.see(`.statusbar-item[aria-label*="${host}"]`);
  });

  it('that has expired or was revoked is said once, and signing in again mends it', async () => {
    await first().fail({ route: 'GET /api/connections', fault: { is: 'status', status: 401 } });
    await fromPalette('Relay: Refresh Connections');
    await status('out of date');
    await vscode.commands.executeCommand('notifications.showList');
    await person.see('text=does not accept the sign-in any more');
    await person.picture('sign-in-expired');
    await first().fail();
    await signInTo(first());
    await status('Local account');
  });

  it('that is renewed lets an open form go on', async () => {
    const created = openForm('create', { type: 'slack', name: 'typed-before' });
    await page.type('xoxb-typed', { into: input('apiToken') });
    await signInTo(first());
    await page.click('#create');
    await created;
    assert.ok((await listed(first())).includes('slack/typed-before'));
  });

  it('counts where a setting names another account: the setting changes', async () => {
    const context = () => vscode.workspace.getConfiguration('relay').get('context');
    await setContext('ACME');
    await signedOut();
    await signInTo(first());
    await vscode.commands.executeCommand('relay.connections.refresh');
    await status('Local account');
    assert.match(String(context()), /^Local account/);
    await setContext(undefined);
  });
});

async function setContext(name: string | undefined): Promise<void> {
  await vscode.workspace.getConfiguration('relay').update('context', name, vscode.ConfigurationTarget.Global);
}

async function address({ url }: ServedAccount): Promise<void> {
  await vscode.workspace.getConfiguration('relay').update('apiUrl', url, vscode.ConfigurationTarget.Global);
}

/** Begins a sign-in in the browser; resolves to the code that is shown. */
async function beginInBrowser(): Promise<string> {
  await fromPalette('Relay: Sign In…');
  await choose('Browser');
  await person.see(quick('Confirm the code'));
  const title = await person.text('.quick-input-title');
  const code = /[A-Z]{4}-[A-Z]{4}/.exec(title)?.[0];
  assert.ok(code, title);
  return code;
}

/** What the account's page sends when a person allows the sign-in. */
async function confirm({ url, token }: ServedAccount, code: string, role: string): Promise<void> {
  const body = new URLSearchParams({ code, role, token, decision: 'allow' });
  const answer = await fetch(`${url}/sign-in`, { method: 'POST', body, headers: { origin: url } });
  assert.equal(answer.status, 200, await answer.text());
}

async function switchTo(words: string): Promise<void> {
  await fromPalette('Relay: Switch Account…');
  await person.see(quick('Switch the Relay account'));
  await person.type(words);
  await person.press('Enter');
  await person.gone(quick('Switch the Relay account'));
}
