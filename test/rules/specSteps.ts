// Turns the spec of a step, or a whole text, into what the rules on specs find in it, and what their fixes make of it.
import type { Account } from '../../server/src/account/account';
import type { Code, Finding, Fix } from '../../server/src/rules/finding';
import { findingsOf } from '../../server/src/rules/findings';
import { workflowOf } from '../../server/src/workflow/workflow';

export const signedOut: Account = { state: 'signed-out' };

/** A step around a spec, which is indented here as YAML wants it below `spec:`. */
export function stepOf(image: string, spec: string): string {
  const lines = spec.split('\n').map((line) => (line === '' ? line : `    ${line}`));
  return `steps:\n- name: one\n  image: ${image}\n  spec:\n${lines.join('\n')}\n`;
}

/** The findings of one code. */
export function found(code: Code, text: string, account: Account = signedOut): Finding[] {
  return findingsOf(workflowOf('file:///w.yaml', text, true), account).filter((each) => each.code === code);
}

/** What the findings underline. */
export function underlined(code: Code, text: string, account: Account = signedOut): string[] {
  return found(code, text, account).map(({ span }) => text.slice(span.start, span.end));
}

/** The text after each fix that is an edit, by its title; of the others, what they are. */
export function fixed(code: Code, text: string, account: Account = signedOut): Record<string, string> {
  const fixes = found(code, text, account).flatMap((finding) => finding.fixes());
  return Object.fromEntries(fixes.map((fix) => [fix.title, applied(text, fix)]));
}

function applied(text: string, fix: Fix): string {
  if (fix.is !== 'edit') return fix.is;
  const edits = [...fix.edits].sort((a, b) => b.span.start - a.span.start);
  return edits.reduce(
    (changed, { span, text: written }) => changed.slice(0, span.start) + written + changed.slice(span.end),
    text,
  );
}

/** The lines that are only in the second text; every line of the first has to be there too, in its order. */
export function linesAdded(before: string, after: string): string[] {
  const rest = before.split('\n');
  const added = after.split('\n').filter((line) => {
    if (line !== rest[0]) return true;
    rest.shift();
    return false;
  });
  if (rest.length > 0) throw new Error(`Changed, not only added to: ${rest[0]}`);
  return added;
}
