// Every rule against every state of the account: what is found, where, and what the fixes make of the text.
import { describe, expect, test } from 'vitest';
import type { Account } from '../../server/src/account/account';
import type { Finding } from '../../server/src/rules/finding';
import { findingsOf } from '../../server/src/rules/findings';
import { workflowOf } from '../../server/src/workflow/workflow';
import { connection, foundIn, ready, step, unknowing } from '../support/marks';
import { valued } from '../support/said';

function check(marked: string, account: Account): void {
  const { expected, found } = foundIn(marked, account, (code) => code.startsWith('connection-'));
  expect(found).toBe(expected);
}

function findings(spec: string, account: Account): { text: string; found: readonly Finding[] } {
  const text = step(spec);
  return { text, found: findingsOf(workflowOf('file:///w.yaml', text, true), account) };
}

/** The text after each fix that is an edit, by its title. */
function fixed({ text, found }: { text: string; found: readonly Finding[] }): Record<string, string> {
  const results: Record<string, string> = {};
  for (const fix of found.flatMap((finding) => finding.fixes())) {
    if (fix.is !== 'edit') {
      results[fix.title] = fix.is;
      continue;
    }
    let changed = text;
    for (const edit of [...fix.edits].sort((a, b) => b.span.start - a.span.start)) {
      changed = changed.slice(0, edit.span.start) + edit.text + changed.slice(edit.span.end);
    }
    results[fix.title] = changed
      .slice(changed.indexOf('spec:\n') + 6)
      .replace(/^ {4}/gm, '')
      .trimEnd();
  }
  return results;
}

const everySpelling = `steps:
- name: one
  image: relaysh/core
  spec:
    a: !Connection { type: aws, name: gone }
    b: !Connection
      name: gone
      type: aws
    c: !Connection [aws, gone]
    d: { $type: Connection, type: aws, name: gone }
    e: \${connections.aws.gone}
    f: text \${concat(connections['aws']['gone'].x, connections.aws.gone)}
`;

describe('connection-missing', () => {
  test('is said once of every spelling, at the name', () => {
    const marked = everySpelling
      .split('\n')
      .flatMap((line) => {
        const marks = [...line.matchAll(/'gone'|gone/g)].map(
          ({ index, 0: word }) => `#${' '.repeat(index - 1)}${'^'.repeat(word.length)} connection-missing`,
        );
        return [line, ...marks];
      })
      .join('\n');
    check(marked, ready('aws/other', 'gcp/x'));
    expect(marked.match(/\^+ connection-missing/g)).toHaveLength(7);
  });

  test('is not said of what is there, of what is computed, or of malformed references', () => {
    const there = ready('aws/gone');
    check(everySpelling, there);
    check(
      step('a: ${connections.aws[parameters.x]}\nb: ${connections.aws}\nc: ${connections}\nd: ${$}'),
      ready(),
    );
  });

  test('is not said of what coalesce passes over, of what exists asks for, or of what is never reached', () => {
    const spec = [
      "a: ${coalesce(connections.aws.gone, 'b')}",
      'b: !Fn.coalesce [!Connection [aws, gone], x]',
      'c: ${exists(connections.aws.gone)}',
      'd: ${false && connections.aws.gone}',
    ];
    check(step(spec.join('\n')), ready('gcp/gone'));
    const reached = step('a: ${true && connections.aws.gone}');
    expect(findingsOf(workflowOf('file:///w.yaml', reached, true), ready('x/y'))).toHaveLength(1);
  });

  test('is not said in a trigger, where no connection is ever known', () => {
    const found = (type: string) =>
      findingsOf(
        workflowOf('file:///w.yaml', valued(`\${connections.${type}.gone}`, 'trigger'), true),
        ready('aws/x', 'gcp/gone'),
      ).map(({ code }) => code);
    for (const type of ['aws', 'gcp', 'nothing']) expect(found(type)).toEqual(['reference-out-of-scope']);
    check(
      valued('!Connection [aws, gone]\n#                              ^^^^ connection-missing', 'source'),
      ready(),
    );
  });

  test.each(Object.entries(unknowing))('is never said when the account is %s', (_, account) => {
    expect(findingsOf(workflowOf('file:///w.yaml', everySpelling, true), account)).toEqual([]);
  });

  test('a stale list still proves that a connection is there', () => {
    const why = { kind: 'unreachable', host: 'relay.test', because: 'connection refused' } as const;
    check(everySpelling, { ...ready('aws/gone'), stale: why });
  });

  test('names the closest of thousands as long as that is not felt, and offers it always', () => {
    const account = ready(...Array.from({ length: 4000 }, (_, index) => `aws/connection-${index}`));
    const spec = Array.from({ length: 60 }, (_, index) => `- !Connection [aws, conection-${index}]`);
    const { found } = findings(`all:\n${spec.join('\n')}`, account);
    const advised = found.filter(({ message }) => message.includes('Did you mean "connection-'));
    expect(found).toHaveLength(60);
    expect(advised).toHaveLength(50);
    expect(found.at(-1)?.fixes()[0]?.title).toBe('Use "connection-59"');
  });

  test('names the account and the closest name, and offers it first', () => {
    const given = findings(
      'a: !Connection { type: aws, name: my-aws-acount }',
      ready('aws/my-aws-account', 'aws/zzz', 'gcp/my-aws-acounts'),
    );
    expect(given.found.map((each) => each.message)).toEqual([
      'ACME has no aws connection named "my-aws-acount". Did you mean "my-aws-account"?',
    ]);
    expect(fixed(given)).toEqual({
      'Use "my-aws-account"': 'a: !Connection { type: aws, name: my-aws-account }',
      'Create aws connection "my-aws-acount"…': 'create',
      'Use another connection…': 'choose',
    });
  });

  test.each([
    ["a: !Connection { type: aws, name: 'x 1' }", 'aws/x: 2', 'a: !Connection { type: aws, name: "x: 2" }'],
    ['a: !Connection\n  type: aws\n  name: abc,', 'aws/abc', 'a: !Connection\n  type: aws\n  name: abc'],
    ['a: !Connection [aws, abcd]', 'aws/abc,', 'a: !Connection [aws, "abc,"]'],
    ['a: ${connections.aws.abcd}', 'aws/abc', 'a: ${connections.aws.abc}'],
    ['a: ${connections.aws.abcd.key}', 'aws/ab cd', "a: ${connections.aws.'ab cd'.key}"],
    ["a: '${connections.aws.abcd}'", 'aws/ab cd', "a: '${connections.aws.''ab cd''}'"],
    ['a: "${connections.aws.abcd}"', "aws/ab'cd", "a: \"${connections.aws.'ab\\\\'cd'}\""],
    ["a: ${connections.aws['abcd']}", 'aws/abc', "a: ${connections.aws['abc']}"],
    [
      'a: |-\n  text\n  ${connections\n    .aws\n    .abcd}',
      'aws/abc',
      'a: |-\n  text\n  ${connections\n    .aws\n    .abc}',
    ],
  ])('the fix of %j keeps its spelling', (spec, name, result) => {
    const given = findings(spec, ready(name));
    expect(given.found.map((each) => each.code)).toEqual(['connection-missing']);
    expect(Object.values(fixed(given))[0]).toBe(result);
    expect(findings(result, ready(name)).found).toEqual([]);
  });
});

describe('connection-type-mismatch', () => {
  test('is said at the type, instead of missing', () => {
    const account = ready('gcp/prod', 'aws/prod-1');
    check(
      step('a: !Connection { type: aws, name: prod }\nb: ${connections.aws.prod}').replace(
        /( {4}a:[^\n]*\n)( {4}b:[^\n]*\n)/,
        (_, a, b) =>
          `${a}#${' '.repeat(a.indexOf('aws') - 1)}^^^ connection-type-mismatch\n${b}#${' '.repeat(b.indexOf('aws') - 1)}^^^ connection-type-mismatch\n`,
      ),
      account,
    );
    expect(fixed(findings('a: !Connection { type: aws, name: prod }', account))).toEqual({
      'Change type to "gcp"': 'a: !Connection { type: gcp, name: prod }',
      'Use "prod-1"': 'a: !Connection { type: aws, name: prod-1 }',
      'Create aws connection "prod"…': 'create',
      'Use another connection…': 'choose',
    });
  });

  test('offers the names of its type, however far, a few and the closest first', () => {
    const account = ready('aws/prod', 'gcp/elsewhere', 'gcp/data', 'gcp/production', 'gcp/prod-2');
    const offered = fixed(findings('a: !Connection { type: gcp, name: prod }', account));
    expect(Object.keys(offered)).toEqual([
      'Change type to "aws"',
      'Use "prod-2"',
      'Use "data"',
      'Use "production"',
      'Create gcp connection "prod"…',
      'Use another connection…',
    ]);
  });
});

describe('connection-type-unknown', () => {
  test('warns of a type that neither the account nor the catalogue has', () => {
    const given = findings('a: !Connection { type: awz, name: prod }', ready('aws/x'));
    expect(given.found.map(({ code, severity }) => [code, severity])).toEqual([
      ['connection-type-unknown', 'warning'],
      ['connection-missing', 'error'],
    ]);
    expect(fixed(given)).toMatchObject({ 'Change to "aws"': 'a: !Connection { type: aws, name: prod }' });
  });

  test('does not warn of types that the account has, or that the catalogue knows', () => {
    expect(findings('a: !Connection { type: inhouse, name: prod }', ready('inhouse/prod')).found).toEqual([]);
    const codes = findings(
      'a: !Connection { type: inhouse, name: x }\nb: !Connection [oci, y]',
      ready('inhouse/prod'),
    ).found.map((each) => each.code);
    expect(codes).toEqual(['connection-missing', 'connection-missing']);
  });
});

describe('connection-malformed', () => {
  test.each([
    ['a: !Connection {}', '!Connection|!Connection'],
    ['a: !Connection { type: aws }', '!Connection'],
    ['a: !Connection { name: prod }', '!Connection'],
    ['a: !Connection { type: aws, nme: prod }', '!Connection|nme'],
    ['a: !Connection { type: aws, name: prod, x: 1 }', 'x'],
    ['a: !Connection { type: aws, type: gcp, name: prod }', 'type'],
    ['a: !Connection { type: aws, name: }', 'name'],
    ["a: !Connection { type: aws, name: '' }", "''"],
    ['a: !Connection { type: aws, name:prod }', 'name:prod'],
    ['a: !Connection { type: aws, name: 123 }', '123'],
    ['a: !Connection { type: aws, name: !Parameter x }', '!Parameter x'],
    ['a: !Connection [aws]', '!Connection'],
    ['a: !Connection [aws, prod, x]', 'x'],
    ['a: !Connection [aws, 123]', '123'],
    ['a: !Connection [aws, true]', 'true'],
    ['a: !Connection aws', '!Connection aws'],
    ['a: !Connection', '!Connection'],
    ['a: !Connection {pagerduty, prod}', '!Connection|!Connection|pagerduty|prod'],
    ['a: { $type: Connection, type: aws }', '{ $type: Connection, type: aws }'],
    [
      'a: { $type: Connection, type: aws, name: { $type: Parameter, name: x } }',
      '{ $type: Parameter, name: x }',
    ],
  ])('%s', (spec, underlined) => {
    for (const account of [ready('aws/prod'), ...Object.values(unknowing)]) {
      const { text, found } = findings(spec, account);
      expect(found.map(({ code }) => code)).toEqual(underlined.split('|').map(() => 'connection-malformed'));
      const spans = found.map(({ span }) => text.slice(span.start, span.end));
      expect(spans.sort()).toEqual(underlined.split('|').sort());
    }
  });

  test.each([
    ['a: !Connection { type: aws }', 'Insert name: prod', 'a: !Connection { type: aws, name: prod }'],
    ['a: !Connection\n  name: prod', 'Insert type: aws', 'a: !Connection\n  type: aws\n  name: prod'],
    ['a: !Connection { name: prod }', 'Insert type: aws', 'a: !Connection { type: aws, name: prod }'],
    [
      'a: !Connection { type: aws, name: prod, x: 1 }',
      'Remove "x"',
      'a: !Connection { type: aws, name: prod }',
    ],
    [
      'a: !Connection { x: 1, type: aws, name: prod }',
      'Remove "x"',
      'a: !Connection { type: aws, name: prod }',
    ],
    [
      'a: !Connection\n  type: aws\n  name: prod\n  x: 1',
      'Remove "x"',
      'a: !Connection\n  type: aws\n  name: prod',
    ],
    [
      'a: !Connection { type: aws, name:prod }',
      'Insert the blank',
      'a: !Connection { type: aws, name: prod }',
    ],
    ['a: !Connection [aws, 123]', 'Put quotes around it', 'a: !Connection [aws, "123"]'],
    [
      'a: !Connection aws',
      'Rewrite as !Connection { type: aws, name: prod }',
      'a: !Connection { type: aws, name: prod }',
    ],
    [
      'a: !Connection prod',
      'Rewrite as !Connection { type: aws, name: prod }',
      'a: !Connection { type: aws, name: prod }',
    ],
    [
      'a: !Connection {aws, prod}',
      'Rewrite as !Connection { type: aws, name: prod }',
      'a: !Connection { type: aws, name: prod }',
    ],
    [
      'a: !Connection [aws]',
      'Rewrite as !Connection { type: aws, name: prod }',
      'a: !Connection { type: aws, name: prod }',
    ],
  ])('%j: %s', (spec, title, result) => {
    expect(fixed(findings(spec, ready('aws/prod')))).toMatchObject({ [title]: result });
    const left = findings(result, ready('aws/prod')).found.map(({ code }) => code);
    expect(left).not.toContain('connection-malformed');
  });

  test.each([
    [
      '  type: aws, # the type\n  name: prod, # the name\n  x: 1 # gone',
      '  type: aws, # the type\n  name: prod, # the name',
    ],
    [
      '  type: aws, # the type\n  x: 1, # gone\n  # about it\n  name: prod # the name',
      '  type: aws, # the type\n  # about it\n  name: prod # the name',
    ],
    ['  type: aws,\n  name: prod,\n  x: 1 # gone', '  type: aws,\n  name: prod'],
    ['  type: aws, name: prod, # both\n  x: 1 # gone', '  type: aws, name: prod, # both'],
    ['  type: aws\n  , x: 1\n  , name: prod', '  type: aws\n  , name: prod'],
  ])('a key goes with its own comment and no other: %j', (before, after) => {
    const given = findings(`a: !Connection {\n${before}\n}`, ready('aws/prod'));
    expect(fixed(given)).toEqual({ 'Remove "x"': `a: !Connection {\n${after}\n}` });
    expect(findings(`a: !Connection {\n${after}\n}`, ready('aws/prod')).found).toEqual([]);
  });

  test.each(['[ # one\n  aws\n]', '\n  # one\n  - aws'])('no comment is written over: %j', (spec) => {
    expect(fixed(findings(`a: !Connection ${spec}`, ready('aws/prod')))).toEqual({});
  });

  test('says nothing of what is absent while the YAML around it is broken', () => {
    for (const spec of [
      'a: !Connection { type: aws, na',
      'a: !Connection { type: aws, name:',
      'a: !Connection [aws,',
      'a: !Connection {',
    ]) {
      const codes = findings(`${spec}\nb: 1`, ready('aws/prod')).found.map(({ code }) => code);
      expect(
        codes.filter((code) => code !== 'yaml-syntax'),
        spec,
      ).toEqual([]);
    }
  });
});

describe('yaml-syntax', () => {
  test('leaves the findings of the other lines alone', () => {
    const given = findings('a: !Connection [aws, gone]\nb: { c: d\ne: !Connection [aws, gone]', ready());
    expect(given.found.map(({ code }) => code)).toEqual([
      'connection-missing',
      'yaml-syntax',
      'connection-missing',
    ]);
  });

  test('quotes a template that stands bare between brackets', () => {
    const given = findings('a: { b: x-${connections.aws.prod}, c: 1 }', ready('aws/prod'));
    expect(fixed(given)).toEqual({ 'Put quotes around it': 'a: { b: "x-${connections.aws.prod}", c: 1 }' });
  });

  test('a key that stands twice is one problem', () => {
    expect(findings('a: 1\na: 2', ready()).found.map(({ code }) => code)).toEqual(['yaml-syntax']);
    expect(findings('<<: { a: 1 }\n<<: { b: 1 }', ready()).found.map(({ message }) => message)).toEqual([
      'The key "<<" stands twice in this map. Write one with a list: <<: [*a, *b].',
    ]);
  });
});

test('no finding spans lines', () => {
  const { text, found } = findings('a: !Connection\n  type: aws\n  name: >-\n    x\n    y', ready());
  expect(found).toHaveLength(1);
  for (const { span } of found) expect(text.slice(span.start, span.end)).not.toContain('\n');
});

test('fifty thousand connections are no obstacle', () => {
  const connections = Array.from({ length: 50_000 }, (_, index) => connection('aws', `c-${index}`));
  const account = { ...ready(), connections };
  expect(findings('a: !Connection [aws, c-49999]', account).found).toEqual([]);
});

describe('connection-unavailable', () => {
  const tested = (failed: boolean): Account => ({
    ...ready(),
    connections: [
      connection('aws', 'prod', { availability: { status: 'any', failed, testedAt: '2026-01-02' } }),
    ],
  });
  const text = step('a: !Connection { type: aws, name: prod }\nb: ${coalesce(connections.aws.prod)}');
  const said = (account: Account) => findingsOf(workflowOf('file:///w.yaml', text, true), account);

  test('tells where a connection is named whose last test failed', () => {
    expect(said(tested(true)).map(({ code, span }) => [code, text.slice(span.start - 6, span.end)])).toEqual([
      ['connection-unavailable', 'name: prod'],
    ]);
    expect(said(tested(true)).map((each) => each.message)).toEqual([
      'The last test of the aws connection "prod" in ACME failed (2026-01-02). Its values may be wrong or have expired: overwrite them, or test it again.',
    ]);
  });

  test('offers to test it and to overwrite its values', () => {
    expect(said(tested(true)).flatMap((each) => each.fixes())).toEqual([
      { is: 'test', title: 'Test connection "prod"', target: { type: 'aws', name: 'prod' } },
      { is: 'overwrite', title: 'Overwrite values of "prod"…', target: { type: 'aws', name: 'prod' } },
    ]);
  });

  test('says nothing of one that passed or was not tested, and nothing where the list is an old one', () => {
    const why = { kind: 'unreachable', host: 'relay.test', because: 'connection refused' } as const;
    expect(said(tested(false))).toEqual([]);
    expect(said(ready('aws/prod'))).toEqual([]);
    expect(said({ ...tested(true), stale: why } as Account)).toEqual([]);
  });

  test.each(Object.entries(unknowing))('is never said when the account is %s', (_, account) => {
    expect(said(account)).toEqual([]);
  });
});
