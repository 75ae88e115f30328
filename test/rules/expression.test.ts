// expression-syntax and expression-invalid: where in the YAML, in which words, and what the fixes make of it.
import { describe, expect, test } from 'vitest';
import { findingsIn, fixesIn, said, valued, valuePartOf } from '../support/said';

const codes = ['expression-syntax', 'expression-invalid'] as const;

function fixed(value: string): Record<string, string> {
  const texts = Object.entries(fixesIn(valued(value), ...codes));
  return Object.fromEntries(texts.map(([title, text]) => [title, valuePartOf(text)]));
}

describe('expression-syntax', () => {
  test.each([
    ['plain', '${parameters.a b}', 'b'],
    ['plain over lines', '${parameters\n      .a\n      b}', '.a'],
    ['plain over lines, in the next', '${parameters\n      .a b\n      }', 'b'],
    ['single quotes', "'it''s ${parameters.''a'' b}'", 'b'],
    ['double quotes', '"\\t\\u0024{parameters.\\"a\\" b}"', 'b'],
    ['escapes of escapes', '"${\'a\\\\qb\'}"', '\\\\q'],
    ['a folded quote', '"${parameters.a\n      b}"', 'parameters.a'],
    ['a literal', '|-\n      x\n      ${parameters\n        .a b}', 'b'],
    ['a folded block', '>-\n      x\n      ${parameters\n      .a b}', 'b'],
    ['a comment in a folded block', '>-\n      ${concat(parameters.a, // note\n      secrets.b)}', '//'],
    ['a flow list', '["${parameters.a b}"]', 'b'],
    ['an escaped line break in a string', '"${\'a\\nb\'}"', "'a"],
    ['several', '${a..b} ${c b} ${', '.', 'b', '${'],
    ['a template cut by a comment', '${parameters.a # note}', '${parameters.a'],
    ['an unclosed template over lines', '|\n      ${parameters\n        .a\n', '.a'],
  ])('%s', (_, value, ...expected) => {
    expect(said(valued(value), 'expression-syntax')).toEqual(
      expected.map((each) => `expression-syntax ${each}`),
    );
  });

  test.each([
    ['a ${parameters.a', 'a ${parameters.a}'],
    ['"${parameters.a"', '"${parameters.a}"'],
    ["'${concat(''a'')  '", "'${concat(''a'')}  '"],
    ['|\n      ${parameters.a', '|\n      ${parameters.a}'],
  ])('%j is closed', (value, result) => {
    expect(fixed(value)).toEqual({ 'Add the }': result });
    expect(said(valued(result), ...codes)).toEqual([]);
  });

  test('what a YAML comment cuts off is not closed, but told', () => {
    expect(fixed('${parameters.a # note}')).toEqual({});
    expect(findingsIn(valued('${parameters.a # note}'), 'expression-syntax')[0]?.message).toContain(
      'comment',
    );
  });

  test.each([
    ['${a and b}', 'Write && instead of "and".'],
    ['${a or b}', 'Write || instead of "or".'],
    ['${a ? b : c}', 'There is no "?" in expressions. Use &&, || or coalesce(…).'],
    ['${a = b}', 'There is no "=" in expressions. Compare with ==.'],
    ['${now().x}', 'Only a name can be indexed. For the result of anything else write … |> key.'],
    ['${a.b(c)}', 'Only a bare name can be called: name(…).'],
    [
      '${secrets.${a}}',
      'No template begins inside another. Add the } before it, or leave out this ${ and its }.',
    ],
    ["${1 / 'a'}", `This cannot be computed: "/" takes numbers, and 'a' is none.`],
    ["${'a' =~ '('}", "This cannot be computed: '(' is no pattern that Relay can run: a ( is never closed."],
    ['${concat(}', 'A ) is missing here.'],
    ['${}', 'An expression is missing here.'],
    ['${', 'An expression is missing here.'],
    ['${a', 'This template is never closed. Add the }.'],
  ])('%s is told in words', (value, message) => {
    expect(findingsIn(valued(JSON.stringify(value)), 'expression-syntax')[0]?.message).toBe(message);
  });
});

test('what is missing at the start of a line is told behind the one above', () => {
  const [found] = findingsIn(valued('>-\n      ${concat(secrets.a\n      secrets.b)}'), 'expression-syntax');
  expect(found?.message).toBe('A ) or a comma is missing behind this.');
});

describe('expression-invalid', () => {
  test.each([
    ['${connection.aws.a}', 'connection'],
    ['${Secrets.a}', 'Secrets'],
    ['${answers.a.b}', 'answers'],
    ['${$.nope.a}', '$.nope.a'],
    ["${$['nope']}", "$['nope']"],
    ['${steps}', 'steps'],
    ['${$.steps}', '$.steps'],
    ['${concat(steps)}', 'steps'],
    ['${secrets.a.b}', 'b'],
    ['${steps.a.succeeded.b}', 'b'],
    ['${outputs.a[null]}', 'null'],
    ['${outputs.a[1 == 1]}', '1 == 1'],
    ['${outputs[parameters.a == 1].b}', 'parameters.a == 1'],
    ['${parameters.a |> b[[]]}', '[]'],
    ["${parameters.a - 'x'}", "parameters.a - 'x'"],
    ['${parameters.a < null}', 'parameters.a < null'],
    ['${[] * parameters.a}', '[] * parameters.a'],
    ["${'x' && parameters.a}", "'x' && parameters.a"],
    ["${parameters.a =~ '['}", "parameters.a =~ '['"],
    ['${-[1]}', '-[1]'],
    ["${path(parameters, 'a b')}", 'b'],
    ["${path(parameters, 'a\\'b')}", "'a\\'b'"],
    ["${path($, 'nope.a')}", 'nope'],
    ['${equals([nope.a, {nope.b: nope.c}], parameters[nope.d] + -nope.e)}', ...Array(5).fill('nope')],
  ])('%s', (value, ...expected) => {
    const plain = valued(`>-\n      ${value}`);
    expect(said(plain, ...codes)).toEqual(expected.map((each) => `expression-invalid ${each}`));
  });

  test.each([
    '${false && nope.a}',
    "${'true' || nope()}",
    '${null && (nope.a |> b[true])}',
    '${steps.a}',
    '${steps.a.failed || steps[parameters.a].skipped}',
    '${exists(steps.a.b)}',
    '${secrets}',
    '${$}',
    '${$[parameters.a]}',
    '${parameters.a |> nope.b}',
    '${parameters.a |> $.nope}',
    "${path(parameters.a, 'nope.b')}",
    "${parameters.a && 'x'}",
    '${[] == {}}',
    "${outputs.a['x' + parameters.b]}",
    '${outputs.a[now()]}',
    '${parameters.a =~ parameters.b}',
  ])('%s is fine', (value) => {
    expect(said(valued(`>-\n      ${value}`), ...codes, 'function-unknown')).toEqual([]);
  });

  test('a state that no step has is a warning', () => {
    expect(said(valued('${steps.a.finished && steps.a["nope"]}'), ...codes)).toEqual([
      'warning expression-invalid finished',
      'warning expression-invalid "nope"',
    ]);
    expect(fixed('${steps.a.skiped}')).toMatchObject({ 'Use "skipped"': '${steps.a.skipped}' });
  });

  test('where absence is an answer, an unknown root is a warning', () => {
    expect(said(valued('${exists(nope.a)}'), ...codes)).toEqual(['warning expression-invalid nope']);
    expect(said(valued("${path(nope.a, 'b', 1)}"), ...codes)).toEqual(['warning expression-invalid nope']);
    expect(said(valued("${path(nope.a, 'b')}"), ...codes)).toEqual(['expression-invalid nope']);
    expect(said(valued('${coalesce(nope.a)}'), ...codes)).toEqual(['expression-invalid nope']);
  });

  test.each([
    ['${conections.aws.a}', { 'Use "connections"': '${connections.aws.a}' }],
    ['${now}', { 'Write now()': '${now()}' }],
    ['${HOME}', { 'Keep it as text': "${'${HOME}'}" }],
    ["'${HOME}'", { 'Keep it as text': "'${''${HOME}''}'" }],
    ['"a ${HOME}"', { 'Keep it as text': '"a ${\'${HOME}\'}"' }],
    ["'${{a: 1}}'", { 'Put quotes around it': "'${{''a'': 1}}'" }],
    ['"${{\'a\', 1}}"', { 'Write ":"': '"${{\'a\': 1}}"' }],
    ['"${merge(objects: [], mod: \'deep\')}"', { 'Use "mode"': '"${merge(objects: [], mode: \'deep\')}"' }],
  ])('%s is mended', (value, fixes) => {
    expect(fixed(value)).toEqual(fixes);
    for (const result of Object.values(fixes)) expect(said(valued(result), ...codes)).toEqual([]);
  });

  test('a query that starts with event loses it', () => {
    const text = valued('!Data event.a.b', 'trigger');
    const [after = ''] = Object.values(fixesIn(text, ...codes));
    expect(valuePartOf(after)).toBe('!Data a.b');
    expect(said(after, ...codes)).toEqual([]);
  });
});
