// The language in the real VS Code, as an author of one file meets it: names, templates, comments, hovers, colours.
import assert from 'node:assert/strict';
import { afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { signInTo, usingAccount } from '../accounts';
import { person } from '../person';
import {
  closeEverything,
  fromPalette,
  goTo,
  openQuickFixes,
  openWorkflow,
  positionOf,
  typeNewName,
  untilDiagnostics,
  untilText,
} from '../workbench';

const workflow = `parameters:
  region:
    description: Region to look at
    default: eu-central-1
  zone: { default: a }
triggers:
- name: nightly
  source: { type: schedule, schedule: '30 2 * * 1-5' }
steps:
- name: list-machines
  image: relaysh/aws-ec2-step-instances-describe
  spec:
    aws:
      region: \${parameters.region}
      connection: !Connection { type: aws, name: team-billing }
- name: report
  image: relaysh/slack-step-message-send
  dependsOn: list-machines
  when: \${parameters.zone == 'a' && steps.list-machines.succeeded}
  spec:
    channel: !Parameter region
    username: relay
    message: "\${concat('in ', parameters.region, outputs.list-machines.instances)}"
    connection: !Connection [slack, ops-room]
`;
const missing = ['connection-missing: ops-room', 'connection-missing: team-billing'];

/** A name behind a tag, as long as it has the colour of names in templates: YAML's grammar takes it for a text. */
const coloured = (name: string) =>
  `xpath=//*[text()="!Parameter"]/..//*[text()="${name}" and @class=//*[text()="succeeded"]/@class]`;

describe('the language', () => {
  const account = usingAccount('token-of-the-language-test');
  before(async () => {
    await openWorkflow('first.yaml', workflow);
    await signInTo(account());
  });
  afterEach(closeEverything);

  it('renames a parameter wherever it is named, and nothing else', async () => {
    const document = await openWorkflow('rename.yaml', workflow);
    await untilDiagnostics(document, missing);
    await goTo(document, 'region}');
    await typeNewName('location');
    await person.picture('language-rename');
    await person.press('Enter');
    await untilText(
      document,
      workflow
        .replace('  region:\n', '  location:\n')
        .replaceAll('parameters.region', 'parameters.location')
        .replace('!Parameter region', '!Parameter location'),
    );
    await untilDiagnostics(document, missing);
    await person.see(coloured('location'));
    await person.picture('language-renamed');
    await person.press('ControlOrMeta+Z');
    await untilText(document, workflow);
  });

  it('refuses a name that is taken, and says by what', async () => {
    const document = await openWorkflow('rename-taken.yaml', workflow);
    await goTo(document, 'region:');
    await typeNewName('zone');
    await person.press('Enter');
    await person.gone('.rename-box');
    await fromPalette('Notifications: Show Notifications');
    await person.see('.notifications-center >> text=The name "zone" is taken');
    await person.picture('language-rename-taken');
    assert.equal(document.getText(), workflow);
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  it('finds the references of a step', async () => {
    const document = await openWorkflow('references.yaml', workflow);
    await goTo(document, 'list-machines');
    await person.press('Shift+F12');
    await person.see('.peekview-widget >> text=references.yaml');
    await person.see('.peekview-widget >> text=/References \\(4\\)/');
    await person.picture('language-references');
    await person.press('Escape');
    await person.gone('.peekview-widget');
    const found = await vscode.commands.executeCommand<vscode.Location[]>(
      'vscode.executeReferenceProvider',
      document.uri,
      positionOf(document, 'list-machines'),
    );
    assert.deepEqual(
      found.map(({ range }) => document.lineAt(range.start.line).text.trim().split(':')[0]),
      ['- name', 'dependsOn', 'when', 'message'],
    );
    for (const { range } of found) assert.equal(document.getText(range), 'list-machines');
  });

  it('completes in a template, by keyboard', async () => {
    const document = await openWorkflow('template.yaml', `${workflow}    thread: `);
    await person.press('ControlOrMeta+End');
    await person.type('${par', { delay: 20 });
    await person.see('.suggest-widget.visible .monaco-list-row.focused >> text=/^parameters$/');
    await person.press('Enter');
    await person.type('.', { delay: 20 });
    await person.see('.suggest-widget.visible .monaco-list-row >> text=/^zone$/');
    await person.picture('language-completion-parameter');
    await person.type('re', { delay: 20 });
    await person.see('.suggest-widget.visible .monaco-list-row.focused >> text=/^region$/');
    await person.press('Enter');
    await person.type(' + outputs.l', { delay: 20 });
    await person.see('.suggest-widget.visible .monaco-list-row.focused >> text=/^list-machines$/');
    await person.press('Enter');
    await person.type('.', { delay: 20 });
    await person.see('.suggest-widget.visible .monaco-list-row >> text=/^instances$/');
    await person.picture('language-completion-output');
    await person.press('Enter');
    await untilText(
      document,
      `${workflow}    thread: \${parameters.region + outputs.list-machines.instances}`,
    );
    await untilDiagnostics(document, missing);
  });

  for (const [what, word, said] of [
    ['parameter', 'region', 'Region to look at'],
    ['function', 'concat', 'joined to one text'],
    ['image', 'relaysh/slack-step-message-send', 'Needs'],
    ['key', 'channel', 'required'],
    ['output', 'instances', 'Output'],
    ['schedule', "'30 2 * * 1-5'", 'Starts a run'],
  ] as const)
    it(`says on hover what is known: ${what}`, async () => {
      await openWorkflow('hover.yaml', workflow);
      await vscode.commands.executeCommand('editor.action.hideHover');
      await person.hover(`.view-line span span >> text="${word}"`);
      await person.see(`.monaco-hover >> text=${said}`);
      await person.picture(`language-hover-${what}`);
    });

  it('silences a finding by a comment that the light bulb writes', async () => {
    const document = await openWorkflow('suppress.yaml', workflow);
    await untilDiagnostics(document, missing);
    await goTo(document, 'ops-room');
    await openQuickFixes('Disable connection-missing for this line');
    await person.picture('language-light-bulb');
    await person.click('.action-widget >> text=Disable connection-missing for this line');
    await untilDiagnostics(document, ['connection-missing: team-billing']);
    const line = '    connection: !Connection [slack, ops-room]\n';
    assert.equal(
      document.getText(),
      workflow.replace(line, `    # relay-disable-next-line connection-missing\n${line}`),
    );
    await person.picture('language-suppressed');
  });

  it('follows `# relay: ignore` as it is typed and undone', async () => {
    const document = await openWorkflow('ignored-later.yaml', workflow);
    await untilDiagnostics(document, missing);
    const signs = ['.squiggly-error', '.codelens-decoration', '.detected-link', coloured('region')];
    for (const sign of signs) await person.see(sign);
    await person.press('ControlOrMeta+Home');
    await person.type('# relay: ignore\n', { delay: 10 });
    await untilDiagnostics(document, []);
    for (const sign of signs) await person.gone(sign);
    assert.equal(document.getText(), `# relay: ignore\n${workflow}`);
    await person.picture('language-ignored');
    while (document.getText() !== workflow) {
      const changed = new Promise((resolve) => vscode.workspace.onDidChangeTextDocument(resolve));
      await person.press('ControlOrMeta+Z');
      await changed;
    }
    await untilDiagnostics(document, missing);
    for (const sign of signs) await person.see(sign);
  });

  it('colours what grammars cannot know', async () => {
    const document = await openWorkflow('colours.yaml', workflow);
    const legend = await vscode.commands.executeCommand<vscode.SemanticTokensLegend>(
      'vscode.provideDocumentSemanticTokensLegend',
      document.uri,
    );
    const { data } = await vscode.commands.executeCommand<vscode.SemanticTokens>(
      'vscode.provideDocumentSemanticTokens',
      document.uri,
    );
    const tokens = tokensIn(document, legend, data);
    for (const [text, type] of [
      ['parameters', 'variable'],
      ['concat', 'function'],
      ["'in '", 'string'],
      ['&&', 'operator'],
      ['instances', 'property'],
      ['slack', 'type'],
      ['ops-room', 'property'],
    ])
      assert.ok(
        tokens.some((token) => token.text === text && token.type === type),
        `${text} is no ${type} in ${JSON.stringify(tokens)}`,
      );
    await person.see(coloured('region'));
    await person.picture('language-colours');
  });
});

interface Token {
  readonly text: string;
  readonly type: string | undefined;
}

/** Reads the relative numbers that semantic tokens come in. */
function tokensIn(
  document: vscode.TextDocument,
  legend: vscode.SemanticTokensLegend,
  data: Uint32Array,
): Token[] {
  const tokens: Token[] = [];
  let line = 0;
  let character = 0;
  for (let index = 0; index < data.length; index += 5) {
    const [lines = 0, characters = 0, length = 0, type = 0] = data.subarray(index, index + 4);
    character = lines === 0 ? character + characters : characters;
    line += lines;
    const range = new vscode.Range(line, character, line, character + length);
    tokens.push({ text: document.getText(range), type: legend.tokenTypes[type] });
  }
  return tokens;
}
