// What the form finds wrong before it sends, what it advises, and where it puts the errors of the API.
import { describe, expect, it } from 'vitest';
import {
  type Filled,
  problemsOf,
  problemsOfSecret,
  slotOfItem,
  slotOfSecretItem,
} from '../../client/src/form/checks';
import { longestName, longestValue } from '../../client/src/form/messages';
import { strayAdviceOf } from '../../server/src/account/stray';

const form = (changes: Partial<Filled> = {}): Filled => ({
  type: { slot: 'type', value: 'aws' },
  name: { slot: 'name', value: 'prod' },
  fields: [
    { slot: 'f0-0', field: 'accessKeyID', value: 'AKIA', required: true },
    { slot: 'f0-1', field: 'note', value: '', required: false },
  ],
  ...changes,
});
const row = (number: number, field: string, value: string) => ({
  slot: `r${number}-value`,
  keySlot: `r${number}-key`,
  field,
  value,
  required: false,
});
const slots = (filled: Filled) => problemsOf(filled).map(({ slot }) => slot);

describe('problems', () => {
  it('finds none in a form that can be sent', () => {
    expect(problemsOf(form())).toEqual([]);
    expect(problemsOf(form({ fields: [] }))).toEqual([]);
    expect(problemsOf(form({ fields: [row(0, 'endpointURL', '')] }))).toEqual([]);
  });

  it('finds what is missing, in the order of the form', () => {
    const empty = form({
      type: { slot: 'otherType', value: ' ' },
      name: { slot: 'name', value: '' },
      fields: [{ slot: 'f0-0', field: 'accessKeyID', value: '\n', required: true }],
    });
    expect(slots(empty)).toEqual(['otherType', 'name', 'f0-0']);
  });

  it('wants each free field named, and named once', () => {
    expect(slots(form({ fields: [row(0, '', 'x')] }))).toEqual(['r0-key']);
    expect(slots(form({ fields: [row(0, 'a', 'x'), row(1, 'b', 'y'), row(2, 'a', 'z')] }))).toEqual([
      'r2-key',
    ]);
  });

  it('bounds names and values as the extension does', () => {
    const name = (length: number) => slots(form({ name: { slot: 'name', value: 'n'.repeat(length) } }));
    const value = (length: number) => slots(form({ fields: [row(0, 'a', 'v'.repeat(length))] }));
    expect([name(longestName), name(longestName + 1)]).toEqual([[], ['name']]);
    expect([value(longestValue), value(longestValue + 1)]).toEqual([[], ['r0-value']]);
  });
});

describe('advice', () => {
  it.each([
    '',
    ' ',
    'xoxb-1',
    'two words',
    '-----BEGIN X-----\nabc\n-----END X-----\n',
    '\n{\n}\n',
    'žluťoučký 鍵 🔑',
  ])('says nothing about %j', (value) => {
    expect(strayAdviceOf(value)).toBeUndefined();
  });

  it.each([
    ['xoxb-1\n', 'line break'],
    ['xoxb-1 \r\n', 'line break'],
    [' xoxb-1', 'at the start'],
    ['xoxb-1\u00a0', 'at the end'],
    ['\txoxb-1 ', 'around'],
    ['xoxb\u200b-1', 'cannot be seen'],
    ['prod\u202egnp', 'cannot be seen'],
    ['{\n\u0000\n}', 'cannot be seen'],
  ])('says of %j that it has something %s', (value, words) => {
    expect(strayAdviceOf(value)).toContain(words);
    expect(strayAdviceOf(value)).not.toContain(value.trim());
  });
});

describe('the place of an error of the API', () => {
  const free = form({ fields: [row(0, 'name', 'x'), row(1, 'a.b', 'y'), row(2, 'b', 'z'), row(3, '', 'w')] });

  it.each([
    ['auth.fields.accessKeyID', form(), 'f0-0'],
    ['/auth/fields/accessKeyID', form(), 'f0-0'],
    ["auth.fields['accessKeyID']", form(), 'f0-0'],
    ['accessKeyID', form(), 'f0-0'],
    ['name', form(), 'name'],
    ['connection.name', form(), 'name'],
    ['type', form(), 'type'],
    ['auth.fields.name', free, 'r0-value'],
    ['name', free, 'name'],
    ['auth.fields.a.b', free, 'r1-value'],
    ['auth.fields.b', free, 'r2-value'],
    ['auth.fields', form(), undefined],
    ['region', form(), undefined],
    ['', free, undefined],
  ])('%j', (path, filled, slot) => {
    expect(slotOfItem(path, filled)).toBe(slot);
  });
});

describe('a secret', () => {
  it.each(['', ' ', '\n\n', 'x'.repeat(longestValue + 1)])('needs a value that fits', (value) =>
    expect(problemsOfSecret(value).map(({ slot }) => slot)).toEqual(['value']),
  );

  it('may be of several lines, and as long as the bound', () => {
    expect(problemsOfSecret('a\nb\n')).toEqual([]);
    expect(problemsOfSecret('x'.repeat(longestValue))).toEqual([]);
  });

  it.each([
    ['value', 'value'],
    ['/value', 'value'],
    ['secret.value', 'value'],
    ['name', undefined],
    ['', undefined],
  ])('has the error at %j beside %j', (path, slot) => expect(slotOfSecretItem(path)).toBe(slot));
});
