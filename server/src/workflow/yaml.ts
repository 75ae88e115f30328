// The small tree that YAML text is turned into, and what can be told of one node of it. Only the files called yaml… import
// the yaml package.
import { Document, isSeq } from 'yaml';
import type { Span } from './span';
import type { YamlProblem } from './yamlProblems';

/** What every node has. */
export interface Common {
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
  /** Whether a node is anchored: what is read of one place may then depend on another. */
  readonly hasAnchors: boolean;
}

/** A string as a YAML scalar, quoted only where its text demands it; `flow` for a place between `[ ]` or `{ }`. */
export function writeYamlScalar(value: string, flow: boolean): string {
  if (escaped(value) !== value || !isPlainString(value)) return escaped(JSON.stringify(value));
  if (/^[A-Za-z_][\w./-]*$/.test(value)) return value; // what the library would write, without its work
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

// Line breaks of all kinds, other control characters, and marks that turn the direction of what stands behind them.
const unseen = /[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** A text with such characters as escapes, which strings in double quotes and those of expressions have in common. */
export function escaped(text: string): string {
  return text.replace(unseen, (character) => {
    const short = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }[character];
    return short ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
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
