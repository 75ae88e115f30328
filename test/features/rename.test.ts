// Rename: complete, exact, quoted as each place demands, refused where it cannot be, and reversible.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Position } from 'vscode-languageserver';
import { readClient } from '../../server/src/features/client';
import { prepareRenameAt, renamableAt, renameIn } from '../../server/src/features/rename';
import { findingsOf } from '../../server/src/rules/findings';
import { keyOfNamed } from '../../server/src/workflow/occurrences';
import { touches } from '../../server/src/workflow/span';
import { type Workflow, workflowOf } from '../../server/src/workflow/workflow';
import { step } from '../support/marks';
import { mutated } from '../support/mutations';
import { atMarks, edited, fixtures, uri } from '../support/places';

const client = readClient({ capabilities: {}, processId: null, rootUri: null });

/** The text after a rename at a position, or why it is refused. */
function rename(workflow: Workflow, position: Position, name: string): string {
  const found = renamableAt(workflow, position);
  if (!found) return 'nothing to rename';
  const renamed = renameIn([{ workflow, isOpen: true }], found.named, name, client);
  return 'refused' in renamed ? renamed.refused : edited(workflow.text, uri, renamed);
}

function renameMarked(marked: string, name: string): string {
  const { workflow, positions } = atMarks(marked);
  return rename(workflow, positions[0] ?? { line: 0, character: 0 }, name);
}

describe('a new name is quoted as its place demands', () => {
  test.each([
    ['plain', 'a: ${parameters.«p»}', 'new-name', 'a: ${parameters.new-name}'],
    ['behind a dot', 'a: ${parameters.«p»}', 'two words', "a: ${parameters.'two words'}"],
    [
      'behind a dot, in double quotes',
      'a: "${parameters.«p»}"',
      'a"b\\',
      `a: "\${parameters.'a\\"b\\\\\\\\'}"`,
    ],
    ['behind a dot, in single quotes', "a: '${parameters.«p»}'", "it's", "a: '${parameters.''it\\''s''}'"],
    ['what YAML would cut off', 'a: ${parameters.«p»}', 'a: b #c', "a: ${parameters.'a:\\x20b\\x20#c'}"],
    ['in brackets', "a: ${parameters[«'p'»]}", 'q', "a: ${parameters['q']}"],
    [
      'in brackets, behind a comment',
      "a: ${parameters[ /* x */ «'p'»]}",
      'q',
      "a: ${parameters[ /* x */ 'q']}",
    ],
    ['in parentheses', "a: ${parameters.(«'p'»)}", 'q', "a: ${parameters.('q')}"],
    ['between backticks', 'a: ${parameters.«`p`»}', 'a b', 'a: ${parameters.`a b`}'],
    ['between escaped quotes', 'a: "${parameters[«\\"p\\"»]}"', 'q', 'a: "${parameters[\\"q\\"]}"'],
    ['computed from constants', "a: ${parameters[«'p' + ''»]}", 'q', "a: ${parameters['q']}"],
    ['in a list', 'a: !Parameter [«p»]', 'a, b', 'a: !Parameter ["a, b"]'],
    ['in a list, quoted', "a: !Parameter [«'p'»]", "it's", "a: !Parameter ['it''s']"],
    ['in a map', 'a: !Parameter { name: «p» }', '12', 'a: !Parameter { name: "12" }'],
    ['right behind a tag', 'a: !Parameter «p»', 'q r', 'a: !Parameter q r'],
    ['right behind a tag, no text', 'a: !Parameter «p»', '12', 'a: !Parameter ["12"]'],
    ['as a block', 'a: !Parameter\n  name: «>-\n    p»\nb: 1', 'q', 'a: !Parameter\n  name: q\nb: 1'],
    [
      'as a block with its line break',
      'a: $x\nb: !Parameter { name: «p» }',
      'q',
      'a: $x\nb: !Parameter { name: q }',
    ],
  ])('%s', (_, marked, name, expected) => {
    const key = /^[a-z-]+$/.test(name) || name === 'q r' ? name : undefined;
    const renamed = renameMarked(`${step(marked)}parameters:\n  p: {}\n`, name);
    const [spec = '', declared = ''] = renamed.split('parameters:\n');
    expect(spec).toBe(step(expected));
    if (key) expect(declared).toBe(`  ${key}: {}\n`);
    expect(workflowOf(uri, renamed, true).structure.parametersByName.has(name)).toBe(true);
  });
});

test('line breaks stay as the file has them', () => {
  const text = `${step('a: !Parameter\n  name: |-\n    p\nb: !Parameter «p»')}parameters:\n  p: {}\n`;
  const renamed = renameMarked(text.replaceAll('\n', '\r\n'), 'q');
  const expected = `${step('a: !Parameter\n  name: q\nb: !Parameter q')}parameters:\n  q: {}\n`;
  expect(renamed).toBe(expected.replaceAll('\n', '\r\n'));
});

const marked = `parameters:
  env: {}
triggers:
- name: t
  source: { type: push }
  binding: { parameters: { env: !Data x, "other": 1 } }
steps:
- name: «build»
  image: env
- name: deploy
  image: i
  dependsOn: [build, "build"]
  when: \${steps.build.succeeded}
  spec: { a: !Output [build, out], b: "\${outputs.build.out} \${parameters.env}", c: build }
`;

test('a step is renamed with what waits for it and reads from it, and nothing else', () => {
  expect(renameMarked(marked, 'make it')).toBe(`parameters:
  env: {}
triggers:
- name: t
  source: { type: push }
  binding: { parameters: { env: !Data x, "other": 1 } }
steps:
- name: make it
  image: env
- name: deploy
  image: i
  dependsOn: [make it, "make it"]
  when: \${steps.'make it'.succeeded}
  spec: { a: !Output [make it, out], b: "\${outputs.'make it'.out} \${parameters.env}", c: build }
`);
});

test('a parameter is renamed with the bindings of triggers', () => {
  const { workflow } = atMarks(marked);
  const renamed = rename(workflow, { line: 1, character: 3 }, 'stage');
  expect(renamed.match(/stage/g)).toHaveLength(3);
  expect(renamed).toContain('parameters: { stage: !Data x, "other": 1 }');
  expect(renamed).toContain('image: env');
});

describe('a rename is refused, with the reason and the place', () => {
  test.each([
    ['', 'A name cannot be empty.'],
    [' ', 'A name cannot be empty.'],
    ['a\nb', 'A name is one line of text, without control characters.'],
    ['deploy', 'The name "deploy" is taken: line 10 of w.yaml names another step so.'],
  ])('%j', (name, why) => {
    expect(renameMarked(marked, name)).toBe(why);
  });

  test('where an anchor shares the name with something else', () => {
    const shared = `steps:
- name: &n «deploy»
  image: i
  spec: { connection: !Connection { type: kubernetes, name: *n } }
`;
    expect(renameMarked(shared, 'x')).toBe(
      '"deploy" cannot be renamed: in line 4 of w.yaml, an anchor shares the name with something else.',
    );
  });

  test('where the name is not written by itself', () => {
    const computed = step(`a: \${path($, «'parameters.' + 'p'»)}`);
    expect(renameMarked(`${computed}parameters: { p: {} }\n`, 'x')).toBe(
      '"p" cannot be renamed: in line 5 of w.yaml, the new name cannot be written there.',
    );
  });

  test.each([
    'a: !Secret «s»',
    'a: ${outputs.one.«k»}',
    'a: «!Connection» [aws, prod]',
    'a: !Connection [«aws», prod]',
  ])('where nothing of the workflow is named: %s', (spec) => {
    const { workflow, positions } = atMarks(step(spec));
    expect(prepareRenameAt(workflow, positions[0] ?? { line: 0, character: 0 })).toBeNull();
  });
});

test('the name is offered without its quotes', () => {
  const { workflow, positions } = atMarks(step("a: !Connection [aws, '«my prod'»]"));
  expect(prepareRenameAt(workflow, positions[0] ?? { line: 0, character: 0 })).toEqual({
    range: { start: { line: 4, character: 26 }, end: { line: 4, character: 33 } },
    placeholder: 'my prod',
  });
});

test('a name that an anchor shares with itself is renamed at the anchor', () => {
  const shared =
    'locals: { n: &n one }\nsteps:\n- { name: *n, image: i }\n- { name: b, image: i, dependsOn: [«*n»] }\n';
  const { text } = atMarks(shared);
  expect(renameMarked(shared, 'two')).toBe(text.replace('&n one', '&n two'));
});

const names = fc.oneof(
  fc.stringMatching(/^[a-z_][a-z0-9_-]{0,8}$/),
  fc.constantFrom(
    'a b',
    "it's",
    'x: y',
    'a #b',
    '12',
    'true',
    '"',
    '`',
    '${x}',
    '\\',
    'ä',
    '{}',
    '- a',
    '*a',
    '&b',
    '!c',
    'a\'"`b',
  ),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }),
);

/**
 * What a text names, in the order of the text, and what is wrong with it but for a name itself. Where the YAML is broken,
 * or a name stands in a place that Relay does not read, what is missing or unused is a guess from the words of the text.
 */
function readingOf(workflow: Workflow, name: string) {
  const isWhole = workflow.yaml.problems.length === 0;
  const own = workflow.occurrences.filter(({ key }) => key === name);
  const told = findingsOf(workflow, { state: 'signed-out' }).filter(
    ({ code, span }) =>
      isWhole && code !== 'parameter-unused' && !own.some((each) => touches(each.span, span.start)),
  );
  return {
    keys: workflow.occurrences.map(({ key }) => key),
    references: workflow.collected.references.length,
    problems: workflow.yaml.problems.map(({ code }) => code),
    found: told.map(({ code, span }) => `${workflow.rangeOf(span).start.line} ${code}`),
  };
}

/** Renames one of the things that a text names; gives whether that could be done. */
function expectComplete(text: string, choice: number, name: string): boolean {
  const workflow = workflowOf(uri, text, true);
  const all = workflow.occurrences.filter(({ span }) => renamableAt(workflow, workflow.rangeOf(span).start));
  const chosen = all[choice % Math.max(1, all.length)];
  if (!chosen || chosen.named.name === name) return false;
  const { named, span } = chosen;
  const there = rename(workflow, workflow.rangeOf(span).start, name);
  if (!there.includes('\n') || there === text) return false; // refused
  const after = workflowOf(uri, there, true);
  const [old, fresh] = [keyOfNamed(named), keyOfNamed({ ...named, name })];
  const [before, now] = [readingOf(workflow, old), readingOf(after, fresh)];
  expect(now.keys).not.toContain(old);
  const placesOf = (keys: readonly string[], wanted: string) =>
    keys.flatMap((key, index) => (key === wanted ? [index] : []));
  expect(placesOf(now.keys, fresh)).toEqual(placesOf(before.keys, old));
  expect({ ...now, keys: [] }).toEqual({ ...before, keys: [] });
  const again = after.occurrences.find(({ key }) => key === fresh);
  if (!again) throw new Error('the new name is nowhere');
  const back = workflowOf(uri, rename(after, after.rangeOf(again.span).start, named.name), true);
  expect(readingOf(back, old)).toEqual(before);
  return true;
}

test('renaming is complete, changes nothing else, and can be undone', () => {
  let renames = 0;
  const texts = fc.oneof(fc.constantFrom(...fixtures.map(([, text]) => text)), mutated(2));
  fc.assert(
    fc.property(texts, fc.nat(100), names, (text, choice, name) => {
      if (expectComplete(text, choice, name)) renames += 1;
    }),
    { numRuns: 250 },
  );
  expect(renames).toBeGreaterThan(100);
});

test('nothing is renamed to the name that it has', () => {
  expect(renameMarked(marked, 'build')).toBe(atMarks(marked).text);
});

test('renaming there and back gives the same text', () => {
  const plain = fc
    .stringMatching(/^[a-z_][a-z0-9_-]{0,8}$/)
    .filter((name) => !/^(?:null|true|false)$/.test(name));
  let renames = 0;
  for (const [, text] of fixtures) {
    const workflow = workflowOf(uri, text, true);
    const all = workflow.occurrences.filter(({ span }) =>
      renamableAt(workflow, workflow.rangeOf(span).start),
    );
    if (all.length === 0) continue;
    fc.assert(
      fc.property(fc.constantFrom(...all), plain, ({ named, span }, name) => {
        const there = rename(workflow, workflow.rangeOf(span).start, name);
        if (!there.includes('\n')) return; // refused
        renames += 1;
        const after = workflowOf(uri, there, true);
        const found = after.occurrences.find(({ key }) => key === keyOfNamed({ ...named, name }));
        if (!found) throw new Error('the new name is nowhere');
        expect(rename(after, after.rangeOf(found.span).start, named.name)).toBe(text);
      }),
      { numRuns: 20 },
    );
  }
  expect(renames).toBeGreaterThan(100);
});
