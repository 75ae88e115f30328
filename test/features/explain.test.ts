// The explanation of a check: what was asked, what it answered, what follows from it, and which rule spoke.
import { describe, expect, test } from 'vitest';
import { MarkupContent } from 'vscode-languageserver';
import type { Account } from '../../server/src/account/account';
import { readClient, type Situation } from '../../server/src/features/client';
import { explainActionsAt, explainAt, withExplainLink } from '../../server/src/features/explain';
import { hoverAt } from '../../server/src/features/hover';
import { readSettings } from '../../server/src/settings';
import { workflowOf } from '../../server/src/workflow/workflow';
import { atCursor, ready, step, unknowing } from '../support/marks';
import { fixtures, uri } from '../support/places';

const relay = { account: 'client', forms: true };
const client = readClient({
  capabilities: {},
  processId: null,
  rootUri: null,
  initializationOptions: { relay },
});

function situationOf(account: Account, settings?: unknown): Situation {
  return { account, settings: readSettings(settings), client, linkOf: () => 'team/deploy' };
}

/** Each row on one line. */
function explained(marked: string, account: Account, settings?: unknown): string | undefined {
  const { workflow, position } = atCursor(marked);
  return explainAt(workflow, position, situationOf(account, settings))?.text.replace(/\n {10}/g, ' ');
}

const account = { ...ready('aws/prod', 'aws/dev', 'gcp/x'), asOf: Date.UTC(2026, 10, 22, 13, 30, 5) };

test('a missing connection, from the question to the rule', () => {
  expect(explained(step('aws:\n  connection: !Connection { type: aws, name: pr‸ood }'), account)).toBe(
    `Connection aws / prood: missing

Written   !Connection { type: aws, name: prood }
Where     w.yaml, line 6, step one, spec.aws.connection
Asked     GET /api/connections of relay.test (ACME), answered at 2026-11-22 13:30:05 UTC
Answered  its whole list, of 3 connections, 2 of them of type aws: prod, dev
Verdict   missing: the list is whole and has no connection of this name
Rules     connection-missing (error): ACME has no aws connection named "prood". Did you mean "prod"?
`,
  );
});

test('long rows are broken, for a narrow window', () => {
  const { workflow, position } = atCursor(step('a: !Connection { type: aws, name: pr‸ood }'));
  const lines = explainAt(workflow, position, situationOf(account))?.text.split('\n') ?? [];
  expect(lines.slice(-3)).toEqual([
    'Rules     connection-missing (error): ACME has no aws connection named "prood". Did',
    '          you mean "prod"?',
    '',
  ]);
});

describe('what is not known is said with its reason, and no rule speaks', () => {
  test.each(Object.entries(unknowing))('%s', (_, state) => {
    const text = explained(step('a: !Connection [aws, ‸nope]'), state) ?? '';
    expect(text).toMatch(/^Connection aws \/ nope: not checked\n/);
    expect(text).toMatch(/\nVerdict {3}not checked: .+\nRules {5}none spoke\n$/);
  });

  test('a stale list keeps its time and says what went wrong since', () => {
    const stale: Account = { ...account, stale: { kind: 'answered-error', host: 'relay.test', status: 503 } };
    expect(explained(step('a: !Connection [aws, ‸nope]'), stale)).toContain(
      'prod, dev. Asked again later, it gave no list: relay.test answered with an error (HTTP 503)',
    );
  });

  test('a lock file is no account', () => {
    const text = explained(step('a: !Connection [aws, ‸nope]'), {
      ...account,
      name: '.relay/x.json',
      lockFile: true,
    });
    expect(text).toContain(
      'Asked     no account: the lock file .relay/x.json, read at 2026-11-22 13:30:05 UTC\n',
    );
  });
});

test.each([
  [
    'connection-missing (error, off by',
    step('a: !Connection [aws, ‸nope]'),
    { diagnostics: { severity: { 'connection-missing': 'off' } } },
  ],
  [
    'connection-missing (hint by',
    step('a: !Connection [aws, ‸nope]'),
    { diagnostics: { severity: { 'connection-missing': 'hint' } } },
  ],
  [
    'connection-missing (error, silenced',
    step('# relay-disable-next-line\na: !Connection [aws, ‸nope]'),
    undefined,
  ],
  ['Rules     none spoke', step('a: !Connection [aws, ‸prod]'), undefined],
  ['Use       an argument of coalesce', step("a: ${coalesce(connections.aws.‸nope, '')}"), undefined],
  [
    'Verdict   missing: the list is whole and has this name only under the type gcp',
    step('a: !Connection [aws, ‸x]'),
    undefined,
  ],
  [
    'Verdict   not checked: what is meant is known only',
    step('a: ${connections.a‸ws[parameters.x].y}'),
    undefined,
  ],
  [
    'Verdict   found: the file has this parameter in line 2',
    `parameters:\n  x: {}\n${step('a: ${parameters.‸x}')}`,
    undefined,
  ],
  ['Asked     no account: the file itself says', step('a: ${parameters.‸x}'), undefined],
  ['Where     w.yaml, line 7, step one, spec.a[1]\n', step('a:\n- b\n- !Secret ‸x'), undefined],
])('%s', (expected, marked, settings) => {
  expect(explained(marked, account, settings)).toContain(expected);
});

test('a secret is asked of the workflow that the file is linked to', () => {
  const secrets = { 'team/deploy': { is: 'listed' as const, names: ['a', 'b'] } };
  const text = explained(step('x: !Secret ‸c'), { ...account, secrets });
  expect(text).toContain('Asked     GET /api/workflows/team%2Fdeploy/secrets of relay.test (ACME)');
  expect(text).toContain('Answered  its whole list, of 2 secrets: a, b\nVerdict   missing: ');
  expect(text).toContain('Rules     secret-missing (error): ');
});

test('names cannot break out of their line', () => {
  const text = explained(step('a: !Connection [aws, ‸"x\\nRules     none\\u202e"]'), account) ?? '';
  expect(text.split('\n').filter((line) => line.startsWith('Rules'))).toHaveLength(1);
  expect(text).not.toContain('\u202e');
});

test('every reference of every workflow has an explanation in lines', () => {
  for (const [, text] of fixtures) {
    const workflow = workflowOf(uri, text, true);
    for (const { span } of workflow.collected.references) {
      const { start } = workflow.rangeOf(span);
      expect(explainAt(workflow, start, situationOf(account))?.text).toMatch(
        /^[^\n]+: (?:found|missing|not checked)\n\nWritten {3}.+\nWhere {5}.+\nAsked {5}.+\n/,
      );
    }
  }
});

test('the action and the link of the hover lead to it, for clients that run commands themselves', () => {
  const { workflow, position } = atCursor(step('a: !Connection [aws, ‸prod]'));
  expect(explainActionsAt(workflow, position, client)).toMatchObject([
    {
      title: 'Explain this check',
      command: { command: 'relay.explainReference', arguments: [{ uri, position }] },
    },
  ]);
  const hover = withExplainLink(hoverAt(workflow, account, position), workflow, position, client);
  const link = /\[Explain this check\]\(command:relay\.explainReference\?([^)]*)\)$/.exec(
    MarkupContent.is(hover?.contents) ? hover.contents.value : '',
  );
  expect(JSON.parse(decodeURIComponent(link?.[1] ?? ''))).toEqual([{ uri, position }]);
  const other = readClient({ capabilities: {}, processId: null, rootUri: null });
  expect(explainActionsAt(workflow, position, other)).toEqual([]);
  const plain = hoverAt(workflow, account, position);
  expect(withExplainLink(plain, workflow, position, other)).toBe(plain);
});

test('where no reference stands there is nothing to explain', () => {
  const { workflow, position } = atCursor(step('‸a: b'));
  expect(explainAt(workflow, position, situationOf(account))).toBeNull();
});
