// The place that a form was started from moves with the text around it.
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { movedBy } from '../../client/src/commands/heldPlace';

vi.mock('vscode', () => ({}));

const change = (rangeOffset: number, rangeLength: number, text: string) => ({
  rangeOffset,
  rangeLength,
  text,
});

test.each([
  ['what is typed before it moves it', [change(2, 0, 'abc')], 13],
  ['what is taken away before it moves it', [change(2, 3, '')], 7],
  ['what is typed at it or behind it leaves it', [change(10, 0, 'abc'), change(20, 2, '')], 10],
  ['what is replaced up to it moves it', [change(8, 2, 'long')], 12],
  ['several changes at once, the last ones first', [change(9, 1, ''), change(0, 0, 'ab')], 11],
  ['what is taken away around it takes it along', [change(8, 5, 'new'), change(0, 0, 'ab')], undefined],
])('%s', (_what, changes, expected) => {
  expect(movedBy(changes, 10)).toBe(expected);
});

test('the same characters stand before and behind it, whatever changes elsewhere', () => {
  const text = 'abcdefghijKLMNOPQRST';
  const edit = fc.record({ start: fc.nat(20), length: fc.nat(20), text: fc.stringMatching(/^[0-9]{0,5}$/) });
  fc.assert(
    fc.property(edit, ({ start, length, text: typed }) => {
      const end = Math.min(text.length, start + length);
      const after = text.slice(0, start) + typed + text.slice(end);
      const moved = movedBy([change(start, end - start, typed)], 10);
      const isAround = start < 10 && end > 10;
      expect(moved === undefined).toBe(isAround);
      const before = text.slice(0, Math.min(start, 10)) + text.slice(end, 10);
      if (moved !== undefined) expect(after.slice(0, moved).replace(/\d/g, '')).toBe(before);
    }),
  );
});
