// depends-on-unknown: a step waits for one that is not in the workflow, and so for ever.
import type { Step } from '../workflow/structure';
import { writeYamlScalar } from '../workflow/yaml';
import type { Finding } from './finding';
import { closestAmong, stepAbsence } from './names';
import type { Rule } from './rule';

export const dependsOnUnknown: Rule = ({ workflow }) => {
  const { steps, stepsByName } = workflow.structure;
  const isNoStep = stepAbsence(workflow);
  const closest = closestAmong([...stepsByName.keys()]);
  const said = new Set<number>();
  return steps.flatMap((step) =>
    step.dependsOn.flatMap(({ text, span }): Finding[] => {
      // A list that steps share by an anchor is told once.
      if (text === '' || !isNoStep(text) || said.has(span.start)) return [];
      said.add(span.start);
      const editTo = (name: string) => ({ span, text: writeYamlScalar(name, true) });
      const isFit = (name: string) => !waitsFor(stepsByName, name, step.name?.text);
      const { advice = 'Name a step of this workflow.', fixes } = closest(text, editTo, isFit);
      const message = `No step is named "${text}", so this step would wait for ever. ${advice}`;
      return [{ code: 'depends-on-unknown', severity: 'error', span, message, fixes }];
    }),
  );
};

// Whether a step is another one, or waits for it by way of others: the other cannot wait for it in turn.
function waitsFor(steps: ReadonlyMap<string, Step>, name: string, other: string | undefined): boolean {
  const waiting = [name];
  const seen = new Set(waiting);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next === other) return true;
    for (const { text } of steps.get(next)?.dependsOn ?? [])
      if (!seen.has(text)) {
        seen.add(text);
        waiting.push(text);
      }
  }
  return false;
}
