// Tells of a fix whether it does what it says: what is read of broken YAML is a guess, and so is its fix.
import type { Finding } from '../rules/finding';
import { applied } from '../workflow/renaming';
import type { Edit } from '../workflow/span';
import { type Workflow, workflowOf } from '../workflow/workflow';
import type { YamlProblem } from '../workflow/yamlProblems';
import type { Situation } from './client';
import { shownFindingsOf } from './diagnostics';

/** More trials than the fixes at one place take, and few enough not to be felt: each reads the whole text anew. */
const most = 20;

/** Tells of the fixes that one request asks for whether each is sure; where there are very many, the last ones are not. */
export function provingIn(
  workflow: Workflow,
  situation: Situation,
): (finding: Finding, edits: readonly Edit[]) => boolean {
  let trials = 0;
  return (finding, edits) => {
    if (workflow.yaml.problems.length === 0) return true;
    trials += 1;
    return trials <= most && isMended(workflow, finding, edits, situation);
  };
}

// On trial the finding goes, nothing more breaks and no reference is lost.
function isMended(
  workflow: Workflow,
  finding: Finding,
  edits: readonly Edit[],
  situation: Situation,
): boolean {
  const sorted = [...edits].sort((a, b) => a.span.start - b.span.start);
  const after = workflowOf(workflow.uri, applied(workflow.text, sorted), true);
  const isSame = ({ code, message }: Finding) => code === finding.code && message === finding.message;
  const countIn = (text: Workflow) => shownFindingsOf(text, situation).filter(isSame).length;
  const by = after.text.length - workflow.text.length;
  const first = sorted[0]?.span.start ?? 0;
  const place = ({ message, span }: YamlProblem, moved: number) =>
    `${span.start < first ? span.start : span.start - moved} ${message}`;
  const known = new Set(workflow.yaml.problems.map((problem) => place(problem, 0)));
  return (
    after.yaml.problems.every((problem) => known.has(place(problem, by))) &&
    after.collected.references.length >= workflow.collected.references.length &&
    countIn(after) < countIn(workflow)
  );
}
