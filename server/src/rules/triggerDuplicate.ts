// trigger-duplicate: two triggers of one name.
import type { Rule } from './rule';
import { duplicatesOf } from './stepDuplicate';

export const triggerDuplicate: Rule = ({ workflow }) =>
  duplicatesOf(workflow, workflow.structure.triggers, { code: 'trigger-duplicate', what: 'trigger' });
