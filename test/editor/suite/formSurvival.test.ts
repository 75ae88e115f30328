// What the form lives through: answers that come late or never, being closed, a great deal of input, and an attack.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { addConnections, signInTo, usingAccount } from '../accounts';
import { input, openForm, page, routes, startClean, typedInto } from '../forms';
import { person } from '../person';
import { openRelay } from '../views';
import {
  closeEverything,
  copiedBy,
  goTo,
  openFile,
  openWorkflow,
  positionOf,
  untilDiagnostics,
  untilText,
} from '../workbench';

const token = input('apiToken');
const referring = (type: string, name: string) =>
  `steps:\n- name: a\n  image: b\n  spec: { c: !Connection [${type}, ${name}] }\n`;

describe('the form survives', () => {
  const account = usingAccount('token-of-the-survival-test');
  before(async () => {
    await signInTo(account());
  });
  startClean(account);

  it('errors of the account at several fields, and at none', async () => {
    void openForm('create', { type: 'aws', name: 'several' });
    await page.type('AKIAEXAMPLE', { into: input('accessKeyID') });
    await page.type('not-a-real-secret', { into: input('secretAccessKey') });
    const items = {
      'auth.fields.secretAccessKey': { title: 'It is too short.' },
      'auth.fields.accessKeyID': { title: 'It is not known.' },
      name: { title: 'It is reserved.' },
      'account.plan': { title: 'It has no room.' },
    };
    const body = { error: { title: 'The connection is not valid.', items } };
    await account().fail({ route: routes.create, fault: { is: 'status', status: 422, body }, times: 1 });
    await page.click('#create');
    await page.see('#name-error >> text=It is reserved.');
    await page.see('[data-field="accessKeyID"] .error >> text=It is not known.');
    await page.see('[data-field="secretAccessKey"] .error >> text=It is too short.');
    await page.see('#problems li >> text=account.plan: It has no room.');
    assert.equal(await page.focused(), 'textbox "Name": invalid, It is reserved.');
    await person.picture('survival-errors');
  });

  it('a slow answer, which can be given up without losing what was typed', async () => {
    await account().fail({ route: routes.create, fault: { is: 'latency', milliseconds: 10_000 }, times: 1 });
    void openForm('create', { type: 'slack', name: 'slow' });
    await page.type('xoxb-typed', { into: token });
    await page.click('#create');
    await page.see('role=status >> text=Saving the connection…');
    await person.picture('survival-saving');
    await page.click('#cancel');
    await page.see('#problems >> text=/^Stopped\\. The account may have created/');
    assert.equal(await typedInto('apiToken'), 'xoxb-typed');
    await person.picture('survival-stopped');
  });

  it('being closed while it saves, and keeps nothing', async () => {
    await account().fail({ route: routes.create, fault: { is: 'latency', milliseconds: 10_000 }, times: 1 });
    void openForm('create', { type: 'slack', name: 'closed' });
    await page.type('xoxb-typed', { into: token });
    await page.click('#create');
    await page.see('role=status >> text=Saving the connection…');
    await closeEverything();
    await person.gone('iframe.webview.ready');
    void openForm('create', { type: 'slack', name: 'closed' });
    await page.see(token);
    assert.equal(await typedInto('apiToken'), '');
  });

  it('edits of the text: what is saved is written where its reference is now, or nowhere', async () => {
    const start = stepWith('both: ${connections.slack.first} ${connections.slack.second}');
    const document = await openWorkflow('edited.yaml', start);
    const uri = document.uri.toString();
    const drafts = ['first', 'second'].map((name) => {
      const position = positionOf(document, name);
      return { type: 'slack', name, from: { uri, position } };
    });
    const done = vscode.commands.executeCommand('relay.connections.create', drafts);
    const saveAs = async (name: string) => {
      // VS Code selects all in a webview by a command, which comes late for what is typed behind it.
      await page.press('End', { on: '#name' });
      await page.press('Shift+Home');
      await page.type(name);
      await page.type('xoxb-not-real', { into: input('apiToken') });
      await page.click('#create');
    };
    await page.see('#step >> text=1 of 2');
    await edited(document, new vscode.Range(0, 0, 0, 0), '# typed meanwhile\n');
    await saveAs('first-of-all');
    await page.see('#step >> text=2 of 2');
    const written = `# typed meanwhile\n${start.replace('first', 'first-of-all')}`;
    await untilText(document, written);
    const second = positionOf(document, 'second').translate(0, -1);
    await edited(document, new vscode.Range(second, second.translate(0, 'second'.length)), 'elsewhere');
    await saveAs('second-of-all');
    await done;
    assert.equal(document.getText(), written.replace('second', 'elsewhere'));
    await vscode.commands.executeCommand('notifications.showList');
    await person.see('.notification-list-item >> text=The file was changed meanwhile');
    await person.picture('form-text-changed');
    const copied = await copiedBy(() => person.click('.notification-list-item >> text=Copy Reference'));
    assert.equal(copied, '!Connection { type: slack, name: second-of-all }');
    await edited(document, new vscode.Range(0, 0, document.lineCount, 0), '# relay: ignore\n');
    await document.save();
  });

  it('200 free fields', async () => {
    void openForm('create', { type: 'inhouse', name: 'wide' });
    await page.see('#r0-key');
    await page.run(`() => {
      const type = (id, text) => {
        const input = document.getElementById(id);
        input.value = text;
        input.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText' }));
      };
      for (let index = 0; index < 200; index++) {
        if (index > 0) document.getElementById('add').click();
        type('r' + index + '-key', 'field' + index);
        type('r' + index + '-value', String(index));
      }
    }`);
    await page.see('role=group[name="Field 200"]');
    await person.picture('survival-wide');
    // All of it comes back when the tab was hidden.
    const { document } = await openFile('wide.yaml', referring('inhouse', 'wide'));
    await untilDiagnostics(document, ['connection-missing: wide', 'connection-type-unknown: inhouse']);
    void openForm('create', { type: 'inhouse', name: 'wide' });
    await page.see('#r199-key');
    assert.equal(await page.run(`() => document.querySelector('#r199-value').value`), '199');
    await page.click('#create');
    await untilDiagnostics(document, []);
  });

  it('a name that is too long for the account, or for the form', async () => {
    void openForm('create', { type: 'slack', name: 'n'.repeat(1_024) });
    await page.type('xoxb-typed', { into: token });
    await page.click('#create');
    await page.see('#name-error >> text=/1,?000/');
    await page.press('End', { on: '#name' });
    await person.type('n');
    await page.click('#create');
    await page.see('#name-error >> text=This is longer than 1,024 characters.');
  });

  it('a value of 1 MiB, and says in words that one more is too much', async () => {
    const { document } = await openFile('large.yaml', referring('ssh', 'large'));
    await untilDiagnostics(document, ['connection-missing: large']);
    void openForm('create', { type: 'ssh', name: 'large' });
    const edge = (word: string) => `-----${word} OPENSSH PRIVATE KEY-----\n`;
    const line = `${'A'.repeat(63)}\n`;
    const whole = edge('BEGIN') + line.repeat(20_000);
    const key = whole.slice(0, 1_048_576 - edge('END').length) + edge('END');
    const pick = '[data-field="sshKey"] .pick:visible';
    await page.press('Shift', { on: pick });
    await page.pickFile('Enter', { name: 'larger.pem', text: `${key} ` });
    await page.see('[aria-live=polite] >> text=larger.pem was not read: it is larger than 1 MiB.');
    await person.picture('survival-too-large');
    await page.press('Shift', { on: pick });
    await page.pickFile('Enter', { name: 'large.pem', text: key });
    await page.see('[aria-live=polite] >> text=Read large.pem: 1,048,576 characters.');
    await page.press('End', { on: input('sshKey') });
    await person.press('ControlOrMeta+End');
    await person.type('x');
    await page.click('#create');
    await page.see('[data-field="sshKey"] .error >> text=This is longer than 1 MiB.');
    await page.press('Backspace', { on: input('sshKey') });
    await page.click('#create');
    await untilDiagnostics(document, []);
  });

  it('scripts that are put into its page: its policy lets none of them run', async () => {
    void openForm('create', { type: 'slack', name: 'attacked' });
    await page.see(token);
    const seen = await page.run(`async () => {
      const ran = [];
      globalThis.ran = (what) => ran.push(what);
      const refused = [];
      document.addEventListener('securitypolicyviolation', (event) => refused.push(event.effectiveDirective));
      const put = (html) => document.querySelector('main').append(document.createRange().createContextualFragment(html));
      put('<script>ran("inline")</scr' + 'ipt>');
      put('<img src="x" onerror="ran(\\'attribute\\')">');
      put('<script src="${account().url}/x.js"></scr' + 'ipt>');
      put('<iframe srcdoc="<script>parent.ran(1)</scr' + 'ipt>"></iframe>');
      put('<a id="script" href="javascript:ran(2)"></a>');
      document.getElementById('script').click();
      const evaluated = await new Promise((resolve) => setTimeout(() => {
        try { resolve(eval('ran("eval")')); } catch (error) { resolve(error.name); }
      }));
      const sent = await fetch('${account().url}/api/connections').catch((error) => error.name);
      const button = document.createElement('button');
      button.setAttribute('onclick', 'ran("click")');
      button.click();
      const wanted = ['script-src-elem', 'script-src-attr', 'script-src', 'img-src', 'connect-src'];
      const until = Date.now() + 5000;
      while (Date.now() < until && !wanted.every((each) => refused.includes(each)))
        await new Promise((resolve) => setTimeout(resolve, 20));
      return { ran, evaluated, sent, missing: wanted.filter((each) => !refused.includes(each)) };
    }`);
    assert.deepEqual(seen, { ran: [], evaluated: 'EvalError', sent: 'TypeError', missing: [] });
  });
});

/** Names that want to be taken for something else, and how they are to be shown. */
const hostile: Record<string, { readonly name: string; readonly shown: string }> = {
  HTML: {
    name: `<img src=x onerror="ran()">"'&amp;`,
    shown: `<img src=x onerror="ran()">"'&amp;`,
  },
  'marks of direction': { name: 'prod\u202egpj.exe', shown: 'prod‹U+202E›gpj.exe' },
  'control characters': { name: 'a\u0007b\u001b[31mc', shown: 'a‹U+0007›b‹U+001B›[31mc' },
  templates: { name: '${connections.aws.x} {0} %s', shown: '${connections.aws.x} {0} %s' },
  icons: { name: '$(trash) ~spin', shown: '$(trash) ~spin' },
  length: { name: 'long'.repeat(230), shown: 'long'.repeat(230) },
  Markdown: {
    name: '**b** [click](command:relay.signOut) `c`',
    shown: '**b** [click](command:relay.signOut) `c`',
  },
};

describe('names of unknown origin are text', () => {
  const account = usingAccount('token-of-the-hostile-test');
  before(async () => {
    for (const { name } of Object.values(hostile)) await addConnections(account(), ['slack', name, 'x']);
    await signInTo(account());
    await openRelay();
  });
  after(() => vscode.commands.executeCommand('workbench.view.explorer'));
  beforeEach(async () => {
    await closeEverything();
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  for (const [what, { name, shown }] of Object.entries(hostile)) {
    it(`${what}: in the form, the title, the views, hovers, lists and notifications`, async () => {
      void openForm('create', { type: name, name });
      const heading = `New ${shown} connection`;
      await page.see('h1');
      assert.equal(await page.text('h1'), heading);
      assert.equal(await page.run(`() => document.getElementById('name').value`), name);
      assert.ok((await person.text('.tab.active .label-name')).startsWith(heading.slice(0, 50)));
      assert.deepEqual(await page.run(`() => [...document.querySelectorAll('img, a, b')].length`), 0);
      await person.picture(`hostile-form-${what.replaceAll(' ', '-')}`);
      await closeEverything();

      await person.see(`.pane-body .label-name >> text=${JSON.stringify(shown)}`);
      const written = JSON.stringify(name);
      const document = await openWorkflow(
        `hostile-${what.replaceAll(' ', '-')}.yaml`,
        `steps:\n- name: a\n  image: b\n  spec: { c: !Connection [slack, ${written}] }\n`,
      );
      await goTo(document, written.slice(0, 3));
      await vscode.commands.executeCommand('editor.action.showHover');
      await person.see('.monaco-hover >> text=Found');
      const hover = await person.text('.monaco-hover');
      assert.ok(hover.includes(shown.replaceAll(/‹.*?›/g, '\ufffd')), hover);
      void vscode.commands.executeCommand('relay.connections.test', { type: 'slack', name });
      await vscode.commands.executeCommand('notifications.showList');
      await person.see(
        `.notifications-center :has-text("passed the test"):has-text(${JSON.stringify(/\w+/.exec(shown)?.[0])})`,
      );
      const told = (await person.text('.notifications-center')).replaceAll('\u2060', '');
      assert.ok(told.includes(`slack / ${shown} of`), told);
      await person.picture(`hostile-${what.replaceAll(' ', '-')}`);
      assert.deepEqual(await person.run(tricked), []);
    });
  }
});

/** Runs in the window: what a name was taken for. */
const tricked = `() => [...document.querySelectorAll(
  ':is(.pane-body, .monaco-hover, .notifications-center, .statusbar) :is(b, img[src="x"], [href^="command:relay.signOut"], [data-href^="command:relay.signOut"], .codicon-trash:not(.action-label))'
)].map((each) => each.outerHTML)`;

const stepWith = (line: string) => `steps:\n- name: a\n  image: b\n  spec:\n    ${line}\n`;

async function edited(document: vscode.TextDocument, range: vscode.Range, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, range, text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}
