// The colours of a workflow, on both of VS Code's own themes.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { person } from '../person';
import { closeEverything, openFile } from '../workbench';

const workflow = `# relay: workflow
parameters:
  region: { description: Where to look, default: eu-central-1 }
steps:
- name: describe
  image: relaysh/aws-ec2-step-instances-describe
  when: \${parameters.region =~ '^eu-' && !steps.prepare.failed}
  spec:
    connection: !Connection { type: aws, name: "billing" }
    token: !Secret token
    region: !Fn.coalesce [!Parameter region, !Data region, us-east-1]
    plain: Bearer \${connections.aws.'two words'.key} at \${now()} # a comment
    double: "\${concat(\\"it's \\", outputs.prepare[0].name, 'a\\\\tb')} and $\${no} template"
    single: 'x \${merge(objects: [{''a'': 1.5}, {"b": true}], mode: ''deep'') |> outputs} y'
    flow: ["\${event.name}", 'plain', other]
    literal: |
      # text, with \${ {'a': {'b': '}'}} |> a /* a comment } */ } in it
      \${jsonUnmarshal(secrets.list) |> $[-1].id
        ?? null}
    folded: >-
      \${concat('Idle in ', parameters.region, ': ',
      jsonMarshal(outputs.describe.instances))}
    half: "\${connections.
    next: !Unknown [a, b]
`;

/** What is typed, key by key, and what the text is then. */
const typings: readonly [string, string, string][] = [
  [
    'indents below keys and items',
    'steps:\n- name: a\nimage: b\nspec:\nc: d',
    'steps:\n- name: a\n  image: b\n  spec:\n    c: d',
  ],
  ['indents below tags and block scalars', 'a: !Connection # b\ntype: c', 'a: !Connection # b\n  type: c'],
  ['indents below block scalars', 'a:\n- b: >-\nc', 'a:\n  - b: >-\n      c'],
  ['indents below maps in items', '- b:\nc: d\ne: f', '- b:\n    c: d\n    e: f'],
  ['keeps other lines where they are', 'a: b\n# c:\n- d\n- [e]\nf', 'a: b\n# c:\n- d\n- [e]\nf'],
  ['closes templates in quotes', 'a: "${concat(\'b', 'a: "${concat(\'b\')}"'],
  ['closes templates in plain scalars', 'a: b ${c["d', 'a: b ${c["d"]}'],
  ['closes templates in block scalars', "a: |\n${f(['b", "a: |\n  ${f(['b'])}"],
  ['closes no quotes in text', "a: it's\n# it's", "a: it's\n# it's"],
];

describe('the grammar', () => {
  const colours = vscode.workspace.getConfiguration('workbench');
  const useTheme = (theme?: string) => colours.update('colorTheme', theme, vscode.ConfigurationTarget.Global);
  const earlier = colours.get<string>('colorTheme');
  before(() => openFile('grammar.relay.yaml', workflow));
  after(async () => {
    await useTheme(earlier);
    await closeEverything();
  });

  for (const [name, theme, base] of [
    ['dark', 'Default Dark Modern', 'vs-dark'],
    ['light', 'Default Light Modern', 'vs'],
  ]) {
    it(`colours templates and tags: ${name}`, async () => {
      await useTheme(theme);
      await person.see(`.monaco-workbench.${base}`);
      // A part that is coloured by itself is an element by itself.
      for (const part of ['!Connection', '!Fn.', 'coalesce', 'connections', "'two words'", 'concat', 'mode'])
        await person.see(`.view-line span span >> text="${part}"`);
      await person.picture(`grammar-${name}`);
    });
  }
});

describe('typing in a workflow', () => {
  const settings = vscode.workspace.getConfiguration('editor');
  const set = (value?: string) =>
    settings.update('acceptSuggestionOnEnter', value, vscode.ConfigurationTarget.Global);
  before(async () => {
    await set('off');
    const { document } = await openFile('typing.relay.yaml', 'a: b\n');
    // VS Code reads what a language says of comments and indents some time after the first file of it is open.
    while (!document.getText().startsWith('#'))
      await vscode.commands.executeCommand('editor.action.addCommentLine');
    await closeEverything();
  });
  after(async () => {
    await set();
    await closeEverything();
  });

  for (const [index, [what, typed, expected]] of typings.entries())
    it(what, async () => {
      const { document } = await openFile(`typing-${index}.relay.yaml`, '');
      for (const key of typed) {
        const changed = nextChange(document);
        await person.type(key);
        await changed;
      }
      assert.equal(document.getText(), expected);
      await closeEverything();
    });

  it('takes a name with its dashes and letters of every kind as one word', async () => {
    const { document } = await openFile('words.relay.yaml', 'a: ${steps.größe-2.x}\n');
    const word = document.getWordRangeAtPosition(new vscode.Position(0, 13));
    assert.equal(document.getText(word), 'größe-2');
  });
});

function nextChange(document: vscode.TextDocument): Promise<void> {
  return new Promise((resolve) => {
    const watching = vscode.workspace.onDidChangeTextDocument((change) => {
      if (change.document !== document || change.contentChanges.length === 0) return;
      watching.dispose();
      resolve();
    });
  });
}
