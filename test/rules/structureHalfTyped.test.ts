// The structure rules on text that is being typed, and on text that nobody would type.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { workflowOf } from '../../server/src/workflow/workflow';
import { applied, fixtures, structureFindings, unmarked } from './structureFixtures';

// A file that YAML reads is one that the service refuses, or waits over for ever, wherever the cause may be.
describe.each(fixtures('ok').filter(([name]) => name !== 'every-key.yaml'))('retyping ok/%s', (_, text) => {
  test('no error stands on another line while the YAML is broken', () => {
    const lines = text.split('\n');
    for (const [index, line] of lines.entries())
      for (let length = 0; length < line.length; length += 1) {
        const state = lines.with(index, line.slice(0, length)).join('\n');
        const workflow = workflowOf('file:///w.yaml', state, true);
        if (workflow.yaml.problems.length === 0) continue;
        const elsewhere = structureFindings(state).filter(
          ({ span, severity }) => severity !== 'hint' && workflow.rangeOf(span).start.line !== index,
        );
        expect(
          elsewhere.map(({ message }) => message),
          state,
        ).toEqual([]);
      }
  });
});

describe('random changes of fixtures', () => {
  const texts = [...fixtures('ok'), ...fixtures('err')].map(([, text]) => unmarked(text));
  const pieces = [
    '\n',
    '- ',
    '  ',
    ': ',
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    '&a ',
    '*a',
    '<<: ',
    '!Secret ',
    '${',
    '#',
    '~',
    ',',
  ];
  const change = fc.record({
    at: fc.nat(),
    drop: fc.nat(40),
    insert: fc.oneof(fc.constantFrom(...pieces, ''), fc.string({ maxLength: 8 })),
  });

  test('nothing throws, every span and edit lies in the text, and no span leaves its line', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.array(change, { minLength: 1, maxLength: 4 }),
        (text, changes) => {
          const changed = changes.reduce((before, { at, drop, insert }) => {
            const start = at % (before.length + 1);
            return before.slice(0, start) + insert + before.slice(start + drop);
          }, text);
          for (const finding of structureFindings(changed)) {
            expect(finding.span.start).toBeGreaterThanOrEqual(0);
            expect(finding.span.end).toBeGreaterThanOrEqual(finding.span.start);
            expect(finding.span.end).toBeLessThanOrEqual(changed.length);
            expect(changed.slice(finding.span.start, finding.span.end)).not.toMatch(/[\r\n]./s);
            for (const fix of finding.fixes()) {
              if (fix.is !== 'edit') continue;
              for (const { span } of fix.edits) {
                expect(span.start).toBeGreaterThanOrEqual(0);
                expect(span.end).toBeGreaterThanOrEqual(span.start);
                expect(span.end).toBeLessThanOrEqual(changed.length);
              }
              structureFindings(applied(changed, fix));
            }
          }
        },
      ),
      { numRuns: 120 },
    );
  });

  test('a fix in YAML that is whole leaves it whole, and its finding is gone', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.array(change, { minLength: 1, maxLength: 2 }),
        (text, changes) => {
          const changed = changes.reduce((before, { at, drop, insert }) => {
            const start = at % (before.length + 1);
            return before.slice(0, start) + insert + before.slice(start + drop);
          }, text);
          if (workflowOf('file:///w.yaml', changed, true).yaml.problems.length > 0) return;
          const findings = structureFindings(changed);
          for (const finding of findings)
            for (const fix of finding.fixes()) {
              const after = applied(changed, fix);
              const { problems } = workflowOf('file:///w.yaml', after, true).yaml;
              expect(problems, `${fix.title}\n${after}`).toEqual([]);
              const like = ({ code, message }: typeof finding) =>
                code === finding.code && message === finding.message;
              const left = structureFindings(after).filter(like).length;
              expect(left, `${fix.title}: ${finding.message}\n${after}`).toBeLessThan(
                findings.filter(like).length,
              );
            }
        },
      ),
      { numRuns: 120 },
    );
  });
});
