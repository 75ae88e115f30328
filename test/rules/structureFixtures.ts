// The fixtures of the structure rules, and what these rules alone find in a text.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Account } from '../../server/src/account/account';
import type { Code, Finding } from '../../server/src/rules/finding';
import { findingsOf } from '../../server/src/rules/findings';
import { workflowOf } from '../../server/src/workflow/workflow';

const structureCodes: readonly Code[] = [
  'workflow-invalid',
  'step-duplicate',
  'trigger-duplicate',
  'depends-on-unknown',
  'depends-on-cycle',
  'output-step-unknown',
  'parameter-undefined',
  'parameter-unused',
];

/** The fixture workflows of a folder by name: `ok` must be silent, `err` has marks of what is found. */
export function fixtures(folder: 'ok' | 'err'): readonly (readonly [string, string])[] {
  const path = join(__dirname, '../fixtures/workflows', folder);
  return readdirSync(path).map((name) => [name, readFileSync(join(path, name), 'utf8')] as const);
}

/** A text without the comment lines that mark findings. */
export function unmarked(text: string): string {
  return text.replace(/\n *#[ ~]*\^[^\n]*/g, '');
}

export function structureFindings(
  text: string,
  account: Account = { state: 'signed-out' },
): readonly Finding[] {
  const workflow = workflowOf('file:///w.yaml', text, true);
  return findingsOf(workflow, account).filter(({ code }) => structureCodes.includes(code));
}

/** The text with a mark under each finding, as the fixtures have it. */
export function marked(text: string, findings: readonly Finding[]): string {
  const workflow = workflowOf('file:///w.yaml', text, true);
  const lines = text.split('\n').map((line) => [line]);
  for (const { span, code } of findings) {
    const { start, end } = workflow.rangeOf(span);
    const marks = '^'.repeat(Math.max(1, end.character - start.character));
    lines[start.line]?.push(`#${' '.repeat(Math.max(0, start.character - 1))}${marks} ${code}`);
  }
  return lines.flat().join('\n');
}

/** The text after the edits of a fix. */
export function applied(text: string, fix: ReturnType<Finding['fixes']>[number]): string {
  if (fix.is !== 'edit') throw new Error(`${fix.title} is no edit`);
  return [...fix.edits]
    .sort((a, b) => b.span.start - a.span.start)
    .reduce(
      (changed, { span, text: written }) => changed.slice(0, span.start) + written + changed.slice(span.end),
      text,
    );
}
