// Any text as a template: what is valid is read whole, what is broken gives problems inside it, and size costs time only.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Expression, partsOf } from '../../server/src/workflow/expression';
import { readTemplates } from '../../server/src/workflow/template';

/** A text of the language and each part of it that is a part of the expression, outer ones first. */
interface Made {
  readonly text: string;
  readonly parts: readonly (readonly [Expression['is'], string])[];
}

const gap = fc.constantFrom('', '', '', ' ', '\n', ' /* } ${ */ ');
const word = fc
  .stringMatching(/^[a-z_é][a-z0-9-]{0,6}[a-z]$/)
  .filter((each) => !/^(?:true|false|null)$/.test(each));
const literal = fc
  .oneof(
    fc.nat(9999).map(String),
    fc.constantFrom('0.5', '.5', '1e3', 'true', 'false', 'null', "'it\\'s'", '"}"', '`raw\n`', "'${'"),
  )
  .map((text): Made => ({ text, parts: [['literal', text]] }));

const { made } = fc.letrec<{ made: Made; index: Made; open: Made }>((tie) => {
  const inner = tie('made');
  // Operators on constants are computed: of these, only what surely succeeds.
  const open = tie('open');
  const list = (is: 'array' | 'call', before: fc.Arbitrary<string>, close: string) =>
    fc.tuple(before, fc.array(fc.tuple(gap, inner, gap), { maxLength: 3 })).map(([start, members]): Made => {
      const text = start + members.map(([a, each, b]) => a + each.text + b).join(',') + close;
      return { text, parts: [[is, text], ...members.flatMap(([, each]) => each.parts)] };
    });
  const object = fc.array(fc.tuple(gap, literal, gap, inner, gap), { maxLength: 2 }).map((members): Made => {
    const text = `{${members.map(([a, key, b, value, c]) => `${a}${key.text}${b}:${value.text}${c}`).join(',')}}`;
    return {
      text,
      parts: [['object', text], ...members.flatMap(([, key, , value]) => [...key.parts, ...value.parts])],
    };
  });
  const path = fc
    .tuple(fc.oneof(word, fc.constant('$')), fc.array(tie('index'), { maxLength: 3 }))
    .map(([root, keys]): Made => {
      const text = root + keys.map((key) => key.text).join('');
      return { text, parts: [['path', text], ...keys.flatMap((key) => key.parts)] };
    });
  const keywords = fc
    .tuple(word, fc.array(fc.tuple(word, inner), { minLength: 1, maxLength: 2 }))
    .map(([name, args]): Made => {
      const text = `${name}(${args.map(([key, value]) => `${key}: ${value.text}`).join(', ')})`;
      return { text, parts: [['call', text], ...args.flatMap(([, value]) => value.parts)] };
    });
  return {
    index: fc.oneof(
      { maxDepth: 3, depthIdentifier: 'made' },
      fc
        .tuple(gap, gap, word)
        .map(([a, b, text]): Made => ({ text: `${a}.${b}${text}`, parts: [['literal', text]] })),
      fc.nat(99).map((key): Made => ({ text: `.${key}`, parts: [['literal', String(key)]] })),
      fc
        .tuple(gap, inner, gap)
        .map(([a, key, b]): Made => ({ text: `[${a}${key.text}${b}]`, parts: key.parts })),
      inner.map((key): Made => ({ text: `.(${key.text})`, parts: key.parts })),
    ),
    open: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'made' },
      path,
      list(
        'call',
        word.map((name) => `${name}(`),
        ')',
      ),
      keywords,
      fc.tuple(fc.constantFrom('!', '-', '~'), gap, open).map(([sign, blank, operand]): Made => {
        const text = sign + blank + operand.text;
        return { text, parts: [['operation', text], ...operand.parts] };
      }),
    ),
    made: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'made' },
      literal,
      open,
      list('array', fc.constant('['), ']'),
      object,
      fc
        .tuple(open, fc.constantFrom('+', '**', '&&', '||', '|', '=~', '<='), open)
        .map(([left, operator, right]): Made => {
          const text = `${left.text} ${operator} ${right.text}`;
          return { text: `(${text})`, parts: [['operation', text], ...left.parts, ...right.parts] };
        }),
      fc.tuple(inner, inner).map(([left, right]): Made => {
        const text = `${left.text} |> ${right.text}`;
        return { text: `(${text})`, parts: [['pipe', text], ...left.parts, ...right.parts] };
      }),
    ),
  };
});

function slices(text: string, part: Expression): (readonly [string, string])[] {
  return [
    [part.is, text.slice(part.span.start, part.span.end)],
    ...partsOf(part).flatMap((each) => slices(text, each)),
  ];
}

describe('any text', () => {
  test('of the language is read, and every part lies where it stands', () => {
    fc.assert(
      fc.property(gap, made, gap, ({ length }, { text, parts }, after) => {
        const template = `x\${${' '.repeat(length)}${text}${after}}y`;
        const [read, more] = readTemplates(template);
        expect(read?.problem).toBeUndefined();
        expect(more).toBeUndefined();
        expect(read?.span.end).toBe(template.length - 1);
        expect(read?.expression && slices(template, read.expression)).toEqual(parts);
      }),
      { numRuns: 500 },
    );
  });

  test('broken in any way gives problems inside it', () => {
    const piece = fc.constantFrom(
      '${',
      '}',
      '$',
      "'",
      '"',
      '`',
      '(',
      ')',
      '[',
      ']',
      '{',
      '.',
      ',',
      ':',
      '|>',
      '/*',
      '//',
      '\\',
      '\n',
      '0x',
      'é',
    );
    const break_ = fc.tuple(
      fc.nat(1000),
      fc.nat(5),
      fc.oneof(piece, fc.string({ unit: 'binary', maxLength: 3 })),
    );
    fc.assert(
      fc.property(made, made, fc.array(break_, { maxLength: 6 }), (first, second, breaks) => {
        let text = `a \${${first.text}} b \${${second.text}}`;
        for (const [at, cut, insert] of breaks) {
          const from = at % (text.length + 1);
          text = text.slice(0, from) + insert + text.slice(from + cut);
        }
        let before = 0;
        for (const { span, problem, expression } of readTemplates(text)) {
          expect(span.start).toBeGreaterThanOrEqual(before);
          expect(span.end).toBeLessThanOrEqual(text.length);
          expect(problem === undefined).toBe(expression !== undefined);
          before = span.end;
          if (!problem) continue;
          expect(problem.span.start).toBeGreaterThanOrEqual(0);
          expect(problem.span.end).toBeGreaterThan(problem.span.start);
          expect(problem.span.end).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

// Each would take minutes, or the stack, if reading were quadratic or recursed without a bound.
describe('a megabyte is read in its turn', () => {
  const much = (unit: string): string => unit.repeat(Math.ceil(1_000_000 / unit.length));
  test.each([
    ['open templates', much('${ ')],
    ['brackets', `\${${much('([')}`],
    ['reopened brackets', much('${(([')],
    ['signs', `\${${much('!')}`],
    ['indexes in indexes', `\${a${much('[a')}`],
    ['roots in roots', `\${$${much('.$')}`],
    ['keys', `\${a${much('.a')}}`],
    ['sums', `\${a${much(' + a')}}`],
    ['constant sums', `\${1${much(' + 1')}}`],
    ['pipes', `\${a${much(' |> a')}}`],
    ['calls in calls', `\${${much('f(')}`],
    ['arguments', `\${f(${much('a,')}a)}`],
    ['comments without an end', much('${/*}')],
    ['line comments', much('${//}')],
    ['quotes', much('${"\'`}')],
    ['cut templates', much('${a.b')],
    ['a pattern', `\${a =~ '${much('(a{1')}'}`],
    ['a number', `\${${much('1')}}`],
    ['a text that is nearly a number', `\${'0x${much('a')}' == 1}`],
    ['blanks', `\${${much(' \n')}`],
  ])('%s', (_, text) => {
    const templates = readTemplates(text);
    expect(templates.length).toBeGreaterThan(0);
    const messages = templates.map(({ problem }) => problem?.message.length ?? 0);
    expect(messages.every((length) => length < 300)).toBe(true);
  });
});
