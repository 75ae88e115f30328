// Reads a text that differs in one place from one read before: parses the entry with the difference, and moves the rest.
import { type Span, startOfLine } from './span';
import { keyOf, type MapNode, type Node, type Pair, type SequenceNode, type Yaml } from './yaml';
import { readYaml } from './yamlText';

/** A text and what was read of it. */
export interface Read {
  readonly text: string;
  readonly yaml: Yaml;
}

type Collection = MapNode | SequenceNode;

/** An entry (a pair or an item) of a block collection: the lines from its own to that of the next entry. */
interface Entry {
  readonly collection: Collection;
  readonly index: number;
  readonly lines: Span;
  /** Of the collection, in UTF-16 units. */
  readonly column: number;
}

/** Whether a later text may be read on the ground of this one: nothing is wrong with it, and no place refers to another. */
export function isGround({ problems, hasAnchors, root }: Yaml): boolean {
  return problems.length === 0 && !hasAnchors && root !== undefined;
}

/**
 * What `readYaml` gives for a text, made from what it gave for another one that `isGround`; undefined where that cannot
 * be known without reading it all. An entry of a block collection begins on a line of its own, at the collection's
 * column; YAML reads such lines the same whatever the entries beside them hold, as long as they are sound.
 */
export function rereadYaml(before: Read, text: string): Yaml | undefined {
  if (text === before.text) return before.yaml;
  const change = changeBetween(before.text, text);
  const by = text.length - before.text.length;
  const path = entriesAround(before, change);
  const entry = path.at(-1);
  if (!entry) return undefined;
  const { lines, column } = entry;
  const read = readEntry(text.slice(lines.start, lines.end + by), entry.collection.kind, column);
  if (!read) return undefined;
  let changed = replaced(entry, moved(read, lines.start), by);
  for (const { collection, index } of path.slice(0, -1).reverse()) {
    if (!changed) return undefined;
    changed = replaced({ collection, index }, within(collection, index, changed), by);
  }
  return changed && { root: changed, problems: [], hasAnchors: false };
}

/** The place of the older text that was changed. */
function changeBetween(older: string, newer: string): Span {
  const shortest = Math.min(older.length, newer.length);
  let start = 0;
  while (start < shortest && older.charCodeAt(start) === newer.charCodeAt(start)) start += 1;
  let kept = 0;
  const most = shortest - start;
  while (
    kept < most &&
    older.charCodeAt(older.length - 1 - kept) === newer.charCodeAt(newer.length - 1 - kept)
  )
    kept += 1;
  return { start, end: older.length - kept };
}

/** The entries that hold a change, the outermost first. */
function entriesAround({ text, yaml }: Read, change: Span): Entry[] {
  const path: Entry[] = [];
  let node = yaml.root;
  let end = text.length;
  while (node && isBlock(node)) {
    const entry = entryAround(text, node, change, end);
    if (!entry) break;
    path.push(entry);
    end = entry.lines.end;
    const at: Pair | Node | undefined =
      node.kind === 'map' ? node.pairs[entry.index] : node.items[entry.index];
    node = at && 'key' in at ? at.value : at;
  }
  return path;
}

function entryAround(text: string, collection: Collection, change: Span, end: number): Entry | undefined {
  const starts = startsOf(collection);
  const first = collection.span.start;
  const column = first - startOfLine(text, first);
  const index = lastIndex(starts, (start) => startOfLine(text, start) <= change.start);
  const [own, next] = [starts[index], starts[index + 1]];
  if (own === undefined || !isAtColumn(text, collection, own, column)) return undefined;
  if (next !== undefined && !isAtColumn(text, collection, next, column)) return undefined;
  const lines = { start: startOfLine(text, own), end: next === undefined ? end : startOfLine(text, next) };
  // The line break before what follows must stay.
  const isInside = change.end <= lines.end - (lines.end < text.length ? 1 : 0);
  return isInside ? { collection, index, lines, column } : undefined;
}

/** Whether an entry begins its line, but for blanks, and at the column. */
function isAtColumn(text: string, { kind }: Collection, start: number, column: number): boolean {
  const at = startOfLine(text, start) + column;
  if (text.slice(at - column, at).trim() !== '') return false;
  return kind === 'map' ? start === at : text[at] === '-';
}

/** Where each entry starts: a pair with its key, an item with its tag or value, on the line of its dash or a later one. */
function startsOf(collection: Collection): readonly number[] {
  if (collection.kind === 'map') return collection.pairs.map(({ key }) => startOf(key));
  return collection.items.map(startOf);
}

function startOf({ tag, span }: Node): number {
  return tag ? Math.min(tag.span.start, span.start) : span.start;
}

/** Reads the lines of an entry, which may have become several; undefined unless all is sound and stands at the column. */
function readEntry(lines: string, kind: Collection['kind'], column: number): Collection | undefined {
  if (/^(?:---|\.\.\.|%|\uFEFF)/m.test(lines)) return undefined;
  const yaml = readYaml(lines);
  const { root } = yaml;
  if (!isGround(yaml) || root?.kind !== kind || !isBlock(root) || root.tag) return undefined;
  const areAtColumn = startsOf(root).every((start) => isAtColumn(lines, root, start, column));
  return root.span.start === column && areAtColumn ? root : undefined;
}

/** A collection with new entries in the place of one; undefined where a key would stand twice. */
function replaced(
  { collection, index }: Pick<Entry, 'collection' | 'index'>,
  by: Collection,
  shift: number,
): Collection | undefined {
  if (collection.kind === 'map' && by.kind === 'map') {
    const later = collection.pairs.slice(index + 1).map((pair) => movedPair(pair, shift));
    const pairs = [...collection.pairs.slice(0, index), ...by.pairs, ...later];
    const keys = pairs.flatMap((pair) => keyOf(pair) || []);
    if (new Set(keys).size < keys.length) return undefined;
    const last = pairs.at(-1);
    return { ...collection, pairs, span: spanTo(collection, last?.value ?? last?.key) };
  }
  if (collection.kind !== 'sequence' || by.kind !== 'sequence') return undefined;
  const later = collection.items.slice(index + 1).map((item) => moved(item, shift));
  const items = [...collection.items.slice(0, index), ...by.items, ...later];
  return { ...collection, items, span: spanTo(collection, items.at(-1)) };
}

/** The one entry of a collection with another value in it, as a collection. */
function within(collection: Collection, index: number, value: Node): Collection {
  if (collection.kind === 'sequence') return { ...collection, items: [value] };
  return {
    ...collection,
    pairs: collection.pairs.slice(index, index + 1).map((pair) => ({ ...pair, value })),
  };
}

/** A block collection ends where its last entry ends. */
function spanTo({ span: { start } }: Collection, last: Node | undefined): Span {
  return { start, end: Math.max(start, last?.span.end ?? start) };
}

function moved<T extends Node>(node: T, by: number): T {
  if (by === 0) return node;
  const common = { ...node, span: movedSpan(node.span, by) };
  if (node.tag) Object.assign(common, { tag: { ...node.tag, span: movedSpan(node.tag.span, by) } });
  switch (node.kind) {
    case 'map':
      return { ...common, pairs: node.pairs.map((pair) => movedPair(pair, by)) };
    case 'sequence': {
      const items = node.items.map((item) => moved(item, by));
      return { ...common, items, commas: node.commas.map((comma) => comma + by) };
    }
    default:
      return common;
  }
}

function movedPair({ key, colon, value }: Pair, by: number): Pair {
  return {
    key: moved(key, by),
    ...(colon === undefined ? {} : { colon: colon + by }),
    ...(value ? { value: moved(value, by) } : {}),
  };
}

function movedSpan({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}

function isBlock(node: Node): node is Collection {
  return (node.kind === 'map' || node.kind === 'sequence') && !node.flow;
}

function lastIndex<T>(sorted: readonly T[], holds: (each: T) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(sorted[middle] as T)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
