// output-step-unknown: an output, status or answer of a step that is not in the workflow.
import type { Finding } from './finding';
import { closestAmong, editToName, isNeeded, stepAbsence } from './names';
import type { Rule } from './rule';

export const outputStepUnknown: Rule = ({ workflow }) => {
  const isNoStep = stepAbsence(workflow);
  const closest = closestAmong([...workflow.structure.stepsByName.keys()]);
  return workflow.collected.references.flatMap((reference): Finding[] => {
    if (!('from' in reference) || !isNeeded(reference)) return [];
    const { from } = reference;
    if (from.is !== 'written' || !isNoStep(from.text)) return [];
    const editTo = (name: string) => editToName(workflow, reference, from, name);
    const { advice = 'Name a step of this workflow.', fixes } = closest(from.text, editTo);
    const message = `No step is named "${from.text}", so there is no ${wanted[reference.kind]} of it. ${advice}`;
    return [{ code: 'output-step-unknown', severity: 'error', span: from.span, message, fixes }];
  });
};

const wanted = { output: 'output', step: 'status', answer: 'answer' } as const;
