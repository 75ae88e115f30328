// Decoded text and source offsets of scalars, held against the YAML library's own decoding.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scalarTextOf } from '../../server/src/workflow/scalarText';
import { type Node, pairOf, type ScalarNode } from '../../server/src/workflow/yaml';
import { readYaml } from '../../server/src/workflow/yamlText';

const piece = fc.constantFrom(
  'a',
  ' ',
  '\n',
  '\n\n',
  '\r\n',
  'b c',
  '  ',
  '\t',
  "''",
  '\\"',
  '\\n',
  '\\u0041',
  '${x.y}',
  'é😀',
  ':',
  '#',
);
const styles = ["'", '"', '', '|', '>', '|-', '>-', '>+', '|2'] as const;

function documentOf(body: string, style: (typeof styles)[number]): string {
  if (style === "'" || style === '"' || style === '')
    return `k:\n  z: ${style}${body.replace(/\n/g, '\n    ')}${style}\n`;
  const lines = body.split(/\r?\n/).map((line) => (line.trim() === '' ? line : `    ${line}`));
  return `k:\n  z: ${style}\n${lines.join('\n')}\n`;
}

function scalarIn(text: string): ScalarNode | undefined {
  const { root, problems } = readYaml(text);
  const inner = problems.length === 0 && root?.kind === 'map' ? pairOf(root, 'k')?.value : undefined;
  const node: Node | undefined = inner?.kind === 'map' ? pairOf(inner, 'z')?.value : undefined;
  return node?.kind === 'scalar' ? node : undefined;
}

test('decodes as the library does, and every letter lies where it says', () => {
  let checked = 0;
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), fc.constantFrom(...styles), (pieces, style) => {
      const text = documentOf(pieces.join(''), style);
      const node = scalarIn(text);
      if (!node) return;
      const decoded = scalarTextOf(text, node);
      expect(decoded.text).toBe(node.value);
      for (const { index } of decoded.text.matchAll(/[a-c]/g)) {
        const { start, end } = decoded.sourceOf({ start: index, end: index + 1 });
        expect(text.slice(start, end)).toBe(decoded.text[index]);
        checked += 1;
      }
    }),
    { numRuns: 3000 },
  );
  expect(checked).toBeGreaterThan(1000);
});

test('an escaped line break joins lines, and each empty line behind it is one (YAML 1.2.2, 7.3.1)', () => {
  const text = 'k:\n  z: "a\\\n\n    b"\n';
  const node = scalarIn(text) as ScalarNode;
  expect(scalarTextOf(text, node).text).toBe('a\nb');
});
