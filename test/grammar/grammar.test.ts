// What the grammar makes of tags and templates in every style of YAML string, upon VS Code's YAML grammar and a stand-in.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { referenceTags } from '../../server/src/workflow/tags';
import { workflowOf } from '../../server/src/workflow/workflow';
import { loadGrammar, readGrammar, type Scopes, stretchesOf, templatesOf, yamlGrammars } from './tokens';

/**
 * Texts whose comment lines say the scope of what is above the carets: exactly that stretch has it, or, behind a `-`,
 * nothing of it.
 */
const marked = readFileSync(join(__dirname, 'marked.txt'), 'utf8')
  .split(/^== /m)
  .slice(1)
  .map((section): [string, string] => {
    const [title = '', ...lines] = section.trimEnd().split('\n');
    return [title, lines.join('\n')];
  });

/** Expressions that end where their brace is, whatever they hold. */
const expressions = [
  'connections.aws.prod',
  'connections[\'aws\']["a\\"b"].key',
  "f('}', \"}\", `}`, {'a': {}}, [{}])",
  "'it\\'s \\\\' + \"\\u007d\\\\\"",
  "{'a': 1} |> a |> {'b': [$]}",
  "x =~ '^[{]+' && /* } ' \" */ y",
  "f(a: 1, b: {'c': '${'})",
  'a ** -b.0.1 != 0x1p4',
];
const caseFile = join(__dirname, '../../../shared/relay/expression-cases.json');
const cases = existsSync(caseFile)
  ? (JSON.parse(readFileSync(caseFile, 'utf8')) as { text: string; valid: boolean; form: string }[])
      .filter(({ text, valid, form }) => valid && form === 'template' && !/[\n\r\t]/.test(text))
      .map(({ text }) => text)
  : [];

/** The value of a step, spelled in each style of YAML string. */
const spelled: Readonly<Record<string, (text: string) => string>> = {
  plain: (text) => `x ${text}`,
  'double-quoted': (text) => `"x ${text.replace(/[\\"]/g, '\\$&')}"`,
  'single-quoted': (text) => `'x ${text.replaceAll("'", "''")}'`,
  'in a literal block': (text) => `|\n      x ${text}`,
  'in a folded block': (text) => `>-\n      x ${text}`,
  'between brackets': (text) => `["x ${text.replace(/[\\"]/g, '\\$&')}", b]`,
};

const folders = ['../fixtures/workflows', '../../samples', '../../../shared/relay/workflows'].map((folder) =>
  join(__dirname, folder),
);
const workflows = folders.filter(existsSync).flatMap((folder) =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file): [string, string] => [file, readFileSync(join(folder, file), 'utf8')]),
);

describe.each(Object.entries(yamlGrammars))('upon %s', (_, yaml) => {
  let scopesOf: (text: string) => Scopes;
  beforeAll(async () => {
    scopesOf = await loadGrammar(yaml);
  });

  test.each(marked)('%s', (_, text) => {
    const { expected, found } = compare(text, scopesOf);
    expect(found).toEqual(expected);
  });

  test.each(Object.entries(spelled))('a template ends at its own brace: %s', (style, spell) => {
    const texts = [...expressions.map((expression) => `\${${expression}}`), ...cases]
      // YAML itself ends or refuses these where they are plain.
      .filter((text) => style !== 'plain' || !/: | #/.test(text))
      .map((text) => `steps:\n- name: a\n  image: b\n  spec:\n    c: ${spell(text)}\n    d: e\n`);
    const expected = texts.map((text) => [text, templatesByServer(text)]);
    expect(texts.map((text) => [text, templatesOf(text, scopesOf(text))])).toEqual(expected);
    expect(expected.flat(2).length).toBeGreaterThan(expressions.length);
  });

  test.each(workflows)('%s has the templates that the server finds', (_, text) => {
    const found = new Set(templatesOf(text, scopesOf(text)).map(onOneLine));
    expect(templatesByServer(text).filter((each) => !found.has(onOneLine(each)))).toEqual([]);
  });
});

test('is what its script writes', () => {
  const { is, written } = readGrammar();
  expect(is, 'run: node scripts/writeGrammar.mjs > syntaxes/relay-workflow.tmLanguage.json').toEqual(written);
});

test("knows the language's tags", () => {
  const { is } = readGrammar();
  const tags = /!\(\?:([\w|]+)\)/.exec(
    (is as { repository: { tag: { patterns: { match: string }[] } } }).repository.tag.patterns[0]?.match ??
      '',
  )?.[1];
  expect(
    tags
      ?.split('|')
      .map((tag) => `!${tag}`)
      .sort(),
  ).toEqual([...referenceTags].sort());
});

/** The stretches that the marks of a text say, and those that there are. */
function compare(text: string, scopesOf: (text: string) => Scopes): { expected: string[]; found: string[] } {
  const lines = text.split('\n');
  const isMark = (line: string) => /^# *\^+ \S+$/.test(line);
  const plain = lines.filter((line) => !isMark(line));
  const scopes = scopesOf(plain.join('\n'));
  const [expected, found]: [string[], string[]] = [[], []];
  let above = -1;
  for (const line of lines) {
    if (!isMark(line)) {
      above += 1;
      continue;
    }
    const [start, end] = [line.indexOf('^'), line.lastIndexOf('^') + 1];
    const scope = line.slice(end + 1).replace(/^-/, '');
    // The indentation of a string of several lines may have its scopes, too.
    const say = ([from, to]: readonly [number, number]) =>
      `${plain[above]?.slice(from, to).trim()}: ${scope}`;
    const stretches = stretchesOf(scopes[above] ?? [], scope).filter(
      ([from, to]) => from < end && to > start,
    );
    expected.push(...(line[end + 1] === '-' ? [`nothing: ${scope}`] : [say([start, end])]));
    found.push(...(stretches.length === 0 ? [`nothing: ${scope}`] : stretches.map(say)));
  }
  return { expected, found };
}

function templatesByServer(text: string): string[] {
  return workflowOf('file:///w.yaml', text, true).collected.templateScalars.flatMap(
    ({ text: scalar, templates }) =>
      templates
        .filter(({ problem }) => problem === undefined)
        .map(({ span }) => scalar.sourceOf(span))
        .map(({ start, end }) => text.slice(start, end)),
  );
}

function onOneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
