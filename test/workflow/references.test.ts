// References in every spelling and position: what they name and where exactly.
import { describe, expect, test } from 'vitest';
import { isDynamic, type Part } from '../../server/src/workflow/reference';
import { workflowOf } from '../../server/src/workflow/workflow';
import { step } from '../support/marks';

/** Each connection reference as `spelling type/name`, with the source text of its parts where that differs. */
function connectionsIn(text: string): string[] {
  const workflow = workflowOf('file:///w.yaml', text, true);
  const say = (part: Part) => {
    if (part.is !== 'written') return part.is === 'absent' ? '' : '*';
    const source = text.slice(part.span.start, part.span.end);
    return source === part.text ? part.text : `${part.text}(${source})`;
  };
  return workflow.collected.references.flatMap((reference) => {
    if (reference.kind !== 'connection') return [];
    const named = `${reference.spelling} ${say(reference.type)}/${say(reference.name)}`;
    return isDynamic(reference) ? `${named} dynamic` : named;
  });
}

describe('spellings', () => {
  test.each([
    ['k: !Connection { type: aws, name: a }', 'map aws/a'],
    ['k: !Connection { name: a, type: aws }', 'map aws/a'],
    ['k: !Connection {name: "a b", type: \'aws\'}', 'map aws(\'aws\')/a b("a b")'],
    ['k: !Connection\n  type: aws\n  name: a', 'map aws/a'],
    ['k:\n  !Connection\n  name: a\n  type: aws', 'map aws/a'],
    ['k: !Connection [aws, a]', 'sequence aws/a'],
    ['k: !Connection\n- aws\n- a', 'sequence aws/a'],
    ['k: !<!Connection> [aws, a]', 'sequence aws/a'],
    ['k: &x !Connection [aws, a]', 'sequence aws/a'],
    ['k: { $type: Connection, type: aws, name: a }', 'json aws/a'],
    ['k:\n  name: a\n  $type: Connection\n  type: aws\n  extra: 1', 'json aws/a'],
    ['- !Connection [aws, a]\n- [!Connection [aws, a]]', 'sequence aws/a', 'sequence aws/a'],
  ])('%s', (spec, ...expected) => {
    expect(connectionsIn(step(`v:\n${spec.replace(/^/gm, '  ')}`))).toEqual(expected);
  });
});

describe('paths', () => {
  test.each([
    ['${connections.aws.a}', 'aws/a'],
    ['${ connections . aws . a }', 'aws/a'],
    ["${connections.aws.'a b'}", "aws/a b('a b')"],
    ['${connections["aws"][\'a\']}', 'aws("aws")/a(\'a\')'],
    ['${connections.aws.`a`}', 'aws/a(`a`)'],
    ["${connections.aws.('a')}", "aws/a('a')"],
    ['${connections.aws.0}', 'aws/0'],
    ['${connections.aws.a.accessKeyID}', 'aws/a'],
    ["${$.connections['aws'].a}", "aws('aws')/a"],
    ["${$['connections'].aws.a}", 'aws/a'],
    ["${connections['4me'].a}", "4me('4me')/a"],
    ['Bearer ${connections.aws.a.token}, ${connections.aws.b}', 'aws/a', 'aws/b'],
    ['${concat(merge(connections.aws.a, {"x": connections.aws.b}), 1)}', 'aws/a', 'aws/b'],
    ['${path(object: connections.aws.a, query: "x")}', 'aws/a'],
    ['${connections.aws.a |> connections.b.c}', 'aws/a'],
    ['${connections.aws[parameters.x]}', 'aws/* dynamic'],
    ['${connections[parameters.t].a}', '*/a dynamic'],
    ['${connections.aws}', 'aws/ dynamic'],
    ['${connections}', '/ dynamic'],
    ['${$}', '/ dynamic'],
    ['$${connections.aws.a}'],
    ['$$${connections.aws.a}', 'aws/a'],
    ['\\${connections.aws.a}', 'aws/a'],
    ["${'connections.aws.a'}"],
    ['${Connections.aws.a}'],
    ['${connections..aws}'],
    ['${connections.aws.a} ${', 'aws/a'],
  ])('%s', (template, ...expected) => {
    const quoted = `'${template.replaceAll("'", "''")}'`;
    const plain = expected.map((each) => `expression ${each.replaceAll("'", "''").replace(/^''|''$/g, '')}`);
    // The text of the parts in a single-quoted scalar has its quotes doubled: compare names alone there.
    const names = (all: string[]) => all.map((each) => each.replace(/\([^)]*\)/g, ''));
    expect(names(connectionsIn(step(`k: ${quoted}`)))).toEqual(names(plain));
    expect(connectionsIn(step(`k: |-\n  ${template}`))).toEqual(expected.map((each) => `expression ${each}`));
  });

  test('are found through escapes, folding and indentation', () => {
    const spec = 'k: "x \\u0024{connections\n  .aws\n  .\\"a b\\"}"';
    expect(connectionsIn(step(spec))).toEqual(['expression aws/a b(\\"a b\\")']);
    expect(connectionsIn(step('k: >-\n  text\n  ${connections.aws\n  .a}'))).toEqual(['expression aws/a']);
  });
});

describe('positions', () => {
  const reference = '!Connection [aws, a]';
  test('spec, env and when of a step are evaluated, the rest is not', () => {
    const text = `
name: ${reference}
locals: { x: ${reference} }
parameters: { p: { default: ${reference} } }
steps:
- name: one
  image: !Connection [aws, image]
  input: [ "\${connections.aws.input}" ]
  spec: { k: !Connection [aws, spec] }
  env: { K: "\${connections.aws.env}" }
  when: [ !Connection [aws, when] ]
- name: two
  type: approval
  spec: { k: !Connection [aws, ignored] }
`;
    expect(connectionsIn(text)).toEqual(['sequence aws/spec', 'expression aws/env', 'sequence aws/when']);
  });

  test('of a trigger: source of a webhook, when and binding', () => {
    const trigger = (type: string) => `
triggers:
- name: t
  source: { type: ${type}, image: x, spec: { k: !Connection [aws, source] }, schema: { k: !Connection [aws, schema] } }
  when: !Connection [aws, when]
  binding: { key: !Connection [aws, key], parameters: { p: !Connection [aws, p] } }
`;
    const bound = ['sequence aws/when', 'sequence aws/key', 'sequence aws/p'];
    expect(connectionsIn(trigger('webhook'))).toEqual(['sequence aws/source', ...bound]);
    expect(connectionsIn(trigger('push'))).toEqual(bound);
  });

  test('a tag on spec itself is dropped, a $type map is not', () => {
    expect(connectionsIn('steps: [{name: a, image: b, spec: !Connection {type: aws, name: a}}]')).toEqual([]);
    expect(
      connectionsIn('steps: [{name: a, image: b, spec: {$type: Connection, type: aws, name: a}}]'),
    ).toEqual(['json aws/a']);
  });

  test('functions are walked, plain $type and $encoding maps are not', () => {
    expect(connectionsIn(step('k: !Fn.merge\n  objects: [ !Connection [aws, a] ]'))).toEqual([
      'sequence aws/a',
    ]);
    expect(connectionsIn(step('k: { $fn.merge: [ !Connection [aws, a] ] }'))).toEqual(['sequence aws/a']);
    expect(connectionsIn(step('k: { $type: Other, x: !Connection [aws, a] }'))).toEqual([]);
    expect(
      connectionsIn(
        step('k: { $encoding: base64, data: "${connections.aws.a}", x: "${connections.aws.b}" }'),
      ),
    ).toEqual(['expression aws/a']);
  });
});

describe('anchors', () => {
  test('a shared reference is found once, at its anchor', () => {
    expect(connectionsIn(step('a: &a { connection: !Connection [aws, a] }\nb: *a\nc: *a'))).toEqual([
      'sequence aws/a',
    ]);
  });

  test('an anchor in a place that is not evaluated counts once an alias uses it', () => {
    const text = (spec: string) => `locals:\n  x: &x !Connection [aws, a]\n${step(spec)}`;
    expect(connectionsIn(text('k: 1'))).toEqual([]);
    expect(connectionsIn(text('k: *x'))).toEqual(['sequence aws/a']);
    expect(connectionsIn(text('<<: *x'))).toEqual(['sequence aws/a']);
  });

  test('an alias may name a part, and whole steps may be merged', () => {
    expect(connectionsIn(step('a: &n foo\nb: !Connection [aws, *n]'))).toEqual(['sequence aws/foo(*n)']);
    const merged =
      'locals: { s: &s { spec: { k: !Connection [aws, a] } } }\nsteps: [{ <<: *s, name: a, image: b }]';
    expect(connectionsIn(merged)).toEqual(['sequence aws/a']);
  });

  test.each([
    ['a: &a { k: !Connection [aws, lost], m: !Connection [aws, b] }', '<<: *a\nk: !Connection [aws, a]'],
    [
      'a: &a { k: "${connections.aws.lost}", m: "${connections.aws.b}" }',
      'k: "${connections.aws.a}"\n<<: *a',
    ],
    ['a: 1', '<<: { k: !Connection [aws, lost], m: !Connection [aws, b] }\nk: !Connection [aws, a]'],
    ['a: 1', '<<: [{ k: !Connection [aws, a] }, { k: !Connection [aws, lost], m: !Connection [aws, b] }]'],
    [
      'a: &a { k: !Connection [aws, lost] }\nb: &b { <<: *a, k: !Connection [aws, a], m: !Connection [aws, b] }',
      '<<: *b',
    ],
    [
      'a: &a { <<: &b { k: { l: !Connection [aws, lost] }, m: !Connection [aws, b] } }',
      '<<: *a\nk: !Connection [aws, a]',
    ],
    [
      'a: &a { <<: *a, k: !Connection [aws, lost], m: !Connection [aws, b] }',
      '<<: *a\nk: !Connection [aws, a]',
    ],
  ])('what a map overrides is not evaluated: %s, %s', (locals, spec) => {
    const text = `locals:\n${locals.replace(/^/gm, '  ')}\n${step(spec)}`;
    const names = connectionsIn(text).map((each) => each.slice(each.indexOf('/') + 1));
    expect(names.sort()).toEqual(['a', 'b']);
  });

  test('what one map overrides another may still use', () => {
    const text = (spec: string) => `locals:\n  x: &x { k: !Connection [aws, a] }\n${step(spec)}`;
    expect(connectionsIn(text('a: { <<: *x, k: 1 }\nb: *x'))).toEqual(['sequence aws/a']);
    expect(connectionsIn(text('a: { <<: *x }\nb: { <<: *x, k: 1 }'))).toEqual(['sequence aws/a']);
  });

  test('an anchor that contains itself ends', () => {
    expect(connectionsIn(step('k: &a [*a, !Connection [aws, a]]\n<<: &b { <<: *b }'))).toEqual([
      'sequence aws/a',
    ]);
  });
});

test('half-typed text keeps the references around it', () => {
  const others = 'b: !Connection [aws, b]\nc: ${connections.aws.c}';
  for (const typed of [
    'a: !Conn',
    'a: !Connection {',
    'a: !Connection { type: aws, na',
    'a: ${connections.',
    'a: [ !Connection [aws',
    'a:',
  ]) {
    expect(connectionsIn(step(`${typed}\n${others}`)), typed).toEqual(
      expect.arrayContaining(['sequence aws/b', 'expression aws/c']),
    );
  }
});
