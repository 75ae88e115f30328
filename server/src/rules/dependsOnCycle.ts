// depends-on-cycle: steps that wait for each other, so that none of them ever starts.
import type { Word } from '../workflow/expression';
import type { Step } from '../workflow/structure';
import { isBroken } from './broken';
import type { Finding } from './finding';
import { hasMixedSteps } from './names';
import type { Rule } from './rule';

// Only `dependsOn` counts: no open code of the service makes a step wait for the outputs that it reads
// (relay/expressions.md 6).
export const dependsOnCycle: Rule = ({ workflow }) => {
  const { stepsByName } = workflow.structure;
  if (hasMixedSteps(workflow)) return [];
  const waiting = waitingForEver(stepsByName);
  const walked = new Set<Step>();
  return [...waiting].flatMap((start) => {
    const cycle = cycleFrom(start, waiting, stepsByName, walked);
    return cycle.some(({ step }) => isBroken(workflow, step.map.span)) ? [] : findingsOf(cycle);
  });
};

interface Wait {
  readonly step: Step;
  /** The entry of its `dependsOn` that leads on. */
  readonly entry: Word;
}

/** How many of a longer round are named. */
const mostNamed = 12;

function findingsOf(cycle: readonly Wait[]): Finding[] {
  return cycle.map(({ entry, step }, index): Finding => {
    const name = step.name?.text ?? '';
    const ahead = cycle.slice(index + 1, index + 1 + mostNamed);
    const others = [...ahead, ...cycle.slice(0, Math.min(index, mostNamed - ahead.length))];
    const gap = others.length < cycle.length - 1 ? ['…'] : [];
    const way = [name, ...others.map((other) => other.step.name?.text), ...gap, name];
    const message =
      cycle.length === 1
        ? `The step "${name}" waits for itself and never starts. Remove this.`
        : `These steps wait for each other and never start: ${way.join(' → ')}. Remove one of the waits.`;
    const related = others.map((other) => ({
      span: other.entry.span,
      message: `"${other.step.name?.text}" waits for "${other.entry.text}"`,
    }));
    return {
      code: 'depends-on-cycle',
      severity: 'error',
      span: entry.span,
      message,
      related,
      fixes: () => [],
    };
  });
}

// Whatever is left once all steps have gone that wait for nothing, or only for steps that have gone.
function waitingForEver(steps: ReadonlyMap<string, Step>): Set<Step> {
  const left = new Map<Step, number>();
  const dependents = new Map<Step, Step[]>();
  for (const step of steps.values()) {
    const needed = step.dependsOn.flatMap(({ text }) => steps.get(text) ?? []);
    left.set(step, needed.length);
    for (const each of needed) {
      const known = dependents.get(each);
      if (known) known.push(step);
      else dependents.set(each, [step]);
    }
  }
  const going = [...steps.values()].filter((step) => left.get(step) === 0);
  for (let step = going.pop(); step; step = going.pop()) {
    left.delete(step);
    for (const dependent of dependents.get(step) ?? []) {
      const count = (left.get(dependent) ?? 0) - 1;
      left.set(dependent, count);
      if (count === 0) going.push(dependent);
    }
  }
  return new Set(left.keys());
}

// Each of these steps waits for another of them, so that the way from one comes round; a way that runs into one walked
// before has been told.
function cycleFrom(
  start: Step,
  waiting: ReadonlySet<Step>,
  steps: ReadonlyMap<string, Step>,
  walked: Set<Step>,
): readonly Wait[] {
  const way: Wait[] = [];
  const placeOf = new Map<Step, number>();
  let step: Step | undefined = start;
  while (step && !walked.has(step)) {
    walked.add(step);
    placeOf.set(step, way.length);
    const entry = step.dependsOn.find(({ text }) => {
      const next = steps.get(text);
      return next !== undefined && waiting.has(next);
    });
    if (!entry) return [];
    way.push({ step, entry });
    step = steps.get(entry.text);
  }
  const from = step && placeOf.get(step);
  return from === undefined ? [] : way.slice(from);
}
