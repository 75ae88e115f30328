// The functions: what a call may look like, in a template, a tag and a `$fn.` map alike.
import { describe, expect, test } from 'vitest';
import { functionNames, functionOf, signatureOf } from '../../server/src/workflow/functions';
import { findingsIn, valued } from '../support/said';

/** The messages about the calls in a value, be it a template or a tag. */
function complaints(value: string): string[] {
  return findingsIn(
    valued(value),
    'expression-invalid',
    'expression-syntax',
    'function-unknown',
    'yaml-syntax',
  ).map(({ severity, message }) => (severity === 'error' ? message : `${severity}: ${message}`));
}

/** The same call as a template, as a tag and as a map. */
function spellings(name: string, args: readonly string[]): string[] {
  const list = args.join(', ');
  return [`"\${${name}(${list})}"`, `!Fn.${name} [${list}]`, `{ $fn.${name}: [${list}] }`];
}

test('every function has a line of its own and a signature', () => {
  expect(functionNames).toHaveLength(13);
  const signatures = functionNames.map((name) => {
    const called = functionOf(name);
    expect(called?.summary).toMatch(/^\S.*\.$/);
    return called && signatureOf(called);
  });
  expect(signatures).toEqual([
    'append(array, value…)',
    'coalesce(value…)',
    'concat(text…)',
    'convertMarkdown(to, content)',
    'equals(left, right)',
    'exists(value)',
    'jsonMarshal(value)',
    'jsonUnmarshal(text)',
    'merge(map…)',
    'notEquals(left, right)',
    'now()',
    'path(object, query, default?)',
    'toString(value)',
  ]);
});

describe('right calls', () => {
  test.each<[string, string[]]>([
    ['append', ['[]', '1', "'x'"]],
    ['coalesce', []],
    ['coalesce', ['null', '1']],
    ['concat', []],
    ['concat', ["'a'", '1', 'true', 'null']],
    ['convertMarkdown', ["'jira'", "'# a'"]],
    ['convertMarkdown', ["'html'", "'# a'"]],
    ['equals', ['1', "'1'"]],
    ['exists', ['null']],
    ['jsonMarshal', ['[1]']],
    ['jsonUnmarshal', ["'[1, {}]'"]],
    ['merge', []],
    ['merge', ['{}', '{}']],
    ['notEquals', ['[]', '[]']],
    ['now', []],
    ['path', ['{}', "'a.b[0]'"]],
    ['path', ['{}', "'a'", 'null']],
    ['toString', ['1.5']],
  ])('%s %j', (name, args) => {
    for (const value of spellings(name, args)) expect(complaints(value), value).toEqual([]);
  });

  test.each([
    '"${merge(objects: [{}, parameters.x], mode: \'shallow\')}"',
    '!Fn.merge { objects: [{}], mode: deep }',
    '{ $fn.path: { object: {}, query: a, default: 1 } }',
    '!Fn.convertMarkdown { to: html, content: !Parameter x }',
    '!Fn.jsonUnmarshal "{}"',
    '{ $fn.jsonUnmarshal: !Secret x }',
    '{ $fn.append: !Parameter list }',
    '{ $fn.append: "${parameters.list}" }',
    '!Fn.merge { $type: Parameter, name: maps }',
    '!Fn.append [!Fn.append [[], 1], !Fn.now []]',
    '!Fn.append ["${parameters.list}", 1]',
    '!Fn.path ["${$}", "${parameters.query}"]',
    '!Fn.merge [{ $fn.jsonUnmarshal: x }, { $encoding: "", data: x }]',
    '"${append(parameters.a, 1) |> concat($)}"',
    '{ $fn.concat: [], other: 1 }',
    '{ $fn: [] }',
  ])('%s', (value) => {
    const found = complaints(value).filter(
      (each) => !each.includes('JSON') && !each.includes('must be a map'),
    );
    expect(found).toEqual([]);
  });
});

describe('wrong calls', () => {
  test.each<[string, string[], string]>([
    ['append', ['[]'], 'append(array, value…) takes at least 2 arguments, not 1.'],
    ['append', ['1', '2'], 'The argument "array" of append must be an array, not 1.'],
    ['append', ['null', '2'], 'The argument "array" of append must be an array, not null.'],
    ['concat', ["'a'", '[]'], 'The argument "text" of concat must be a single value, not an array.'],
    ['concat', ['{}'], 'The argument "text" of concat must be a single value, not a map.'],
    ['convertMarkdown', ["'html'"], 'convertMarkdown(to, content) takes 2 arguments, not 1.'],
    [
      'convertMarkdown',
      ["'slack'", "'a'"],
      `The argument "to" of convertMarkdown must be 'jira' or 'html', not 'slack'.`,
    ],
    ['convertMarkdown', ["'html'", '1'], 'The argument "content" of convertMarkdown must be a text, not 1.'],
    ['equals', ['1'], 'equals(left, right) takes 2 arguments, not 1.'],
    ['exists', [], 'exists(value) takes 1 argument, not 0.'],
    ['jsonUnmarshal', ["'{'"], `The argument "text" of jsonUnmarshal must be valid JSON, not '{'.`],
    ['jsonUnmarshal', ['true'], 'The argument "text" of jsonUnmarshal must be a text, not true.'],
    ['merge', ['{}', '[]'], 'The argument "map" of merge must be a map, not an array.'],
    ['now', ['1'], 'now() takes no arguments, not 1.'],
    ['path', ['{}'], 'path(object, query, default?) takes 2 or 3 arguments, not 1.'],
    ['path', ['{}', '1'], 'The argument "query" of path must be a text, not 1.'],
    ['path', ['{}', "'a b'"], 'This query cannot be read. "b" is not expected here.'],
    ['path', ['{}', "'now()'"], 'A query cannot call functions. Call them outside of it.'],
    ['path', ['{}', "'a[true]'"], 'A key is a text or a number, and this is a boolean.'],
    ['toString', ['{}'], 'The argument "value" of toString must be a single value, not a map.'],
    ['nope', ['{}'], 'There is no function "nope".'],
  ])('%s %j', (name, args, message) => {
    for (const value of spellings(name, args)) {
      const found = complaints(value);
      expect(found, value).toHaveLength(1);
      expect(found[0], value).toContain(message);
    }
  });

  test.each([
    ['"${merge(mode: \'deep\')}"', 'merge needs the keyword "objects": the maps, as an array.'],
    ['"${merge(objects: {})}"', 'The argument "objects" of merge must be an array, not a map.'],
    ['"${merge(objects: [1])}"', 'The argument "objects" of merge must be an array of maps, not an array.'],
    ['"${merge(objects: [], mode: 1)}"', 'The argument "mode" of merge must be a text, not 1.'],
    ['"${concat(text: 1)}"', 'concat takes no keywords. Write concat(text…).'],
    ['!Fn.concat { a: b }', 'concat takes no keywords. Write concat(text…).'],
    [
      '!Fn.merge { objects: [], mode: both }',
      `The argument "mode" of merge must be 'deep' or 'shallow', not 'both'.`,
    ],
    [
      '!Fn.merge { mode: deep }',
      'merge needs the keyword "objects": the maps, as an array. Relay takes the keys of a map for keywords; put plain arguments in a list.',
    ],
    [
      '!Fn.merge { name: a }',
      'warning: merge needs the keyword "objects": the maps, as an array. Relay takes the keys of a map for keywords; put plain arguments in a list.',
    ],
    ['!Fn.now', 'now() takes no arguments, not 1.'],
    ['{ $fn.now: }', 'now() takes no arguments, not 1.'],
    ['!Fn.convertMarkdown "html"', 'convertMarkdown(to, content) takes 2 arguments, not 1.'],
    ['!Fn.jsonUnmarshal "5"', 'The argument "text" of jsonUnmarshal must be a text, not 5.'],
    ['!Fn.jsonUnmarshal 2021-01-01', 'The argument "text" of jsonUnmarshal must be a text, not a time.'],
    ['{ $fn.append: 1 }', 'append(array, value…) takes at least 2 arguments, not 1.'],
    ['!Fn.append [!Fn.concat [a], b]', 'The argument "array" of append must be an array, not a string.'],
    ['"${append(concat(\'a\'), 1)}"', 'The argument "array" of append must be an array, not a string.'],
    [
      '"${toString(1 == parameters.x |> [$])}"',
      'The argument "value" of toString must be a single value, not an array.',
    ],
    ['"${merge(objects: [], mod: 1)}"', 'warning: merge ignores the keyword "mod". Did you mean "mode"?'],
    ['!Fn.merge { objects: [], mod: 1 }', 'warning: merge ignores the keyword "mod".'],
  ])('%s', (value, message) => {
    expect(complaints(value)).toEqual([message]);
  });
});

test('where the last of a repeated keyword is right, nothing is missing', () => {
  expect(complaints('"${path(query: 1, object: {}, query: \'a\')}"')).toEqual([
    'The argument "query" of path must be a text, not 1.',
  ]);
});
