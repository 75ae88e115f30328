// The forms for those who cannot see, or use no mouse: axe-core finds nothing in any state and theme, and keys do it all.
import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { addConnections, bringWorkflow, type ServedAccount, signInTo, usingAccount } from '../accounts';
import { input, openForm, page, routes, startClean, violations } from '../forms';
import { person } from '../person';
import { closeEverything, fromPalette } from '../workbench';

const secret = { workflow: 'ops/deploy', name: 'signing-key' };

/** How a person comes to each state of a form, from nothing. */
const states: Record<string, (account: ServedAccount) => Promise<void>> = {
  async empty() {
    void openForm('create');
    await page.see('#type');
  },
  async 'with problems'() {
    void openForm('create', { type: 'kubernetes' });
    await page.click('#create');
    await page.see('text=/Correct these \\d things first/');
  },
  async 'with advice and a value shown'() {
    void openForm('create', { type: 'aws', name: 'with-advice ' });
    await page.type(' leading', { into: input('secretAccessKey') });
    await page.see('text=There is a space at the start.');
    await page.click('[data-field="secretAccessKey"] .reveal:visible');
  },
  async 'with free fields'() {
    void openForm('create', { type: 'inhouse', name: 'billing' });
    await page.type('endpoint', { into: '#r0-key' });
    await page.click('#add');
    await page.see('#r1-key');
  },
  async 'for another type'() {
    void openForm('create');
    await page.press('End', { on: '#type' });
    await page.see('#otherType');
    await page.click('#create');
    await page.see('#otherType-error');
  },
  async saving(account) {
    await account.fail({ route: routes.create, fault: { is: 'latency', milliseconds: 14_000 } });
    void openForm('create', { type: 'slack', name: 'slow' });
    await page.type('xoxb-typed', { into: input('apiToken') });
    await page.click('#create');
    await page.see('role=status >> text=Saving');
  },
  async refused(account) {
    const items = { 'auth.fields.apiToken': { title: 'Nobody knows it.' }, role: { title: 'Not yours.' } };
    const body = { error: { title: 'The connection is not valid.', items } };
    await account.fail({ route: routes.create, fault: { is: 'status', status: 422, body }, times: 1 });
    void openForm('create', { type: 'slack', name: 'refused' });
    await page.type('xoxb-typed', { into: input('apiToken') });
    await page.click('#create');
    await page.see('text=Nobody knows it.');
  },
  async forbidden(account) {
    await account.fail({ route: routes.create, fault: { is: 'status', status: 403 }, times: 1 });
    void openForm('create', { type: 'sendgrid', name: 'forbidden' });
    await page.type('SG.typed', { into: input('apiKey') });
    await page.click('#create');
    await page.see('text=/Administrator role/');
  },
  async 'created, with values shown once'() {
    void openForm('create', { type: 'puppet', name: `once-${Date.now()}` });
    await page.click('#create');
    await page.see('text=Copy these values now');
    await page.click('#once .copy');
    await page.see('role=status >> text=was copied');
  },
  async overwriting() {
    void openForm('overwrite', { type: 'aws', name: 'production' });
    await page.click('#create');
    await page.see('text=/Correct/');
  },
  async 'of a secret, empty'() {
    void vscode.commands.executeCommand('relay.secrets.set', secret);
    await page.see('#value');
  },
  async 'of a secret, refused'(account) {
    const items = { value: { title: 'This is no key.' } };
    const body = { error: { title: 'Not valid.', items } };
    await account.fail({ route: routes.setSecret, fault: { is: 'status', status: 422, body }, times: 1 });
    void vscode.commands.executeCommand('relay.secrets.set', secret);
    await page.type('typed ', { into: '#value' });
    await page.click('#create');
    await page.see('text=This is no key.');
  },
};

describe('the forms are accessible', () => {
  const account = usingAccount('token-of-the-access-test');
  before(async () => {
    await bringWorkflow(account(), 'ops/deploy');
    await addConnections(account(), ['aws', 'production', 'x']);
    await signInTo(account());
  });
  startClean(account);

  for (const [state, reach] of Object.entries(states)) {
    it(`by axe-core's rules, in every theme: ${state}`, async () => {
      await reach(account());
      const found = await violations(state === 'refused' ? 'access-refused' : undefined);
      await person.picture(`access-${state.replaceAll(/\W+/g, '-')}`);
      assert.deepEqual(found, []);
    });
  }

  it('so that axe-core would find what is wrong', async () => {
    void openForm('create');
    await page.see('#type');
    await page.run(`() => {
      const input = document.createElement('input');
      input.style = 'color: #777; background: #666';
      input.value = 'gray';
      document.querySelector('main').append(input);
    }`);
    const found = (await page.violations()).map((each) => each.split(':')[0]);
    assert.ok(found.includes('label') && found.includes('color-contrast'), found.join());
  });

  it('by keyboard alone, in the order that is seen, and say what happens', async () => {
    await fromPalette('Relay: Create Connection…');
    await untilFocus('combobox "Type"');
    await arrowsTo('#type', 'kubernetes');
    await page.see('role=heading[name="New Kubernetes connection"]');
    assert.deepEqual(await focusesTo('button "Cancel"'), [
      'textbox "Name"',
      'button "Choose a kubeconfig…"',
      'textbox "Cluster server"',
      'textbox "Certificate authority"',
      'button "Choose a file for Certificate authority"',
      'textbox "Token"',
      'button "Show Token"',
      'button "Create"',
      'button "Create and test"',
      'button "Cancel"',
    ]);
    for (const _ of [1, 2]) await person.press('Shift+Tab');
    await person.press('Enter');
    await untilFocus('textbox "Name": invalid, Enter a name.');
    await page.see('role=alert >> text=Correct these 4 things first:');
    await person.type('production');
    for (const _ of [1, 2]) await person.press('Tab');
    await untilFocus('textbox "Cluster server": invalid, Enter a value.');
    await person.type('https://cluster.example:6443');
    for (const _ of [1, 2]) await person.press('Tab');
    await untilFocus('button "Choose a file for Certificate authority"');
    await page.pickFile('Enter', { name: 'ca.pem', text: '-----BEGIN CERTIFICATE-----\nMIIB\n' });
    await page.see('[aria-live=polite] >> text=Read ca.pem');
    await person.press('Tab');
    await untilFocus('textbox "Token": invalid, Enter a value.');
    await person.type('not-a-real-token');
    await page.gone('role=alert');
    await person.press('Tab');
    await person.press('Space');
    await page.see('role=button[name="Show Token"][pressed]');
    await page.see('[data-field="token"] input[type=text]:visible');
    await person.picture('access-keyboard');

    await account().fail({ route: routes.create, fault: { is: 'latency', milliseconds: 1_500 }, times: 1 });
    await person.press('Tab');
    await untilFocus('button "Create"');
    await person.press('Enter');
    await page.see('role=status >> text=Saving the connection…');
    // Where a second Enter does nothing.
    await untilFocus('status');
    await person.gone('iframe.webview.ready');
  });

  it('by keyboard alone, with free fields and values shown once', async () => {
    await fromPalette('Relay: Create Connection…');
    await untilFocus('combobox "Type"');
    await person.press('End');
    await person.press('Tab');
    await untilFocus('textbox "Name of the type"');
    await person.type('inhouse');
    assert.deepEqual(await focusesTo('button "Add a field"'), [
      'textbox "Name"',
      'textbox "Field"',
      'textbox "Value"',
      'button "Show Value"',
      'button "Choose a file for Value"',
      'button "Remove field 1"',
      'button "Add a field"',
    ]);
    await person.press('Enter');
    await untilFocus('textbox "Field"');
    await page.see('role=group[name="Field 2"] >> role=button[name="Remove field 2"]');
    for (let index = 0; index < 4; index++) await person.press('Tab');
    await untilFocus('button "Remove field 2"');
    await person.press('Enter');
    await untilFocus('textbox "Field"');
    await page.gone('role=group[name="Field 2"]');
    await page.see('role=status >> text=Field removed.');
    await closeEverything();

    void openForm('create', { type: 'puppet', name: 'by-keyboard' });
    await untilFocus('button "Create"');
    await person.press('Enter');
    await untilFocus('heading "puppet / by-keyboard was created"');
    const order = await focusesTo('button "Done"');
    assert.deepEqual(order.slice(-4), [
      'textbox "Token"',
      'button "Show Token"',
      'button "Copy Token"',
      'button "Done"',
    ]);
    await person.press('Shift+Tab');
    await person.press('Enter');
    await page.see('role=status >> text=Token was copied.');
    await person.press('Tab');
    await person.press('Enter');
    await person.gone('iframe.webview.ready');
  });
});

/** Waits until this has the focus. */
async function untilFocus(wanted: string): Promise<void> {
  const until = Date.now() + 15_000;
  let focused = '';
  while (focused !== wanted && Date.now() < until) focused = await page.focused();
  assert.equal(focused, wanted);
}

/** Presses the arrow down until a list has this value. Not every build of Chromium goes to what is typed. */
async function arrowsTo(list: string, value: string): Promise<void> {
  const now = () => page.run(`() => document.querySelector(${JSON.stringify(list)}).value`);
  for (let presses = 0; presses < 40 && (await now()) !== value; presses++) await person.press('ArrowDown');
  assert.equal(await now(), value);
}

/** What gets the focus, one Tab after the other, up to `last`. */
async function focusesTo(last: string): Promise<readonly string[]> {
  const seen: string[] = [];
  while (seen.at(-1) !== last && seen.length < 30) {
    await person.press('Tab');
    seen.push(await page.focused());
  }
  return seen;
}
