// No credential leaves its way: marked values go through every command, with verbose tracing on, and are found nowhere.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { bringWorkflow, type ServedAccount, usingAccount } from '../accounts';
import { answerDialogs } from '../dialogs';
import { marksIn, marksOf, searchFiles, shownByWindow } from '../leaks';
import { person } from '../person';
import {
  choose,
  copiedBy,
  fromPalette,
  goTo,
  openFile,
  openQuickFixes,
  openWorkflow,
  untilDiagnostics,
  untilInFront,
  untilText,
} from '../workbench';

// Words that nothing else contains.
const token = 'canaryTokenQ7xWv2';
const wrongToken = 'canaryWrongB8nHs1';
const sessionToken = 'canarySessionN4vYc6';
const refused = 'canaryRefusedJ5pLm4';
const value = 'canaryValueZ3kRt9';
const overwritten = 'canaryOverwrittenH2fDg5';
const secretValue = 'canarySecretValueM6jTb1';
const exported = 'canaryExportedP9cXs8';
const moved = ['xoxb', '417283950617', 'canaryMovedK1wEy3'].join('-');
const words = [token, wrongToken, sessionToken, refused, value, overwritten, secretValue, exported, moved];
const marks = [...marksOf(words)];
const untouched = 'what a person copied before';

// Where the relay CLI keeps its sign-in, for as long as this file's tests run.
const home = mkdtempSync(join(tmpdir(), 'relay-cli-'));
const { XDG_CONFIG_HOME } = process.env;
const create = 'POST /api/connections';
const page = person.inWebview;

describe('no credential', () => {
  const account = usingAccount(token);
  const settings = () => vscode.workspace.getConfiguration('relay');
  let document: vscode.TextDocument;

  before(async () => {
    document = await openWorkflow(
      'canary.yaml',
      'name: ops/canary\nsteps:\n- name: a\n  image: b\n  spec: { c: !Connection [slack, canary] }\n',
    );
    await vscode.commands.executeCommand('workbench.action.output.toggleOutput');
    await vscode.commands.executeCommand('relay.showOutput');
    await settings().update('trace.server', 'verbose', vscode.ConfigurationTarget.Global);
    await vscode.env.clipboard.writeText(untouched);
  });
  afterEach(async () => {
    // Said, shown and copied is what only this moment has.
    await vscode.commands.executeCommand('notifications.showList');
    assert.deepEqual(marksIn(await shownByWindow(), marks), [], 'the window shows it');
    assert.deepEqual(marksIn(JSON.stringify(vscode.languages.getDiagnostics()), marks), []);
    assert.equal(await vscode.env.clipboard.readText(), untouched);
    await vscode.commands.executeCommand('notifications.clearAll');
    await account().fail();
  });
  after(async () => {
    await vscode.commands.executeCommand('relay.signOut');
    if (XDG_CONFIG_HOME === undefined) delete process.env.XDG_CONFIG_HOME;
    else process.env.XDG_CONFIG_HOME = XDG_CONFIG_HOME;
    rmSync(home, { recursive: true });
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    if (folder)
      await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder.uri, '.relay'), { recursive: true });
  });

  it('is left by signing in, with a wrong token first', async () => {
    await settings().update('apiUrl', account().url, vscode.ConfigurationTarget.Global);
    const signedIn = vscode.commands.executeCommand('relay.signIn');
    await person.see('.quick-input-widget >> text=API token');
    await person.press('Enter');
    await person.see('.quick-input-widget >> text=Paste an API token');
    await person.type(wrongToken);
    await person.press('Enter');
    await person.see('.quick-input-widget >> text=refused the token');
    await person.type(token);
    await person.press('Enter');
    await signedIn;
    await untilDiagnostics(document, ['connection-missing: canary']);
  });

  it('is left by creating, refused by answers that repeat what was sent, or are none', async () => {
    const echo = `The value ${refused} with ${token} is not accepted.`;
    open('create', 'slack', 'canary');
    await page.type(refused, { into: '[data-field="apiToken"] input:visible' });
    await account().fail(
      { route: create, fault: { is: 'status', status: 422, body: { error: { title: echo } } }, times: 1 },
      { route: create, fault: { is: 'body', text: `<p>${echo}` }, times: 1 },
      { route: create, fault: { is: 'cut-before' }, times: 1 },
    );
    await person.press('Enter');
    await page.see('text=is not accepted');
    assert.deepEqual(marksIn(await page.text('#problems'), marks), []);
    await person.picture('form-refused');
    await page.press('Enter', { on: '[data-field="apiToken"] input:visible' });
    await page.see('#problems >> text=/something that is no Relay answer/');
    assert.deepEqual(marksIn(await page.text('#problems'), marks), []);
    await page.press('Enter', { on: '[data-field="apiToken"] input:visible' });
    await page.see('#problems >> text=/could not be reached/');
    await page.press('ControlOrMeta+A', { on: '[data-field="apiToken"] input:visible' });
    await page.type(value);
    await page.click('role=button[name="Create and test"]');
    await untilDiagnostics(document, []);
    await account().fail({
      route: 'GET /api/connections',
      fault: { is: 'status', status: 500, body: { error: { title: echo } } },
      times: 3,
    });
    await vscode.commands.executeCommand('relay.connections.refresh');
    await vscode.commands.executeCommand('relay.connections.refresh');
  });

  it('is left by overwriting, testing, renaming and deleting', async () => {
    open('overwrite', 'slack', 'canary');
    await page.type(overwritten, { into: '[data-field="apiToken"] input:visible' });
    const overwriting = answerDialogs('Overwrite');
    await person.press('Enter');
    await person.gone('iframe.webview.ready');
    overwriting.stop();
    open('test', 'slack', 'canary');
    await vscode.commands.executeCommand('notifications.showList');
    await person.see('.notifications-center >> text=passed the test');
    const renaming = answerDialogs('Rename');
    open('rename', 'slack', 'canary');
    await person.see('.quick-input-widget >> text=Rename the slack connection');
    await person.press('ControlOrMeta+A');
    await person.type('renamed');
    await person.press('Enter');
    await person.see('.statusbar-item >> text=Renamed slack / canary');
    renaming.stop();
    const deleting = answerDialogs('Delete');
    open('delete', 'slack', 'renamed');
    await person.see('.statusbar-item >> text=Deleted slack / renamed');
    deleting.stop();
  });

  it('is left by setting, overwriting and deleting a secret', async () => {
    await bringWorkflow(account(), 'ops/canary');
    const secret = { workflow: 'ops/canary', name: 'key' };
    const route = 'POST /api/workflows/:path/secrets';
    const body = { error: { title: `Not valid: ${secretValue}` } };
    await account().fail({ route, fault: { is: 'status', status: 422, body }, times: 1 });
    for (const button of ['Create', 'Overwrite']) {
      const done = vscode.commands.executeCommand('relay.secrets.set', secret);
      await page.type(secretValue, { into: '#value' });
      await page.click(`role=button[name="${button}"]`);
      if (button === 'Create') {
        await page.see('text=Not valid: [secret]');
        await page.click(`role=button[name="${button}"]`);
      }
      await done;
    }
    const deleting = answerDialogs('Delete');
    void vscode.commands.executeCommand('relay.secrets.delete');
    await choose('ops/canary');
    await choose('key');
    await vscode.commands.executeCommand('notifications.showList');
    await person.see('.notifications-center >> text=was deleted');
    deleting.stop();
  });

  it('is left by moving one out of a workflow that is not saved with it', async () => {
    const workflow = (text: string) =>
      `steps:\n- name: notify\n  image: relaysh/core\n  spec:\n    token: ${text}\n`;
    const editor = await openFile('credential-canary.yaml', workflow('x'));
    const at = new vscode.Range(4, 11, 4, 12);
    await editor.edit((edit) => edit.replace(at, moved));
    await goTo(editor.document, 'canaryMoved');
    await openQuickFixes('Move the Slack token into a connection…');
    await person.click('.action-widget >> text=Move the Slack token into a connection…');
    await page.type('moved', { into: '#name' });
    await page.click('#create');
    await untilText(editor.document, workflow('${connections.slack.moved.apiToken}'));
    await editor.document.save();
  });

  it('is left by exporting mock metadata, but where it was exported to', async () => {
    await openWorkflow(
      'metadata-canary.yaml',
      'steps:\n- name: a\n  image: b\n  spec: { c: !Connection [slack, moved] }\n',
    );
    void vscode.commands.executeCommand('relay.exportMetadata');
    await choose('Type the values in');
    await person.see('.quick-input-widget >> text=slack / moved: Token');
    await person.type(exported);
    await person.press('Enter');
    await choose('In a file');
    await person.see('.quick-input-widget >> text=OK');
    await person.press('Enter');
    await person.see('.tab >> text=metadata-canary.metadata.yaml');
    const { uri: file } = await untilInFront(({ fileName }) => fileName.endsWith('.metadata.yaml'));
    assert.ok(readFileSync(file.fsPath, 'utf8').includes(exported));
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await vscode.workspace.fs.delete(file);
  });

  it('is copied but by whoever copies it', async () => {
    open('create', 'puppet', 'canary-once');
    await page.click('#create');
    await page.see('text=Copy these values now');
    const copied = await copiedBy(() => page.click('#once .copy'));
    assert.match(copied, /^[\w-]{20,}$/);
    await page.click('#done');
    await vscode.env.clipboard.writeText(untouched);
    marks.push(...marksOf([copied]));
  });

  it('is left by the other ways to sign in, and by signing out', async () => {
    await signInOtherwise(account());
    await fromPalette('Relay: Write Lock File');
    await person.see('.tab >> text=connections.lock.json');
  });

  it('is in a log, a trace, a setting, a file or the state of the window, after all that', async () => {
    assert.deepEqual(marksIn(JSON.stringify(vscode.workspace.getConfiguration()), marks), []);
    const kept = await person.kept();
    assert.ok(kept.includes('canary.yaml'), "the window's own state was not found");
    assert.deepEqual(marksIn(kept, marks), []);

    const workspace = (vscode.workspace.workspaceFolders ?? []).map((each) => each.uri.fsPath);
    const folders = [userFolder(), account().folder, homedir(), ...workspace];
    // Without these in a log, finding nothing would prove nothing.
    const traced = ['textDocument/diagnostic', 'relay/account', 'relay/credentials', 'relay/metadata'];
    const { leaks, missing } = searchFiles(folders, marks, traced);
    assert.deepEqual(missing, []);
    assert.deepEqual(leaks, []);
  });

  it('could be there without being found', () => {
    const planted = mkdtempSync(join(userFolder(), 'planted-'));
    const ways = [value, `"${Buffer.from(value).toString('base64')}"`, [...value].reverse().join('')];
    for (const [index, way] of ways.entries())
      writeFileSync(join(planted, String(index)), `\u0000\n{"a": ${way}}`);
    const found = searchFiles([userFolder()], marks).leaks;
    rmSync(planted, { recursive: true });
    assert.deepEqual(found.map((each) => each.slice(-1)).sort(), ['0', '1', '2']);
  });
});

function open(what: string, type: string, name: string): void {
  void vscode.commands.executeCommand(`relay.connections.${what}`, { type, name });
}

// In the browser, given up before the code is confirmed; by the relay CLI's file; and out again.
async function signInOtherwise(account: ServedAccount): Promise<void> {
  const session = {
    token: sessionToken,
    user_code: 'CODE-CODE',
    verification_uri: `${account.url}/sign-in`,
    verification_uri_complete: '',
    expires_at: '2999-01-01T00:00:00Z',
  };
  await account.fail({
    route: 'POST /auth/sessions/device',
    fault: { is: 'body', text: JSON.stringify(session), mediaType: 'application/json' },
  });
  await fromPalette('Relay: Sign In…');
  await choose('Browser');
  await person.see('.quick-input-widget >> text=CODE-CODE');
  await person.press('Escape');
  await account.fail();
  mkdirSync(join(home, 'relay'));
  const context = `{ apiDomain: "${account.url}", auth: { tokens: { api: ${token} } } }`;
  writeFileSync(join(home, 'relay/config.yaml'), `contexts: { relaysh: ${context} }\n`);
  process.env.XDG_CONFIG_HOME = home;
  await fromPalette('Relay: Sign Out');
  await person.see('.statusbar-item >> text=Relay: sign in');
  await fromPalette('Relay: Sign In…');
  await choose('Relay CLI');
  await person.see('.statusbar-item >> text=Local account');
}

function userFolder(): string {
  const folder = process.env.RELAY_TEST_USER_FOLDER;
  assert.ok(folder, 'RELAY_TEST_USER_FOLDER is not set');
  return folder;
}
