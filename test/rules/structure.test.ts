// What the structure rules find in the fixtures, what they say of it, and where they keep silent.
import { describe, expect, test } from 'vitest';
import { DiagnosticTag } from 'vscode-languageserver';
import { readClient } from '../../server/src/features/client';
import { diagnosticOf } from '../../server/src/features/diagnostics';
import { findingsOf } from '../../server/src/rules/findings';
import { workflowOf } from '../../server/src/workflow/workflow';
import { ready, step, unknowing } from '../support/marks';
import { fixtures, marked, structureFindings, unmarked } from './structureFixtures';

describe('fixtures', () => {
  test.each(fixtures('ok'))('nothing at all is said of ok/%s', (_, text) => {
    expect(findingsOf(workflowOf('file:///w.yaml', text, true), { state: 'signed-out' })).toEqual([]);
  });

  test.each(fixtures('err'))('err/%s', (_, text) => {
    const plain = unmarked(text);
    expect(marked(plain, structureFindings(plain))).toBe(text);
    for (const account of Object.values(unknowing))
      expect(marked(plain, structureFindings(plain, account))).toBe(text);
  });

  test('the account changes nothing', () => {
    for (const [, text] of fixtures('err')) {
      const plain = unmarked(text);
      expect(marked(plain, structureFindings(plain, ready('aws/x')))).toBe(text);
    }
  });
});

/** Each finding as `[underlined] message`, hints with a question mark before. */
function said(text: string): string[] {
  return structureFindings(text).map(
    ({ span, message, severity }) =>
      `${severity === 'hint' ? '? ' : ''}[${text.slice(span.start, span.end)}] ${message}`,
  );
}

const one = '- name: one\n  image: a/b\n';

describe('workflow-invalid says', () => {
  test.each([
    ['', '[] The workflow is empty. Begin with "steps:" and a list of steps below.'],
    [
      '# relay: workflow\n',
      '[# relay: workflow] The workflow is empty. Begin with "steps:" and a list of steps below.',
    ],
    ['~', '[~] The workflow is empty. Begin with "steps:" and a list of steps below.'],
    ['steps', '[steps] A workflow is a map with keys such as "steps:", not a single text.'],
    ['- name: a', '[-] A workflow is a map with keys such as "steps:", not a list.'],
    ['steps: ~', '[~] "steps" has no value. Give it one, or remove the key.'],
    ['steps: {}', '[steps] "steps" must be a list, not a map. Put "- " before each step.'],
    ['steps: [a]', '[a] A step is a map with "name:" and "image:", not a single text.'],
    ['steps:\n- type: approval', '[type] This step needs a name.'],
    ["steps: [{name: a, type: ''}]", '[\'\'] "type" has no value. Give it one, or remove the key.'],
    ['summary: !Parameter ""', '[!Parameter ""] "summary" has no value. Give it one, or remove the key.'],
    ['summary: !!int 5', '[!!int 5] "summary" must be text, not a number. Put quotes around it.'],
    ['tags: relay', '[relay] "tags" must be a list, not a single text. Put "- " before each tag.'],
    ['parameters: [a]', '[parameters] "parameters" must be a map of parameters by name, not a list.'],
    [
      `steps:\n${one}  args: [!!bool yes, 0x1F]`,
      ...['!!bool yes', '0x1F'].map(
        (text) =>
          `[${text}] Each item of "args" must be text, not a ${text.startsWith('!') ? 'boolean' : 'number'}. Put quotes around it.`,
      ),
    ],
    [
      `steps:\n${one}  env: !Fn.merge [a]`,
      '[env] "env" must be a map: Relay computes the values in it, not the map itself. Put this under a key, or write { $fn.merge: [ … ] }.',
    ],
    [
      'steps: []\n? a\n: b\n? [c]\n: d',
      '[[c]] A key must be text: Relay cannot read this file. If a text is meant, put quotes around it.',
    ],
  ])('%j', (text, ...expected) => {
    expect(said(text)).toEqual(expected);
  });

  test.each([
    ['"true"', ['"true"', 'a single text']],
    ['5', ['5', 'a number']],
    ['{ a: b }', ['when', 'a map']],
    ['[ 1, x, true, [true] ]', ['1', 'a number'], ['x', 'a single text'], ['[', 'a list']],
    ['is ${secrets.a}', ['is ${secrets.a}', 'a single text']],
    ['$${secrets.a}', ['$${secrets.a}', 'a single text']],
    ['|\n    ${secrets.a}', ['|', 'a text that ends with a line break (write |- in place of |)']],
  ])('when: %s is no condition', (value, ...expected) => {
    const text = `steps:\n${one}  when: ${value}\n`;
    const message = (kind = '') =>
      `A condition is true or false, and this is ${kind}. Relay does not convert it: the step fails.`;
    expect(said(text)).toEqual(expected.map(([underlined, kind]) => `[${underlined}] ${message(kind)}`));
  });

  test.each([
    'true',
    '[]',
    '[ TRUE, false ]',
    '',
    '~',
    'yes',
    '!Fn.equals [a, b]',
    '{ $fn.equals: [a, b] }',
    '[ !Fn.exists [!Secret a], "${secrets.a}" ]',
    '"${secrets.a}"',
    '"${secrets.a}${secrets.b}"',
    '|-\n    ${secrets.a}',
    '*any',
  ])('nothing of when: %s', (value) => {
    expect(said(`steps:\n${one}  when: ${value}\n`)).toEqual([]);
  });

  test.each([
    'https://example.com',
    'http://[::1]:8080/a?b=c#d%20e',
    'mailto:relay@example.com',
    'urn:a:b',
    'git+ssh://git@example.com/a b',
    'https://user:p%40ss@example.com:443/%zz?%zz',
  ])('%s is an address, or Go is laxer still', (uri) => {
    const expected = uri.includes('/%zz') ? 1 : 0;
    expect(said(`homepage: ${JSON.stringify(uri)}`)).toHaveLength(expected);
  });

  test.each([
    'example.com',
    '/a/b',
    '//example.com',
    '1http://a',
    'https://exa mple.com',
    'https://a:b',
    'c:\\d',
    '',
  ])('%j is no address', (uri) => {
    expect(said(`source: ${JSON.stringify(uri)}`)).toHaveLength(1);
  });

  test('what is shared is told once, at its anchor', () => {
    const text = `locals: { bad: &bad { image: 5, input: [1] } }\nsteps:\n- { <<: *bad, name: a }\n- { <<: *bad, name: b }\n- &c { name: c }\n- *c\n`;
    expect(said(text)).toEqual([
      '[5] "image" must be text, not a number. Put quotes around it.',
      '[1] Each item of "input" must be text, not a number. Put quotes around it.',
      '[c] The step "c" needs an image, unless it is an approval (type: approval).',
      '[*c] Another step is named "c". Give this one a name of its own. What depends on it waits for one of them only.',
    ]);
  });

  test('nothing of what is absent where YAML is broken or a key has no value yet', () => {
    for (const typed of [
      '  ima',
      '  "ima',
      '  image',
      '  @',
      '  spec: {',
      '  spec: { a',
      '\timage: x',
      '  dependsOn:',
      '  a: b: c',
    ])
      for (const below of ['', `- name: two\n  image: a/b\n`]) {
        const text = `steps:\n- name: one\n${typed}\n${below}`;
        expect(
          said(text).filter((each) => each.includes('needs')),
          text,
        ).toEqual([]);
      }
  });
});

describe('names', () => {
  test('a second name points at the first', () => {
    const text = `steps:\n${one}${one}${one}`;
    const found = structureFindings(text);
    expect(found.map(({ code, related }) => [code, related?.map(({ span }) => span.start)])).toEqual([
      ['step-duplicate', [text.indexOf('one')]],
      ['step-duplicate', [text.indexOf('one')]],
    ]);
  });

  test('a merged name is doubled where it is merged', () => {
    const text = 'locals: { s: &s { name: x, image: y } }\nsteps:\n- <<: *s\n- <<: *s\n';
    const [finding] = structureFindings(text);
    expect(finding?.span.start).toBe(text.lastIndexOf('*s'));
  });

  test('a cycle is told at each wait, with the way round from there', () => {
    const wait = (name: string, on: string) => `- { name: ${name}, image: x, dependsOn: ${on} }\n`;
    const text = `steps:\n${wait('a', '[free, b]')}${wait('b', 'c')}${wait('c', 'a')}${wait('behind', 'c')}${wait('free', '[]')}${wait('d', 'e')}${wait('e', '[a, d]')}`;
    const messages = structureFindings(text).map(({ message }) => /: (.*→.*?)\./.exec(message)?.[1]);
    expect(messages).toEqual(['a → b → c → a', 'b → c → a → b', 'c → a → b → c']);
    // The other round comes to light once this one is broken.
    const mended = text.replace('[a, d]', '[d]');
    const spans = structureFindings(mended).map(({ span }) => mended.slice(span.start, span.end));
    expect(spans).toEqual(['b', 'c', 'a', 'e', 'd']);
  });

  test('what coalesce, exists and triggers name is no mistake of these rules', () => {
    const spec = [
      "a: ${coalesce(parameters.nope, outputs.nope.x, 'b')}",
      'b: !Fn.coalesce [!Parameter nope, !Output [nope, x]]',
      'c: { $fn.coalesce: [{ $type: Parameter, name: nope }] }',
      'd: ${false && parameters.nope}',
      'e: !Output [nope]',
      'f: !Parameter {}',
      'g: !Output { form: nope, name: x }',
    ].join('\n');
    expect(said(step(spec))).toEqual([]);
    const trigger = 'triggers: [{ name: a, source: { type: push }, when: "${parameters.nope}" }]';
    expect(said(trigger)).toEqual([]);
  });

  test('a parameter is used by every way of reading it, and by reading no one knows which', () => {
    const using = (value: string) => said(`parameters: { it: {} }\n${step(`a: ${value}`)}`);
    for (const value of [
      '!Parameter it',
      '!Parameter [it]',
      '{ $type: Parameter, name: it }',
      '${parameters.it.deeper}',
      "${$['parameters'].it}",
      '${parameters}',
      '${parameters[outputs.one.x]}',
      '${$}',
      '${coalesce(parameters.it)}',
      '${parameters.it + }',
      '!Parameter',
    ])
      expect(using(value), value).toEqual([]);
    for (const value of ['it', '${secrets.it}', '${outputs.one.it}', '$${parameters.it}'])
      expect(using(value), value).toEqual(['? [it] The parameter "it" is declared but never read.']);
  });

  test('a parameter that is not read is marked as unnecessary', () => {
    const [finding] = structureFindings(`parameters: { it: {} }\nsteps:\n${one}`);
    expect(finding).toMatchObject({ code: 'parameter-unused', severity: 'hint', unnecessary: true });
  });
});

test('the editor is told of related places and of what can go', () => {
  const text = `parameters: { it: {} }\nsteps:\n${one}${one}`;
  const workflow = workflowOf('file:///w.yaml', text, true);
  const publishDiagnostics = { tagSupport: { valueSet: [DiagnosticTag.Unnecessary] } };
  const capabilities = { textDocument: { publishDiagnostics } };
  const client = readClient({ processId: null, rootUri: null, capabilities });
  const diagnostics = structureFindings(text).map((finding) => diagnosticOf(workflow, finding, client));
  expect(diagnostics).toMatchObject([
    { code: 'parameter-unused', tags: [DiagnosticTag.Unnecessary] },
    {
      code: 'step-duplicate',
      relatedInformation: [
        {
          location: {
            uri: 'file:///w.yaml',
            range: { start: { line: 2, character: 8 }, end: { line: 2, character: 11 } },
          },
          message: 'The first step named "one"',
        },
      ],
    },
  ]);
});

test('five thousand steps that all are wrong take no longer than they are many', () => {
  const steps = (count: number) =>
    Array.from(
      { length: count },
      (_, index) =>
        `- name: step-${index}\n  image: 5\n  dependsOn: [step-${(index + 1) % count}, nope-${index}]\n  spec: { a: !Output [gone-${index}, x], b: "\${parameters.p${index}}" }\n`,
    ).join('');
  const timeOf = (count: number) => {
    const workflow = workflowOf('file:///w.yaml', `steps:\n${steps(count)}`, true);
    void workflow.collected;
    const start = performance.now();
    const found = findingsOf(workflow, { state: 'signed-out' });
    expect(found.length).toBeGreaterThanOrEqual(count * 5);
    return performance.now() - start;
  };
  const least = (count: number) => Math.min(timeOf(count), timeOf(count), timeOf(count));
  const [small, large] = [least(500), least(5000)];
  expect(large).toBeLessThan(Math.max(small, 10) * 10 * 4);
});
