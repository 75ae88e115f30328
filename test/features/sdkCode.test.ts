// The code that reads a connection, for every place in a spec where one can stand.
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { connectionTypes } from '../../server/src/catalogue/connectionTypes';
import { readClient } from '../../server/src/features/client';
import { sdkActionsAt, sdkCodeAt } from '../../server/src/features/sdkCode';
import { writeNi, writePython } from '../../server/src/features/sdkCode/write';
import { staticKeyOf } from '../../server/src/workflow/expression';
import { keysOfPath } from '../../server/src/workflow/paths';
import { readQuery } from '../../server/src/workflow/template';
import { atCursor, step } from '../support/marks';

function codeAt(marked: string): readonly [python: string, ni: string] | null {
  const { workflow, position } = atCursor(marked);
  const code = sdkCodeAt(workflow, position);
  return code && [code.python.replace(/^.*\n\n.*\n/, ''), code.ni];
}

test('each field of a connection is read from where it stands', () => {
  const { workflow, position } = atCursor(step('aws:\n  connection: !Connection { type: a‸ws, name: prod }'));
  expect(sdkCodeAt(workflow, position)).toEqual({
    python: `from relay_sdk import Interface, Dynamic as D

relay = Interface()
access_key_id = relay.get(D.aws.connection.accessKeyID)
secret_access_key = relay.get(D.aws.connection.secretAccessKey)
`,
    ni: `ACCESS_KEY_ID="$(ni get -p '{ .aws.connection.accessKeyID }')"
SECRET_ACCESS_KEY="$(ni get -p '{ .aws.connection.secretAccessKey }')"
`,
  });
});

describe('wherever it stands', () => {
  const token = (python: string, ni: string) => [
    `api_token = relay.get(${python})\n`,
    `API_TOKEN="$(ni get -p '${ni}')"\n`,
  ];
  test.each<[string, unknown]>([
    ['c: ${connections.sla‸ck.x}', token('D.c.apiToken', '{ .c.apiToken }')],
    ['c: { $type: Connection, type: slack, name: ‸x }', token('D.c.apiToken', '{ .c.apiToken }')],
    ['from: !Connection [slack, ‸x]', token(`'from["apiToken"]'`, '{ .from.apiToken }')],
    ['my-slack: !Connection [slack, ‸x]', token(`'my-slack["apiToken"]'`, '{ ["my-slack"].apiToken }')],
    ['4me: !Connection [slack, ‸x]', token(`'$["4me"]["apiToken"]'`, '{ ["4me"].apiToken }')],
    ['a:\n- b: c\n- !Connection [slack, ‸x]', token(`'a[1]["apiToken"]'`, '{ .a[1].apiToken }')],
    ['c: ${connections.slack.‸x.apiToken}', ['c = relay.get(D.c)\n', `C="$(ni get -p '{ .c }')"\n`]],
    ['c: "Bearer ${connections.slack.‸x.apiToken}"', ['c = relay.get(D.c)\n', `C="$(ni get -p '{ .c }')"\n`]],
    [
      'c: !Fn.merge\n- !Connection [slack, ‸x]\n- {}',
      ['c = relay.get(D.c)\n', `C="$(ni get -p '{ .c }')"\n`],
    ],
    [
      'postgres:\n  connection: !Connection [postgres, ‸x]',
      [
        'connection = relay.get(D.postgres.connection)\n',
        `CONNECTION="$(ni get | jq '.postgres.connection')"\n`,
      ],
    ],
    ['c: ${connections.slack[‸parameters.x]}', token('D.c.apiToken', '{ .c.apiToken }')],
    ['a: &s !Connection [slack, ‸x]\nb: *s', token('D.a.apiToken', '{ .a.apiToken }')],
    ['a: { <<: { c: !Connection [slack, ‸x] } }', token('D.a.c.apiToken', '{ .a.c.apiToken }')],
  ])('%s', (spec, expected) => {
    expect(codeAt(step(spec))).toEqual(expected);
  });

  test('in a list shared by an anchor, it is read where it is shown first', () => {
    const text = `locals:\n  s: &s { connection: !Connection [slack, ‸x] }\n${step('slack: *s')}`;
    expect(codeAt(text)?.[1]).toBe(`API_TOKEN="$(ni get -p '{ .slack.connection.apiToken }')"\n`);
  });

  test('a webhook reads its own spec', () => {
    const text =
      'triggers:\n- name: t\n  source: { type: webhook, image: a/b, spec: { c: !Connection [slack, ‸x] } }\n';
    expect(codeAt(text)?.[1]).toBe(`API_TOKEN="$(ni get -p '{ .c.apiToken }')"\n`);
  });

  test.each([
    'steps:\n- name: a\n  image: b\n  env: { c: !Connection [slack, ‸x] }\n',
    'steps:\n- name: a\n  image: b\n  when: ${connections.slack.‸x.apiToken == 1}\n',
    'locals: { c: &c !Connection [slack, ‸x] }\nsteps: []\n',
    step('c: !Secret ‸x'),
    step('‸c: !Connection [slack, x]'),
  ])('and nowhere else: %s', (text) => {
    expect(codeAt(text)).toBeNull();
  });
});

const key = fc.oneof(
  fc.constantFrom(
    'a',
    'from',
    'mro',
    '_x',
    'a-b',
    "it's",
    '"',
    '\\',
    '$(x)',
    '`x`',
    'a b',
    'é',
    '4me',
    'true',
    '',
  ),
  fc.string({ maxLength: 6, unit: 'grapheme' }),
);
const path = fc
  .tuple(key, fc.array(fc.oneof(key, fc.nat(9)), { maxLength: 3 }))
  .map(([first, rest]) => [first, ...rest]);

test('any path survives the quoting of Python, of queries and of the shell', () => {
  fc.assert(
    fc.property(path, (keys) => {
      const python = writePython([{ path: keys, isMap: false }]);
      const dynamic = /relay\.get\(D\.(.*)\)\n$/.exec(python)?.[1];
      if (dynamic !== undefined) expect(dynamic.split('.')).toEqual(keys);
      else expect(keysOfQuery(/relay\.get\((.*)\)\n$/s.exec(python)?.[1] ?? '')).toEqual(keys.map(String));
    }),
  );
});

test('and a shell takes ni for what it is, whatever the keys are', () => {
  const hostile = ["it's", '$(x)', '`x`', '"', '\\', 'a;b', '\n'];
  const script = writeNi([
    { path: hostile, isMap: false },
    { path: hostile, isMap: true },
  ]);
  const shell = `ni() { if [ "$#" = 3 ]; then printf '%s' "$3"; fi; }; jq() { printf '%s' "$1"; }\n${script}`;
  const variable = /^\w+/.exec(script)?.[0] ?? '';
  const query = hostile.map((each) => `[${JSON.stringify(each)}]`).join('');
  const said = execFileSync('sh', ['-c', `${shell}printf '%s' "$${variable}"`], { encoding: 'utf8' });
  expect(said).toBe(`.${query}`);
});

/** The keys of a query in a Python string. */
function keysOfQuery(literal: string): (string | undefined)[] {
  const query = literal.startsWith("'")
    ? literal.slice(1, -1).replace(/\\(.)/gs, '$1')
    : (JSON.parse(literal) as string);
  const { expression } = readQuery(query);
  if (expression?.is !== 'path') throw new Error(`no path: ${query}`);
  const { root, keys } = keysOfPath(expression);
  return [root, ...keys.map(staticKeyOf)];
}

test('every field of every type has a variable of its own', () => {
  for (const { fields } of connectionTypes) {
    const code = writePython(fields.map(({ name }) => ({ path: ['c', name], isMap: false })));
    const variables = [...code.matchAll(/^(\w+) = relay\.get/gm)].map((match) => match[1]);
    expect(new Set(variables).size).toBe(fields.length);
  }
});

test('the actions are for clients that run commands themselves', () => {
  const { workflow, position } = atCursor(step('c: !Connection [slack, ‸x]'));
  const relay = { account: 'client' };
  const vscode = readClient({
    capabilities: {},
    processId: null,
    rootUri: null,
    initializationOptions: { relay },
  });
  expect(sdkActionsAt(workflow, position, vscode).map(({ title }) => title)).toEqual([
    'Copy Python code that reads this connection',
    'Copy ni commands that read this connection',
  ]);
  const other = readClient({ capabilities: {}, processId: null, rootUri: null });
  expect(sdkActionsAt(workflow, position, other)).toEqual([]);
});
