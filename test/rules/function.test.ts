// function-unknown: in a template, a tag and a `$fn.` map; an error in steps, a warning in triggers.
import { describe, expect, test } from 'vitest';
import { fixesIn, said, valued, valuePartOf } from '../support/said';

const code = 'function-unknown';

describe('function-unknown', () => {
  test.each([
    ['${Concat(1)}', 'Concat', '${concat(1)}'],
    ['"${parameters.a |> tostring($)}"', 'tostring', '"${parameters.a |> toString($)}"'],
    ['!Fn.concatt [a]', 'concatt', '!Fn.concat [a]'],
    ['!<!Fn.concatt> [a]', '!<!Fn.concatt>', '!<!Fn.concat> [a]'],
    ['{ $fn.mege: [{}] }', 'mege', '{ $fn.merge: [{}] }'],
    ['{ "$fn.mege": [{}] }', '"$fn.mege"', '{ "$fn.merge": [{}] }'],
    ['!Fn.concat [!Fn.json_marshal [1]]', 'json_marshal', '!Fn.concat [!Fn.jsonMarshal [1]]'],
  ])('%s', (value, underlined, result) => {
    expect(said(valued(value), code)).toEqual([`${code} ${underlined}`]);
    expect(said(valued(value, 'when'), code)).toEqual([`${code} ${underlined}`]);
    expect(said(valued(value, 'trigger'), code)).toEqual([`warning ${code} ${underlined}`]);
    expect(said(valued(value, 'source'), code)).toEqual([`warning ${code} ${underlined}`]);
    const fixes = Object.values(fixesIn(valued(value), code)).map(valuePartOf);
    expect(fixes).toContain(result);
    expect(said(valued(result), code)).toEqual([]);
  });

  test.each(['${false && nope()}', "${'nope()'}", '$${nope()}', '{ $fn.nope: 1, more: 2 }', '{ $fn: nope }'])(
    '%s calls nothing',
    (value) => expect(said(valued(JSON.stringify(value)), code)).toEqual([]),
  );

  test('what an anchor brings into a trigger and a step is an error once', () => {
    const text = `triggers:
- name: t
  source: { type: push }
  binding: { parameters: { p: &a "\${nope()}" } }
steps:
- name: one
  image: x
  spec: { a: *a }
`;
    expect(said(text, code)).toEqual([`${code} nope`]);
  });
});
