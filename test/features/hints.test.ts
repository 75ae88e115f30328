// Inlay hints and the code lens: what the account says of a workflow's connections, at a glance.
import { describe, expect, test } from 'vitest';
import type { InlayHintLabelPart } from 'vscode-languageserver';
import type { Account } from '../../server/src/account/account';
import { readClient, type Situation } from '../../server/src/features/client';
import { codeLensesOf } from '../../server/src/features/codeLens';
import { inlayHintsIn } from '../../server/src/features/inlayHints';
import { defaultSettings, type Settings } from '../../server/src/settings';
import { workflowOf } from '../../server/src/workflow/workflow';
import { deploy, ready, step, unknowing } from '../support/marks';
import { uri } from '../support/places';

const workflow = workflowOf(
  uri,
  step(`a: !Connection [aws, prod]
b: !Connection
  name: gone
  type: aws
c: \${connections.gcp.prod.id}
d: \${connections.aws[parameters.x]}
e: !Connection { type: aws }
f: !Connection [aws, prod]`),
  true,
);
const whole = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };

function situation(account: Account, inlayHints: Settings['inlayHints'], relay: unknown = {}): Situation {
  const params = { capabilities: {}, processId: null, rootUri: null, initializationOptions: { relay } };
  return {
    account,
    settings: { ...defaultSettings, inlayHints },
    client: readClient(params),
    linkOf: () => undefined,
  };
}

/** The lines with their hints where they would be shown. */
function hinted(account: Account, inlayHints: Settings['inlayHints'], range = whole): string[] {
  const lines = workflow.text.split('\n');
  const hints = inlayHintsIn(workflow, range, situation(account, inlayHints));
  return hints.map(({ position: { line, character }, label }) => {
    const text = lines[line] ?? '';
    return `${text.slice(0, character)} «${label as string | InlayHintLabelPart[]}»${text.slice(character)}`.trim();
  });
}

describe('inlay hints', () => {
  test('say of each connection whether it is there, missing or not checked', () => {
    expect(hinted(ready('aws/prod'), 'all')).toEqual([
      'a: !Connection [aws, prod] «✓»',
      'name: gone «✗ not in ACME»',
      'c: ${connections.gcp.prod.id} «✗ not in ACME»',
      'd: ${connections.aws[parameters.x]} «? not checked»',
      'f: !Connection [aws, prod] «✓»',
    ]);
  });

  test('say problems only, or nothing, by the setting', () => {
    expect(hinted(ready('aws/prod'), 'problems')).toHaveLength(2);
    expect(hinted(ready('aws/prod'), 'off')).toEqual([]);
  });

  test('are those of the range that is asked for', () => {
    const range = { start: { line: 5, character: 0 }, end: { line: 7, character: 99 } };
    expect(hinted(ready(), 'all', range)).toEqual(['name: gone «✗ not in ACME»']);
  });

  test.each(Object.entries(unknowing))('say nothing is missing when the account is %s', (_, account) => {
    const hints = inlayHintsIn(workflow, whole, situation(account, 'all'));
    expect(new Set(hints.map(({ label }) => label))).toEqual(new Set(['? not checked']));
    expect(hints[0]?.tooltip).toMatch(/^Not checked: ./);
  });

  test.each(Object.entries(unknowing))(
    'count as a problem what an account that is %s did not answer',
    (state, account) => {
      const isByChoice = state === 'signed out' || state === 'loading';
      expect(hinted(account, 'problems').map((line) => /«.*»/.exec(line)?.[0])).toEqual(
        isByChoice ? [] : Array.from({ length: 4 }, () => '«? not checked»'),
      );
    },
  );

  test('count secrets as a problem where the account did not list them', () => {
    const asking = workflowOf(uri, step('a: !Secret token'), true);
    const why = { kind: 'not-allowed', host: 'relay.test' } as const;
    const account = { ...ready(), secrets: { [deploy]: { is: 'failed', why } } } as const;
    const labels = (link: string) =>
      inlayHintsIn(asking, whole, { ...situation(account, 'problems'), linkOf: () => link }).map(
        ({ label }) => label,
      );
    expect(labels(deploy)).toEqual(['? not checked']);
    expect(labels('ops/other')).toEqual([]);
  });

  test('tell of a connection of another type', () => {
    const [hint] = inlayHintsIn(workflow, whole, situation(ready('gcp/prod'), 'problems'));
    expect(hint?.tooltip).toBe('In ACME, a connection of this name is of another type: gcp.');
  });
});

describe('the code lens', () => {
  const lens = (account: Account, relay?: unknown) =>
    codeLensesOf(workflow, situation(account, 'off', relay))[0];

  test('counts each connection once, and the missing ones', () => {
    expect(lens(ready('aws/prod'))?.command?.title).toBe('3 connections · 2 missing');
    expect(lens(ready('aws/prod', 'aws/gone', 'gcp/prod'))?.command?.title).toBe('3 connections');
  });

  test('stands in the first line and runs nothing', () => {
    expect(lens(ready())).toEqual({
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
      command: { title: '3 connections · 3 missing', command: '' },
    });
  });

  test('creates what is missing for clients that open forms', () => {
    const { command } = lens(ready('aws/prod'), { forms: true, account: 'client' }) ?? {};
    expect(command).toMatchObject({
      command: 'relay.connections.create',
      arguments: [
        [
          { type: 'aws', name: 'gone', from: { uri, position: { line: 6, character: 12 } } },
          { type: 'gcp', name: 'prod', from: { uri, position: { line: 8, character: 25 } } },
        ],
      ],
    });
  });

  test.each(Object.entries(unknowing))('says why nothing is known when the account is %s', (_, account) => {
    expect(lens(account)?.command?.title).toMatch(/^3 connections · not checked: ./);
  });

  test('says of a stale account what is not known', () => {
    const stale = { ...ready('aws/prod'), stale: { kind: 'not-allowed', host: 'relay.test' } } as const;
    expect(lens(stale)?.command?.title).toMatch(/^3 connections · 2 not checked: the last refresh failed/);
  });

  test('is absent where no connection is named', () => {
    expect(codeLensesOf(workflowOf(uri, step('a: 1'), true), situation(ready(), 'off'))).toEqual([]);
  });
});
