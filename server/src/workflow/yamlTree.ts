// Turns the document that the yaml package has parsed into our tree, with every span where it is in the text as written.
import {
  type CST,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node as LibraryNode,
  type Pair as LibraryPair,
} from 'yaml';
import type { Patched } from './patch';
import type { Span } from './span';
import type { Common, MapNode, Node, Pair, ScalarNode, SequenceNode, Yaml } from './yaml';
import type { YamlProblem } from './yamlProblems';

/** Reads the tree of a document, and what is wrong with it. `patched` is what was parsed, `text` what it was made from. */
export function readTree(text: string, patched: Patched, document: Document<LibraryNode>): Yaml {
  const reading = new Reading(text, patched);
  const root = document.contents === null ? undefined : reading.root(document.contents);
  return { ...(root ? { root } : {}), problems: reading.problems, hasAnchors: reading.hasAnchors };
}

type Growing<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer I)[] ? I[] : T[K] };

class Reading {
  readonly problems: YamlProblem[] = [];
  readonly #anchors = new Map<string, Node>();

  constructor(
    readonly text: string,
    readonly patched: Patched,
  ) {}

  get hasAnchors(): boolean {
    return this.#anchors.size > 0;
  }

  root(node: LibraryNode): Node {
    // The library keeps no token for the root's own tag.
    const tag = node.tag === undefined ? -1 : this.patched.text.lastIndexOf(node.tag, node.range?.[0]);
    const props =
      tag < 0 ? [] : [{ type: 'tag', offset: tag, indent: 0, source: node.tag } as CST.SourceToken];
    return this.#node(node, props);
  }

  #node(node: LibraryNode, props: readonly CST.SourceToken[]): Node {
    const common = this.#common(node, props);
    if (isMap<LibraryNode, LibraryNode>(node)) return this.#map(node, common);
    if (isSeq<LibraryNode>(node)) return this.#sequence(node, common);
    if (isAlias(node)) return this.#alias(node.source, common);
    const style =
      isScalar(node) && !this.patched.isAdded(node.range?.[0] ?? 0)
        ? styles[node.type ?? 'PLAIN']
        : undefined;
    // With one of YAML's own tags (`!!binary`) a scalar has another value than its text.
    const value = isScalar(node) ? (node.source ?? '') : '';
    return this.#anchored({ kind: 'scalar', style: style ?? 'plain', value, ...common });
  }

  #common(node: LibraryNode, props: readonly CST.SourceToken[]): Common {
    const [start = 0, end = start] = node.range ?? [];
    const common: Growing<Common> = { span: this.patched.spanOf({ start, end }) };
    if (node.tag === undefined && props.length === 0) return common;
    const tag = props.findLast((token) => token.type === 'tag');
    if (node.tag !== undefined && tag) common.tag = { name: node.tag, span: this.#spanOf(tag) };
    const anchor = props.findLast((token) => token.type === 'anchor');
    if (anchor) common.anchor = { name: anchor.source.slice(1), span: this.#spanOf(anchor) };
    return common;
  }

  #spanOf({ offset, source }: CST.SourceToken): Span {
    return this.patched.spanOf({ start: offset, end: offset + source.length });
  }

  // Where the text as it stands has the token.
  #offsetOf(token: CST.SourceToken | undefined): number | undefined {
    return token && !this.patched.isAdded(token.offset) ? this.#spanOf(token).start : undefined;
  }

  #anchored<T extends Node>(node: T): T {
    if (node.anchor) this.#anchors.set(node.anchor.name, node);
    return node;
  }

  #map(
    node: { items: LibraryPair<LibraryNode, LibraryNode>[]; flow?: boolean; srcToken?: unknown },
    common: Common,
  ): Node {
    const pairs: Pair[] = [];
    const token = node.srcToken as CST.FlowCollection | CST.BlockMap | undefined;
    const map = this.#anchored({
      kind: 'map' as const,
      flow: node.flow === true,
      ...this.#closing(token),
      pairs,
      ...common,
    });
    for (const { key, value, srcToken } of node.items) pairs.push(this.#pair(key, value, srcToken));
    this.#reportDoubleKeys(map);
    this.#close(map, pairs.at(-1)?.value ?? pairs.at(-1)?.key);
    return map;
  }

  #pair(key: LibraryNode | null, value: LibraryNode | null, token: CST.CollectionItem | undefined): Pair {
    const colon = this.#offsetOf(token?.sep?.find((each) => each.type === 'map-value-ind'));
    const written = key && this.#node(key, token?.start ?? []);
    // The library has a key of nothing end with the line above, where no "?" introduces it.
    const isIntroduced = token?.start.some(({ type }) => type === 'explicit-key-ind') ?? false;
    const isWritten = written && (colon === undefined || isIntroduced || !isNothing(written));
    const pair: Growing<Pair> = { key: isWritten ? written : nothingAt(colon ?? 0) };
    if (colon !== undefined) pair.colon = colon;
    const valueNode = value ? this.#node(value, token?.sep ?? []) : undefined;
    if (valueNode && (colon !== undefined || !isNothing(valueNode))) pair.value = valueNode;
    return pair;
  }

  #sequence(node: { items: LibraryNode[]; flow?: boolean; srcToken?: unknown }, common: Common): Node {
    const items: Node[] = [];
    const token = node.srcToken as CST.FlowCollection | CST.BlockSequence | undefined;
    const sources = token?.items ?? [];
    const commas = sources.flatMap((item) => item.start.filter((each) => each.type === 'comma'));
    const sequence = this.#anchored({
      kind: 'sequence' as const,
      flow: node.flow === true,
      ...this.#closing(token),
      items,
      commas: commas.flatMap((each) => this.#offsetOf(each) ?? []),
      ...common,
    });
    // A trailing comma leaves one more source than there are items; every other source gave one item.
    node.items.forEach((item, index) => {
      const pair = item as unknown as LibraryPair<LibraryNode, LibraryNode>;
      items.push(
        'range' in item
          ? this.#node(item, sources[index]?.start ?? [])
          : this.#node((pair.value ?? pair.key) as LibraryNode, []),
      );
    });
    this.#close(sequence, items.at(-1));
    return sequence;
  }

  // Block collections, and flow collections that never close, run on over blanks, comments and line breaks.
  #close(node: Growing<MapNode | SequenceNode>, last: Node | undefined): void {
    if (node.flow && node.closed) return;
    let { start, end } = node.span;
    if (node.flow) {
      while (end > start && /\s/.test(this.text[end - 1] ?? '')) end -= 1;
      const bracket = this.text[start] ?? '{';
      const message = `This ${bracket} is never closed. Add the ${bracket === '[' ? ']' : '}'}.`;
      this.problems.push({ code: 'bracket-unclosed', span: { start, end: start + 1 }, message });
    } else if (last) end = Math.max(start, last.span.end);
    node.span = { start, end };
  }

  #closing(token: CST.FlowCollection | CST.BlockMap | CST.BlockSequence | undefined): { closed: boolean } {
    if (token?.type !== 'flow-collection') return { closed: true };
    const ends = token.end.filter(({ type }) => type === 'flow-map-end' || type === 'flow-seq-end');
    return { closed: ends.some((end) => this.#offsetOf(end) !== undefined) };
  }

  #alias(name: string, common: Common): Node {
    const target = this.#anchors.get(name);
    if (target) return { kind: 'alias', name, target, ...common };
    const message = `No anchor &${name} stands before this alias.`;
    this.problems.push({ code: 'alias-unknown', span: common.span, message });
    return { kind: 'alias', name, ...common };
  }

  #reportDoubleKeys(map: MapNode): void {
    if (map.pairs.length < 2) return;
    const seen = new Set<string>();
    const doubled: ScalarNode[] = [];
    for (const { key } of map.pairs) {
      if (key.kind !== 'scalar' || key.value === '') continue;
      if (seen.has(key.value)) doubled.push(key);
      seen.add(key.value);
    }
    if (doubled.length === 0) return;
    // Where the line is missing that begins an item, two of them are one map: that is one mistake.
    const isMixed = !map.flow && new Set(doubled.map(({ value }) => value)).size > 1;
    const advice = isMixed
      ? 'Remove it, or write the line above that begins a new item or key.'
      : 'Remove one of them.';
    for (const { value, span, style } of isMixed ? doubled.slice(0, 1) : doubled) {
      const isMerge = value === '<<' && style === 'plain' && !isMixed;
      const mend = isMerge ? 'Write one with a list: <<: [*a, *b].' : advice;
      const message = `The key "${value}" stands twice in this map. ${mend}`;
      this.problems.push({ code: 'key-duplicate', span, message });
    }
  }
}

const styles: Record<string, ScalarNode['style']> = {
  PLAIN: 'plain',
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
};

function nothingAt(offset: number): ScalarNode {
  return { kind: 'scalar', style: 'plain', value: '', span: { start: offset, end: offset } };
}

function isNothing(node: Node): boolean {
  return node.kind === 'scalar' && node.style === 'plain' && node.value === '' && !node.tag && !node.anchor;
}
