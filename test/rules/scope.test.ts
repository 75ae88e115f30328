// reference-out-of-scope: every kind at every place, in each spelling (relay/expressions.md 3).
import { describe, expect, test } from 'vitest';
import { said, valued } from '../support/said';

const code = 'reference-out-of-scope';
const spellings: Record<string, readonly string[]> = {
  connection: [
    '!Connection [a, b]',
    '{ $type: Connection, type: a, name: b }',
    '${connections.a.b}',
    '${connections}',
  ],
  secret: ['!Secret a', '{ $type: Secret, name: a }', '${secrets.a}', '${$.secrets.a}'],
  parameter: [
    '!Parameter a',
    '{ $type: Parameter, name: a }',
    '${parameters.a}',
    "${path($, 'parameters.a')}",
  ],
  output: ['!Output [a, b]', '{ $type: Output, from: a, name: b }', '${outputs.a.b}', '${outputs}'],
  step: ['${steps.a.succeeded}', '${steps.a}'],
  answer: ['!Answer [a, b]', '{ $type: Answer, askRef: a, name: b }'],
  event: ['!Data a', '{ $type: Data, query: a }', '${event.a}', '${event}'],
};
/** For each place, what is refused (error) and what never resolves (warning); the rest is known there. */
const table = {
  step: { error: ['event'], warning: ['answer'] },
  when: { error: ['event'], warning: [] },
  source: { error: ['parameter', 'output', 'step', 'event'], warning: ['answer'] },
  trigger: { error: ['connection', 'secret', 'parameter', 'output', 'step', 'answer'], warning: [] },
} as const;

describe.each(Object.entries(table))('in %s', (place, { error, warning }) => {
  const values = Object.entries(spellings).flatMap(([kind, all]) =>
    all.map((value) => [value, kind] as const),
  );
  test.each(values)('%s', (value, kind) => {
    const path = /'(.*)'/.exec(value)?.[1] ?? value.slice(2, -1);
    const underlined = value.startsWith('${') ? path : value;
    const grade = (error as readonly string[]).includes(kind)
      ? [`${code} ${underlined}`]
      : (warning as readonly string[]).includes(kind)
        ? [`warning ${code} ${underlined}`]
        : [];
    expect(said(valued(value, place as keyof typeof table), code)).toEqual(grade);
  });
});

describe('what is not said', () => {
  test.each([
    ['${$}', 'trigger'],
    ['${false && parameters.a}', 'trigger'],
    ['${event.a |> parameters.b}', 'trigger'],
    ["${path(event.a, 'parameters.b')}", 'trigger'],
    ['${parameters.a |> event.b}', 'step'],
    ['${true || event.a}', 'step'],
    ["${'event.a'}", 'step'],
  ] as const)('%s in %s', (value, place) => {
    expect(said(valued(value, place), code)).toEqual([]);
  });

  test('what only broken YAML brings to a place', () => {
    const text = `triggers:
- name: t
  source: { type: push }
  binding:
    parameters:
      p: "unclosed
steps:
- name: one
  image: x
  spec:
    value: \${parameters.p}
`;
    expect(said(text, code, 'expression-invalid', 'expression-syntax')).toEqual([]);
  });
});

test('for exists, an event in a step is no error', () => {
  expect(said(valued('${exists(event.a)}'), code)).toEqual([`warning ${code} event.a`]);
  expect(said(valued('${coalesce(event.a)}'), code)).toEqual([`${code} event.a`]);
});

test('an anchor is judged in every place that uses it, and told of once', () => {
  const text = (first: string, second: string) => `locals: { a: &a [${first}, "${second}"] }
triggers:
- name: t
  source: { type: push }
  binding: { parameters: { p: *a } }
steps:
- name: one
  image: x
  spec: { a: *a }
  when: *a
`;
  expect(said(text('!Parameter p', '${parameters.p}'), code)).toEqual([
    `${code} !Parameter p`,
    `${code} parameters.p`,
  ]);
  expect(said(text('!Data p', '${event.p}'), code)).toEqual([`${code} !Data p`, `${code} event.p`]);
});
