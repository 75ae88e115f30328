// Turns YAML text into a small tree with exact spans and a list of problems; the only importer of the yaml package.
import {
  type CST,
  Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node as LibraryNode,
  type Pair as LibraryPair,
  parse,
  parseDocument,
} from 'yaml';
import type { Span } from './span';
import { type YamlProblem, yamlProblemsOf } from './yamlProblems';

interface Common {
  /** The node proper, without tag, anchor and trailing blanks. */
  readonly span: Span;
  readonly tag?: Marker;
  readonly anchor?: Marker;
}

/** A tag or an anchor as written; `name` is resolved: `!Connection`, also where it is spelled `!<!Connection>`. */
export interface Marker {
  readonly name: string;
  readonly span: Span;
}

export interface MapNode extends Common {
  readonly kind: 'map';
  readonly flow: boolean;
  /** Whether a flow map has its closing brace; true for every block map. */
  readonly closed: boolean;
  readonly pairs: readonly Pair[];
}

export interface Pair {
  readonly key: Node;
  /** Offset of the colon, where one is written. */
  readonly colon?: number;
  /** Absent where nothing at all stands after the key; an empty scalar where only a colon does. */
  readonly value?: Node;
}

export interface SequenceNode extends Common {
  readonly kind: 'sequence';
  readonly flow: boolean;
  readonly closed: boolean;
  readonly items: readonly Node[];
  /** Offsets of the commas of a flow sequence. */
  readonly commas: readonly number[];
}

export interface ScalarNode extends Common {
  readonly kind: 'scalar';
  readonly style: 'plain' | 'single' | 'double' | 'literal' | 'folded';
  /** The text after YAML decoding. */
  readonly value: string;
}

export interface AliasNode extends Common {
  readonly kind: 'alias';
  readonly name: string;
  /** The anchored node, absent where no such anchor stands before. May contain the alias itself. */
  readonly target?: Node;
}

export type Node = MapNode | SequenceNode | ScalarNode | AliasNode;

export interface Yaml {
  readonly root?: Node;
  readonly problems: readonly YamlProblem[];
}

/** Reads the first document of a YAML text. Never throws; what is wrong with the text is in `problems`. */
export function readYaml(text: string): Yaml {
  const document = parseDocument(text, {
    keepSourceTokens: true,
    prettyErrors: false,
    uniqueKeys: false, // the library's own search is quadratic and underlines one character
    schema: 'failsafe', // every scalar keeps its text
    logLevel: 'error', // unknown tags are no matter of YAML's; 'silent' would also drop errors
  });
  const reading = new Reading(text);
  const root = document.contents === null ? undefined : reading.root(document as Document<LibraryNode>);
  const problems = yamlProblemsOf(text, document.errors, reading.problems);
  return root === undefined ? { problems } : { root, problems };
}

/** Reads YAML as plain JavaScript values, for configuration files. Undefined where the text is broken. */
export function readPlainYaml(text: string): unknown {
  try {
    return parse(text, { logLevel: 'error' }); // 'silent' would give a half-read value for broken text
  } catch {
    return undefined;
  }
}

/** A string as a YAML scalar, quoted only where its text demands it; `flow` for a place between `[ ]` or `{ }`. */
export function writeYamlScalar(value: string, flow: boolean): string {
  if (!isPlainString(value)) return JSON.stringify(value);
  const document = new Document(flow ? [value] : value);
  if (isSeq(document.contents)) document.contents.flow = true;
  // One line always: a long text is not folded.
  const written = document.toString({
    lineWidth: 0,
    flowCollectionPadding: false,
    defaultStringType: 'PLAIN',
    blockQuote: false,
  });
  return flow ? written.trim().slice(1, -1) : written.trim();
}

/** Whether Relay's YAML reader takes the scalar for a string rather than a number, boolean, null, time or tagged value. */
export function isString(node: ScalarNode): boolean {
  if (node.tag) return node.tag.name === 'tag:yaml.org,2002:str' || node.tag.name === '!';
  return node.style !== 'plain' || isPlainString(node.value);
}

/** Whether a text without quotes would be read as a string. */
export function isPlainString(text: string): boolean {
  return !notAString.test(text);
}

/** A scalar that stands for nothing: `key:` with no value behind it. */
export function isEmpty(node: Node): boolean {
  return node.kind === 'scalar' && node.style === 'plain' && node.value === '';
}

/** The value of a key given as text, following no merge keys. */
export function pairOf(map: MapNode, key: string): Pair | undefined {
  return map.pairs.find((pair) => keyOf(pair) === key);
}

/** Where a pair ends: behind its value, or behind its colon or key where that is all. */
export function endOfPair(pair: Pair): number {
  return Math.max(pair.value?.span.end ?? 0, pair.key.span.end, (pair.colon ?? -1) + 1);
}

/** A key's text, or undefined where the key is no scalar. */
export function keyOf(pair: Pair): string | undefined {
  return pair.key.kind === 'scalar' ? pair.key.value : undefined;
}

/** The node itself, or what an alias stands for. Ends also on anchors that contain themselves. */
export function targetOf(node: Node | undefined): Node | undefined {
  let current = node;
  for (let steps = 0; current?.kind === 'alias' && steps < 100; steps += 1) current = current.target;
  return current?.kind === 'alias' ? undefined : current;
}

// Plain scalars that the Go reader resolves to something else than a string (go-yaml v3 resolve.go: the core schema,
// underscores in numbers, 0b/0o/0x, times). An empty scalar is null.
const notAString =
  /^(?:|~|null|Null|NULL|true|True|TRUE|false|False|FALSE|<<|[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[\da-fA-F_]+|\d[\d_]*)|[-+]?(?:\.\d[\d_]*|\d[\d_]*(?:\.[\d_]*)?)(?:[eE][-+]?\d+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)|\d{4}-\d\d?-\d\d?(?:(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?)?)$/;

type Growing<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer I)[] ? I[] : T[K] };

class Reading {
  readonly problems: YamlProblem[] = [];
  readonly #anchors = new Map<string, Node>();

  constructor(readonly text: string) {}

  root(document: Document<LibraryNode>): Node {
    const node = document.contents as LibraryNode;
    // The library keeps no token for the root's own tag.
    const tag = node.tag === undefined ? -1 : this.text.lastIndexOf(node.tag, node.range?.[0]);
    const props =
      tag < 0 ? [] : [{ type: 'tag', offset: tag, indent: 0, source: node.tag } as CST.SourceToken];
    return this.#node(node, props);
  }

  #node(node: LibraryNode, props: readonly CST.SourceToken[]): Node {
    const common = this.#common(node, props);
    if (isMap<LibraryNode, LibraryNode>(node)) return this.#map(node, common);
    if (isSeq<LibraryNode>(node)) return this.#sequence(node, common);
    if (isAlias(node)) return this.#alias(node.source, common);
    const style = isScalar(node) ? styles[node.type ?? 'PLAIN'] : undefined;
    const value = isScalar(node) && typeof node.value === 'string' ? node.value : '';
    this.#reportUnquoted(value, common.span);
    return this.#anchored({ kind: 'scalar', style: style ?? 'plain', value, ...common });
  }

  // In [ ] and { } a plain scalar ends before a brace: `${x}` leaves a `$` and then a map.
  #reportUnquoted(value: string, { start, end }: Span): void {
    if (!value.endsWith('$') || this.text[end] !== '{') return;
    const close = this.text.slice(end).search(/[}\r\n]/);
    const span = { start, end: close < 0 ? this.text.length : end + close + 1 };
    const message =
      'Inside [ ] and { }, YAML cannot read a ${…} without quotes. Put quotes around the whole value.';
    this.problems.push({ code: 'template-unquoted', span, message });
  }

  #common(node: LibraryNode, props: readonly CST.SourceToken[]): Common {
    const [start = 0, end = start] = node.range ?? [];
    const common: Growing<Common> = { span: { start, end } };
    const tag = props.findLast((token) => token.type === 'tag');
    if (node.tag !== undefined && tag) common.tag = { name: node.tag, span: spanOf(tag) };
    const anchor = props.findLast((token) => token.type === 'anchor');
    if (anchor) common.anchor = { name: anchor.source.slice(1), span: spanOf(anchor) };
    return common;
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
      ...closing(token),
      pairs,
      ...common,
    });
    for (const { key, value, srcToken } of node.items) pairs.push(this.#pair(key, value, srcToken));
    this.#reportDoubleKeys(map);
    this.#close(map, pairs.at(-1)?.value ?? pairs.at(-1)?.key);
    return map;
  }

  #pair(key: LibraryNode | null, value: LibraryNode | null, token: CST.CollectionItem | undefined): Pair {
    const colon = token?.sep?.find((each) => each.type === 'map-value-ind')?.offset;
    const at = colon ?? 0;
    const empty: ScalarNode = { kind: 'scalar', style: 'plain', value: '', span: { start: at, end: at } };
    return {
      key: key ? this.#node(key, token?.start ?? []) : empty,
      ...(colon === undefined ? {} : { colon }),
      ...(value ? { value: this.#node(value, token?.sep ?? []) } : {}),
    };
  }

  #sequence(node: { items: LibraryNode[]; flow?: boolean; srcToken?: unknown }, common: Common): Node {
    const items: Node[] = [];
    const token = node.srcToken as CST.FlowCollection | CST.BlockSequence | undefined;
    const sources = token?.items ?? [];
    const commas = sources.flatMap((item) => item.start.filter((each) => each.type === 'comma'));
    const sequence = this.#anchored({
      kind: 'sequence' as const,
      flow: node.flow === true,
      ...closing(token),
      items,
      commas: commas.map((each) => each.offset),
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

  #alias(name: string, common: Common): Node {
    const target = this.#anchors.get(name);
    if (target) return { kind: 'alias', name, target, ...common };
    const message = `No anchor &${name} stands before this alias.`;
    this.problems.push({ code: 'alias-unknown', span: common.span, message });
    return { kind: 'alias', name, ...common };
  }

  #reportDoubleKeys(map: MapNode): void {
    const seen = new Set<string>();
    for (const pair of map.pairs) {
      const key = keyOf(pair);
      if (key === undefined || key === '') continue;
      if (seen.has(key)) {
        const message = `The key "${key}" stands twice in this map. Remove one of them.`;
        this.problems.push({ code: 'key-duplicate', span: pair.key.span, message });
      }
      seen.add(key);
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

function spanOf(token: CST.SourceToken): Span {
  return { start: token.offset, end: token.offset + token.source.length };
}

function closing(token: CST.FlowCollection | CST.BlockMap | CST.BlockSequence | undefined): {
  closed: boolean;
} {
  if (token?.type !== 'flow-collection') return { closed: true };
  return { closed: token.end.some((end) => end.type === 'flow-map-end' || end.type === 'flow-seq-end') };
}
