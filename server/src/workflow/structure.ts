// Turns the tree of a workflow into its evaluated values: the places where tags and templates mean something.
import { isString, keyOf, type MapNode, type Node, type SequenceNode, targetOf } from './yaml';

/** A value that Relay evaluates (relay/expressions.md 2.3). */
export interface EvaluatedValue {
  readonly node: Node;
  readonly place: 'step' | 'trigger';
  /** `spec`, `env` and `parameters` are maps whose own tag Relay drops; only what is inside counts. */
  readonly asMap: boolean;
}

/** Every evaluated value of a workflow, in the order of its steps and triggers. */
export function evaluatedValuesOf(root: Node | undefined): EvaluatedValue[] {
  const found: EvaluatedValue[] = [];
  const add = (node: Node | undefined, place: EvaluatedValue['place'], asMap: boolean): void => {
    if (node && (!asMap || targetOf(node)?.kind === 'map')) found.push({ node, place, asMap });
  };
  for (const trigger of itemsOf(root, 'triggers')) {
    const source = mapOf(valueAt(trigger, 'source'));
    if (source && textOf(valueAt(source, 'type')) === 'webhook') {
      add(valueAt(source, 'spec'), 'trigger', true);
      add(valueAt(source, 'env'), 'trigger', true);
    }
    const binding = mapOf(valueAt(trigger, 'binding'));
    add(binding && valueAt(binding, 'key'), 'trigger', false);
    add(binding && valueAt(binding, 'parameters'), 'trigger', true);
    add(valueAt(trigger, 'when'), 'trigger', false);
  }
  for (const step of itemsOf(root, 'steps')) {
    // An approval's spec and env are read and then ignored (relay/expressions.md 2.3).
    if (textOf(valueAt(step, 'type')) !== 'approval') {
      add(valueAt(step, 'spec'), 'step', true);
      add(valueAt(step, 'env'), 'step', true);
    }
    add(valueAt(step, 'when'), 'step', false);
  }
  return found;
}

/** The maps in a list under a key of the root map: the steps or the triggers. */
export function itemsOf(root: Node | undefined, key: string): MapNode[] {
  const map = mapOf(root);
  const list = map && targetOf(valueAt(map, key));
  if (list?.kind !== 'sequence') return [];
  return (list satisfies SequenceNode).items.flatMap((item) => mapOf(item) ?? []);
}

/** What stands under a key, found also through merge keys (`<<`), whose values the map's own keys override. */
export function valueAt(map: MapNode, key: string, depth = 0): Node | undefined {
  const own = map.pairs.find((pair) => keyOf(pair) === key);
  if (own) return own.value;
  if (depth > 20) return undefined; // an anchor may contain itself
  for (const pair of map.pairs) {
    if (keyOf(pair) !== '<<') continue;
    const merged = targetOf(pair.value);
    const sources = merged?.kind === 'sequence' ? merged.items.map(targetOf) : [merged];
    for (const source of sources) {
      const found = source?.kind === 'map' ? valueAt(source, key, depth + 1) : undefined;
      if (found) return found;
    }
  }
  return undefined;
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
