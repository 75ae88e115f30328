// What the form does beyond saving: it tests, reads kubeconfigs and files, connects in the browser, steps, and advises.
import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { addConnections, listed, signInTo, usingAccount } from '../accounts';
import { input, openForm, page, routes, startClean, typedInto, violations } from '../forms';
import { person } from '../person';
import { closeEverything, copiedBy, openFile, untilDiagnostics } from '../workbench';

const kubeconfig = `apiVersion: v1
kind: Config
current-context: production
clusters:
- name: main
  cluster:
    server: https://cluster.example:6443
    certificate-authority-data: ${Buffer.from('-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n').toString('base64')}
contexts:
- name: staging
  context: { cluster: main, user: person }
- name: production
  context: { cluster: main, user: robot }
users:
- name: robot
  user: { token: token-of-the-robot }
- name: person
  user: { exec: { command: aws } }
`;

describe('the form works', () => {
  const account = usingAccount('token-of-the-form-work-test');
  before(async () => {
    await signInTo(account());
  });
  startClean(account);

  it('by advising on what is in the wrong place, and saving all the same', async () => {
    const created = openForm('create', { type: 'aws', name: 'aws' });
    await page.see('#name-advice >> text=This is a type.');
    await page.type('A'.repeat(39), { into: input('accessKeyID') });
    await page.press('Tab');
    await page.see('text=20 capital letters and digits');
    await page.type('AKIAABCDEFGHIJKLMNOP');
    await page.see('text=/access key ID of AWS.*belongs into “Access key ID”/');
    await person.picture('form-advice');
    await page.click('#create');
    await created;
    assert.deepEqual((await listed(account())).includes('aws/aws'), true);
  });

  it('by testing what it created, and replacing the values that failed', async () => {
    const { document } = await openFile(
      'tested.yaml',
      'steps:\n- name: a\n  image: b\n  spec: { c: !Connection [slack, tested] }\n',
    );
    await untilDiagnostics(document, ['connection-missing: tested']);
    await account().fail(
      { route: routes.test, fault: { is: 'latency', milliseconds: 14_000 }, times: 1 },
      { route: routes.test, fault: testFault, times: 1 },
    );
    const created = openForm('create', { type: 'slack', name: 'tested' });
    await page.type('xoxb-wrong', { into: input('apiToken') });
    await page.click('#test');
    await page.see('#status >> text=slack / tested was created. Testing…');
    await person.picture('form-testing');
    assert.deepEqual(await violations(), []);
    await page.click('#cancel');
    await page.see('role=status >> text=The test was stopped.');
    await untilDiagnostics(document, []);
    await page.see('role=heading[name="Overwrite Slack connection tested"]');
    await page.click('#test >> text=Overwrite and test');
    await page.see('role=status >> text=The test failed: Slack does not know this token.');
    await person.picture('form-test-failed');
    assert.deepEqual(await violations(), []);
    await page.press('ControlOrMeta+A', { on: input('apiToken') });
    await page.type('xoxb-right');
    await page.press('ControlOrMeta+Shift+Enter');
    await created;
    await person.see('.statusbar-item >> text=slack / tested passed the test.');
    await person.gone('iframe.webview.ready');
  });

  it('by filling in the context of a kubeconfig that is pasted or dropped', async () => {
    void openForm('create', { type: 'kubernetes', name: 'cluster' });
    await putOnClipboard(kubeconfig);
    await page.press('ControlOrMeta+V', { on: input('server') });
    await page.see('#contexts');
    await person.picture('form-kubeconfig');
    await page.click('#useContext');
    await page.see('text=3 values were filled in.');
    await page.press('ArrowUp', { on: '#context' });
    await page.see('#lacks >> text=a program on this machine (exec)');
    await person.picture('form-kubeconfig-filled');
    assert.deepEqual(await violations(), []);
    assert.equal(await typedInto('token'), 'token-of-the-robot');
    assert.match(await typedInto('certificateAuthority'), /^-----BEGIN CERTIFICATE-----\nMIIB\n/);

    const drop = (name: string, text: string, way: { readonly on?: string; readonly isHeld?: true } = {}) =>
      page.dropFile(
        { name, text },
        { on: input('certificateAuthority'), across: ['.part.sidebar'], shift: true, ...way },
      );
    await drop('ca.pem', '-----BEGIN CERTIFICATE-----\nMIIC\n', { isHeld: true });
    await page.see('.dropping');
    await person.picture('form-drop');
    await drop('ca.pem', '-----BEGIN CERTIFICATE-----\nMIIC\n');
    await page.see('text=/Read ca.pem: 33 characters. The last line is not/');
    await drop('ca.der', '0\u0000\u0001');
    await page.see('text=ca.der was not read: it is not a text file');
    await drop('notes.txt', 'nothing', { on: '#title' });
    await page.see('#kube-advice >> text=It is not a kubeconfig.');
    assert.match(await typedInto('certificateAuthority'), /MIIC/);
  });

  it('by overwriting what is there, whose values it cannot show', async () => {
    await addConnections(account(), ['sysdig', 'old', 'value-that-nobody-sees']);
    await vscode.commands.executeCommand('relay.connections.refresh');
    void openForm('overwrite', { type: 'sysdig', name: 'old' });
    await page.see('text=The values that it has cannot be shown');
    await page.click('#test >> text=Overwrite and test');
    await page.see('text=Enter a value.');
    assert.equal(await typedInto('token'), '');
    await person.picture('form-overwrite');
  });

  it('by connecting in the browser where the account does that', async () => {
    void openForm('create', { type: 'datadog', name: 'none' });
    await page.see('[data-field="apiKey"]:visible');
    await closeEverything();
    await person.gone('iframe.webview.ready');
    const connected = openForm('create', { type: 'github', name: 'source' });
    await page.see('#connect');
    await person.picture('form-browser-offered');
    assert.deepEqual(await violations(), []);
    await page.click('#connect');
    await page.see('role=status >> text=Waiting for the browser…');
    await page.click('#cancel');
    await page.see('#problems >> text=Stopped waiting for the browser.');
    await page.click('#connect');
    const address = await copiedBy(() => page.click('#copyAddress'));
    await person.picture('form-browser-waiting');
    assert.deepEqual(await violations(), []);
    await allow(address);
    await connected;
    await person.gone('iframe.webview.ready');
    assert.ok((await listed(account())).includes('github/source'));
  });

  it('by stepping on where one is skipped, and ending where one is cancelled', async () => {
    const { document } = await openFile(
      'steps.yaml',
      stepsOf('datadog.one', 'sysdig.two', 'pagerduty.three'),
    );
    const drafts = ['datadog/one', 'sysdig/two', 'pagerduty/three'].map((each) => {
      const [type, name] = each.split('/');
      return { type, name };
    });
    const done = vscode.commands.executeCommand('relay.connections.create', drafts);
    await page.see('#step >> text=1 of 3');
    await page.click('#skip');
    await page.see('#step >> text=2 of 3');
    await person.see('.tab >> text=New Sysdig connection (2 of 3)');
    await person.picture('form-step');
    assert.deepEqual(await violations(), []);
    await page.type('token', { into: input('token') });
    await page.click('#create');
    await page.see('#step >> text=3 of 3');
    await page.click('#cancel');
    await done;
    await untilDiagnostics(document, ['connection-missing: one', 'connection-missing: three']);
  });

  it('by offering to clear the clipboard of what was pasted or copied', async () => {
    const pasted = openForm('create', { type: 'slack', name: 'pasted' });
    await putOnClipboard('xoxb-from-the-clipboard\n');
    await page.press('ControlOrMeta+V', { on: input('apiToken') });
    await page.click('#create');
    await pasted;
    await vscode.commands.executeCommand('notifications.showList');
    await person.see('.notification-list-item >> text=The clipboard still holds a value of this form.');
    await person.picture('form-clipboard');
    await person.click('.notification-list-item >> text=Clear the Clipboard');
    await untilClipboard('');

    void openForm('create', { type: 'puppet', name: 'once' });
    await page.click('#create');
    assert.ok((await copiedBy(() => page.click('#once .copy'))).length > 20);
    await page.click('#done');
    await person.gone('iframe.webview.ready');
    await vscode.commands.executeCommand('notifications.showList');
    await person.see('.notification-list-item >> text=The clipboard still holds a value of this form.');
  });

  it('by saying that values shown once are lost, where the answer was', async () => {
    await account().fail({ route: routes.create, fault: { is: 'cut-after' }, times: 1 });
    void openForm('create', { type: 'puppet', name: 'lost' });
    await page.click('#create');
    await page.see('#warning >> text=/shows only once.*Delete this connection and create it anew/');
    await person.picture('form-values-lost');
    assert.deepEqual(await violations(), []);
    await page.click('#done');
    await person.gone('iframe.webview.ready');
  });
});

const testFault = {
  is: 'status' as const,
  status: 200,
  body: {
    availability: { status: 'unavailable', error: { title: 'Slack does not know this token.' } },
  },
};

function stepsOf(...paths: readonly string[]): string {
  const references = paths.map((path, index) => `    c${index}: \${connections.${path}}\n`);
  return `steps:\n- name: a\n  image: b\n  spec:\n${references.join('')}`;
}

/** What the page of the other side sends when a person allows the connection. */
async function allow(address: string): Promise<void> {
  const { origin, searchParams } = new URL(address);
  const body = new URLSearchParams({ request: searchParams.get('request') ?? '', decision: 'allow' });
  const answer = await fetch(`${origin}/authorize`, { method: 'POST', body, headers: { origin } });
  assert.equal(answer.status, 200, await answer.text());
}

/** In tests VS Code has a clipboard of its own; the browser's is the one that is pasted from. */
async function putOnClipboard(text: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  await person.run(`() => navigator.clipboard.writeText(${JSON.stringify(text)})`);
}

async function untilClipboard(expected: string): Promise<void> {
  const end = Date.now() + 15_000;
  let found = await vscode.env.clipboard.readText();
  while (found !== expected && Date.now() < end) found = await vscode.env.clipboard.readText();
  assert.equal(found, expected);
}
