// Turns a workflow and an account into everything that is to be said of it; the one list of rules.
import type { Account } from '../account/account';
import type { Workflow } from '../workflow/workflow';
import { connectionMalformed } from './connectionMalformed';
import { connectionMissing } from './connectionMissing';
import { connectionTypeMismatch } from './connectionTypeMismatch';
import { connectionTypeUnknown } from './connectionTypeUnknown';
import type { Finding } from './finding';
import type { Rule } from './rule';
import { yamlSyntax } from './yamlSyntax';

const rules: readonly Rule[] = [
  yamlSyntax,
  connectionMalformed,
  connectionMissing,
  connectionTypeMismatch,
  connectionTypeUnknown,
];

const known = new WeakMap<Workflow, { readonly account: Account; readonly findings: readonly Finding[] }>();

/** All findings of a workflow, in the order of the text; nothing for a text that is no workflow. */
export function findingsOf(workflow: Workflow, account: Account): readonly Finding[] {
  if (!workflow.isWorkflow) return [];
  const last = known.get(workflow);
  if (last?.account === account) return last.findings;
  const findings = rules
    .flatMap((rule) => rule({ workflow, account }))
    .map((finding) => ({ ...finding, span: inOneLine(workflow.text, finding.span) }))
    .sort((a, b) => a.span.start - b.span.start);
  known.set(workflow, { account, findings });
  return findings;
}

function inOneLine(text: string, span: Finding['span']): Finding['span'] {
  const lineBreak = text.slice(span.start, span.end).search(/[\r\n]/);
  return lineBreak > 0 ? { start: span.start, end: span.start + lineBreak } : span;
}
