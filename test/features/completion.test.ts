// Completion at every place of every spelling: what is offered, and what the text is once it is taken.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Account } from '../../server/src/account/account';
import { readClient } from '../../server/src/features/client';
import { completionsAt } from '../../server/src/features/completion';
import { workflowOf } from '../../server/src/workflow/workflow';
import { atCursor, connection, ready, step, unknowing } from '../support/marks';

const account = ready('aws/prod', 'aws/test', 'gcp/prod-gcp', 'inhouse/x: y');
const client = readClient({
  processId: null,
  rootUri: null,
  capabilities: {},
  initializationOptions: { relay: { forms: true, account: 'client' } },
});

function complete(
  spec: string,
  known: Account = account,
): { items: CompletionItem[]; take(label: string): string } {
  const { workflow, position, text } = atCursor(step(spec));
  const { items } = completionsAt(workflow, known, position, client);
  return {
    items: [...items].sort((a, b) => ((a.sortText ?? a.label) < (b.sortText ?? b.label) ? -1 : 1)),
    take(label) {
      const item = items.find((each) => each.label === label);
      if (!item?.textEdit || !('range' in item.textEdit))
        throw new Error(`${label} is not offered, but ${items.map((each) => each.label).join(', ')}`);
      const document = TextDocument.create('file:///w.yaml', 'yaml', 0, text);
      const changed = TextDocument.applyEdits(document, [item.textEdit, ...(item.additionalTextEdits ?? [])]);
      return changed
        .slice(changed.indexOf('spec:\n') + 6)
        .replace(/^ {4}/gm, '')
        .trimEnd();
    },
  };
}

const labels = (spec: string, known?: Account) => complete(spec, known).items.map((item) => item.label);

describe('types', () => {
  test.each([
    ['k: !Connection { type: ‸ }', 'k: !Connection { type: aws }'],
    ['k: !Connection { type:‸ }', 'k: !Connection { type: aws }'],
    ['k: !Connection { type: ‸', 'k: !Connection { type: aws'],
    ['k: !Connection { type: a‸w, name: prod }', 'k: !Connection { type: aws, name: prod }'],
    ['k: !Connection { name: prod, type: ‸ }', 'k: !Connection { name: prod, type: aws }'],
    ['k: !Connection\n  type: ‸', 'k: !Connection\n  type: aws'],
    ['k: !Connection\n  type: ‸\n  name: prod\nb: 1', 'k: !Connection\n  type: aws\n  name: prod\nb: 1'],
    ['k: !Connection [‸]', 'k: !Connection [aws]'],
    ['k: !Connection [‸', 'k: !Connection [aws'],
    ['k: !Connection [a‸, prod]', 'k: !Connection [aws, prod]'],
    ['k: !Connection\n- ‸\n- prod', 'k: !Connection\n- aws\n- prod'],
    ['k: { $type: Connection, type: ‸ }', 'k: { $type: Connection, type: aws }'],
    ['k:\n  $type: Connection\n  type: ‸\n', 'k:\n  $type: Connection\n  type: aws'],
    ['k: ${connections.‸}', 'k: ${connections.aws}'],
    ['k: ${connections.‸', 'k: ${connections.aws'],
    ['k: ${connections.a‸', 'k: ${connections.aws'],
    ["k: ${connections['‸']}", "k: ${connections['aws']}"],
    ['k: text ${connections.‸.prod} text', 'k: text ${connections.aws.prod} text'],
    ['k: "${concat(connections.‸)}"', 'k: "${concat(connections.aws)}"'],
    ['k: ${$.connections.‸}', 'k: ${$.connections.aws}'],
  ])('%j', (spec, result) => {
    const { items, take } = complete(spec);
    // The account's own come first, then the catalogue's.
    expect(items.slice(0, 3).map((item) => item.label)).toEqual(['aws', 'gcp', 'inhouse']);
    expect(items.map((item) => item.label)).toContain('kubernetes');
    expect(take('aws')).toBe(result);
  });

  test('say how many the account has', () => {
    const details = complete('k: !Connection { type: ‸ }').items.map(
      ({ label, detail }) => `${label}: ${detail}`,
    );
    expect(details).toEqual(expect.arrayContaining(['aws: 2 in ACME', 'slack: none in ACME']));
  });
});

describe('names', () => {
  test.each([
    ['k: !Connection { type: aws, name: ‸ }', 'k: !Connection { type: aws, name: prod }'],
    ['k: !Connection { type: aws, name: p‸r }', 'k: !Connection { type: aws, name: prod }'],
    ['k: !Connection { type: aws, name: "p‸" }', 'k: !Connection { type: aws, name: prod }'],
    ["k: !Connection { type: aws, name: 'p‸", 'k: !Connection { type: aws, name: prod'],
    ['k: !Connection { type: aws, name: ‸', 'k: !Connection { type: aws, name: prod'],
    ['k: !Connection { name: ‸, type: aws }', 'k: !Connection { name: prod, type: aws }'],
    ['k: !Connection\n  type: aws\n  name: ‸', 'k: !Connection\n  type: aws\n  name: prod'],
    ['k: !Connection\n  name: p‸\n  type: aws', 'k: !Connection\n  name: prod\n  type: aws'],
    ['k: !Connection [aws, ‸]', 'k: !Connection [aws, prod]'],
    ['k: !Connection [aws,‸', 'k: !Connection [aws,prod'],
    ['k: !Connection\n- aws\n- p‸', 'k: !Connection\n- aws\n- prod'],
    ['k: { $type: Connection, type: aws, name: ‸ }', 'k: { $type: Connection, type: aws, name: prod }'],
    ['k: ${connections.aws.‸}', 'k: ${connections.aws.prod}'],
    ['k: ${connections.aws.‸', 'k: ${connections.aws.prod'],
    ['k: ${connections.aws.p‸} and more', 'k: ${connections.aws.prod} and more'],
    ["k: ${connections['aws']['p‸']}", "k: ${connections['aws']['prod']}"],
    ['k: "${connections.aws[‸]}"', 'k: "${connections.aws[\'prod\']}"'],
    ['k: |-\n  x\n  ${connections.aws.‸}', 'k: |-\n  x\n  ${connections.aws.prod}'],
  ])('%j are those of the type', (spec, result) => {
    const { items, take } = complete(spec);
    expect(items.map((item) => item.label)).toEqual(['prod', 'test', 'Create new aws connection…']);
    expect(take('prod')).toBe(result);
  });

  test.each([
    ['k: !Connection { name: ‸ }', 'k: !Connection { type: gcp, name: prod-gcp }'],
    ['k: !Connection { type: , name: ‸ }', 'k: !Connection { type: gcp , name: prod-gcp }'],
    ['k: !Connection\n  name: ‸', 'k: !Connection\n  type: gcp\n  name: prod-gcp'],
    ['k: { $type: Connection, name: ‸ }', 'k: { type: gcp, $type: Connection, name: prod-gcp }'],
  ])('%j are all, and bring their type', (spec, result) => {
    const { items, take } = complete(spec);
    expect(items.map((item) => item.label)).toEqual([
      'prod',
      'prod-gcp',
      'test',
      'x: y',
      'Create new connection…',
    ]);
    expect(take('prod-gcp')).toBe(result);
  });

  test('are quoted as their place demands', () => {
    expect(complete('k: !Connection { type: inhouse, name: ‸ }').take('x: y')).toBe(
      'k: !Connection { type: inhouse, name: "x: y" }',
    );
    expect(complete('k: ${connections.inhouse.‸}').take('x: y')).toBe("k: ${connections.inhouse.'x:\\x20y'}");
    expect(complete("k: '${connections.inhouse.‸}'").take('x: y')).toBe(
      "k: '${connections.inhouse.''x: y''}'",
    );
  });

  test('of characters that are not seen are shown and written as these', () => {
    const odd = { ...account, connections: [{ id: '1', type: 'aws', name: 'a\nb\u0001\u202ec\u0085' }] };
    const label = 'a‹U+000A›b‹U+0001›‹U+202E›c‹U+0085›';
    const inYaml = '"a\\nb\\u0001\\u202ec\\u0085"';
    const written = (spec: string) => complete(spec, odd as Account).take(label);
    expect(written('k: !Connection { type: aws, name: ‸ }')).toBe(
      `k: !Connection { type: aws, name: ${inYaml} }`,
    );
    expect(written('k: !Connection\n  type: aws\n  name: ‸')).toBe(
      `k: !Connection\n  type: aws\n  name: ${inYaml}`,
    );
    const inExpression = "'a\\nb\\u0001\\u202ec\\u0085'";
    expect(written('k: ${connections.aws.‸}')).toBe(`k: \${connections.aws.${inExpression}}`);
    expect(written('k: "${connections.aws.‸}"')).toBe(
      `k: "\${connections.aws.${inExpression.replaceAll('\\', '\\\\')}}"`,
    );
  });

  test.each([
    'k: !Connection { type: aws, name: ‸ }',
    'k: ${connections.aws.‸}',
    'k: "${connections.aws.‸}"',
    "k: '${connections.aws.‸}'",
    'k: |\n  ${connections.aws[`‸`]}',
  ])('are read back as they are, whatever is in them: %j', (spec) => {
    const name = fc.string({ unit: 'binary', minLength: 1 });
    fc.assert(
      fc.property(name, (odd) => {
        const known = ready();
        if (known.state !== 'ready') return;
        const connections = [{ id: '1', type: 'aws', name: odd }];
        const { workflow, position, text } = atCursor(step(spec));
        const { items } = completionsAt(workflow, { ...known, connections }, position, client);
        const edit = items.find(({ kind }) => kind === CompletionItemKind.Value)?.textEdit;
        if (!edit || !('range' in edit)) throw new Error('nothing is offered');
        const document = TextDocument.create('file:///w.yaml', 'yaml', 0, text);
        const changed = workflowOf(document.uri, TextDocument.applyEdits(document, [edit]), true);
        expect(changed.text.split('\n')).toHaveLength(text.split('\n').length);
        expect(changed.collected.references).toMatchObject([{ name: { is: 'written', text: odd } }]);
      }),
    );
  });

  test('come from the file itself where the account says nothing', () => {
    const spec = 'a: !Connection [aws, from-file]\nk: !Connection { type: aws, name: ‸ }';
    for (const [state, known] of Object.entries(unknowing)) {
      expect(labels(spec, known), state).toEqual(['from-file', 'Create new aws connection…']);
    }
  });

  test('"Create new" leaves the text alone and carries what is typed', () => {
    const { items, take } = complete('k: !Connection { type: aws, name: new-on‸ }');
    expect(take('Create new aws connection…')).toBe('k: !Connection { type: aws, name: new-on }');
    expect(items.at(-1)?.command).toMatchObject({
      command: 'relay.connections.create',
      arguments: [
        {
          type: 'aws',
          name: 'new-on',
          from: { uri: 'file:///w.yaml', position: { line: 4, character: 38 } },
        },
      ],
    });
  });
});

describe('whole references', () => {
  test.each([
    ['connection: ‸', 'connection: !Connection { type: aws, name: test }'],
    ['connection: t‸', 'connection: !Connection { type: aws, name: test }'],
    ['k: !‸', 'k: !Connection { type: aws, name: test }'],
    ['k: !Conn‸', 'k: !Connection { type: aws, name: test }'],
    ['k: !Connection‸', 'k: !Connection { type: aws, name: test }'],
    ['k: !Connection ‸', 'k: !Connection { type: aws, name: test }'],
    ['k:\n- !C‸', 'k:\n- !Connection { type: aws, name: test }'],
  ])('%j', (spec, result) => expect(complete(spec).take('test')).toBe(result));

  test('behind ${', () => {
    expect(complete('k: ${‸}').take('connections.aws.test')).toBe('k: ${connections.aws.test}');
    expect(complete('k: ${conn‸').take('connections.gcp.prod-gcp')).toBe('k: ${connections.gcp.prod-gcp');
    expect(complete('k: ${concat(‸)}').take('parameters')).toBe('k: ${concat(parameters)}');
    expect(complete('k: ${merge(a, conn‸)}').take('connections')).toBe('k: ${merge(a, connections)}');
  });

  test('a skeleton, as a snippet for clients that take one', () => {
    expect(complete('k: !‸').take('!Connection')).toBe('k: !Connection { type: , name:  }');
  });
});

describe('keys', () => {
  test.each([
    ['k: !Connection { ‸ }', 'type', 'k: !Connection { type:  }'],
    ['k: !Connection {‸', 'type', 'k: !Connection {type:'],
    ['k: !Connection { type: aws, ‸ }', 'name', 'k: !Connection { type: aws, name:  }'],
    ['k: !Connection { type: aws, n‸', 'name', 'k: !Connection { type: aws, name:'],
    ['k: !Connection { ‸ }', 'aws prod', 'k: !Connection { type: aws, name: prod }'],
    ['k: !Connection\n  ‸', 'type', 'k: !Connection\n  type:'],
    ['k: !Connection\n  type: aws\n  ‸', 'name', 'k: !Connection\n  type: aws\n  name:'],
    ['k: !Connection\n  type: aws\n  na‸', 'name', 'k: !Connection\n  type: aws\n  name:'],
  ])('%j: %s', (spec, label, result) => expect(complete(spec).take(label)).toBe(result));

  test('offer only what is not written', () => {
    expect(labels('k: !Connection { type: aws, ‸ }')).toEqual(['name']);
  });
});

describe('nothing', () => {
  test.each([
    'k: some ‸ text',
    '‸',
    'k: ${connections.aws.prod.‸}',
    'k: ${parameters.‸}',
    'k: ${connections.aws.prod}‸',
    'k: $${connections.‸}',
    'k: ${x |> connections.‸}',
    'k: !Secret { name: ‸ }',
    'k: !Connection { type: aws, name: prod }‸',
  ])('%j', (spec) => expect(labels(spec)).toEqual([]));

  test('outside of evaluated places', () => {
    const { workflow, position } = atCursor('steps:\n- name: a\n  image: ${connections.‸}\n');
    expect(completionsAt(workflow, account, position, client).items).toEqual([]);
  });
});

test('a long list is cut to what goes on as typed, and says so', () => {
  const connections = Array.from({ length: 50_000 }, (_, index) => connection('aws', `c-${index}`));
  const { workflow, position } = atCursor(step('k: !Connection { type: aws, name: c-4999‸ }'));
  const list = completionsAt(workflow, { ...account, connections }, position, client);
  const names = list.items.map((item) => item.label);
  expect(names).toEqual(expect.arrayContaining(['c-4999', 'c-49990', 'c-49999']));
  expect(list.isIncomplete).toBe(false);
  const short = atCursor(step('k: !Connection { type: aws, name: ‸ }'));
  const all = completionsAt(short.workflow, { ...account, connections }, short.position, client);
  expect(all.isIncomplete).toBe(true);
  expect(all.items.length).toBeLessThan(300);
});
