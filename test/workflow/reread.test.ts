// Reading on the ground of an earlier version gives what reading it all gives.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isGround, rereadYaml } from '../../server/src/workflow/reread';
import { readYaml } from '../../server/src/workflow/yamlText';

const root = join(__dirname, '../..');
const written = ['samples', 'test/fixtures/workflows', 'test/fixtures/workflows/ok'].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => readFileSync(join(root, folder, file), 'utf8')),
);

const odd = [
  'a: 1\nb:\n  - x\n  -\n    y: 2\n  - - p\n    - q\n  - # note\n    z: |\n      text\n\n      more\n# end\nc: "two\n  lines"\n',
  'list:\n- a\n-\n- b: 1\n  c:\n  - d\n  - e\n- !Tag\n  f: g\n- |\n  text\n - no\n- last',
  '- a\n- b:\n    c: d\n    e: >-\n      folded\n      text\n\n  f: {g: [h, i], j: k}\n\n# a comment\n- ? complex\n  : value\n- m\n',
  'a:\r\n  b: c\r\n  d:\r\n    - e\r\n    - f: g\r\n      h: i\r\nj: k\r\n',
  '---\na: b\nc:\n  d: e\n...\n---\nsecond: document\n',
  '%YAML 1.2\n---\n!Root\na:\n  b: c\n  d: e\n',
  'a:\n  b: {\n  c: 1,\n  d: "e\nf"\n}\n  g: [\nx,\n  y ]\nh:\n- i\n- { j: k,\nl: m }\nn: o\n',
  'a: b\n\n\n  # deep\nc:\n\n  d:\n    # before\n    e: f\n    g:\n  h:\n',
];
const sound = [...written, ...odd].filter((text) => isGround(readYaml(text)));

const pieces = [
  ...[
    'x',
    ' ',
    '  ',
    '\n',
    '\n\n',
    '\n  ',
    '\n    ',
    ': ',
    ':',
    '- ',
    '-',
    '#',
    ' # note',
    '"',
    "'",
    '|',
    '>',
    '|+\n',
  ],
  ...[
    '{',
    '}',
    '[',
    ']',
    ',',
    '!',
    '!Tag ',
    '&a ',
    '*a',
    '? ',
    '%',
    '---\n',
    '...\n',
    '\t',
    '\r',
    '\r\n',
    '\uFEFF',
  ],
  ...[
    'a: b\n',
    '- c\n',
    '\nkey: value',
    '\n- item',
    '\n  key: value',
    '\n  - item',
    '${',
    '}',
    '\u{1F600}',
    '\\',
  ],
];
const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(3), fc.nat(80)),
  added: fc.array(fc.constantFrom(...pieces), { maxLength: 3 }).map((parts) => parts.join('')),
});

function edited(
  text: string,
  { at, removed, added }: { at: number; removed: number; added: string },
): string {
  const start = Math.floor(at * text.length);
  return text.slice(0, start) + added + text.slice(start + removed);
}

describe('reread', () => {
  test('an edited text gives the tree that it gives without the earlier one', () => {
    expect(sound.length).toBeGreaterThan(8);
    fc.assert(
      fc.property(
        fc.constantFrom(...sound),
        fc.array(edit, { minLength: 1, maxLength: 4 }),
        (first, edits) => {
          let ground = { text: first, yaml: readYaml(first) };
          for (const each of edits) {
            const text = edited(ground.text, each);
            const reread = rereadYaml(ground, text);
            if (reread) expect(reread).toEqual(readYaml(text));
            const yaml = readYaml(text);
            if (isGround(yaml)) ground = { text, yaml };
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test('typing below the comments that open a file reads one entry alone', () => {
    let [count, reread] = [0, 0];
    for (const text of written.filter((each) => sound.includes(each) && !/^\s*[{[]/m.test(each))) {
      const ground = { text, yaml: readYaml(text) };
      for (let at = text.search(/^[^#]/m) + 1; at < text.length; at += 97) {
        const typed = `${text.slice(0, at)}x${text.slice(at)}`;
        if (!isGround(readYaml(typed))) continue;
        count += 1;
        if (rereadYaml(ground, typed)) reread += 1;
      }
    }
    expect(reread / count).toBeGreaterThan(0.95);
  });
});
