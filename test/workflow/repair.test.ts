// Broken YAML is read as what its author is most likely about to type, with one problem where it belongs.
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { eachNode } from '../../server/src/workflow/nodes';
import { rereadYaml } from '../../server/src/workflow/reread';
import { keyOf, type Node } from '../../server/src/workflow/yaml';
import { readYaml } from '../../server/src/workflow/yamlText';
import { mutated, wholeTexts } from '../support/mutations';

const parses = vi.hoisted(() => ({ count: 0 }));
vi.mock('yaml', async (original) => {
  const yaml = await original<typeof import('yaml')>();
  const parseDocument = (...given: Parameters<typeof yaml.parseDocument>) => {
    parses.count += 1;
    return yaml.parseDocument(...given);
  };
  return { ...yaml, parseDocument };
});

/** A tree as plain values; a key of no text is '?'. */
function plain(node: Node | undefined): unknown {
  switch (node?.kind) {
    case undefined:
      return undefined;
    case 'map':
      return Object.fromEntries(node.pairs.map((pair) => [keyOf(pair) ?? '?', plain(pair.value)]));
    case 'sequence':
      return node.items.map(plain);
    case 'scalar':
      return node.value;
    case 'alias':
      return `*${node.name}`;
  }
}

/** What a text is read as, and what is wrong with it, with the lines counted from one. */
function read(text: string) {
  const { root, problems } = readYaml(text);
  const lineOf = (offset: number) => text.slice(0, offset).split('\n').length;
  const told = problems.map(({ span, message }) => `${lineOf(span.start)}: ${message.split('.')[0]}`);
  return { tree: plain(root), told };
}

const keyMissing = 'The key that this belongs to is missing, or this line is indented too far';
const noColon = 'This key is not followed by a colon and a space on its line';
const noDash = 'This line stands among list items but has no "- "';

describe('a line that is not there', () => {
  test.each([
    [
      'a key, below a comment',
      'a: 1\n\n  # note\n  b: 2\nc: 3\n',
      { a: '1', '': { b: '2' }, c: '3' },
      `4: ${keyMissing}`,
    ],
    [
      'a key, above a comment and a list',
      'a:\n  b: 1\n# note\n\n- c\n',
      { a: { b: '1' }, '': ['c'] },
      `5: ${keyMissing}`,
    ],
    [
      'a key, behind a comment of a value',
      'a: 1 # note\n\n  b: 2\nc: 3\n',
      { a: '1', '': { b: '2' }, c: '3' },
      `3: ${keyMissing}`,
    ],
    [
      'a key, behind a list in brackets',
      'a: [b]\n\n  c: 1\nd: 2\n',
      { a: ['b'], '': { c: '1' }, d: '2' },
      `3: ${keyMissing}`,
    ],
    [
      'a key, behind a list of texts',
      'a:\n- b\n\n  c: 1\nd: 2\n',
      { a: ['b'], '': { c: '1' }, d: '2' },
      `4: ${keyMissing}`,
    ],
    [
      'a key, behind a list in a map',
      'a:\n  - b\n\n    c: 1\nd: 2\n',
      { a: ['b'], '': { c: '1' }, d: '2' },
      `4: ${keyMissing}`,
    ],
    [
      'a key, above a list that has the keys of another',
      'a:\n  b:\n    type: 1\n\n  - c\n  d: 2\ne:\n- type: 3\n',
      { a: { b: { type: '1' }, '': ['c'], d: '2' }, e: [{ type: '3' }] },
      `5: ${keyMissing}`,
    ],
    ['the first line of a list', 'a:\n\n  b: 1\n- b: 2\n', { a: [{ b: '1' }, { b: '2' }] }, `3: ${noDash}`],
    [
      'the first line of a list that merges',
      'a:\n\n  <<: *x\n  b: 1\n- <<: *x\n  b: 2\n',
      {
        a: [
          { '<<': '*x', b: '1' },
          { '<<': '*x', b: '2' },
        ],
      },
      `3: ${noDash}`,
    ],
    [
      'the first line of a text in a list',
      'a:\n\n    b c\n  - d: e\n',
      { a: ['b c', { d: 'e' }] },
      `3: ${noDash}`,
    ],
    [
      'a brace',
      '[\n\n    "a": 1\n  },\n  { "b": 2 }\n]\n',
      [{ a: '1' }, { b: '2' }],
      '4: This } closes nothing',
    ],
    [
      'the first brace',
      '\n  "a": 1,\n  "b": { "c": 2 }\n}\n',
      { a: '1', b: { c: '2' } },
      '4: This } closes nothing',
    ],
    [
      'the header of a text',
      "a:\n  b: 1\n\n    ${c(': ',\n    d)}\ne: 2\n",
      { a: { b: '1', '': "${c(': ',\nd)}" }, e: '2' },
      `4: ${keyMissing}`,
    ],
  ])('%s', (_, text, tree, ...told) => {
    const given = read(text);
    expect(given.tree).toEqual(tree);
    expect(given.told.slice(0, 1)).toEqual(told);
  });
});

describe('a line that is half there', () => {
  test.each([
    [
      'the key of a text',
      "a:\n  mess\n    ${c(': ',\n    d)}\ne: 2\n",
      { a: { mess: "${c(': ',\nd)}" }, e: '2' },
      `2: ${noColon}`,
    ],
    [
      'a key with its colon',
      "a:\n  b:\n    ${c(': ',\n    d)}\ne: 2\n",
      { a: { b: "${c(': ', d)}" }, e: '2' },
      '3: This value holds a ": ", so YAML takes it for a map',
    ],
    [
      'the dash of a text',
      'a:\n-\n  set -x\n  curl "b: c"\nd: 1\n',
      { a: ['set -x\ncurl "b: c"'], d: '1' },
      '3: YAML cannot read this text as it stands',
    ],
    [
      'the first key of an item',
      'a:\n- na\n  b: 1\nc: 2\n',
      { a: [{ na: undefined, b: '1' }], c: '2' },
      `2: ${noColon}`,
    ],
    [
      'the second key of an item',
      'a:\n- b: 1\n  c\n  d: 2\n- b: 3\n  d: 4\n',
      {
        a: [
          { b: '1', c: undefined, d: '2' },
          { b: '3', d: '4' },
        ],
      },
      `3: ${noColon}`,
    ],
    ['a key that Relay knows', 'ste\n- name: a\n', { steps: [{ name: 'a' }] }, `1: ${noColon}`],
  ])('%s', (_, text, tree, told) => {
    expect(read(text)).toEqual({ tree, told: [told] });
  });
});

describe('lines in brackets and quotes may stand anywhere, as they may for Relay', () => {
  test.each<[string, string, unknown]>([
    ['a map', 'a:\n  b: {\n  c: 1,\n  d: 2\n  }\ne: 3\n', { a: { b: { c: '1', d: '2' } }, e: '3' }],
    ['a list of steps', 'steps: [\n{name: a},\n{name: b}\n]\n', { steps: [{ name: 'a' }, { name: 'b' }] }],
    ['a bracket alone', 'a:\n- b: {\n    c: 1\n}\n- d\n', { a: [{ b: { c: '1' } }, 'd'] }],
    ['double quotes', 'a:\n  b: "c\nd"\n  e: 1\n', { a: { b: 'c d', e: '1' } }],
    ['single quotes', "a:\n  b: 'it''s\n  d'\n", { a: { b: "it's d" } }],
    ['quotes in brackets', 'a:\n  b: { c: "d\ne", "f": [\n1 ] }\n', { a: { b: { c: 'd e', f: ['1'] } } }],
    ['behind a tag', 'a:\n- !T &x {\nb: c }\n- *x\n', { a: [{ b: 'c' }, '*x'] }],
    [
      'several, with comments',
      'a: [ # one\n# two\nb, # three\n] # four\nc: [\nd,]\n',
      { a: ['b'], c: ['d'] },
    ],
    ['with other line breaks', 'a:\r\n  b: [\r\n  c\r\n  ]\r\nd: 1\r\n', { a: { b: ['c'] }, d: '1' }],
  ])('%s', (_, text, tree) => expect(read(text)).toEqual({ tree, told: [] }));

  test('every node is where it stands', () => {
    const text = 'a: [\nb, "c\n d", {\ne: f }\n]\ng: h\n';
    const written: string[] = [];
    eachNode(readYaml(text).root, ({ node: { kind, span } }) => {
      if (kind === 'scalar') written.push(text.slice(span.start, span.end));
    });
    expect(written).toEqual(['a', 'b', '"c\n d"', 'e', 'f', 'g', 'h']);
  });

  test('what is wrong elsewhere is mended as it is without them', () => {
    const broken = 'a: 1\n\n  b: 2\nc\nd: 3\n';
    const [alone, below] = [read(broken), read(`${broken}e: [\nf ]\n`)];
    expect(below).toEqual({ tree: { ...(alone.tree as object), e: ['f'] }, told: alone.told });
    const above = read(`e: [\nf ]\n${broken}`);
    expect(above.tree).toEqual({ e: ['f'], ...(alone.tree as object) });
    expect(above.told).toHaveLength(alone.told.length);
  });

  test('what is wrong elsewhere is told', () => {
    expect(read('a:\n  b: [\n  c ]\nd\ne: {\nf: 1 }\n').told).toEqual([`4: ${noColon}`]);
    expect(read('a\nb: [\nc ]\n').told).toEqual([`1: ${noColon}`]);
  });

  test.each([
    ['a key that follows no comma', 'a:\n  b: {\n  c: 1\n  d: 2 }\n'],
    ['a list in lines', 'a:\n  b: [\n  - c\n  ]\n'],
    ['the end of the document', 'a:\n  b: [\n---\n  ]\n'],
    ['a bare template', 'a:\n  b: [\n  ${c} ]\n'],
    ['text behind it', 'a:\n  b: "c\n  d: "e"\n'],
    ['a key in several lines', 'a:\n  b: { c\n  d: 1 }\n'],
    ['another bracket', 'a:\n  b: [\n  c }\n'],
  ])('what Relay refuses too is told: %s', (_, text) => expect(read(text).told).not.toEqual([]));

  test('an edit in them is read as the whole text is', () => {
    const text = 'a:\n  b: {\n  c: 1,\n  d: "e\nf"\n}\ng: h\n';
    for (let at = 0; at <= text.length; at += 1)
      for (const typed of ['x', ' ', '\n', '"', '}']) {
        const edited = text.slice(0, at) + typed + text.slice(at);
        const reread = rereadYaml({ text, yaml: readYaml(text) }, edited);
        if (reread) expect(reread, edited).toEqual(readYaml(edited));
      }
  });
});

test('keys of two items that have become one are one problem', () => {
  const { told } = read('a:\n- b: 1\n  c: 2\n\n  b: 3\n  c: 4\n');
  expect(told).toEqual(['5: The key "b" stands twice in this map']);
  expect(read('a: 1\na: 2\na: 3\n').told).toHaveLength(2);
});

// A search backwards from before the first character once began anew at the first line break, for ever.
test.each(['\n  b: 1\n a: 2\n', '\n\tb: 1\n', '\n- a\n  b: 1\n  - c\n', '\n  a\n b: 1\n'])(
  'a text that begins with a line break is read: %j',
  (text) => expect(readYaml(text).problems.length).toBeGreaterThan(0),
);

describe('repairs are few', () => {
  test('what is sound is parsed once', () => {
    for (const [, text] of wholeTexts) {
      parses.count = 0;
      if (readYaml(text).problems.every(({ code }) => code !== 'syntax')) expect(parses.count).toBe(1);
    }
  });

  test('what is broken is parsed three times at most', () => {
    let most = 0;
    fc.assert(
      fc.property(mutated(), (text) => {
        parses.count = 0;
        readYaml(text);
        most = Math.max(most, parses.count);
        expect(parses.count).toBeLessThanOrEqual(3);
      }),
      { numRuns: 200 },
    );
    expect(most).toBe(3);
  });
});
