// npm run test:questions: VS Code refuses its dialogs to tests that run inside it, so what is asked before a connection is
// changed for good is answered from outside: in an ordinary window, by a browser's mouse and keyboard.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  installEditorHost,
  installUnpacked,
  launchBrowser,
  quietSettings,
  startEditorHost,
  writeSettings,
} from './editorHost.mjs';
import { root } from './install.mjs';

const mediaType = 'application/vnd.puppet.relay.v20200615';
const workflow = (name) => `steps:
- name: list-machines
  image: relaysh/core
  spec:
    connection: !Connection { type: aws, name: ${name} }
    token: Bearer \${connections.slack.team-workspace.apiToken}
`;

const pictures = join(root, 'test-output/pictures');
const scratch = await mkdtemp(join(tmpdir(), 'relay-questions-'));
const folder = join(scratch, 'workspace');
const token = randomBytes(24).toString('base64url');
/** What is to be undone at the end, last first. */
const undo = [() => rm(scratch, { recursive: true, force: true, maxRetries: 5 })];
try {
  await mkdir(join(folder, 'flows'), { recursive: true });
  await mkdir(pictures, { recursive: true });
  await writeFile(join(folder, 'machines.yaml'), workflow('billing-readonly'));
  await writeFile(join(folder, 'flows/other.yaml'), workflow("'billing-readonly'"));
  const page = await openWindow(await startAccount());
  try {
    await rename(page);
    await overwrite(page);
    await deleteOne(page);
  } catch (error) {
    await page.screenshot({ path: join(pictures, 'failed-question.png') });
    throw error;
  }
  console.log('The questions before a rename, an overwrite and a delete were asked and answered.');
} finally {
  for (const step of undo.reverse()) await step();
}

async function rename(page) {
  await row(page, 'billing-readonly').click();
  await page.keyboard.press('F2');
  await page.waitForSelector('.quick-input-widget >> text=Rename the aws connection "billing-readonly"');
  await page.keyboard.type('billing-eu');
  await page.keyboard.press('Enter');
  await answer(page, 'Rename', ['to "billing-eu"?', 'flows/other.yaml:5', 'machines.yaml:5', 'ops/reaper']);
  await page.waitForSelector('.statusbar-item >> text=Renamed aws / billing-readonly to billing-eu.');
  await row(page, 'billing-eu').waitFor();
  // The files that no editor shows are saved, each in its own quotes.
  assert.equal(await readFile(join(folder, 'machines.yaml'), 'utf8'), workflow('billing-eu'));
  assert.equal(await readFile(join(folder, 'flows/other.yaml'), 'utf8'), workflow("'billing-eu'"));
}

async function overwrite(page) {
  await row(page, 'billing-eu').hover();
  await row(page, 'billing-eu').locator('.action-label[aria-label^="Overwrite"]').click();
  const form = page.locator('iframe.webview.ready').last().contentFrame().frameLocator('iframe#active-frame');
  const input = (field) => form.locator(`[data-field="${field}"] input`).filter({ visible: true });
  await input('accessKeyID').fill('AKIAEXAMPLE');
  await input('secretAccessKey').fill('not-a-real-secret');
  await form.locator('#create').click();
  await answer(page, 'Overwrite', ['"billing-eu"', 'in 2 places', 'Other workspaces cannot be seen.']);
  await page.waitForSelector('.statusbar-item >> text=Overwrote the values of aws / billing-eu.');
}

async function deleteOne(page) {
  await row(page, 'team-workspace').click();
  await page.keyboard.press('Delete');
  await answer(page, 'Cancel', ['Delete the slack connection "team-workspace"'], 'Delete');
  await row(page, 'team-workspace').click();
  await page.keyboard.press('Delete');
  await answer(page, 'Delete', ['machines.yaml:6', 'ops/reaper', 'Other workspaces cannot be seen.']);
  await page.waitForSelector('.statusbar-item >> text=Deleted slack / team-workspace.');
  await row(page, 'missing').waitFor();
}

/** Waits for a dialog that says all this, pictures it, and presses a button of it. */
async function answer(page, button, said, name = button) {
  for (const text of said) await page.waitForSelector(`.monaco-dialog-box:has-text('${text}')`);
  const file = `question-${name.toLowerCase()}.png`;
  await page.screenshot({ path: join(pictures, file), animations: 'disabled' });
  await page.click(`.monaco-dialog-box .monaco-button:has-text("${button}")`);
  await page.waitForSelector('.monaco-dialog-box', { state: 'detached' });
}

function row(page, text) {
  return page.locator(`.pane-body .monaco-list-row:has-text("${text}")`).filter({ visible: true }).first();
}

/** A local account with sample connections, and a workflow that uses two of them. */
async function startAccount() {
  const args = ['account', '--port', '0', '--data', join(scratch, 'account')];
  const seed = ['--seed', join(root, 'scripts/sample-connections.json')];
  const account = spawn(process.execPath, [join(root, 'dist/cli.js'), ...args, ...seed], {
    env: {
      ...process.env,
      RELAY_ACCOUNT_PARENT: 'stdin',
      RELAY_ACCOUNT_KEY: randomBytes(32).toString('base64'),
      RELAY_TOKEN: token,
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  undo.push(() => account.stdin.end());
  const line = await new Promise((resolve) => createInterface(account.stdout).once('line', resolve));
  const { url } = JSON.parse(line);
  const { status } = await fetch(`${url}/api/workflows/ops%2Freaper/revisions`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      accept: `${mediaType}+json`,
      'content-type': `${mediaType}+yaml`,
    },
    body: workflow('billing-readonly'),
  });
  assert.equal(status, 201);
  return url;
}

/** A window on the workspace, signed in to the account, with the views open. */
async function openWindow(url) {
  await installEditorHost();
  const [userFolder, extensionsFolder, home] = ['user', 'extensions', 'home'].map((each) =>
    join(scratch, each),
  );
  await mkdir(home);
  await mkdir(extensionsFolder);
  await writeSettings(userFolder, { ...quietSettings, 'git.enabled': false, 'http.proxySupport': 'off' });
  await installUnpacked(root, extensionsFolder);
  const own = { HOME: home, USERPROFILE: home, XDG_CONFIG_HOME: join(home, '.config') };
  const environment = { ...own, RELAY_API_URL: url, RELAY_TOKEN: token, EXTENSIONS_GALLERY: '{}' };
  const host = await startEditorHost({ folder, userFolder, extensionsFolder, environment });
  undo.push(host.stop);
  const browser = await launchBrowser();
  undo.push(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(host.url);
  await page.click('.activitybar [aria-label^="Relay"]');
  await row(page, 'billing-readonly').waitFor();
  await row(page, '2 uses here').first().waitFor();
  return page;
}
