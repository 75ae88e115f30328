// What readYaml makes of broken text: one problem per cause, at the cause, and a tree that keeps the rest.
import { describe, expect, test } from 'vitest';
import { writeYamlScalar } from '../../server/src/workflow/yaml';
import { readYaml } from '../../server/src/workflow/yamlText';

/** Each problem as the text it underlines and the start of its message. */
function problemsIn(text: string): string[] {
  return readYaml(text).problems.map(
    ({ span, message }) => `${text.slice(span.start, span.end)}: ${message.split('.')[0]}`,
  );
}

describe('problems', () => {
  test.each([
    ['a: { b: c\nd: e', '{: This { is never closed'],
    ['a: [ b\nd: e', '[: This [ is never closed'],
    ['a: b }}\nc: d'],
    ['a: { b: c }}\nd: e\nf: g', '}: This } closes nothing'],
    ['a: "b\nc: d\n', '"b: This quote is never closed'],
    ['a:\n\tb: c', '\t: A tab is used as indentation'],
    ['a: 1\na: 2', 'a: The key "a" stands twice in this map'],
    ['a: *nope', '*nope: No anchor &nope stands before this alias'],
    ['a: @b', '@: A value cannot start with @'],
    ['a: b: c', 'b: c: This value holds a ": ", so YAML takes it for a map'],
    ['a: { b: ${c.d}, e: 1 }\nf: 2\n', '${c.d}: Inside [ ] and { }, YAML cannot read a ${…} without quotes'],
    ['a: 1\n---\nb: 2'],
    ['a: "\u0001\u0002"', '\u0001\u0002: YAML cannot hold the character U+0001'],
    ["a: '\u0000'", '\u0000: YAML cannot hold the character U+0000'],
    ['a: b\u007f', '\u007f: YAML cannot hold the character U+007F'],
    ['a: b\u0084\u0085', '\u0084: YAML cannot hold the character U+0084'],
    ['a: b # \ufffe', '\ufffe: YAML cannot hold the character U+FFFE'],
    ['a: |\n  \f\n  b', '\f: YAML cannot hold the character U+000C'],
    [
      'a: [ "\u0001", b\nc: "\u0002"\n',
      '[: This [ is never closed',
      '\u0001: YAML cannot hold the character U+0001',
      '\u0002: YAML cannot hold the character U+0002',
    ],
    ['a: \b-\b-\b-\b-', ...Array.from({ length: 3 }, () => '\b: YAML cannot hold the character U+0008')],
    ['\ufeffa: "\\0\\x01\t\u0085\u00a0\u200b\u2028\ufeff\ufffd😀" # é'],
    ['a: 1\n---\nb: \u0001'],
    [''],
    ['# only a comment'],
  ])('%j', (text, ...expected) => {
    expect(problemsIn(text)).toEqual(expected);
  });
});

describe('writeYamlScalar', () => {
  const hard = [
    'a: b',
    'a,b',
    '{x}',
    '123',
    'true',
    '',
    '@x',
    '- a',
    '~',
    'x #y',
    '0o7',
    '2020-01-01',
    '1_000',
    '<<',
    "it's",
    '"q"',
    'a\\b',
    'é',
    'a b',
    '*x',
    '&x',
    '!x',
    '%x',
    '? x',
    'a\nb',
  ];
  test.each(hard)('%j is read back as it was', (value) => {
    for (const [before, after] of [
      ['k: ', '\n'],
      ['k: [', ']\n'],
      ['k: { z: ', ' }\n'],
    ] as const) {
      const flow = after !== '\n';
      const { root, problems } = readYaml(`${before}${writeYamlScalar(value, flow)}${after}`);
      expect(problems).toEqual([]);
      const held = root?.kind === 'map' ? root.pairs[0]?.value : undefined;
      const inner =
        held?.kind === 'sequence' ? held.items[0] : held?.kind === 'map' ? held.pairs[0]?.value : held;
      expect(inner).toMatchObject({ kind: 'scalar', value });
    }
  });
});
