// The trees of the views, as lines of text.
import { describe, expect, test } from 'vitest';
import { type ConnectionTreeSource, connectionTree } from '../../client/src/views/connectionTree';
import type { Tree } from '../../client/src/views/item';
import { missingOf, neededTree } from '../../client/src/views/neededTree';
import { connectionsWelcome, neededWelcome } from '../../client/src/views/welcome';
import { sayAgo } from '../../client/src/views/words';
import type { Account } from '../../server/src/account/account';
import type { NamedConnection, UsagePlace } from '../../server/src/protocol';
import { connection, ready, unknowing } from '../support/marks';

const now = Date.parse('2026-11-22T12:00:00Z');
const sayFile = (uri: string) => uri.slice('file:///'.length);
const place = (file: string, line: number, needed = true): UsagePlace => ({
  uri: `file:///${file}`,
  range: { start: { line: line - 1, character: 4 }, end: { line: line - 1, character: 8 } },
  needed,
});
const named = (
  type: string,
  name: string,
  status: NamedConnection['status'],
  ...places: UsagePlace[]
): NamedConnection => ({ type, name, status, places });

/** A tree as indented lines: icon, label and description. */
function drawn<Node>(tree: Tree<Node>, nodes: readonly Node[] = tree.roots, indent = ''): string[] {
  return nodes.flatMap((node) => {
    const { icon, label, description } = tree.itemOf(node);
    return [
      `${indent}${icon} ${label} | ${description ?? ''}`,
      ...drawn(tree, tree.below(node), `${indent}  `),
    ];
  });
}

function treeOf(account: Account, more: Partial<ConnectionTreeSource> = {}) {
  return connectionTree({ account, named: [], filter: '', isTested: () => false, sayFile, now, ...more });
}

const testedAt = '2026-11-20T12:00:00Z';
const account: Account = {
  ...ready(),
  connections: [
    connection('slack', 'room 10'),
    connection('aws', 'prod', {
      availability: { status: 'available', failed: false, testedAt },
      createdAt: '2026-01-01T00:00:00Z',
      updatedAt: '2026-08-22T12:00:00Z',
      workflows: ['ops/reaper'],
    }),
    connection('aws', 'old', { availability: { status: 'whatever', failed: true, testedAt }, workflows: [] }),
    connection('inhouse', 'x', { availability: { status: 'untested', failed: false } }),
    connection('slack', 'room 9'),
  ],
};

describe('the connections', () => {
  test('are grouped by type, with state, uses and age, and their places below them', () => {
    const uses = [named('aws', 'prod', 'present', place('deploy.yaml', 7), place('flows/a.yaml', 3, false))];
    expect(drawn(treeOf(account, { named: uses }))).toEqual([
      'folder AWS | aws · 2 connections · 1 failed',
      '  error old | test failed 2 days ago · unused here',
      '  pass prod | tested 2 days ago · 2 uses here · 1 workflow of ACME · changed 3 months ago',
      '    go-to-file deploy.yaml:7 | ',
      '    go-to-file a.yaml:3 | flows · not needed',
      '    cloud ops/reaper | in ACME',
      'folder inhouse | inhouse · 1 connection',
      '  plug x | not tested · unused here',
      'folder Slack | slack · 2 connections',
      '  plug room 9 | not tested · unused here',
      '  plug room 10 | not tested · unused here',
    ]);
  });

  test('say nothing of uses while these are not known', () => {
    expect(drawn(treeOf(ready('aws/prod'), { named: undefined }))).toEqual([
      'folder AWS | aws · 1 connection',
      '  plug prod | not tested',
    ]);
  });

  test.each([
    ['PROD', ['prod']],
    ['slack 9', ['room 9']],
    ['failed', ['old']],
    ['untested', ['x', 'room 9', 'room 10']],
    ['tested', ['prod']],
    ['unused aws', ['old']],
    ['nothing', []],
  ])('are filtered by the words "%s"', (filter, expected) => {
    const uses = [named('aws', 'prod', 'present', place('deploy.yaml', 7))];
    const tree = treeOf(account, { filter, named: uses });
    const names = tree.roots.flatMap((root) => tree.below(root).map((node) => tree.itemOf(node).label));
    expect(names).toEqual(expected);
  });

  test('show the one that is being tested, and give a screen reader the whole', () => {
    const tree = treeOf(ready('aws/prod'), { isTested: (id) => id === 'aws/prod' });
    const [type] = tree.roots;
    const [node] = type ? tree.below(type) : [];
    if (!node) throw new Error('nothing is shown');
    expect(tree.itemOf(node)).toMatchObject({
      icon: 'sync~spin',
      is: 'connection',
      spoken: 'prod, aws connection, being tested, unused here',
    });
  });

  test('of a lock file cannot be changed', () => {
    const tree = treeOf({ ...ready('aws/prod'), lockFile: true });
    expect(drawn(tree)[1]).toBe('  lock prod | in the lock file · unused here');
    const [type] = tree.roots;
    expect(type && tree.below(type).map((node) => tree.itemOf(node).is)).toEqual(['locked']);
  });

  test('are known by an id that stays when others come and go', () => {
    const idsOf = (of: Account) => treeOf(of).roots.map((node) => treeOf(of).itemOf(node).id);
    expect(idsOf(ready('aws/a', 'slack/b'))).toEqual([...idsOf(ready('aws/z')), ...idsOf(ready('slack/y'))]);
  });

  test('of five thousand are quickly there, each type when it is opened', () => {
    const names = Array.from({ length: 5_000 }, (_, index) => `type-${index % 20}/name-${index}`);
    const many = { ...ready(...names) };
    const uses = names.map((each) => {
      const [type = '', name = ''] = each.split('/');
      return named(type, name, 'present', place('a.yaml', 1));
    });
    const begun = performance.now();
    const tree = treeOf(many, { named: uses });
    const below = tree.roots.flatMap((root) => tree.below(root));
    const shown = below.map((node) => tree.itemOf(node));
    expect(shown).toHaveLength(5_000);
    // Some 30 ms where it was written.
    expect(performance.now() - begun).toBeLessThan(2_000);
    expect(tree.roots.map((root) => tree.itemOf(root).children)).not.toContain('open');
  });
});

describe('what is needed here', () => {
  test('is what the account lacks, with every place, and then what was not checked, with the reason', () => {
    const all: NamedConnection[] = [
      named('aws', 'gone', 'missing', place('a.yaml', 1), place('b/c.yaml', 2, false)),
      { ...named('aws', 'other', 'type-mismatch', place('a.yaml', 9)), types: ['azure', 'gcp'] },
      named('aws', 'optional', 'missing', place('a.yaml', 4, false)),
      named('aws', 'there', 'present', place('a.yaml', 5)),
      { ...named('slack', 'room', 'unknown', place('a.yaml', 6)), because: 'signed out' },
      { type: 'aws', status: 'unknown', because: 'computed', places: [place('a.yaml', 7)] },
    ];
    expect(drawn(neededTree(all, 'ACME', sayFile))).toEqual([
      'error gone | aws · missing · 2 places',
      '  go-to-file a.yaml:1 | ',
      '  go-to-file c.yaml:2 | b · not needed',
      'error other | aws · there as azure, gcp · 1 place',
      '  go-to-file a.yaml:9 | ',
      'question Not checked | signed out · 1 connection',
      '  question room | slack · 1 place',
      '    go-to-file a.yaml:6 | ',
      'question Not checked | computed · 1 connection',
      '  question known only when it runs | aws · 1 place',
      '    go-to-file a.yaml:7 | ',
    ]);
    expect(missingOf(all).map(({ name }) => name)).toEqual(['gone', 'other']);
  });
});

describe('an empty view says why', () => {
  test.each(Object.entries(unknowing))('when the account is %s', (state, unknown) => {
    const expected: Record<string, string> = {
      'signed out': 'signed-out',
      loading: 'loading',
      'token refused': 'token-refused',
      'not allowed': 'not-allowed',
      stale: 'stale',
    };
    expect(connectionsWelcome(unknown, true, 0)).toBe(expected[state] ?? 'unreachable');
  });

  test('in Restricted Mode, without connections, and with a filter', () => {
    expect(connectionsWelcome({ state: 'signed-out' }, false, 0)).toBe('restricted');
    expect(connectionsWelcome(ready(), true, 0)).toBe('none');
    expect(connectionsWelcome(ready('aws/prod'), true, 0)).toBe('none-fits');
    expect(connectionsWelcome(ready('aws/prod'), true, 1)).toBe('list');
  });

  test('of what is needed', () => {
    const connections = [named('aws', 'prod', 'present', place('a.yaml', 1))];
    expect(neededWelcome(undefined, true, 0)).toBe('reading');
    expect(neededWelcome({ workflows: 0, connections: [] }, false, 0)).toBe('no-folder');
    expect(neededWelcome({ workflows: 0, connections: [] }, true, 0)).toBe('no-workflows');
    expect(neededWelcome({ workflows: 1, connections: [] }, true, 0)).toBe('none-named');
    expect(neededWelcome({ workflows: 1, connections }, true, 0)).toBe('all-there');
    expect(neededWelcome({ workflows: 1, connections }, true, 1)).toBe('list');
  });
});

test.each([
  ['2026-11-22T11:59:30Z', 'just now'],
  ['2026-11-22T12:00:30Z', 'just now'],
  ['2026-11-22T11:58:00Z', '2 minutes ago'],
  ['2026-11-22T10:00:00Z', '2 hours ago'],
  ['2026-11-21T11:00:00Z', 'yesterday'],
  ['2025-10-01T12:00:00Z', 'last year'],
  ['2020-10-01T12:00:00Z', '6 years ago'],
  ['not a time', undefined],
  [undefined, undefined],
])('%s was %s', (time, expected) => {
  expect(sayAgo(time, now)).toBe(expected);
});
