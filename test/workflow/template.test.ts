// Templates and expressions: what is in the language, where a text leaves it, and what constants come to.
import { describe, expect, test } from 'vitest';
import { constantOf, type Expression, staticKeyOf } from '../../server/src/workflow/expression';
import { readQuery, readTemplates } from '../../server/src/workflow/template';

/** What is wrong with each template of a text, as what is underlined, and '' for one that is right. */
function wrong(text: string): string[] {
  return readTemplates(text).map(({ problem }) =>
    problem ? text.slice(problem.span.start, problem.span.end) : '',
  );
}

function expressionOf(text: string): Expression {
  const { expression, problem } = readQuery(text);
  if (!expression) throw new Error(problem?.message);
  return expression;
}

describe('the language takes', () => {
  test.each([
    'a.b.c',
    'a . b [ "c" ] . `d` . 0 . -1 . (0 + 1)',
    'a-b.c-1',
    '$.a["b"]',
    '$',
    'é.ß1',
    'a.true.null',
    '.5 + 5. + 1e3 + 1_000 + 0x1p4 + 007',
    `'it\\'s' + "\\"" + '\\x41\\u00e9\\U0001F600\\101\\n'`,
    '`raw \\ \n line`',
    'f()',
    'f (a, [b c, , d,], {"x": 1, , "y" "z" 2})',
    'f(a: 1, b : 2)',
    'a |> b |> f($)',
    '!!a && -a ** ~b << 2 | c ^ d & e || f =~ "x" && g !~ `y`',
    'a>=1==b<2!=c',
    'a /* } */ . b // rest\n',
    '{}',
    '[[], {}]',
    '[$a -1 !b]',
    'a.2.1',
  ])('%s', (text) => {
    expect(readQuery(text).problem).toBeUndefined();
    expect(wrong(`\${${text}}`)).toEqual(['']);
  });
});

describe('the language does not take', () => {
  test.each([
    ['', ''],
    ['a..b', '.'],
    ['.a', '.'],
    ['a.', 'a.'],
    ['a[]', ']'],
    ['a b', 'b'],
    ['$a', 'a'],
    ['a- 1', '1'],
    ['a.1b', 'b'],
    ['a.-1.b', 'b'],
    ['(a).b', '.'],
    ['[1][0]', '['],
    ['true.a', '.'],
    ['f(x).y', '.'],
    ['a.b(c)', '('],
    ['a ? b : c', '?'],
    ['a ?? b', '??'],
    ['a === b', '='],
    ['a = b', '='],
    ['a and b', 'and'],
    ['1 in [1]', 'in'],
    ['a[1:2]', ':'],
    ['a.*', '*'],
    ['0x10', '0x10'],
    ['0o7', '0o7'],
    ['0b1', '0b1'],
    ['1__0', '1__0'],
    ['1e999', '1e999'],
    [`'a`, `'a`],
    ["'a\nb'", "'a"],
    ['`a', '`a'],
    [`"\\'"`, "\\'"],
    [`'\\q'`, '\\q'],
    [`'\\400'`, '\\4'],
    [`'\\U00110000'`, '\\U00110000'],
    ['f(a', 'f(a'],
    ['f(a,)', ')'],
    ['f(a : 1)', ':'],
    ['f(a: 1, 2)', '2'],
    ['f(1, a: 2)', ':'],
    ["f('a': 1)", ':'],
    ['[1', '[1'],
    ['[1)', ')'],
    ["{'a'}", '}'],
    ["{'a': }", '}'],
    ['|> a', '|'],
    ['a |>', 'a |>'],
    ['a\u00a0.b', '\u00a0'],
    ['${a}', '${'],
    ['a.${b}', '${'],
    ['a😀', '😀'],
    ['a.😀b', '😀'],
  ])('%j', (text, underlined) => {
    const { problem, expression } = readQuery(text);
    expect(expression).toBeUndefined();
    expect(problem && text.slice(problem.span.start, problem.span.end)).toBe(underlined);
  });
});

describe('constants are computed while reading', () => {
  test.each([
    ["'my-' + 'acct'", 'my-acct'],
    ['1 + 2 * 3 ** 2', 19],
    ['-2 ** 2', 4],
    ['2 ** 3 ** 2', 64],
    ['7 % 4 - 10 / 4', 0.5],
    ["'1' + 2", 3],
    ["'a' + 1", 'a1'],
    ['true + 1', 'true1'],
    ["1 == '1'", true],
    ['1 == true', true],
    ['null == false', true],
    ["'a' != 'b'", true],
    ["'a' < 'b'", true],
    ["'10' < '9'", true],
    ["10 < '9'", false],
    ['!null', true],
    ["!'false'", true],
    ["'0' || null", false],
    ['1 && 0.5', true],
    ['6 & 3 | 8 ^ 1', 11],
    ['1 << 4 >> 1', 8],
    ['~5', -6],
    ['1 / 0', Number.POSITIVE_INFINITY],
    ["'abc' =~ 'b'", true],
    ["'abc' !~ 'b'", false],
    ['(1)', 1],
    ['0x1.8p1', 3],
    ["'\\101\\x42\\u0043'", 'ABC'],
  ])('%s', (text, value) => {
    expect(constantOf(expressionOf(text))?.value).toBe(value);
  });

  test.each([
    "1 / 'a'",
    "-'a'",
    '~null',
    "!'x'",
    'null + 1',
    '1 < null',
    "'x' && true",
    "null =~ 'a'",
    '1 * true',
  ])('%s fails', (text) => expect(readQuery(text).problem?.message).toContain('cannot be computed'));

  test.each([
    '(',
    'a)',
    '[a',
    '[z',
    '*a',
    'a**',
    'a{2}{3}',
    'a{1001}',
    'a{3,2}',
    '(?=a)',
    '(?<!a)',
    '\\1',
    '\\q',
    'a\\',
    '[[:nope:]]',
    '(?P<n>a',
  ])('the pattern %s is refused', (pattern) => {
    const text = `'a' =~ \`${pattern}\``;
    expect(readQuery(text).problem?.message).toContain('no pattern that Relay can run');
  });

  test.each([
    '',
    'a|b',
    '^a.*?$',
    '[]a]',
    '[^]a-]',
    '[[:alpha:]_]+',
    'a{,2}',
    'a{2,}?',
    '(?i)a(?-s:b)',
    '(?P<n>a)',
    '\\d\\pL\\p{Greek}\\x41\\x{41}\\.\\Q(\\E',
    'a{',
    '\\Aa\\z',
  ])('the pattern %s is taken', (pattern) => {
    expect(readQuery(`a =~ \`${pattern}\``).problem).toBeUndefined();
    expect(readQuery(`'a' =~ \`${pattern}\``).problem).toBeUndefined();
  });

  test.each([
    ['a.7', '7'],
    ['a.007', '7'],
    ['a.-1', '-1'],
    ['a[1.5]', '1.5'],
    ['a[1e21]', '1000000000000000000000'],
    ['a[1e-7]', '0.0000001'],
    ["a['x' + 1]", 'x1'],
    ['a[b]', undefined],
    ['a[true]', undefined],
  ])('the key of %s', (text, key) => {
    const path = expressionOf(text);
    expect(path.is === 'path' && path.segments[0] && staticKeyOf(path.segments[0])).toBe(key);
  });
});

describe('templates', () => {
  test.each([
    ['a $ b $$ c $', []],
    ['$HOME $(x) \\$x', []],
    ['$${a}', []],
    ['$$${a}', ['${a}']],
    ['$$$${a}', []],
    ['\\${a}', ['${a}']],
    ['$\u{1F600}{a} ${b}', ['${b}']],
    ["${'}'}${{'a': {'b': 1}}}${a /* } */}", ["${'}'}", "${{'a': {'b': 1}}}", '${a /* } */}']],
    ["${'${'}x}", ["${'${'}"]],
  ])('are found in %j', (text, expected) => {
    const found = readTemplates(text);
    expect(found.map(({ span }) => text.slice(span.start, span.end))).toEqual(expected);
    expect(found.filter(({ problem }) => problem)).toEqual([]);
  });

  test.each([
    ['${a b} ${c}', ['b', '']],
    ['${ ${c}', ['${', '']],
    ['${a.\n${c}', ['${', '']],
    ["${a.'b\n${c}", ["'b", '']],
    ["${concat('a}, ${c}", ["'a}, ${c}", '']],
    ['${c /* } ${c}', ['/*']],
    ['${c // } ${c}', ['//']],
    ['${c // }\n}${c}', ['', '']],
    ['${c} ${', ['', '${']],
    ['${c} ${a', ['', '${a']],
    ['${a ${b ${c}', ['${', '${', '']],
  ])('a broken one costs itself only: %j', (text, expected) => {
    expect(wrong(text)).toEqual(expected);
  });

  test('say where a brace would end them', () => {
    const closes = ['${a', '${a.b  ', 'x ${f(1)\n'].map((text) => {
      const close = readTemplates(text)[0]?.problem?.close ?? -1;
      return `${text.slice(0, close)}}${text.slice(close)}`;
    });
    expect(closes).toEqual(['${a}', '${a.b}  ', 'x ${f(1)}\n']);
    expect(readTemplates('${f(1')[0]?.problem?.close).toBeUndefined();
  });
});
