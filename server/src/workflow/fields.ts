// Turns a map into its fields by key, those that merge keys (`<<`) bring in included.
import type { Span } from './span';
import { keyOf, type MapNode, type Node, type Pair, targetOf } from './yaml';

/** One key of a map with what stands under it. */
export interface Field {
  readonly key: string;
  readonly pair: Pair;
  /** The map that the pair is written in. */
  readonly holder: MapNode;
  /** Where the map takes the pair from another map: what stands behind its `<<`. */
  readonly merged?: Span;
}

export type Fields = ReadonlyMap<string, Field>;

// More maps than anybody merges; a chain of thousands would make reading them all quadratic.
const mostMerged = 100;

/** The fields of a map by key. Its own keys come before merged ones, and earlier merged maps before later ones. */
export function fieldsOf(map: MapNode): Fields {
  return joined(map, holdersIn(map));
}

/** What the merge keys of a map bring in. */
export interface Merged {
  /** Its fields, its own included. */
  readonly fields: Fields;
  readonly holders: Set<MapNode>;
  /** The pairs that do not count: another one of the same key comes before them. */
  readonly overridden: ReadonlySet<Pair>;
}

/** For a map that has merge keys. */
export function mergedInto(map: MapNode): Merged {
  const found = holdersIn(map);
  const fields = joined(map, found);
  const overridden = new Set<Pair>();
  for (const pair of found.flatMap(({ holder }) => holder.pairs)) {
    const key = isMerge(pair) ? undefined : keyOf(pair);
    if (key !== undefined && fields.get(key)?.pair !== pair) overridden.add(pair);
  }
  return { fields, holders: new Set(found.map(({ holder }) => holder)), overridden };
}

function joined(map: MapNode, merged: readonly Holder[]): Fields {
  const fields = new Map<string, Field>();
  addOwn(fields, map);
  for (const { holder, at } of merged) addOwn(fields, holder, at);
  return fields;
}

interface Holder {
  readonly holder: MapNode;
  /** What stands behind the `<<` of the map that is read. */
  readonly at: Span;
}

// The maps that merge keys bring in, first ones first.
function holdersIn(map: MapNode): Holder[] {
  if (!map.pairs.some(isMerge)) return []; // as in most maps
  const found: Holder[] = [];
  const seen = new Set<MapNode>();
  const waiting: { readonly holder: MapNode; readonly at?: Span }[] = [{ holder: map }];
  for (let next = waiting.pop(); next && seen.size < mostMerged; next = waiting.pop()) {
    const { holder, at } = next;
    if (seen.has(holder)) continue; // an anchor may contain itself
    seen.add(holder);
    if (at) found.push({ holder, at });
    for (const pair of holder.pairs.filter(isMerge).reverse()) {
      const span = at ?? pair.value?.span ?? pair.key.span;
      for (const source of sourcesOf(pair).map(targetOf).reverse())
        if (source?.kind === 'map') waiting.push({ holder: source, at: span });
    }
  }
  return found;
}

function addOwn(fields: Map<string, Field>, holder: MapNode, at?: Span): void {
  for (const pair of holder.pairs) {
    const key = keyOf(pair);
    if (key === undefined || isMerge(pair) || fields.has(key)) continue;
    fields.set(key, { key, pair, holder, ...(at ? { merged: at } : {}) });
  }
}

/** Whether a pair brings in the pairs of other maps: its key is `<<`, without quotes. */
export function isMerge({ key }: Pair): boolean {
  return key.kind === 'scalar' && key.style === 'plain' && key.value === '<<' && !key.tag;
}

/** What a merge key brings in: the one value, or each of a list. */
export function sourcesOf({ value }: Pair): readonly Node[] {
  const target = targetOf(value);
  if (target?.kind === 'sequence' && !target.tag) return target.items;
  return value ? [value] : [];
}
