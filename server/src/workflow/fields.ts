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
  const fields = new Map<string, Field>();
  addOwn(fields, map);
  // Most maps merge nothing.
  return map.pairs.some(isMerge) ? withMerged(fields, map) : fields;
}

function withMerged(fields: Map<string, Field>, map: MapNode): Fields {
  const merged = new Set<MapNode>();
  const waiting: { readonly holder: MapNode; readonly at?: Span }[] = [{ holder: map }];
  for (let next = waiting.pop(); next && merged.size < mostMerged; next = waiting.pop()) {
    const { holder, at } = next;
    if (merged.has(holder)) continue; // an anchor may contain itself
    merged.add(holder);
    if (at) addOwn(fields, holder, at);
    for (const pair of holder.pairs.filter(isMerge).reverse()) {
      const sources = sourcesOf(pair.value).reverse();
      waiting.push(
        ...sources.map((source) => ({ holder: source, at: at ?? pair.value?.span ?? pair.key.span })),
      );
    }
  }
  return fields;
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

function sourcesOf(value: Node | undefined): MapNode[] {
  const target = targetOf(value);
  const sources = target?.kind === 'sequence' ? target.items.map(targetOf) : [target];
  return sources.flatMap((source) => (source?.kind === 'map' ? source : []));
}
