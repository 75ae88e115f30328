// Turns the way from the root to a value into its place in a workflow: which of Relay's keys it belongs to.
import { fieldsOf } from '../fields';
import type { Place } from '../reference';
import { textOf } from '../structure';
import { keyOf, type MapNode } from '../yaml';
import type { Level } from './cursor';

/** A place in a workflow, whether something stands there or not. */
export interface Spot {
  /** Keys joined by dots, `[]` for an item of a list, `*` for a name that the author chooses: `steps[].spec`. */
  readonly path: string;
  /** The keys behind a path that may hold any value, such as `steps[].spec`; null for an item of a list. */
  readonly keys: readonly (string | null)[];
  /** The last of the author's names on the way. */
  readonly name?: string;
  /** The map that the last of Relay's own keys on the way stands in: for `steps[].spec` the step. */
  readonly owner?: MapNode;
}

// What may hold any value.
const open: Readonly<Record<string, true>> = {
  locals: true,
  'parameters.*.default': true,
  'steps[].spec': true,
  'steps[].env': true,
  'steps[].when': true,
  'triggers[].source.spec': true,
  'triggers[].source.env': true,
  'triggers[].binding.key': true,
  'triggers[].binding.parameters': true,
  'triggers[].when': true,
};

// Maps whose keys are names.
const naming: Readonly<Record<string, true>> = { parameters: true, 'triggers[].source.schema': true };

/** The place that the levels lead to. */
export function spotOf(levels: readonly Level[]): Spot {
  let path = '';
  let spot: Omit<Spot, 'path' | 'keys'> = {};
  const keys: (string | null)[] = [];
  for (const level of levels) {
    const key = 'pair' in level ? (keyOf(level.pair) ?? '') : null;
    if (Object.hasOwn(open, path)) keys.push(key);
    else if (key === null) path += '[]';
    else if (Object.hasOwn(naming, path)) {
      path += '.*';
      spot = { ...spot, name: key };
    } else {
      path += path === '' ? key : `.${key}`;
      if ('pair' in level) spot = { ...spot, owner: level.holder };
    }
  }
  return { path, keys, ...spot };
}

/** How Relay evaluates the value at a spot; undefined where it does not (relay/expressions.md 2.3). */
export function placeOf({ path, keys, owner }: Spot): Place | undefined {
  const type = owner && textOf(fieldsOf(owner).get('type')?.pair.value);
  switch (path) {
    case 'steps[].spec':
    case 'steps[].env':
      return keys.length > 0 && type !== 'approval' ? 'step' : undefined;
    case 'steps[].when':
      return 'when';
    case 'triggers[].source.spec':
    case 'triggers[].source.env':
      return keys.length > 0 && (type === undefined || type === 'webhook') ? 'source' : undefined;
    case 'triggers[].binding.parameters':
      return keys.length > 0 ? 'trigger' : undefined;
    case 'triggers[].binding.key':
    case 'triggers[].when':
      return 'trigger';
    case 'locals':
      // What stands here is evaluated wherever an alias shows it; most often in a step.
      return keys.length > 0 ? 'step' : undefined;
    default:
      return undefined;
  }
}
