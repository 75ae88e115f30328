// Tells whether a name that a workflow uses is surely declared nowhere in it, and writes another in its place.
import type { NamedReference, Part, Reference, StepReference } from '../workflow/reference';
import type { Edit } from '../workflow/span';
import type { Workflow } from '../workflow/workflow';
import { writeIndex } from '../workflow/write';
import { isEmpty, isPlainString, keyOf, targetOf, writeYamlScalar } from '../workflow/yaml';
import { isBroken, isDoubtful } from './broken';
import { closestOf } from './closest';
import type { Fix } from './finding';

/**
 * Tells of a name whether surely no step has it. Unknown counts as no: a step that is being typed has no name yet, and
 * broken YAML may hide steps that stand in the text.
 */
export function stepAbsence(workflow: Workflow): (name: string) => boolean {
  const { structure, yaml, text } = workflow;
  const { steps, stepsByName, fields } = structure;
  const list = targetOf(fields.get('steps')?.pair.value);
  const unread =
    list?.kind !== 'sequence' || list.items.length > steps.length || steps.some((step) => !step.name);
  if (unread || hasMixedSteps(workflow)) return () => false;
  if (steps.some(({ name }) => name && isBroken(workflow, name.span))) return () => false;
  const hidden =
    yaml.problems.length > 0 ? wordsOf(text, /\bname["']?[ \t]*:[ \t]*["']?([^"'\r\n,}]*)/g) : none;
  return (name) => !stepsByName.has(name) && !hidden.has(name);
}

/** Whether a step has a key twice: two become one where the line with the name of the second is missing. */
export function hasMixedSteps({ structure, yaml }: Workflow): boolean {
  return (
    yaml.problems.length > 0 &&
    structure.steps.some(({ map }) => map.pairs.length > new Set(map.pairs.map(keyOf)).size)
  );
}

/** Tells of a name whether surely no parameter has it; unknown counts as no. */
export function parameterAbsence(workflow: Workflow): (name: string) => boolean {
  const { structure, yaml, text } = workflow;
  const { value } = structure.fields.get('parameters')?.pair ?? {};
  const declared = targetOf(value);
  const broken = yaml.problems.length > 0;
  const isText = declared?.kind === 'scalar' && !isEmpty(declared); // the first name as it is typed
  if (declared ? isText || isDoubtful(workflow, declared) : value || broken) return () => false;
  const hidden = broken ? wordsOf(text, /(?:^|[{,])[ \t]*["']?([^"'\r\n,{}:]+)["']?[ \t]*:/gm) : none;
  return (name) => !structure.parametersByName.has(name) && !hidden.has(name);
}

/**
 * Whether a step stops for ever, or fails, where the target of a reference is not there. In triggers no such target is
 * ever there, which is reference-out-of-scope; coalesce and its like pass it over (relay/expressions.md 3).
 */
export function isNeeded({ use, place, faults }: Reference): boolean {
  return use === 'needed' && (place === 'step' || place === 'when') && faults.length === 0;
}

export interface Closest {
  readonly advice: string | undefined;
  readonly fixes: () => Fix[];
}

/** More comparisons than a person's mistakes need, and few enough not to be felt where thousands of names are wrong. */
const mostCompared = 200_000;

/** Finds what may have been meant by a name that is not there: what to say of the closest, and fixes that write it. */
export function closestAmong(
  names: readonly string[],
): (
  wanted: string,
  editTo: (name: string) => Edit | readonly Edit[],
  isFit?: (name: string) => boolean,
) => Closest {
  let compared = 0;
  return (wanted, editTo, isFit = () => true) => {
    const find = (count: number) =>
      closestOf(wanted, names, count + 2)
        .filter(isFit)
        .slice(0, count);
    compared += names.length;
    const [closest] = compared > mostCompared ? [] : find(1);
    return {
      advice: closest === undefined ? undefined : `Did you mean "${closest}"?`,
      fixes: () =>
        find(3).map((name, index) => ({
          is: 'edit',
          title: `Use "${name}"`,
          edits: [editTo(name)].flat(),
          preferred: index === 0,
        })),
    };
  };
}

/** The same for a single name. */
export function closestFixes(
  wanted: string,
  names: readonly string[],
  editTo: (name: string) => Edit,
): Closest {
  return closestAmong(names)(wanted, editTo);
}

/** The edit after which a part of a reference names something else, in the spelling that it has. */
export function editToName(
  workflow: Workflow,
  reference: NamedReference | StepReference,
  part: Extract<Part, { is: 'written' }>,
  name: string,
): Edit {
  const { span } = part;
  if (reference.spelling === 'expression') return { span, text: writeIndex(workflow, span, name) };
  const written = writeYamlScalar(name, true);
  // A scalar behind a tag loses its quotes (relay/expressions.md 5.1).
  const scalar = reference.spelling === 'tag' && reference.span.end === span.end && !isPlainString(name);
  return { span, text: scalar ? `[${written}]` : written };
}

const none: ReadonlySet<string> = new Set();

function wordsOf(text: string, pattern: RegExp): ReadonlySet<string> {
  return new Set(Array.from(text.matchAll(pattern), ([, word = '']) => word.trim()));
}
