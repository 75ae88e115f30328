// Typing: every line of every workflow typed anew, character by character, with the rest of the file in place.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findingsOf } from '../../server/src/rules/findings';
import { type Workflow, workflowOf } from '../../server/src/workflow/workflow';
import { ready } from '../support/marks';

const root = join(__dirname, '../..');
const folders = ['samples', 'test/fixtures/workflows', 'test/fixtures/workflows/ok'];
const files = folders.flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => join(folder, file)),
);

/** What a text names and what is wrong with it, by line; line numbers stay as they are while one line is typed. */
function lookAt(workflow: Workflow, line: number) {
  const lineOf = (span: { start: number; end: number }) => workflow.rangeOf(span).start.line;
  const references = workflow.collected.references
    .filter(({ span }) => lineOf(span) !== line)
    .map(
      (reference) =>
        `${lineOf(reference.span)} ${reference.kind} ${workflow.text.slice(reference.span.start, reference.span.end)}`,
    );
  const errors = findingsOf(workflow, ready())
    .filter(
      ({ severity, span, code }) =>
        severity === 'error' && code !== 'connection-missing' && lineOf(span) !== line,
    )
    .map(({ span, code }) => `${lineOf(span)} ${code}`);
  return { references, errors };
}

test('typing a line costs the other lines next to nothing', { timeout: 300_000 }, () => {
  const count = { states: 0, references: 0, lost: 0, astray: 0 };
  const causes = new Map<string, number>();
  for (const file of files) {
    const text = readFileSync(join(root, file), 'utf8');
    const lines = text.split('\n');
    for (const [index, line] of lines.entries()) {
      const whole = workflowOf('file:///w.yaml', text, true);
      const before = lookAt(whole, index);
      for (let length = line.search(/\S|$/); length < line.length; length += 1) {
        const typed = [...lines.slice(0, index), line.slice(0, length), ...lines.slice(index + 1)].join('\n');
        const now = lookAt(workflowOf('file:///w.yaml', typed, true), index);
        const left = new Set(now.references);
        count.states += 1;
        count.references += before.references.length;
        count.lost += before.references.filter((reference) => !left.has(reference)).length;
        const astray = now.errors.filter((error) => !before.errors.includes(error));
        if (astray.length > 0) {
          count.astray += 1;
          const code = astray[0]?.split(' ')[1] ?? '';
          const cause = `${code}: ${line.trim().slice(0, 30)}`;
          causes.set(cause, (causes.get(cause) ?? 0) + 1);
        }
      }
    }
  }
  console.log(JSON.stringify(count), [...causes].sort((a, b) => b[1] - a[1]).slice(0, 40));
  expect(count.lost / count.references).toBeLessThan(0.01);
});
