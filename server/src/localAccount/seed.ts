// Turns a seed file, JSON or YAML, into what a local account begins with, and adds that to its store.

import { Secret } from '../account/secret';
import { isObject } from '../objects';
import { readPlainYaml } from '../workflow/yamlText';
import { CannotStart } from './cannotStart';
import { connectionOf, keyOf } from './connectionAnswers';
import type { State } from './state';
import { pathOf, secretOf, workflowOf } from './workflowAnswers';

/** A connection to begin with; a missing field list is an empty one. */
export interface SeedConnection {
  readonly type: string;
  readonly name: string;
  readonly fields?: Readonly<Record<string, Secret>>;
}

/** A workflow to begin with, by its path in the account. */
export interface SeedWorkflow {
  readonly path: string;
  readonly secrets?: Readonly<Record<string, Secret>>;
}

export interface Seed {
  readonly connections?: readonly SeedConnection[];
  readonly workflows?: readonly SeedWorkflow[];
}

/**
 * Reads `{connections?: [{type, name, fields?: {field: string}}], workflows?: [{path, secrets?: {name: string}}]}`.
 * `where` names the file in messages. Throws CannotStart with the place of what is wrong, and never a value.
 */
export function readSeed(text: string, where: string): Seed {
  const seed = readPlainYaml(text);
  const wrong = (what: string) => new CannotStart(`The seed ${where} is not usable: ${what}`);
  if (seed === undefined) throw wrong('it is neither JSON nor YAML');
  if (!isObject(seed) || !(Array.isArray(seed.connections) || Array.isArray(seed.workflows)))
    throw wrong('it must be {connections: […], workflows: […]}');

  const listAt = (place: string, list: unknown): readonly unknown[] => {
    if (list === undefined) return [];
    if (!Array.isArray(list)) throw wrong(`${place} must be a list`);
    return list;
  };
  const nameAt = (place: string, value: unknown): string => {
    if (typeof value !== 'string' || value === '') throw wrong(`${place} must be a string`);
    return value;
  };
  const valuesAt = (place: string, values: unknown = {}): Readonly<Record<string, Secret>> => {
    if (!isObject(values)) throw wrong(`${place} must be {name: string}`);
    const read = Object.entries(values).map(([name, value]): [string, Secret] => {
      if (typeof value !== 'string') throw wrong(`${place}.${name} must be a string (quote it)`);
      return [name, new Secret(value)];
    });
    return Object.fromEntries(read);
  };
  return {
    connections: listAt('connections', seed.connections).map((each, index) => {
      const place = `connections[${index}]`;
      if (!isObject(each)) throw wrong(`${place} must be {type, name, fields?}`);
      return {
        type: nameAt(`${place}.type`, each.type),
        name: nameAt(`${place}.name`, each.name),
        fields: valuesAt(`${place}.fields`, each.fields),
      };
    }),
    workflows: listAt('workflows', seed.workflows).map((each, index) => {
      const place = `workflows[${index}]`;
      if (!isObject(each)) throw wrong(`${place} must be {path, secrets?}`);
      return {
        path: nameAt(`${place}.path`, each.path),
        secrets: valuesAt(`${place}.secrets`, each.secrets),
      };
    }),
  };
}

/** The state with what of the seed is not there yet: the state itself where all of it is. `now` is in milliseconds. */
export function withSeed(state: State, { connections = [], workflows = [] }: Seed, now: number): State {
  const newConnections = lacking(state.connections, connections, keyOf).map(({ type, name, fields = {} }) =>
    connectionOf({ type, name, fields: revealed(fields), now }),
  );
  const newWorkflows = lacking(
    state.workflows.map((each) => ({ path: pathOf(each) })),
    workflows,
    ({ path }) => path,
  ).map(({ path, secrets = {} }) => ({
    ...workflowOf(path),
    secrets: Object.entries(revealed(secrets)).map(([name, value]) => ({ name, value: secretOf(value) })),
  }));
  if (newConnections.length + newWorkflows.length === 0) return state;
  return {
    ...state,
    connections: [...state.connections, ...newConnections],
    workflows: [...state.workflows, ...newWorkflows],
  };
}

/** Those of `wanted` whose key none of `there`, and none before it, has. */
function lacking<Wanted extends There, There>(
  there: readonly There[],
  wanted: readonly Wanted[],
  keyOf: (each: There) => string,
): readonly Wanted[] {
  const taken = new Set(there.map(keyOf));
  return wanted.filter((each) => !taken.has(keyOf(each)) && taken.add(keyOf(each)));
}

function revealed(values: Readonly<Record<string, Secret>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value.reveal()]));
}
