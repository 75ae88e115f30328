// Semantic tokens: the parts of templates and references, wherever YAML lets them stand.
import { describe, expect, test } from 'vitest';
import { semanticTokensLegend, semanticTokensOf } from '../../server/src/features/semanticTokens';
import { type Workflow, workflowOf } from '../../server/src/workflow/workflow';
import { step } from '../support/marks';
import { fixtures, uri } from '../support/places';

interface Coloured {
  readonly line: number;
  readonly character: number;
  readonly length: number;
  readonly type: string;
}

function decoded(data: readonly number[]): Coloured[] {
  let [line, character] = [0, 0];
  const tokens: Coloured[] = [];
  for (let at = 0; at < data.length; at += 5) {
    const [lines = 0, characters = 0, length = 0, type = 0] = data.slice(at, at + 5);
    character = lines > 0 ? characters : character + characters;
    line += lines;
    tokens.push({ line, character, length, type: semanticTokensLegend.tokenTypes[type] ?? '?' });
  }
  return tokens;
}

function shown(workflow: Workflow): string[] {
  const lines = workflow.text.split('\n');
  return decoded(semanticTokensOf(workflow).data).map(
    ({ line, character, length, type }) => `${type} ${lines[line]?.slice(character, character + length)}`,
  );
}

const of = (spec: string) => shown(workflowOf(uri, step(spec), true));

describe('templates', () => {
  test.each([
    ['a: ${connections.aws.prod}', 'variable connections, property aws, property prod'],
    ["a: ${secrets['x']}", "variable secrets, string 'x'"],
    ['a: ${outputs.a.b.0.c}', 'variable outputs, property a, property b, number 0, property c'],
    ['a: ${1 + .5 * -2.5e3}', 'number 1, operator +, number .5, operator *, operator -, number 2.5e3'],
    [
      'a: ${now() != null && !true}',
      'function now, operator !=, keyword null, operator &&, operator !, keyword true',
    ],
    [
      "a: \"${merge(objects: [{'a': parameters.true}], mode: 'deep')}\"",
      "function merge, parameter objects, string 'a', variable parameters, property true, parameter mode, string 'deep'",
    ],
    [
      'a: ${f(secrets.a |> b.c, parameters.d) |> e}',
      'function f, variable secrets, property a, operator |>, property b, property c, variable parameters, property d, operator |>, property e',
    ],
    ['a: ${$ |> $.x}', 'variable $, operator |>, property $, property x'],
    ["a: ${secrets.('x').y}", "variable secrets, string 'x', property y"],
    ['a: ${ /* no */ a }', 'variable a'],
    ['a: x ${a} $${b} ${c', 'variable a, variable c'],
    ["a: '${f(''x'')}'", "function f, string ''x''"],
    ['a: "${f(\\"x\\")}"', 'function f, string \\"x\\"'],
    ["a: ${a.b + 'open}", 'variable a, property b, operator +'],
    ['a: ${a ?? b}', 'variable a'],
    ['a: ${parameters.p |> }', 'variable parameters, property p, operator |>'],
  ])('%s', (spec, expected) => {
    expect(of(spec).join(', ')).toBe(expected);
  });

  test('in folded and literal blocks; what runs over a line break has no colour', () => {
    expect(of('a: |\n  ${a.\n  b + `x\n  y`}\nb: >-\n  x ${c\n  .d}')).toEqual([
      'variable a',
      'property b',
      'operator +',
      'variable c',
      'property d',
    ]);
  });

  test('only where templates are evaluated', () => {
    expect(shown(workflowOf(uri, 'steps:\n- name: ${a}\n  image: i\n  input: ["${b}"]\n', true))).toEqual([]);
  });
});

test.each([
  ['a: !Connection { name: prod, type: aws }', 'property prod, type aws'],
  ['a: !Connection [aws, prod]', 'type aws, property prod'],
  ['a: { $type: Connection, type: aws, name: "p q" }', 'type aws, property "p q"'],
  ['a: !Secret s', 'property s'],
  ['a: !Output [one, key]', 'property one, property key'],
  ['a: [&s x, !Parameter [*s]]', ''],
])('the fields of references: %s', (spec, expected) => {
  expect(of(spec).join(', ')).toBe(expected);
});

test.each(fixtures)('a range has the tokens of the whole that lie in it: %s', (_, text) => {
  const workflow = workflowOf(uri, text, true);
  const all = decoded(semanticTokensOf(workflow).data);
  const [from, to] = [3, Math.max(4, text.split('\n').length - 5)];
  const range = { start: { line: from, character: 0 }, end: { line: to, character: 0 } };
  const part = decoded(semanticTokensOf(workflow, range).data);
  expect(part).toEqual(all.filter(({ line }) => line >= from && line < to));
});
