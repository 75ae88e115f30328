// What arrives from a page: whole messages of this panel are read, everything else is dropped.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type FromPage,
  longestName,
  longestValue,
  mostFields,
  readFromPage,
} from '../../client/src/form/messages';

const panel = 'a0b1c2';
const slot = fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9-]{0,31}$/);
const name = fc.string({ minLength: 1, maxLength: 50 });
const message: fc.Arbitrary<FromPage> = fc.oneof(
  fc.constantFrom<FromPage>({ kind: 'ready' }, { kind: 'cancel' }, { kind: 'skip' }, { kind: 'copyAddress' }),
  fc.record(
    { kind: fc.constant('typed' as const), slot, value: fc.string(), pasted: fc.constant(true as const) },
    { requiredKeys: ['kind', 'slot', 'value'] },
  ),
  fc.record({ kind: fc.constant('ways' as const), type: name }),
  fc.record({ kind: fc.constant('connect' as const), type: name, name }),
  fc.record({ kind: fc.constant('removed' as const), slot }),
  fc.record({ kind: fc.constant('copy' as const), field: name }),
  fc.record({ kind: fc.constant('set' as const), value: name }),
  fc.record(
    {
      kind: fc.constant('create' as const),
      type: name,
      name,
      fields: fc.array(fc.tuple(name, fc.string()), { maxLength: 8 }),
      test: fc.constant(true as const),
    },
    { requiredKeys: ['kind', 'type', 'name', 'fields'] },
  ),
);
const create = { kind: 'create', type: 'aws', name: 'prod', fields: [['accessKeyID', 'x']], panel };

describe('reading what a page sends', () => {
  it('reads every message of its own panel, and nothing that was added to it', () => {
    fc.assert(
      fc.property(message, fc.string(), (sent, extra) => {
        expect(readFromPage({ ...sent, panel, extra }, panel)).toEqual(sent);
      }),
    );
  });

  it('drops every message of another panel', () => {
    fc.assert(
      fc.property(message, fc.anything(), (sent, other) => {
        fc.pre(other !== panel);
        expect(readFromPage({ ...sent, panel: other }, panel)).toBeUndefined();
      }),
    );
  });

  it('never throws, and gives nothing that is not a message', () => {
    const kinds = fc.constantFrom(
      ...[
        'ready',
        'cancel',
        'skip',
        'copyAddress',
        'typed',
        'removed',
        'copy',
        'create',
        'set',
        'ways',
        'connect',
      ],
    );
    const anything = fc.anything({ withNullPrototype: true, withSparseArray: true, withBigInt: true });
    const hostile = fc.record(
      {
        kind: fc.oneof(kinds, anything),
        slot: anything,
        value: anything,
        field: anything,
        type: anything,
        name: anything,
        fields: anything,
      },
      { requiredKeys: ['kind'] },
    );
    fc.assert(
      fc.property(fc.oneof(anything, hostile), (raw) => {
        const marked = typeof raw === 'object' && raw !== null ? { ...raw, panel } : raw;
        const read = readFromPage(marked, panel);
        // What is read is read again as itself: it has the shape of a message, however it came.
        if (read) expect(readFromPage({ ...read, panel }, panel)).toEqual(read);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['no type', { ...create, type: '' }],
    ['no name', { ...create, name: '' }],
    ['a type that is no text', { ...create, type: ['aws'] }],
    ['a name over its bound', { ...create, name: 'n'.repeat(longestName + 1) }],
    ['fields as a map', { ...create, fields: { accessKeyID: 'x' } }],
    ['a field without a name', { ...create, fields: [['', 'x']] }],
    ['a field with three parts', { ...create, fields: [['a', 'b', 'c']] }],
    ['a field whose value is no text', { ...create, fields: [['a', 7]] }],
    ['a value over its bound', { ...create, fields: [['a', 'x'.repeat(longestValue + 1)]] }],
    [
      'too many fields',
      { ...create, fields: Array.from({ length: mostFields + 1 }, (_, at) => [`f${at}`, '']) },
    ],
    [
      'a typed value over its bound',
      { kind: 'typed', slot: 'a', value: 'x'.repeat(longestValue + 1), panel },
    ],
    ['a slot that is no id', { kind: 'typed', slot: '"><script>', value: '', panel }],
    ['a slot that is too long', { kind: 'removed', slot: 'a'.repeat(33), panel }],
    ['an empty secret', { kind: 'set', value: '', panel }],
    ['a secret over its bound', { kind: 'set', value: 'x'.repeat(longestValue + 1), panel }],
    ['a secret that is no text', { kind: 'set', value: ['x'], panel }],
    ['a type that has no name', { kind: 'ways', type: '', panel }],
    ['a connection without a name', { kind: 'connect', type: 'github', name: '', panel }],
    ['an unknown kind', { ...create, kind: 'command' }],
  ])('drops a message with %s', (_, raw) => {
    expect(readFromPage(create, panel)).toBeDefined();
    expect(readFromPage(raw, panel)).toBeUndefined();
  });

  it('takes values and names as long as the bounds', () => {
    const longest = { ...create, name: 'n'.repeat(longestName), fields: [['a', 'x'.repeat(longestValue)]] };
    expect(readFromPage(longest, panel)).toMatchObject({ kind: 'create', name: longest.name });
  });
});
