// Turns a workflow and an account into everything that is to be said of it; the one list of rules.
import type { Account } from '../account/account';
import { connectionTypesNow } from '../catalogue/connectionTypes';
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
import { secretMissing } from './secretMissing';
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
  secretMissing,
  specInvalid,
];

/** The findings of a workflow, and what they follow from besides its text. */
interface Found {
  readonly account: Account;
  readonly link: string | undefined;
  readonly catalogue: unknown;
  readonly types: unknown;
  readonly findings: readonly Finding[];
}

const known = new WeakMap<Workflow, Found>();

/**
 * All findings of a workflow, in the order of the text; nothing for a text that is no workflow. `link` is the path of
 * the workflow of the account that the file is linked to.
 */
export function findingsOf(workflow: Workflow, account: Account, link?: string): readonly Finding[] {
  if (!workflow.isWorkflow) return [];
  const last = known.get(workflow);
  const given = { account, link, catalogue: catalogueNow(), types: connectionTypesNow() };
  const isSame =
    last?.account === account &&
    last.link === link &&
    last.catalogue === given.catalogue &&
    last.types === given.types;
  if (isSame) return last.findings;
  const findings = withoutSuppressed(workflow, everyFindingOf(workflow, account, link));
  known.set(workflow, { ...given, findings });
  return findings;
}

/** The same with those that comments silence, made anew. */
export function everyFindingOf(workflow: Workflow, account: Account, link?: string): readonly Finding[] {
  return rules
    .flatMap((rule) => rule({ workflow, account, link }))
    .map((finding) => ({ ...finding, span: inOneLine(workflow.text, finding.span) }))
    .sort((a, b) => a.span.start - b.span.start);
}

function inOneLine(text: string, span: Finding['span']): Finding['span'] {
  const lineBreak = text.slice(span.start, span.end).search(/[\r\n]/);
  return lineBreak > 0 ? { start: span.start, end: span.start + lineBreak } : span;
}
