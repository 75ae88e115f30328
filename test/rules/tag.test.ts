// tag-unknown and tag-malformed: in which words, and what the fixes make of the text. The shapes are in workflow/tags.
import { describe, expect, test } from 'vitest';
import { findingsIn, fixesIn, said, valued, valuePartOf } from '../support/said';

const codes = ['tag-unknown', 'tag-malformed'] as const;

function fixed(value: string, place: 'step' | 'trigger' = 'step'): Record<string, string> {
  const texts = Object.entries(fixesIn(valued(value, place), ...codes));
  return Object.fromEntries(texts.map(([title, text]) => [title, valuePartOf(text)]));
}

describe('tag-unknown', () => {
  test.each([
    ['!secret a', '!Secret a'],
    ['!Conection { type: a, name: b }', '!Connection { type: a, name: b }'],
    ['!fn.concat [a]', '!Fn.concat [a]'],
    ['!fn.mergee [{}]', '!Fn.merge [{}]'],
    ['!<!secret> a', '!<!Secret> a'],
  ])('%s is mended to %s', (value, result) => {
    expect(Object.values(fixed(value))[0]).toBe(result);
    expect(said(valued(result), ...codes)).toEqual([]);
  });

  test.each([
    ['!Fn', 'The name of the function is missing. Write !Fn.<name>, such as !Fn.concat.'],
    ['!Fn. [a]', 'The name of the function is missing. Write !Fn.<name>, such as !Fn.concat.'],
    [
      '!Zzzzzzzz',
      'There is no tag "!Zzzzzzzz". There are !Connection, !Secret, !Parameter, !Output, !Answer, !Data and !Fn.<name>.',
    ],
  ])('%s is told in words', (value, message) => {
    expect(findingsIn(valued(value), ...codes).map((each) => each.message)).toEqual([message]);
    expect(fixed(value)).toEqual({});
  });
});

// Relay reads these tags before it knows that nothing uses them, and refuses the file.
describe('where nothing is evaluated', () => {
  const approval = (value: string) => `steps:\n- name: a\n  type: approval\n  spec:\n    value: ${value}\n`;
  test.each([
    ['!Nope q', 'tag-unknown !Nope'],
    ['{ !Secret k: 1 }', 'tag-malformed !Secret'],
    ['[{ a: !Connection aws }]', 'connection-malformed !Connection aws'],
    ['!Secret [a, b]', 'tag-malformed b'],
    ['!Output { from: a }', 'tag-malformed !Output'],
    ['{ $type: Other, x: !Connection aws }', 'connection-malformed !Connection aws'],
  ])('%s is refused', (value, ...found) => {
    expect(said(approval(value))).toEqual(found);
  });

  test.each([
    '!Connection { type: aws, name: none }',
    '!Secret 5',
    '!Output [none, x]',
    '${parameters.none} ${',
    '!Fn.none [1]',
    '{ $type: Secret, name: 5 }',
  ])('%s is let be', (value) => {
    expect(said(approval(value))).toEqual([]);
  });

  test('nor may its keys have tags', () => {
    expect(said(approval('1').replace('value', '!Secret value'))).toEqual(['tag-malformed !Secret']);
  });

  test('what is also used elsewhere is told once', () => {
    const text = `${approval('&v !Connection aws')}- name: b\n  image: c\n  spec: { value: *v }\n`;
    expect(said(text)).toEqual(['connection-malformed !Connection aws']);
    expect(said(text.replace('!Connection aws', '!Nope q'))).toEqual(['tag-unknown !Nope']);
  });

  test('so is what a merge overrides', () => {
    const spec = (inner: string) => valued(`{ <<: { k: ${inner} }, k: 1 }`);
    expect(said(spec('!Nope q'))).toEqual(['tag-unknown !Nope']);
    expect(said(spec('!Connection aws'))).toEqual(['connection-malformed !Connection aws']);
    expect(said(spec('"${parameters.none}"'))).toEqual([]);
  });
});

describe('tag-malformed', () => {
  test.each([
    ['!Secret "123"', 'Rewrite as !Secret ["123"]', '!Secret ["123"]'],
    ['!Parameter true', 'Rewrite as !Parameter ["true"]', '!Parameter ["true"]'],
    ['!Secret [a, b]', 'Rewrite as !Secret a', '!Secret a'],
    ['!Secret [1]', 'Put quotes around it', '!Secret ["1"]'],
    ['!Secret { name: 1 }', 'Put quotes around it', '!Secret { name: "1" }'],
    ['!Secret { key: a }', 'Rename it to "name"', '!Secret { name: a }'],
    ['!Secret { name:a }', 'Insert the blank', '!Secret { name: a }'],
    [
      '!Output one',
      'Rewrite as !Output { from: one, name: my-output }',
      '!Output { from: one, name: my-output }',
    ],
    [
      '!Output [one, two, three]',
      'Rewrite as !Output { from: one, name: two }',
      '!Output { from: one, name: two }',
    ],
    ['!Output { from: one }', 'Insert name: my-output', '!Output { from: one, name: my-output }'],
    ['!Output { taskName: one, name: a }', 'Rename it to "from"', '!Output { from: one, name: a }'],
    ['!Answer { from: one, name: a }', 'Rename it to "askRef"', '!Answer { askRef: one, name: a }'],
    ['{ $type: Secret }', 'Insert name: my-secret', '{ $type: Secret, name: my-secret }'],
    ['{ $type: Output, name: a }', 'Insert from: one', '{ $type: Output, name: a, from: one }'],
    ['{ $type: secret, name: a }', 'Use "Secret"', '{ $type: Secret, name: a }'],
    ['{ $encoding: base46, data: "" }', 'Use "base64"', '{ $encoding: base64, data: "" }'],
    ['{ !Secret a: b }', 'Remove the tag', '{ a: b }'],
  ])('%s: %s', (value, title, result) => {
    expect(fixed(value)).toMatchObject({ [title]: result });
    expect(said(valued(result), ...codes)).toEqual([]);
  });

  test('a tag on a key is told once', () => {
    expect(findingsIn(valued('{ !Secret a: b, !Sceret c: d }')).map(({ code }) => code)).toEqual([
      'tag-malformed',
      'tag-unknown',
    ]);
  });

  test('a parameter that is declared is taken where none is named', () => {
    const text = `parameters: { region: {} }\n${valued('!Parameter')}`;
    expect(Object.keys(fixesIn(text, ...codes))).toEqual(['Rewrite as !Parameter region']);
  });

  test.each([
    [
      '!Output a',
      '!Output takes no single value. To name an output, write !Output [from, name] or !Output { from: …, name: … }.',
    ],
    [
      '!Secret [a, b]',
      '!Secret takes 1 in brackets, not 2. To name a secret, write !Secret … or !Secret { name: … }.',
    ],
    ['{ $type: Secret }', '"name" is missing. To name a secret, write { $type: Secret, name: … }.'],
    [
      '!Secret "5"',
      'The name must be a plain text that YAML takes for nothing else. Behind a tag quotes do not count: use [ ].',
    ],
    ['{ $encoding: base64 }', 'A map with "$encoding" needs the key "data" beside it.'],
    ['!!binary a b', 'This is no base64: it holds " ".'],
    ['!!binary abc', 'This is no base64: its length or its = at the end is wrong.'],
  ])('%s is told in words', (value, message) => {
    expect(findingsIn(valued(value), ...codes).map((each) => each.message)).toEqual([message]);
  });

  test('says nothing of what is absent while the YAML around it is broken', () => {
    for (const value of [
      '!Output { from: a, na',
      '!Output [a',
      '!Secret {',
      '{ $type: Output, from: a',
      '!Fn.append [',
    ])
      expect(said(valued(value), ...codes, 'expression-invalid'), value).toEqual([]);
  });
});
