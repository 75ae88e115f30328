// No credential leaves its way: marked values go through everything, with verbose tracing on, and are found nowhere.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { person } from '../person';
import {
  choose,
  fromPalette,
  openFile,
  type ServedAccount,
  untilDiagnostics,
  usingAccount,
} from '../workbench';

// Words that nothing else contains; also looked for as base64 and reversed.
const token = 'canaryTokenQ7xWv2';
const value = 'canaryValueZ3kRt9';
const refused = 'canaryRefusedJ5pLm4';
const wrongToken = 'canaryWrongB8nHs1';
const sessionToken = 'canarySessionN4vYc6';
const marks = [token, value, refused, wrongToken, sessionToken].flatMap((mark) => [
  mark,
  Buffer.from(mark).toString('base64').slice(0, 20),
  [...mark].reverse().join(''),
]);

// Where the relay CLI keeps its sign-in, for as long as this file's tests run.
const home = mkdtempSync(join(tmpdir(), 'relay-cli-'));
const { XDG_CONFIG_HOME } = process.env;

describe('no credential', () => {
  const account = usingAccount(token);
  after(async () => {
    await vscode.commands.executeCommand('relay.signOut');
    if (XDG_CONFIG_HOME === undefined) delete process.env.XDG_CONFIG_HOME;
    else process.env.XDG_CONFIG_HOME = XDG_CONFIG_HOME;
    rmSync(home, { recursive: true });
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    if (folder)
      await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder.uri, '.relay'), { recursive: true });
  });
  const settings = () => vscode.workspace.getConfiguration('relay');

  it('is in a log, a trace, a setting, a file, a message or a diagnostic after signing in, creating and failing', async () => {
    const { document } = await openFile(
      'canary.yaml',
      'steps:\n- name: a\n  image: b\n  spec: { c: !Connection [slack, canary] }\n',
    );
    await vscode.commands.executeCommand('workbench.action.output.toggleOutput');
    await vscode.commands.executeCommand('relay.showOutput');
    await settings().update('trace.server', 'verbose', vscode.ConfigurationTarget.Global);

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

    // Refused with an answer that repeats what was sent, then created.
    void vscode.commands.executeCommand('relay.connections.create', { type: 'slack', name: 'canary' });
    await person.inWebview.type(refused, { into: '[data-field="apiToken"] input:visible' });
    const echo = { error: { title: `The value ${refused} with ${token} is not accepted.` } };
    await account().fail({
      route: 'POST /api/connections',
      fault: { is: 'status', status: 422, body: echo },
      times: 1,
    });
    await person.inWebview.press('Enter');
    await person.inWebview.see('text=is not accepted');
    const said = await person.inWebview.text('#problems');
    await person.picture('form-refused');
    await person.inWebview.press('ControlOrMeta+A', { on: '[data-field="apiToken"] input:visible' });
    await person.inWebview.type(value);
    await person.inWebview.press('Enter');
    await untilDiagnostics(document, []);

    // A refresh that fails with an answer that repeats the token, and one that works.
    await account().fail({
      route: 'GET /api/connections',
      fault: { is: 'status', status: 500, body: echo },
      times: 3,
    });
    await vscode.commands.executeCommand('relay.connections.refresh');
    await vscode.commands.executeCommand('relay.connections.refresh');

    await signInOtherwise(account());
    await fromPalette('Relay: Write Lock File');
    await person.see('.tab >> text=connections.lock.json');

    const diagnostics = JSON.stringify(vscode.languages.getDiagnostics());
    const configuration = JSON.stringify(vscode.workspace.getConfiguration());
    for (const mark of marks) {
      assert.ok(!said.includes(mark), `${mark} is shown in the form's error`);
      assert.ok(!diagnostics.includes(mark), `${mark} is in a diagnostic`);
      assert.ok(!configuration.includes(mark), `${mark} is in the settings`);
    }
    const files = filesBelow([
      userFolder(),
      account().folder,
      homedir(),
      ...(vscode.workspace.workspaceFolders ?? []).map((each) => each.uri.fsPath),
    ]);
    // Without these in a log, finding nothing would prove nothing.
    for (const traced of ['textDocument/diagnostic', 'relay/account']) {
      assert.ok(
        files.some((file) => read(file).includes(traced)),
        `${traced} was not traced`,
      );
    }
    const leaks = files.flatMap((file) =>
      marks.filter((mark) => read(file).includes(mark)).map((mark) => `${mark} in ${file}`),
    );
    assert.deepEqual(leaks, []);
  });
});

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

function filesBelow(folders: readonly string[]): string[] {
  const files: string[] = [];
  for (const folder of folders) {
    for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
      const path = join(entry.parentPath, entry.name);
      if (entry.isFile() && statSync(path).size < 50_000_000) files.push(path);
    }
  }
  return files;
}

function read(file: string): string {
  return readFileSync(file).toString('latin1');
}
