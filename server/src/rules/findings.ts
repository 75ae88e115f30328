// Turns a workflow and an account into everything that is to be said of it; the one list of rules.
import type { Account } from '../account/account';
import { catalogueNow } from '../catalogue/steps';
import type { Workflow } from '../workflow/workflow';
import { connectionExpected } from './connectionExpected';
import { connectionMalformed } from './connectionMalformed';
import { connectionMissing } from './connectionMissing';
import { connectionTypeMismatch } from './connectionTypeMismatch';
import { connectionTypeUnknown } from './connectionTypeUnknown';
import { connectionUnavailable } from './connectionUnavailable';
import { connectionWrongForStep } from './connectionWrongForStep';
import { dependsOnCycle } from './dependsOnCycle';
import { dependsOnUnknown } from './dependsOnUnknown';
import { expressionInvalid } from './expressionInvalid';
import { expressionSyntax } from './expressionSyntax';
import type { Finding } from './finding';
import { functionUnknown } from './functionUnknown';
import { outputStepUnknown } from './outputStepUnknown';
import { parameterUndefined } from './parameterUndefined';
import { parameterUnused } from './parameterUnused';
import { referenceOutOfScope } from './referenceOutOfScope';
import type { Rule } from './rule';
import { specInvalid } from './specInvalid';
import { stepDuplicate } from './stepDuplicate';
import { withoutSuppressed } from './suppressions';
import { tagMalformed } from './tagMalformed';
import { tagUnknown } from './tagUnknown';
import { triggerDuplicate } from './triggerDuplicate';
import { workflowInvalid } from './workflowInvalid';
import { yamlSyntax } from './yamlSyntax';

const rules: readonly Rule[] = [
  yamlSyntax,
  workflowInvalid,
  tagUnknown,
  tagMalformed,
  expressionSyntax,
  expressionInvalid,
  functionUnknown,
  referenceOutOfScope,
  stepDuplicate,
  triggerDuplicate,
  dependsOnUnknown,
  dependsOnCycle,
  outputStepUnknown,
  parameterUndefined,
  parameterUnused,
  connectionMalformed,
  connectionMissing,
  connectionTypeMismatch,
  connectionTypeUnknown,
  connectionUnavailable,
  connectionWrongForStep,
  connectionExpected,
  specInvalid,
];

/** The findings of a workflow, and what they follow from besides its text. */
interface Found {
  readonly account: Account;
  readonly catalogue: unknown;
  readonly findings: readonly Finding[];
}

const known = new WeakMap<Workflow, Found>();

/** All findings of a workflow, in the order of the text; nothing for a text that is no workflow. */
export function findingsOf(workflow: Workflow, account: Account): readonly Finding[] {
  if (!workflow.isWorkflow) return [];
  const last = known.get(workflow);
  const catalogue = catalogueNow();
  if (last?.account === account && last.catalogue === catalogue) return last.findings;
  const all = rules
    .flatMap((rule) => rule({ workflow, account }))
    .map((finding) => ({ ...finding, span: inOneLine(workflow.text, finding.span) }))
    .sort((a, b) => a.span.start - b.span.start);
  const findings = withoutSuppressed(workflow, all);
  known.set(workflow, { account, catalogue, findings });
  return findings;
}

function inOneLine(text: string, span: Finding['span']): Finding['span'] {
  const lineBreak = text.slice(span.start, span.end).search(/[\r\n]/);
  return lineBreak > 0 ? { start: span.start, end: span.start + lineBreak } : span;
}
