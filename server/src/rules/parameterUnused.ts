// parameter-unused: a parameter is declared and nowhere read. That a trigger gives it a value is no use of it.
import type { Field } from '../workflow/fields';
import { removePair } from '../workflow/pairs';
import type { Edit } from '../workflow/span';
import { mapOf } from '../workflow/structure';
import type { Workflow } from '../workflow/workflow';
import type { Finding } from './finding';
import type { Rule } from './rule';

export const parameterUnused: Rule = ({ workflow }) => {
  const { parameters, fields, steps } = workflow.structure;
  const declared = fields.get('parameters');
  // Broken YAML may hide where a parameter is read, and before the first step nothing can read one.
  if (!declared || parameters.length === 0 || steps.length === 0 || workflow.yaml.problems.length > 0)
    return [];
  const used = usedNames(workflow);
  return parameters.flatMap(({ name }): Finding[] => {
    if (used === 'all' || used.has(name.text)) return [];
    const message = `The parameter "${name.text}" is declared but never read.`;
    const fixes = () => {
      const edit = removal(workflow, declared, name.text);
      return edit ? [{ is: 'edit' as const, title: `Remove "${name.text}"`, edits: [edit] }] : [];
    };
    return [
      { code: 'parameter-unused', severity: 'hint', span: name.span, message, unnecessary: true, fixes },
    ];
  });
};

function usedNames({ collected }: Workflow): ReadonlySet<string> | 'all' {
  const used = new Set<string>();
  for (const reference of collected.references) {
    if (reference.kind !== 'parameter') continue;
    // A computed name may be any, and so may one that is still being typed.
    if (reference.name.is !== 'written') return 'all';
    used.add(reference.name.text);
  }
  // A template that does not parse still shows which names it is about.
  for (const { text, templates } of collected.templateScalars) {
    if (!templates.some(({ problem }) => problem)) continue;
    for (const [word] of text.text.matchAll(/[\w-]+/g)) used.add(word);
  }
  return used;
}

function removal({ text }: Workflow, { pair, holder, merged }: Field, name: string): Edit | undefined {
  const map = pair.value?.kind === 'map' && !merged ? mapOf(pair.value) : undefined;
  const own = map?.pairs.find(({ key }) => key.kind === 'scalar' && key.value === name);
  if (!map || !own || map.anchor) return undefined;
  return map.pairs.length > 1 ? removePair(text, map, own) : removePair(text, holder, pair);
}
