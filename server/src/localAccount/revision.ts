// Turns the text of a workflow into what the account says of it: its parts, or each error at its place.
import type { Account } from '../account/account';
import { findingsOf } from '../rules/findings';
import { nodesAt } from '../workflow/nodes';
import { type Workflow, workflowOf } from '../workflow/workflow';
import { keyOf } from '../workflow/yaml';
import { ContractError } from './refusals';

export interface Revision {
  readonly shown: {
    readonly parameters: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    readonly steps: readonly Readonly<Record<string, unknown>>[];
    readonly triggers: readonly Readonly<Record<string, unknown>>[];
    readonly raw: string;
  };
  /** The connections that it names, each once; one whose name is computed names none. */
  readonly uses: readonly { readonly type: string; readonly name: string }[];
}

/** A connection that is not there is no error of the text. */
const noAccount: Account = { state: 'signed-out' };

/** Reads a workflow. Throws a ContractError of status 422, with an item for each place, where it has errors. */
export function readRevision(text: string): Revision {
  const workflow = workflowOf('revision.yaml', text, true);
  const items = new Map<string, string>();
  for (const { severity, span, message } of findingsOf(workflow, noAccount)) {
    if (severity !== 'error') continue;
    const path = pathAt(workflow, span.start);
    const { line, character } = workflow.rangeOf(span).start;
    if (!items.has(path)) items.set(path, `Line ${line + 1}, column ${character + 1}: ${message}`);
  }
  if (items.size > 0)
    throw new ContractError(422, 'workflow_invalid', 'The workflow has errors.', Object.fromEntries(items));
  return { shown: shownOf(workflow), uses: usesOf(workflow) };
}

/** Where an offset is, as the keys and indexes that lead there: `steps.0.spec.connection`. */
function pathAt({ yaml }: Workflow, offset: number): string {
  const standings = nodesAt(yaml.root, offset);
  const path = standings.flatMap(({ node, pair }, depth) => {
    const outer = standings[depth - 1]?.node;
    if (outer?.kind === 'sequence') return [String(outer.items.indexOf(node))];
    return pair ? [keyOf(pair) ?? '?'] : [];
  });
  return path.join('.') || 'workflow';
}

function shownOf({ structure, text }: Workflow): Revision['shown'] {
  return {
    parameters: Object.fromEntries(structure.parameters.map(({ name }) => [name.text, {}])),
    steps: structure.steps.map(({ name, image, type }) => ({
      name: name?.text,
      type,
      ...(image && { image: image.text }),
    })),
    triggers: structure.triggers.map(({ name, type }) => ({ name: name?.text, source: { type } })),
    raw: text,
  };
}

function usesOf({ collected }: Workflow): Revision['uses'] {
  const uses = collected.references.flatMap((reference) => {
    if (reference.kind !== 'connection') return [];
    const { type, name } = reference;
    return type.is === 'written' && name.is === 'written' ? [{ type: type.text, name: name.text }] : [];
  });
  const known = new Set<string>();
  return uses.filter(({ type, name }) => {
    const key = JSON.stringify([type, name]);
    return !known.has(key) && known.add(key);
  });
}
