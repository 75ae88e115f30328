// Tells where the YAML of a workflow is broken, so that what is read there may not be what is meant.
import type { Fault, Reference } from '../workflow/reference';
import { countUpTo, type Span, startOfLine } from '../workflow/span';
import type { Workflow } from '../workflow/workflow';
import type { Node, Yaml } from '../workflow/yaml';

const known = new WeakMap<Yaml, (span: Span) => boolean>();

/**
 * Whether a node may be another than what its author means: YAML has a problem in it or on the lines above and below,
 * or anywhere if it stands between brackets, which a missing one moves from afar.
 */
export function isDoubtful(workflow: Workflow, node: Node): boolean {
  const flow = (node.kind === 'map' || node.kind === 'sequence') && node.flow;
  return (flow && workflow.yaml.problems.length > 0) || isBroken(workflow, node.span);
}

/** Whether YAML has a problem in the span or on the lines above and below, where what is typed may be meant for it. */
export function isBroken({ text, yaml }: Workflow, { start, end }: Span): boolean {
  if (yaml.problems.length === 0) return false;
  let above = startOfLine(text, start);
  while (above > 0 && /\s/.test(text[above - 1] ?? '')) above -= 1;
  const below = /[^\n]*(?:\n[^\n]*)?/y;
  below.lastIndex = end;
  const rest = below.exec(text)?.[0].length ?? 0;
  return touchesProblem(yaml, { start: startOfLine(text, above), end: end + rest });
}

// What seems absent or wrong may just not be typed to its end.
const unfinished: readonly Fault['is'][] = ['key-missing', 'key-unknown', 'value-empty', 'item-count'];

/** Whether a fault of a reference may be one of broken YAML. */
export function isUnfinished(workflow: Workflow, { span }: Reference, fault: Fault): boolean {
  return unfinished.includes(fault.is) && isBroken(workflow, span);
}

/** Whether YAML has a problem in the span itself. */
export function touchesProblem(yaml: Yaml, span: Span): boolean {
  const touches = known.get(yaml) ?? finderOf(yaml);
  known.set(yaml, touches);
  return touches(span);
}

// The problems are in the order of their starts: among those that start before an end, the farthest end decides.
function finderOf({ problems }: Yaml): (span: Span) => boolean {
  let farthest = 0;
  const farthestEnds = problems.map(({ span }) => {
    farthest = Math.max(farthest, span.end);
    return farthest;
  });
  return ({ start, end }) => {
    const count = countUpTo(problems, ({ span }) => span.start, end);
    return count > 0 && (farthestEnds[count - 1] ?? 0) >= start;
  };
}
