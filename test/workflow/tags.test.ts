// Tags and `$` maps: what they refer to in each form, and which shapes Relay refuses.
import { describe, expect, test } from 'vitest';
import type { Part } from '../../server/src/workflow/reference';
import { workflowOf } from '../../server/src/workflow/workflow';
import { said, valued } from '../support/said';

const codes = [
  'tag-unknown',
  'tag-malformed',
  'connection-malformed',
  'expression-syntax',
  'expression-invalid',
  'yaml-syntax',
] as const;

/** The references of a value, as `kind spelling from/name`. */
function referencesIn(text: string): string[] {
  const say = (part: Part) => (part.is === 'written' ? part.text : part.is === 'computed' ? '*' : '-');
  return workflowOf('file:///w.yaml', text, true).collected.references.map((reference) => {
    const from = 'from' in reference ? `${say(reference.from)}/` : '';
    const type = 'type' in reference ? `${say(reference.type)}/` : '';
    return `${reference.kind} ${reference.spelling} ${from}${type}${say(reference.name)}`;
  });
}

describe('every form', () => {
  test.each([
    ['!Secret a', 'secret tag a'],
    ['!Secret [a]', 'secret tag a'],
    ["!Secret ['123']", 'secret tag 123'],
    ['!Secret { name: a }', 'secret map a'],
    ['!Secret >-\n      a\n      b', 'secret tag a b'],
    ['!Parameter a', 'parameter tag a'],
    ['!Parameter { name: "" }'],
    ['!Output [a, b]', 'output tag a/b'],
    ['!Output { name: b, from: a }', 'output map a/b'],
    ['!Answer [a, b]', 'answer tag a/b'],
    ['!Answer { askRef: a, name: b }', 'answer map a/b'],
    ['!Data a.b', 'event tag a.b'],
    [`!Data ["a['b c'].0"]`, 'event tag a.b c.0'],
    ['!Data { query: $.a }', 'event map a'],
    ['!Data a[b]', 'event tag a[b]'],
    ['!<!Secret> a', 'secret tag a'],
    ['{ $type: Secret, name: a }', 'secret json a'],
    ['{ $type: Parameter, name: a, more: "${secrets.b}" }', 'parameter json a'],
    ['{ $type: Output, from: a, name: b }', 'output json a/b'],
    ['{ $type: Output, taskName: a, name: b }', 'output json a/b'],
    ['{ $type: Output, from: 1, taskName: a, name: b }', 'output json a/b'],
    ['{ $type: Answer, askRef: a, name: b }', 'answer json a/b'],
    ['{ $type: Data, name: other, query: a.b }', 'event json a.b'],
    ['{ $type: Connection, type: a, name: b }', 'connection json a/b'],
    ['{ $encoding: base64, data: "${secrets.a}", more: "${secrets.b}" }', 'secret expression a'],
    ['{ $encoding: [], data: "${secrets.a}" }'],
    ['{ $type: Other, name: "${secrets.a}" }'],
    ['{ $type: [Secret], name: "${secrets.a}" }'],
    ['{ $fn.concat: ["${secrets.a}", !Secret b] }', 'secret expression a', 'secret tag b'],
    ['{ $fn.nope: { a: !Secret b } }', 'secret tag b'],
    ['!Fn.coalesce [!Secret a, { b: !Secret c }]', 'secret tag a', 'secret tag c'],
    ['!Fn.concat "${secrets.a}"', 'secret expression a'],
    ['!Fn.jsonUnmarshal { $type: Secret, name: a }', 'secret json a'],
    ['!!str "${secrets.a}"', 'secret expression a'],
    ['!!binary "${secrets.a}"', 'secret expression a'],
    ['! "${secrets.a}"', 'secret expression a'],
    ['!Other { a: !Secret b }', 'secret tag b'],
  ])('%s', (value, ...expected) => {
    const found = referencesIn(valued(value)).filter((each) => !each.endsWith('-'));
    expect(found).toEqual(expected);
  });

  test('merge keys bring the fields of a `$type` map, and whole references', () => {
    const merged = (spec: string) =>
      referencesIn(`steps:\n- name: a\n  image: b\n  spec:\n${spec.replace(/^/gm, '    ')}\n`);
    expect(merged('a: &a { name: x }\nb: { <<: *a, $type: Secret }')).toEqual(['secret json x']);
    expect(merged('a: &a { $type: Secret, name: x }\nb: { <<: *a, c: 1 }')).toEqual(['secret json x']);
    expect(merged('a: &a { $type: Secret, name: x }\nb: { <<: *a, name: y }')).toEqual([
      'secret json x',
      'secret json y',
    ]);
    expect(merged('a: &a !Secret x\nb:\n  <<: *a\n  c: 1')).toEqual(['secret tag x']);
    expect(merged('a: &a { c: !Secret x }\nb: { $fn.merge: [*a, *a] }')).toEqual(['secret tag x']);
  });

  test('how a reference is used is known', () => {
    const uses = (value: string) =>
      workflowOf('file:///w.yaml', valued(value), true).collected.references.map(
        ({ name, use }) => `${name.is === 'written' ? name.text : ''} ${use}`,
      );
    expect(uses('!Fn.coalesce [!Parameter a, !Fn.concat [!Parameter b]]')).toEqual([
      'a coalesced',
      'b coalesced',
    ]);
    expect(uses('!Fn.path [!Parameter a, x, !Parameter b]')).toEqual(['a probed', 'b needed']);
    expect(uses('!Fn.path [!Parameter a, x]')).toEqual(['a needed']);
    expect(uses('"${coalesce(parameters.a, parameters.b + parameters.c)}"')).toEqual([
      'a coalesced',
      'b coalesced',
      'c coalesced',
    ]);
    expect(uses('"${exists(parameters.a.b)}"')).toEqual(['a probed']);
    expect(uses('"${path(object: parameters.a, default: parameters.b, query: \'x\')}"')).toEqual([
      'a probed',
      'b needed',
    ]);
    expect(uses('"${false && parameters.a || parameters.b}"')).toEqual(['a unreached', 'b needed']);
    expect(uses('"${true || coalesce(parameters.a)}"')).toEqual(['a unreached']);
    expect(uses('"${1 == 1 && parameters.a}"')).toEqual(['a needed']);
  });

  test('a query of the whole input is the path itself', () => {
    expect(referencesIn(valued('"${path($, \'parameters.x\')}"'))).toEqual(['parameter expression x']);
    expect(referencesIn(valued("\"${path(object: $, query: 'secrets.\\\\'a\\\\'')}\""))).toEqual([
      'secret expression a',
    ]);
    expect(referencesIn(valued('"${path($, parameters.q)}"'))).toHaveLength(5);
    expect(referencesIn(valued('"${parameters.x |> path($, \'parameters.y\')}"'))).toEqual([
      'parameter expression x',
    ]);
    const text = valued('"${path($, \'connections.aws.x\')}"');
    const [reference] = workflowOf('file:///w.yaml', text, true).collected.references;
    expect(
      reference?.name.is === 'written' && text.slice(reference.name.span.start, reference.name.span.end),
    ).toBe('x');
  });
});

describe('shapes that Relay refuses', () => {
  test.each([
    ['!Secret', 'tag-malformed !Secret'],
    ["!Secret ''", "tag-malformed !Secret ''"],
    ['!Secret "123"', 'tag-malformed "123"'],
    ['!Parameter true', 'tag-malformed true'],
    ['!Parameter 2021-01-01', 'tag-malformed 2021-01-01'],
    ['!Secret [a, b]', 'tag-malformed b'],
    ['!Secret []', 'tag-malformed !Secret'],
    ['!Secret [1]', 'tag-malformed 1'],
    ['!Secret [!Parameter x]', 'tag-malformed !Parameter x'],
    ['!Secret { key: a }', 'tag-malformed !Secret', 'tag-malformed key'],
    ['!Secret { name: a, b: c }', 'tag-malformed b'],
    ['!Output a', 'tag-malformed !Output a'],
    ['!Output [a]', 'tag-malformed !Output'],
    ['!Output { taskName: a, name: b }', 'tag-malformed !Output', 'tag-malformed taskName'],
    ['!Output { from: a, name:b }', 'tag-malformed name:b'],
    ['!Output { from: a, name: }', 'tag-malformed name'],
    ['!Answer { from: a, name: b }', 'tag-malformed !Answer', 'tag-malformed from'],
    ['!Data { name: event }', 'tag-malformed !Data', 'tag-malformed name'],
    ['{ $type: Output, name: a }', 'tag-malformed { $type: Output, name: a }'],
    ['{ $type: Output, taskName: 1, name: a }', 'tag-malformed { $type: Output, taskName: 1, name: a }'],
    ['{ $type: Parameter }', 'tag-malformed { $type: Parameter }'],
    ['{ $type: Secret, name: [a] }', 'tag-malformed [a]'],
    ['{ $type: Data }', 'tag-malformed { $type: Data }'],
    ['{ $type: secret, name: a }', 'warning tag-malformed secret'],
    ['{ $encoding: base32, data: a }', 'tag-malformed base32'],
    ['{ $encoding: base64 }', 'tag-malformed $encoding'],
    ['{ $encoding: base64, data: 1 }', 'tag-malformed 1'],
    ['{ $encoding: base64, data: nope! }', 'tag-malformed nope!'],
    ['{ $encoding: base64, data: abc }', 'tag-malformed abc'],
    ['{ $encoding: "", data: nope! }'],
    ['{ $encoding: base64, data: "${secrets.a}" }'],
    ['!!binary nope!', 'tag-malformed nope!'],
    ['!!binary 1234', 'tag-malformed 1234'],
    ['!!binary', 'tag-malformed !!binary'],
    ['!!binary SGVsbG8='],
    ['!!binary |\n      SGVs\n      bG8=\n'],
    ['!!binary [a]'],
    ['!connection [a, b]', 'tag-unknown !connection'],
    ['!Fn', 'tag-unknown !Fn'],
    ['!Fn. [a]', 'tag-unknown !Fn.'],
    ['!fn.concat [a]', 'tag-unknown !fn.concat'],
    ['!Concat [a]', 'tag-unknown !Concat'],
    ['!Nope', 'tag-unknown !Nope'],
    ['{ a: [!Nope b] }', 'tag-unknown !Nope'],
    ['{ $type: Secret, name: a, more: !Nope b }', 'tag-unknown !Nope'],
    ['{ $type: Other, more: { a: !Nope b } }', 'tag-unknown !Nope'],
    ['!!int 1'],
    ['!!nope 1'],
    ['! 1'],
    ['{ !Secret a: b }', 'tag-malformed !Secret'],
    ['{ !Nope a: b }', 'tag-unknown !Nope'],
    ['{ !!str a: b }'],
  ])('%s', (value, ...expected) => {
    const place = value.includes('Data') ? 'trigger' : 'step';
    expect(said(valued(value, place), ...codes).sort()).toEqual([...expected].sort());
  });

  test.each([
    ['!Data fo{o.b}ar', 'expression-syntax {'],
    ['!Data ${event.foo}', 'expression-syntax ${'],
    ['!Data a..b', 'expression-syntax .'],
    ['!Data { query: "a b" }', 'expression-syntax b'],
    ['!Data now()', 'expression-invalid now'],
    ['!Data a[true]', 'expression-invalid true'],
    ['!Data event.foo', 'information expression-invalid event'],
    ['{ $type: Data, query: "a b" }', 'expression-syntax b'],
  ])('%s is a query', (value, expected) => {
    expect(said(valued(value, 'trigger'), ...codes)).toEqual([expected]);
  });
});

describe('places that are not evaluated', () => {
  test('have no tags and no templates', () => {
    const text = `name: !Nope x
locals: { a: !Nope x, b: "\${", c: !Secret [a, b] }
parameters: { p: { default: "\${nope", description: !Nope y } }
triggers:
- name: t
  source: { type: push, spec: { a: !Nope x }, schema: { a: "\${nope(" } }
steps:
- name: a
  image: !Nope b
  input: [ "\${HOME}", !Fn.nope [] ]
  command: !Secret [a, b]
  spec: !Nope { a: 1 }
- name: b
  type: approval
  spec: { a: "\${" }
`;
    expect(said(text, ...codes, 'function-unknown', 'reference-out-of-scope')).toEqual([]);
  });

  test('count once an alias brings them in', () => {
    const text = (spec: string) =>
      `locals: { a: &a !Nope x, b: &b "\${nope()}" }\nsteps:\n- name: a\n  image: b\n  spec: ${spec}\n`;
    expect(said(text('{}'), ...codes, 'function-unknown')).toEqual([]);
    expect(said(text('{ a: *a, b: *b, c: [*a, *b] }'), ...codes, 'function-unknown')).toEqual([
      'tag-unknown !Nope',
      'function-unknown nope',
    ]);
  });
});

test('an anchor that contains itself ends, whatever it holds', () => {
  for (const value of [
    '&a [*a, { $fn.concat: *a }]',
    '&a { $fn.concat: [*a] }',
    '&a !Fn.merge { objects: *a }',
    '&a { <<: *a, $type: Secret }',
  ])
    expect(() => said(valued(value)), value).not.toThrow();
});
