// Values half typed, and values of any pieces: nothing throws, other lines stay clean, spans lie in the text, fixes mend.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applied, findingsIn, valued } from '../support/said';

const codes = [
  'expression-syntax',
  'expression-invalid',
  'function-unknown',
  'tag-unknown',
  'tag-malformed',
  'reference-out-of-scope',
] as const;

const others = `    before: !Connection [aws, before]
    typed: TYPED
    after: \${connections.aws.after} \${secrets.x}
    fine: \${concat('a', parameters.p)}
`;
const frame = `parameters: { p: {} }
triggers:
- name: t
  source: { type: push }
  binding: { parameters: { p: "\${event.p}" } }
steps:
- name: one
  image: x
  spec:
${others}- name: two
  image: x
  spec: { last: !Secret last }
`;

describe('while a value is typed', () => {
  test.each([
    "${connections.aws.'my acct'.field[0]}",
    "\"text ${merge(objects: [parameters.p, {'a': outputs.one.b}], mode: 'deep')} more\"",
    "'${path(parameters.p, ''a.b[0]'', secrets.c) |> x}'",
    '!Fn.path [!Output [one, out], "a[0]", !Fn.coalesce [!Parameter p, null]]',
    '!Output { from: one, name: out }',
    '{ $type: Secret, name: abc }',
    '{ $fn.append: [[1], "${now()}"] }',
    '!Data a.b',
  ])('%s', (value) => {
    for (let length = 0; length <= value.length; length += 1) {
      const typed = value.slice(0, length);
      const text = frame.replace('TYPED', () => typed);
      const line = text.slice(0, text.indexOf('typed:')).split('\n').length - 1;
      const found = findingsIn(text, ...codes);
      const lines = found.map(({ span }) => text.slice(0, span.start).split('\n').length - 1);
      expect(
        lines.filter((each) => each !== line),
        typed,
      ).toEqual([]);
    }
  });
});

test('whatever is written, nothing throws, spans lie in the text, and a fix mends', () => {
  const piece = fc.constantFrom(
    ...[
      '${',
      '}',
      '$',
      "'",
      '"',
      '(',
      ')',
      '[',
      ']',
      '{',
      '.',
      ',',
      ': ',
      ' #',
      '|>',
      '\\',
      '\n      ',
      'parameters',
      'event',
    ],
    ...[
      'connections',
      'paramters',
      'now',
      'concat(',
      'path($, ',
      "'a.b'",
      'nope',
      'HOME',
      ' && ',
      ' - ',
      'true',
      '1',
      '!Secret ',
      '!Data ',
    ],
    ...[
      '!Output ',
      '!secret ',
      '!Fn.merge ',
      '!Fn.nope ',
      '$type: ',
      'name: ',
      'Secret',
      '$encoding: ',
      '&a ',
      '*a',
      '<<: ',
      '- ',
    ],
  );
  const style = fc.constantFrom(
    '',
    '"',
    "'",
    '|-\n      ',
    '>-\n      ',
    '!Fn.concat ',
    '!Data ',
    '!Secret ',
  );
  const place = fc.constantFrom('step' as const, 'when' as const, 'source' as const, 'trigger' as const);
  fc.assert(
    fc.property(
      place,
      style,
      fc.array(piece, { maxLength: 14 }),
      fc.boolean(),
      (where, quote, pieces, closed) => {
        const text = valued(quote + pieces.join('') + (closed && /['"]/.test(quote) ? quote : ''), where);
        const isBroken = findingsIn(text, 'yaml-syntax').length > 0;
        for (const finding of findingsIn(text, ...codes)) {
          const { span, code } = finding;
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.end).toBeGreaterThan(span.start);
          expect(span.end).toBeLessThanOrEqual(text.length);
          expect(text.slice(span.start, span.end)).not.toMatch(/\n/);
          // What is meant by broken YAML is not known well enough for a fix to be sure.
          for (const fix of isBroken ? [] : finding.fixes()) {
            const after = applied(text, fix);
            const same = findingsIn(after, code).filter(
              (each) => each.span.start === span.start && each.message === finding.message,
            );
            expect(same, `${fix.title}: ${after}`).toEqual([]);
          }
        }
      },
    ),
    { numRuns: 1500 },
  );
});
