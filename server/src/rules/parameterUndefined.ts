// parameter-undefined: a parameter is read that the workflow does not declare.
import { fillPair, insertPairs, type Written } from '../workflow/pairs';
import type { Edit } from '../workflow/span';
import { mapOf } from '../workflow/structure';
import type { Workflow } from '../workflow/workflow';
import { isEmpty, type MapNode, type Pair } from '../workflow/yaml';
import type { Finding } from './finding';
import { closestAmong, editToName, isNeeded, parameterAbsence } from './names';
import type { Rule } from './rule';

export const parameterUndefined: Rule = ({ workflow }) => {
  const isNoParameter = parameterAbsence(workflow);
  const closest = closestAmong([...workflow.structure.parametersByName.keys()]);
  return workflow.collected.references.flatMap((reference): Finding[] => {
    if (reference.kind !== 'parameter' || !isNeeded(reference)) return [];
    const { name } = reference;
    if (name.is !== 'written' || !isNoParameter(name.text)) return [];
    const editTo = (declared: string) => editToName(workflow, reference, name, declared);
    const { advice = 'Declare it under "parameters:".', fixes } = closest(name.text, editTo);
    const message = `No parameter "${name.text}" is declared in this workflow. ${advice}`;
    const declare = () => {
      const edit = declaration(workflow, name.text);
      return edit ? [{ is: 'edit' as const, title: `Declare parameter "${name.text}"`, edits: [edit] }] : [];
    };
    return [
      {
        code: 'parameter-undefined',
        severity: 'error',
        span: name.span,
        message,
        fixes: () => [...fixes(), ...declare()],
      },
    ];
  });
};

// At the end of the parameters, or as the first parameter, above the triggers and steps.
function declaration({ text, yaml, structure }: Workflow, name: string): Edit | undefined {
  const root = mapOf(yaml.root);
  const declared = structure.fields.get('parameters');
  if (!root) return undefined;
  if (!declared) {
    const below = root.pairs.find(
      ({ key }) => key.kind === 'scalar' && /^(?:triggers|steps)$/.test(key.value),
    );
    const index = below ? root.pairs.indexOf(below) : root.pairs.length;
    return insertBehind(text, root, { parameters: { [name]: {} } }, root.pairs[index - 1]);
  }
  const { value } = declared.pair;
  if (declared.merged) return undefined;
  if (!value || isEmpty(value)) return fillPair(text, declared.holder, declared.pair, { [name]: {} });
  return value.kind === 'map' ? insertBehind(text, value, { [name]: {} }, value.pairs.at(-1)) : undefined;
}

// Behind a key that is no text nobody knows where to write.
function insertBehind(
  text: string,
  map: MapNode,
  added: Record<string, Written>,
  pair?: Pair,
): Edit | undefined {
  const isText = map.pairs.every(({ key }) => key.kind === 'scalar' && key.span.end > key.span.start);
  return isText ? insertPairs(text, map, added, pair) : undefined;
}
