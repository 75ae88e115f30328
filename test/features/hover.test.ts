// Hover: what the account knows of a reference, or why nothing is known.
import { describe, expect, test } from 'vitest';
import type { MarkupContent } from 'vscode-languageserver';
import type { Account } from '../../server/src/account/account';
import { hoverAt } from '../../server/src/features/hover';
import { atCursor, connection, ready, step, unknowing } from '../support/marks';

function hover(spec: string, account: Account): string | undefined {
  const { workflow, position } = atCursor(step(spec));
  return (hoverAt(workflow, account, position)?.contents as MarkupContent | undefined)?.value;
}

const full: Account = {
  ...ready(),
  asOf: Date.UTC(2026, 0, 2, 3, 4),
  connections: [
    connection('aws', 'prod', {
      createdAt: '2025-01-01T00:00:00Z',
      updatedAt: '2025-02-01T00:00:00Z',
      availability: { status: 'unreachable', failed: true, testedAt: '2025-03-01T00:00:00Z' },
      workflows: ['ops/reaper'],
    }),
  ],
};

test.each([
  'k: !Con‸nection { type: aws, name: prod }',
  'k: !Connection { type: aws, name: pr‸od }',
  'k: x ${connections.aws.pr‸od} y',
  'k: !Connection [aws, prod‸]',
])('of a reference that is found: %s', (spec) => {
  expect(hover(spec, full)?.split('\n')).toEqual([
    '**AWS connection** `aws` / `prod`',
    '',
    '**✓ Found** in ACME, asked 2026-01-02 03:04 UTC.',
    '',
    '- Created 2025-01-01T00:00:00Z',
    '- Updated 2025-02-01T00:00:00Z',
    '- Last test: failed, unreachable (2025-03-01T00:00:00Z)',
    '- Used by `ops/reaper`',
  ]);
});

test('of one that is missing, or there under another type', () => {
  expect(hover('k: !Connection [aws, g‸one]', full)).toContain('✗ Missing:** not in ACME');
  expect(hover('k: !Connection [gcp, p‸rod]', full)).toContain('this name is there as `aws`');
});

test.each([
  ['signed out', 'not signed in'],
  ['loading', 'waiting for relay.test'],
  ['token refused', 'refused the token'],
  ['not allowed', 'does not allow'],
  ['unreachable', 'no answer within 15 s'],
  ['answered with an error', 'HTTP 503'],
  ['no list', 'no Relay answer'],
  ['stale', 'the last refresh failed'],
])('when the account is %s it says why nothing is known', (state, reason) => {
  const said = hover('k: !Connection [aws, g‸one]', unknowing[state] as Account);
  expect(said).toContain('? Not checked');
  expect(said?.replaceAll('\\', '')).toContain(reason);
  expect(said).not.toContain('Missing');
});

describe('other places', () => {
  test('of a computed reference', () =>
    expect(hover('k: ${connections.aws[par‸ameters.x]}', full)).toContain('only when the workflow runs'));
  test('of an unfinished one', () =>
    expect(hover('k: !Conn‸ection { type: aws }', full)).toContain('not written yet'));

  test.each(['k: !Conn‸ection { type: aws, name: prod, x: 1 }', 'k: !Connection [aws, pr‸od, x]'])(
    'of one of a shape that Relay refuses: %s',
    (spec) => expect(hover(spec, full)).toContain('not written in a shape that Relay accepts'),
  );

  test.each([
    '!Connection [aws, prod]',
    '{ $type: Connection, type: aws, name: prod }',
    '${connections.aws.prod}',
  ])('of an alias that stands for %s', (value) => {
    const anchored = value.startsWith('$') ? `"${value}"` : value;
    expect(hover(`a: &c ${anchored}\nk: *‸c`, full)).toContain('**✓ Found** in ACME');
    expect(hover(`a: &c [${anchored}, x]\nk: *‸c`, full)).toBeUndefined();
  });
  test('of anything else', () => expect(hover('k: te‸xt', full)).toBeUndefined());
});

test('hostile names are shown as text', () => {
  const said = hover('k: !Connection [aws, "x`](command:evil)<img>\\u202e‸"]', {
    ...full,
    name: '[a](b)<i>',
  });
  expect(said).toContain('``x`](command:evil)<img>\ufffd``');
  expect(said).toContain('\\[a\\](b)\\<i\\>');
});
