// step-duplicate: two steps of one name.
import type { Word } from '../workflow/expression';
import type { Span } from '../workflow/span';
import type { Step, Trigger } from '../workflow/structure';
import type { Workflow } from '../workflow/workflow';
import { isBroken } from './broken';
import type { Code, Finding } from './finding';
import type { Rule } from './rule';

export const stepDuplicate: Rule = ({ workflow }) =>
  duplicatesOf(workflow, workflow.structure.steps, {
    code: 'step-duplicate',
    what: 'step',
    why: ' What depends on it waits for one of them only.',
  });

/** Every further item of a name, with the first as the related place. */
export function duplicatesOf(
  workflow: Workflow,
  items: readonly (Step | Trigger)[],
  { code, what, why = '' }: { readonly code: Code; readonly what: string; readonly why?: string },
): Finding[] {
  const first = new Map<string, Span>();
  return items.flatMap((item): Finding[] => {
    const { name } = item;
    // A merged name may be about to be replaced by one that is being typed.
    const merged = item.fields.get('name')?.merged;
    if (!name || (merged && isBroken(workflow, item.map.span))) return [];
    const span = spanOfName(item, name);
    const before = first.get(name.text);
    if (!before) {
      first.set(name.text, span);
      return [];
    }
    const message = `Another ${what} is named "${name.text}". Give this one a name of its own.${why}`;
    const related = [{ span: before, message: `The first ${what} named "${name.text}"` }];
    return [{ code, severity: 'error', span, message, related, fixes: () => [] }];
  });
}

// An item that is an alias, or takes its name from a merge, has no name of its own to point at.
function spanOfName({ item, fields }: Step | Trigger, name: Word): Span {
  return item.kind === 'alias' ? item.span : (fields.get('name')?.merged ?? name.span);
}
