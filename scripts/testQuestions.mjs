// npm run test:questions: what VS Code refuses to tests that run inside it, or ends them with, is tested from outside, in
// ordinary windows, by a browser's mouse and keyboard: the questions before a connection is changed for good, windows
// that are loaded anew or beside each other, and Restricted Mode.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  ask,
  formOf,
  fromOutside,
  openViews,
  picture,
  row,
  startAccount,
  startVscode,
  status,
} from './outside.mjs';
import { testRestricted } from './restricted.mjs';
import { testWindows } from './windows.mjs';

const workflow = (name) => `steps:
- name: list-machines
  image: relaysh/core
  spec:
    connection: !Connection { type: aws, name: ${name} }
    token: Bearer \${connections.slack.team-workspace.apiToken}
`;
const files = {
  'machines.yaml': workflow('billing-readonly'),
  'flows/other.yaml': workflow("'billing-readonly'"),
};
/** A name that wants to be taken for markup, an icon or a link, and turns the direction of what follows. */
const hostile = '<b>$(trash)</b> [x](command:relay.signOut) \u202egnp';

await testQuestions();
await testWindows();
await testRestricted();

async function testQuestions() {
  await fromOutside(files, async (place) => {
    const account = await startAccount(place);
    await ask(account, 'POST', '/api/workflows/ops%2Freaper/revisions', workflow('billing-readonly'), 'yaml');
    await ask(account, 'POST', '/api/connections', { type: 'slack', name: hostile });
    const environment = { RELAY_API_URL: account.url, RELAY_TOKEN: account.token };
    const page = await (await startVscode(place, { environment })).openWindow();
    await openViews(page);
    await row(page, 'billing-readonly').waitFor();
    await row(page, '2 uses here').first().waitFor();
    await rename(page, place);
    await overwrite(page);
    await deleteOne(page);
    await deleteHostile(page);
  });
  console.log('The questions before a rename, an overwrite and a delete were asked and answered.');
}

async function rename(page, { folder }) {
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
  await enterValues(page);
  await formOf(page).locator('#create').click();
  await answer(page, 'Overwrite', ['"billing-eu"', 'in 2 places', 'Other workspaces cannot be seen.']);
  await status(page, 'Overwrote the values of aws / billing-eu.');
  await page.waitForSelector('iframe.webview.ready', { state: 'detached' });
  await enterValues(page);
  await formOf(page).locator('#test >> text=Overwrite and test').click();
  await answer(page, 'Cancel', [], 'overwrite-and-test');
  await formOf(page).locator('#problems >> text=Nothing was overwritten.').waitFor();
  await formOf(page).locator('#test').click();
  await answer(page, 'Overwrite', ['"billing-eu"'], 'overwrite-and-test');
  await status(page, 'aws / billing-eu passed the test.');
  await page.waitForSelector('iframe.webview.ready', { state: 'detached' });
}

async function enterValues(page) {
  await insist(page, 'iframe.webview.ready', async () => {
    await row(page, 'billing-eu').hover();
    await row(page, 'billing-eu').locator('.action-label[aria-label^="Overwrite"]').click();
  });
  const input = (field) => formOf(page).locator(`[data-field="${field}"] input`).filter({ visible: true });
  await input('accessKeyID').fill('AKIAEXAMPLE');
  await input('secretAccessKey').fill('not-a-real-secret');
}

async function deleteOne(page) {
  await pressDelete(page, 'team-workspace');
  await answer(page, 'Cancel', ['Delete the slack connection "team-workspace"'], 'Delete');
  await pressDelete(page, 'team-workspace');
  await answer(page, 'Delete', ['machines.yaml:6', 'ops/reaper', 'Other workspaces cannot be seen.']);
  await page.waitForSelector('.statusbar-item >> text=Deleted slack / team-workspace.');
  await row(page, 'missing').waitFor();
}

/** A name of unknown origin is text in the question, too. */
async function deleteHostile(page) {
  await pressDelete(page, 'command:relay.signOut');
  const said = await page.locator('.monaco-dialog-box').innerText();
  const shown = '"<b>$(trash)</b> [x](command:relay.signOut) ‹U+202E›gnp" of Local account?';
  assert.ok(said.replaceAll('\u2060', '').includes(shown), said);
  assert.equal(await page.locator('.monaco-dialog-box :is(b, [href], .codicon-trash)').count(), 0);
  await answer(page, 'Cancel', [], 'hostile');
}

function pressDelete(page, name) {
  return insist(page, '.monaco-dialog-box', async () => {
    await row(page, name).click();
    await page.keyboard.press('Delete');
  });
}

/** Does it again where nothing comes of it: just when the list is drawn anew, a row is no longer the one it was. */
async function insist(page, wanted, act) {
  for (let attempts = 0; attempts < 3; attempts++) {
    await act();
    const seen = page.waitForSelector(wanted, { timeout: 5_000 });
    if (await seen.then(Boolean, () => false)) return;
    await page.keyboard.press('Escape');
  }
  throw new Error(`There is no ${wanted}.`);
}

/** Waits for a dialog that says all this, pictures it, and presses a button of it. */
async function answer(page, button, said, name = button) {
  for (const text of said) await page.waitForSelector(`.monaco-dialog-box:has-text('${text}')`);
  await picture(page, `question-${name.toLowerCase()}`);
  await page.click(`.monaco-dialog-box .monaco-button:has-text("${button}")`);
  await page.waitForSelector('.monaco-dialog-box', { state: 'detached' });
}
