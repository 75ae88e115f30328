// Turns the tree of a workflow into its steps, triggers and parameters, and into the values that Relay evaluates.
import type { Word } from './expression';
import { type Fields, fieldsOf, isMerge } from './fields';
import type { Place } from './reference';
import { valueKindOf, wordOf } from './valueKind';
import { isString, type MapNode, type Node, pairOf, type ScalarNode, targetOf } from './yaml';

/** What a workflow consists of. Whatever is half-typed or of a wrong shape is left out, and nothing else is. */
export interface Structure {
  /** The fields of the root map. */
  readonly fields: Fields;
  readonly steps: readonly Step[];
  readonly triggers: readonly Trigger[];
  readonly parameters: readonly Parameter[];
  /** The first step of each name. */
  readonly stepsByName: ReadonlyMap<string, Step>;
  readonly parametersByName: ReadonlyMap<string, Parameter>;
}

interface Item {
  /** The list item as written: the map itself, or an alias of it. */
  readonly item: Node;
  readonly map: MapNode;
  readonly fields: Fields;
  readonly name?: Word;
}

export interface Step extends Item {
  readonly type: 'container' | 'approval' | 'unknown';
  readonly image?: Word;
  /** The names behind `dependsOn`, be it a list or a single name. */
  readonly dependsOn: readonly Word[];
  readonly spec?: Node;
  readonly env?: Node;
  readonly when?: Node;
}

export interface Trigger extends Item {
  readonly type: 'schedule' | 'push' | 'webhook' | 'unknown';
  /** The fields of `source`. */
  readonly source: Fields;
  readonly image?: Word;
  /** The text of a schedule, where the type is one. */
  readonly schedule?: ScalarNode;
  readonly key?: Node;
  /** The parameters that the trigger gives a value to. */
  readonly bindings: readonly Parameter[];
  readonly when?: Node;
}

/** A parameter where it is declared, or where a trigger binds it. */
export interface Parameter {
  readonly name: Word;
  /** The map of its properties; for a binding, the value. */
  readonly node?: Node;
}

/** Reads the structure of a workflow from its tree; never fails. */
export function readStructure(root: Node | undefined): Structure {
  const map = mapOf(root);
  const fields: Fields = map ? fieldsOf(map) : new Map();
  const steps = listed(root, 'steps').map(readStep);
  const triggers = listed(root, 'triggers').map(readTrigger);
  const parameters = readParameters(fields.get('parameters')?.pair.value);
  return {
    fields,
    steps,
    triggers,
    parameters,
    stepsByName: firstByName(steps),
    parametersByName: firstByName(parameters),
  };
}

function readStep({ item, map }: Listed): Step {
  const fields = fieldsOf(map);
  const at = (key: string): Node | undefined => fields.get(key)?.pair.value;
  const type = fields.has('type') ? wordOf(at('type'))?.text : 'container';
  const dependsOn = targetOf(at('dependsOn'));
  return {
    item,
    map,
    fields,
    ...optional('name', wordOf(at('name'))),
    type: type === 'container' || type === 'approval' ? type : 'unknown',
    ...optional('image', wordOf(at('image'))),
    dependsOn: (dependsOn?.kind === 'sequence' ? dependsOn.items : [at('dependsOn')]).flatMap(
      (each) => wordOf(each) ?? [],
    ),
    ...optional('spec', at('spec')),
    ...optional('env', at('env')),
    ...optional('when', at('when')),
  };
}

function readTrigger({ item, map }: Listed): Trigger {
  const fields = fieldsOf(map);
  const at = (key: string): Node | undefined => fields.get(key)?.pair.value;
  const source = fieldsIn(at('source'));
  const type = wordOf(source.get('type')?.pair.value)?.text;
  const schedule = targetOf(source.get('schedule')?.pair.value);
  const binding = fieldsIn(at('binding'));
  return {
    item,
    map,
    fields,
    ...optional('name', wordOf(at('name'))),
    type: type === 'schedule' || type === 'push' || type === 'webhook' ? type : 'unknown',
    source,
    ...optional('image', wordOf(source.get('image')?.pair.value)),
    ...(type === 'schedule' && schedule?.kind === 'scalar' && valueKindOf(schedule) === 'text'
      ? { schedule }
      : {}),
    ...optional('key', binding.get('key')?.pair.value),
    bindings: readParameters(binding.get('parameters')?.pair.value),
    ...optional('when', at('when')),
  };
}

function readParameters(node: Node | undefined): Parameter[] {
  return [...fieldsIn(node).values()].flatMap(({ pair }) => {
    const name = wordOf(pair.key);
    return name ? { name, ...optional('node', pair.value) } : [];
  });
}

/** The fields of a map; none where something else stands. */
export function fieldsIn(node: Node | undefined): Fields {
  const map = mapOf(node);
  return map ? fieldsOf(map) : new Map();
}

function firstByName<T extends { readonly name?: Word }>(all: readonly T[]): ReadonlyMap<string, T> {
  const first = new Map<string, T>();
  for (const each of all) if (each.name && !first.has(each.name.text)) first.set(each.name.text, each);
  return first;
}

// An optional property is left out rather than undefined.
function optional<K extends string, T>(key: K, value: T | undefined): { [P in K]?: T } {
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: T };
}

/** A value that Relay evaluates (relay/expressions.md 2.3). */
export interface EvaluatedValue {
  readonly node: Node;
  readonly place: Place;
  /** `spec`, `env` and `parameters` are maps whose own tag Relay drops; only what is inside counts. */
  readonly asMap: boolean;
}

/** Every evaluated value of a workflow, in the order of its steps and triggers. */
export function evaluatedValuesOf(root: Node | undefined): EvaluatedValue[] {
  const found: EvaluatedValue[] = [];
  const add = (node: Node | undefined, place: Place, asMap: boolean): void => {
    if (node && (!asMap || targetOf(node)?.kind === 'map')) found.push({ node, place, asMap });
  };
  for (const trigger of itemsOf(root, 'triggers')) {
    const source = mapOf(valueAt(trigger, 'source'));
    if (source && textOf(valueAt(source, 'type')) === 'webhook') {
      add(valueAt(source, 'spec'), 'source', true);
      add(valueAt(source, 'env'), 'source', true);
    }
    const binding = mapOf(valueAt(trigger, 'binding'));
    add(binding && valueAt(binding, 'key'), 'trigger', false);
    add(binding && valueAt(binding, 'parameters'), 'trigger', true);
    add(valueAt(trigger, 'when'), 'trigger', false);
  }
  for (const step of itemsOf(root, 'steps')) {
    if (!isApproval(step)) {
      add(valueAt(step, 'spec'), 'step', true);
      add(valueAt(step, 'env'), 'step', true);
    }
    add(valueAt(step, 'when'), 'when', false);
  }
  return found;
}

/** What Relay reads and then ignores: the spec and env of approvals (relay/expressions.md 2.3). */
export function ignoredValuesOf(root: Node | undefined): MapNode[] {
  const approvals = itemsOf(root, 'steps').filter(isApproval);
  return approvals.flatMap((step) => ['spec', 'env'].flatMap((key) => mapOf(valueAt(step, key)) ?? []));
}

function isApproval(step: MapNode): boolean {
  return textOf(valueAt(step, 'type')) === 'approval';
}

/** The maps in a list under a key of the root map: the steps or the triggers. */
export function itemsOf(root: Node | undefined, key: string): MapNode[] {
  return listed(root, key).map(({ map }) => map);
}

interface Listed {
  readonly item: Node;
  readonly map: MapNode;
}

function listed(root: Node | undefined, key: string): Listed[] {
  const map = mapOf(root);
  const list = map && targetOf(valueAt(map, key));
  if (list?.kind !== 'sequence') return [];
  return list.items.flatMap((item) => {
    const target = mapOf(item);
    return target ? { item, map: target } : [];
  });
}

/** What stands under a key, found also through merge keys (`<<`), whose values the map's own keys override. */
export function valueAt(map: MapNode, key: string): Node | undefined {
  const own = pairOf(map, key);
  if (own || !map.pairs.some(isMerge)) return own?.value;
  return fieldsOf(map).get(key)?.pair.value;
}

/** The text of a scalar that is a string. */
export function textOf(node: Node | undefined): string | undefined {
  const target = targetOf(node);
  return target?.kind === 'scalar' && isString(target) ? target.value : undefined;
}

export function mapOf(node: Node | undefined): MapNode | undefined {
  const target = targetOf(node);
  return target?.kind === 'map' ? target : undefined;
}
