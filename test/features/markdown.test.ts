// Markdown that shows names as they are, and the same in plain words for those who show none.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { code, codes, plainOf, text } from '../../server/src/features/hover/markdown';

test('plain words are what the Markdown shows', () => {
  const markdown = `**Type** ${code('a`b')} of ${text('A_C*ME [x](y)')}, see [the docs](https://example.com).\n\n\`\`\`yaml\na: \\*b\n\`\`\``;
  expect(plainOf(markdown)).toBe('Type a`b of A_C*ME [x](y), see the docs.\n\na: \\*b');
});

test('any name comes through', () => {
  const names = fc.string({
    unit: fc.constantFrom('a', 'B', '1', '_', '*', '`', '[', '(', ')', ']', '\\', '-', '.'),
    minLength: 1,
  });
  fc.assert(
    fc.property(names, names, (name, other) => {
      expect(plainOf(`- ${text(name)}: ${codes(['x', 'y'])}`)).toBe(`- ${name}: x, y`);
      expect(plainOf(`**${text(other)}**`)).toBe(other);
    }),
  );
});
