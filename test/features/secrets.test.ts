// What a workflow's secrets are said to be: in hover, hints, lens, completion and quick fixes.
import { describe, expect, test } from 'vitest';
import type { MarkupContent } from 'vscode-languageserver';
import type { Account } from '../../server/src/account/account';
import { readClient, type Situation } from '../../server/src/features/client';
import { codeActionsAt } from '../../server/src/features/codeActions';
import { codeLensesOf } from '../../server/src/features/codeLens';
import { completionsAt } from '../../server/src/features/completion';
import { resolveCompletion } from '../../server/src/features/completion/resolve';
import { hoverAt } from '../../server/src/features/hover';
import { inlayHintsIn } from '../../server/src/features/inlayHints';
import { defaultSettings, type Settings } from '../../server/src/settings';
import { workflowOf } from '../../server/src/workflow/workflow';
import { plain } from '../support/complete';
import { atCursor, deploy, ready, step, unknowingSecrets, withSecrets } from '../support/marks';
import { uri } from '../support/places';

const stale: Account = {
  ...withSecrets('token'),
  stale: { kind: 'unreachable', host: 'relay.test', because: 'the connection was cut' },
};

/** What is said in each of the states in which nothing is known. */
const reasons: Record<string, string> = {
  'signed out': 'not signed in',
  loading: 'waiting for relay.test',
  'token refused': 'refused the token',
  'not allowed': 'does not allow',
  unreachable: 'no answer within 15 s',
  'answered with an error': 'HTTP 503',
  'no list': 'no Relay answer',
  stale: 'the last refresh failed',
  'a lock file': 'the lock file lists no secrets',
  'not asked yet': 'waiting for the secrets of "ops/deploy"',
  'asked of another workflow': 'waiting for the secrets of "ops/deploy"',
  'without the workflow': 'ACME has no workflow "ops/deploy"',
  'not allowed to list them': 'the secrets of "ops/deploy" are not known: relay.test does not allow',
  'not answering any more': 'the secrets of "ops/deploy" are not known: relay.test could not be reached',
};

test('every state in which nothing is known has a reason here', () =>
  expect(Object.keys(reasons).sort()).toEqual(Object.keys(unknowingSecrets).sort()));

describe('hover', () => {
  const hover = (spec: string, account: Account, link?: string) => {
    const { workflow, position } = atCursor(step(spec));
    const said = hoverAt(workflow, account, position, link)?.contents as MarkupContent | undefined;
    return said?.value.replaceAll('\\', '');
  };

  test.each(['k: !Secret to‸ken', 'k: !Sec‸ret [token]', 'k: x ${secrets.to‸ken}'])('of %s', (spec) => {
    expect(hover(spec, withSecrets('token'), deploy)?.split('\n')).toEqual([
      '**Secret** `token` of the workflow `ops/deploy`: a text that the account keeps for the workflow and shows to nobody.',
      '',
      '**✓ Found** in ACME.',
    ]);
    expect(hover(spec, withSecrets(), deploy)).toContain(
      '**✗ Missing:** the workflow has no such secret in ACME.',
    );
  });

  test('of a file that is linked to nothing says how to link it', () => {
    const said = hover('k: !Secret to‸ken', withSecrets('token'));
    expect(said).toContain('**? Not checked:** this file is linked to no workflow');
    expect(said).toContain('`relay.workflows.names`');
  });

  test('of an old list says so', () => {
    expect(hover('k: !Secret to‸ken', stale, deploy)).toMatch(
      /✓ Found.*may be out of date: the last refresh failed/s,
    );
  });

  test.each(Object.entries(reasons))('when the account is %s says why nothing is known', (state, reason) => {
    const said = hover('k: !Secret to‸ken', unknowingSecrets[state] as Account, deploy);
    expect(said).toContain('? Not checked');
    expect(said).toContain(reason);
    expect(said).not.toContain('Missing');
  });
});

const workflow = workflowOf(
  uri,
  step(
    'a: !Connection [aws, prod]\nb: !Secret token\nc: ${secrets.gone}\nd: ${secrets[parameters.x]}\ne: !Secret',
  ),
  true,
);
const both: Account = { ...ready('aws/prod'), secrets: { [deploy]: { is: 'listed', names: ['token'] } } };
const whole = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };

function situation(
  account: Account,
  link: string | undefined = deploy,
  inlayHints: Settings['inlayHints'] = 'all',
): Situation {
  const initializationOptions = { relay: { forms: true, account: 'client' } };
  const client = readClient({ capabilities: {}, processId: null, rootUri: null, initializationOptions });
  return { account, settings: { ...defaultSettings, inlayHints }, client, linkOf: () => link };
}

describe('inlay hints', () => {
  const labels = (...given: Parameters<typeof situation>) =>
    inlayHintsIn(workflow, whole, situation(...given)).map(({ label }) => label);

  test('say of each secret whether it is there, missing or not checked', () => {
    expect(labels(both)).toEqual(['✓', '✓', '✗ not in ACME', '? not checked']);
    expect(labels(both, deploy, 'problems')).toEqual(['✗ not in ACME']);
    const hints = inlayHintsIn(workflow, whole, situation(both));
    expect(hints[2]?.tooltip).toBe('No such secret is in the workflow "ops/deploy" of ACME.');
  });

  test('of a file that is linked to nothing say that it is not checked', () => {
    const { account, settings, client } = situation(both);
    const hints = inlayHintsIn(workflow, whole, { account, settings, client, linkOf: () => undefined });
    expect(hints[1]).toMatchObject({
      label: '? not checked',
      tooltip: 'Not checked: this file is linked to no workflow of the account.',
    });
  });

  test.each(Object.entries(reasons))('say nothing is missing when the account is %s', (state, reason) => {
    const account = unknowingSecrets[state] as Account;
    const hints = inlayHintsIn(workflow, whole, situation(account)).slice(1);
    expect(new Set(hints.map(({ label }) => label))).toEqual(new Set(['? not checked']));
    expect(hints[0]?.tooltip).toContain(reason);
  });
});

describe('the lens', () => {
  const title = (account: Account, link: string | undefined = deploy) =>
    codeLensesOf(workflow, situation(account, link))[0]?.command?.title;

  test('counts the secrets of a linked file, each once', () => {
    expect(title(both)).toBe('1 connection · 2 secrets · 1 missing');
    expect(title({ ...both, ...withSecrets('token', 'gone') })).toBe('1 connection · 1 missing · 2 secrets');
    const { account, settings, client } = situation(both);
    const [unlinked] = codeLensesOf(workflow, { account, settings, client, linkOf: () => undefined });
    expect(unlinked?.command?.title).toBe('1 connection');
  });

  test('says once why neither is known', () => {
    expect(title({ state: 'signed-out' })).toBe(
      '1 connection · 2 secrets · not checked: not signed in to a Relay account',
    );
    expect(title(ready('aws/prod'))).toBe(
      '1 connection · 2 secrets · not checked: waiting for the secrets of "ops/deploy"',
    );
  });
});

describe('completion', () => {
  const complete = (spec: string, account: Account, link?: string) => {
    const { workflow: typed, position } = atCursor(step(spec));
    const { items } = completionsAt(typed, account, position, plain, link);
    return { typed, items: items.filter((item) => String(item.detail).startsWith('secret')) };
  };
  const labels = (...given: Parameters<typeof complete>) =>
    complete(...given).items.map(({ label, detail }) => `${label}: ${detail}`);

  test.each(['k: !Secret ‸', 'k: !Secret { name: ‸ }', 'k: ${secrets.‸}', 'k: ${secrets.‸'])(
    'of %s offers what the workflow has, and nothing that it has not',
    (spec) => {
      const text = `a: !Secret gone\n${spec}`;
      expect(labels(text, withSecrets('token', 'key'), deploy)).toEqual([
        'token: secret of ops/deploy',
        'key: secret of ops/deploy',
      ]);
      const elsewhere = 'secret, named elsewhere in this file';
      expect(labels(text, withSecrets('token'))).toEqual([`gone: ${elsewhere}`]);
      expect(labels(text, stale, deploy)).toEqual(['token: secret of ops/deploy', `gone: ${elsewhere}`]);
      expect(labels(text, ready(), deploy)).toEqual([`gone: ${elsewhere}`]);
    },
  );

  test('of whole references offers them too', () => {
    expect(labels('k: ${‸}', withSecrets('token', 'a b'), deploy)).toEqual([
      'secrets.token: secret of ops/deploy',
      "secrets.'a b': secret of ops/deploy",
    ]);
  });

  test('documents each with what is known of it', () => {
    const { typed, items } = complete('k: !Secret ‸', withSecrets('token'), deploy);
    const [item] = items;
    if (!item) throw new Error('nothing is offered');
    const resolved = resolveCompletion(
      item,
      withSecrets('token'),
      plain,
      () => typed,
      () => deploy,
    );
    expect(resolved.documentation).toContain('✓ Found');
  });
});

test('the light bulb creates a secret from where it is named', () => {
  const at = workflow.text.indexOf('gone');
  const range = workflow.rangeOf({ start: at, end: at });
  const actions = codeActionsAt(workflow, range, situation(both));
  expect(actions.find(({ title }) => title.startsWith('Create'))?.command).toEqual({
    title: 'Create secret "gone"…',
    command: 'relay.secrets.set',
    arguments: [{ workflow: deploy, name: 'gone', from: { uri, position: { line: 6, character: 9 } } }],
  });
  const alone = {
    ...situation(both),
    client: readClient({ capabilities: {}, processId: null, rootUri: null }),
  };
  expect(codeActionsAt(workflow, range, alone).filter(({ command }) => command)).toEqual([]);
});
