// What the rules of given codes say of a text, without an account, in a form that tests can compare.
import type { Code, Finding, Fix } from '../../server/src/rules/finding';
import { findingsOf } from '../../server/src/rules/findings';
import { workflowOf } from '../../server/src/workflow/workflow';

/** The findings of a text; of these codes only, where some are given. */
export function findingsIn(text: string, ...codes: readonly Code[]): readonly Finding[] {
  const found = findingsOf(workflowOf('file:///w.yaml', text, true), { state: 'signed-out' });
  return codes.length === 0 ? found : found.filter(({ code }) => codes.includes(code));
}

/** Each finding as its code and what it underlines; one that is no error says so: `tag-unknown !Conn`. */
export function said(text: string, ...codes: readonly Code[]): string[] {
  return findingsIn(text, ...codes).map(({ code, severity, span }) => {
    const grade = severity === 'error' ? '' : `${severity} `;
    return `${grade}${code} ${text.slice(span.start, span.end)}`;
  });
}

/** The text after the edits of a fix. */
export function applied(text: string, fix: Fix): string {
  if (fix.is !== 'edit') throw new Error(`${fix.title} is no edit`);
  let changed = text;
  for (const { span, text: written } of [...fix.edits].sort((a, b) => b.span.start - a.span.start))
    changed = changed.slice(0, span.start) + written + changed.slice(span.end);
  return changed;
}

/** The text after each fix of each finding, by title. */
export function fixesIn(text: string, ...codes: readonly Code[]): Record<string, string> {
  const fixes = findingsIn(text, ...codes).flatMap((finding) => finding.fixes());
  return Object.fromEntries(
    fixes.filter(({ is }) => is === 'edit').map((fix) => [fix.title, applied(text, fix)]),
  );
}

/** What stands behind `value:` in a text made by `valued`. */
export function valuePartOf(text: string): string {
  return text.slice(text.indexOf('value: ') + 7).trimEnd();
}

/** A step, a condition, the spec of a webhook or a binding whose one value is `value`. */
export function valued(value: string, place: 'step' | 'when' | 'source' | 'trigger' = 'step'): string {
  switch (place) {
    case 'step':
      return `steps:\n- name: one\n  image: x\n  spec:\n    value: ${value}\n`;
    case 'when':
      return `steps:\n- name: one\n  image: x\n  when:\n    value: ${value}\n`;
    case 'source':
      return `triggers:\n- name: one\n  source:\n    type: webhook\n    image: x\n    spec:\n      value: ${value}\n`;
    case 'trigger':
      return `triggers:\n- name: one\n  source: { type: push }\n  binding:\n    parameters:\n      value: ${value}\n`;
  }
}
