// spec-invalid: what stands in a spec does not fit the schema of the step's image.
import type { Account } from '../account/account';
import { connectionsOfType } from '../account/resolve';
import type { SchemaType } from '../catalogue/steps/schema';
import type { Workflow } from '../workflow/workflow';
import type { Target } from '../workflow/write';
import { type Node, writeYamlScalar } from '../workflow/yaml';
import type { Finding, Fix } from './finding';
import type { Rule } from './rule';
import type { Misfit, Place } from './spec/fit';
import { insertKeys } from './spec/insertKeys';
import { type SpecFit, specFitsOf } from './spec/workflowFit';

export const specInvalid: Rule = ({ workflow, account }) =>
  specFitsOf(workflow).flatMap((spec) =>
    // A spec that is no map is told by workflow-invalid, whatever its image.
    spec.misfits
      .filter((misfit) => misfit.is !== 'wrong-type' || misfit.place.keys.length > 0)
      .map(
        (misfit): Finding => ({
          code: 'spec-invalid',
          severity: 'warning',
          span: misfit.span,
          message: messageOf(misfit, spec.image.kind),
          fixes: () => (misfit.shared ? [] : fixesOf(workflow, account, spec, misfit)),
        }),
      ),
  );

function messageOf(misfit: Misfit, kind: SpecFit['image']['kind']): string {
  const { place } = misfit;
  switch (misfit.is) {
    case 'missing': {
      const [list, them] = [listOf(misfit.keys, 'and'), misfit.keys.length > 1 ? 'them' : 'it'];
      if (place.keys.length > 0) return `${nameOf(place)} needs ${list}. Add ${them}.`;
      return place.pair
        ? `The spec of this ${kind} needs ${list}. Add ${them}.`
        : `This ${kind} needs a spec with ${list}.`;
    }
    case 'empty':
      return `${nameOf(place)} is empty, and this ${kind} needs it. Write a value.`;
    case 'misspelt': {
      const where = place.keys.length > 0 ? nameOf(place) : `The spec of this ${kind}`;
      return `${where} takes no "${misfit.key}". Did you mean "${misfit.meant[0]}"?`;
    }
    case 'wrong-type': {
      const wanted = [...new Set(misfit.wanted.map((type) => words[type]))].join(' or ');
      const found = kindOf(place.value);
      return `${nameOf(place)} must be ${wanted}${found === undefined ? '' : `, not ${found}`}.`;
    }
    case 'not-listed':
      return `${nameOf(place)} must be ${listOf(misfit.values, 'or')}.`;
    case 'no-form':
      return `${nameOf(place)} has none of the forms that this ${kind} takes.`;
  }
}

const words: Record<SchemaType, string> = {
  string: 'text',
  number: 'a number',
  integer: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  null: 'empty',
};

function kindOf(value: Node | undefined): string | undefined {
  if (value?.kind === 'map') return words.object;
  return value?.kind === 'sequence' ? words.array : undefined;
}

function nameOf({ keys, pair }: Place): string {
  const name = `"${keys.at(-1) ?? 'spec'}"`;
  return pair ? name : `An item of ${name}`;
}

function listOf(names: readonly string[], last: 'and' | 'or'): string {
  const shown = names.map((name) => `"${name}"`);
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} ${last} ${shown.at(-1)}`;
}

function fixesOf(workflow: Workflow, account: Account, spec: SpecFit, misfit: Misfit): Fix[] {
  switch (misfit.is) {
    case 'missing': {
      const edit = insertKeys(workflow.text, spec, misfit, (type) => likelyTarget(account, type));
      return edit ? [{ is: 'edit', title: 'Insert required keys', edits: [edit], preferred: true }] : [];
    }
    case 'misspelt':
      return replacements(misfit, misfit.meant);
    case 'not-listed': {
      const { value } = misfit.place;
      const isShort = value?.kind === 'scalar' && value.style !== 'literal' && value.style !== 'folded';
      return isShort ? replacements(misfit, misfit.values.slice(0, 5)) : [];
    }
    case 'empty':
    case 'wrong-type':
    case 'no-form':
      return [];
  }
}

function replacements({ span }: Misfit, texts: readonly string[]): Fix[] {
  return texts.map((text, index) => ({
    is: 'edit',
    title: `Use "${text}"`,
    edits: [{ span, text: writeYamlScalar(text, true) }],
    preferred: index === 0 && texts.length === 1,
  }));
}

function likelyTarget(account: Account, type: string): Target {
  const name = connectionsOfType(account, type)[0]?.name ?? `my-${type}-connection`;
  return { type, name };
}
