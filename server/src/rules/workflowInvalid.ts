// workflow-invalid: the workflow's own structure is not what the service accepts (relay/expressions.md 6); and, as hints,
// tags and templates where nothing is evaluated.
import type { Rule } from './rule';
import { Complaints } from './shape/complaints';
import { checkIgnored } from './shape/ignored';
import { checkEverywhere } from './shape/keys';
import { checkRoot, checkTop } from './shape/root';
import { checkSteps } from './shape/steps';
import { checkTriggers } from './shape/triggers';

export const workflowInvalid: Rule = ({ workflow }) => {
  const complaints = new Complaints(workflow);
  checkEverywhere(complaints);
  if (checkRoot(complaints)) {
    checkTop(complaints, workflow.structure);
    checkTriggers(complaints, workflow.structure);
    checkSteps(complaints, workflow.structure);
    checkIgnored(complaints, workflow.structure);
  }
  return complaints.found;
};
