// Finds what a cursor stands at in the tree: a key, a value or a tag, and what leads there; works in half-typed YAML.
import { startOf } from '../nodes';
import { columnOf } from '../pairs';
import { countUpTo, type Span, touches } from '../span';
import {
  endOfPair,
  isEmpty,
  type MapNode,
  type Node,
  type Pair,
  type ScalarNode,
  type SequenceNode,
} from '../yaml';
import { inLine, isBlank, isVoid, type Line, lineAt } from './lines';

/** One step on the way from the root: to the value of a pair, or to an item. */
export type Level =
  | { readonly holder: MapNode; readonly pair: Pair }
  | { readonly holder: SequenceNode; readonly index: number };

interface Common {
  /** What leads to the value; for a key, to the map that it is in. */
  readonly levels: readonly Level[];
  /** What is typed already, in the cursor's line. */
  readonly replace: Span;
  /** Whether it stands between `{ }` or `[ ]`. */
  readonly flow: boolean;
}

export type Cursor =
  | (Common & {
      readonly is: 'key';
      readonly map: MapNode;
      /** Absent where the key is not begun. */
      readonly pair?: Pair;
    })
  | (Common & {
      readonly is: 'value';
      /** Absent where nothing stands in a list. */
      readonly node?: ScalarNode;
      /** Whether the first key of a map may be typed here just as well. */
      readonly mayBeKey: boolean;
    })
  | (Common & { readonly is: 'tag'; readonly node: Node });

/** What the cursor stands at; undefined in comments, in later lines of a text, and where nothing of the tree is near. */
export function cursorAt(text: string, root: Node | undefined, offset: number): Cursor | undefined {
  return new Search(text, offset).root(root);
}

class Search {
  readonly #line: Line;

  constructor(
    readonly text: string,
    readonly offset: number,
  ) {
    this.#line = lineAt(text, offset);
  }

  root(root: Node | undefined): Cursor | undefined {
    if (root) return this.#value([], root, { from: 0, column: -1, flow: false });
    return this.#line.isBlank ? this.#nothing([], false, true) : undefined;
  }

  /** `from`: where the value may begin; `column`: that of the key or dash, which lines below it must exceed. */
  #value(levels: readonly Level[], node: Node | undefined, at: Lead): Cursor | undefined {
    if (!node) return undefined;
    const { tag, anchor } = node;
    if (tag && tag.span.start < this.offset && this.offset <= tag.span.end)
      return { is: 'tag', node, levels, replace: tag.span, flow: at.flow };
    switch (node.kind) {
      case 'alias':
        return undefined;
      case 'scalar': {
        const from = Math.max(at.from, tag?.span.end ?? 0, anchor?.span.end ?? 0);
        return isEmpty(node)
          ? this.#empty(levels, node, { ...at, from })
          : this.#scalar(levels, node, at.flow);
      }
      case 'map':
        return node.flow ? this.#flowMap(levels, node) : this.#blockMap(levels, node);
      case 'sequence':
        return node.flow ? this.#flowSequence(levels, node) : this.#blockSequence(levels, node);
    }
  }

  #nothing(levels: readonly Level[], flow: boolean, mayBeKey: boolean, node?: ScalarNode): Cursor {
    const replace = { start: this.offset, end: this.offset };
    return { is: 'value', levels, replace, flow, mayBeKey, ...(node ? { node } : {}) };
  }

  #empty(levels: readonly Level[], node: ScalarNode, { from, column, flow }: Lead): Cursor | undefined {
    const isGlued = (node.tag || node.anchor) && this.offset === from;
    if (isBlank(this.text, from, this.offset)) {
      const isItem = 'index' in (levels.at(-1) ?? {});
      return isGlued ? undefined : this.#nothing(levels, flow, isItem && !flow && !node.tag, node);
    }
    const below = this.#line.isBlank && this.#line.column > column;
    return below && isVoid(this.text, from, this.offset)
      ? this.#nothing(levels, flow, !flow, node)
      : undefined;
  }

  #scalar(levels: readonly Level[], node: ScalarNode, flow: boolean): Cursor | undefined {
    const { style, span } = node;
    const isShown = style !== 'literal' && style !== 'folded' && span.start >= this.#line.start;
    if (!isShown || !touches(span, this.offset)) return undefined;
    const replace = inLine(this.#line, span);
    // A key below a tag, or behind nothing but dashes.
    const before = this.text.slice(this.#line.start, node.span.start);
    const mayBeKey = !flow && style === 'plain' && /^[ \t]*(?:-[ \t]+)*$/.test(before);
    return { is: 'value', levels, node, replace, flow, mayBeKey };
  }

  #blockMap(levels: readonly Level[], map: MapNode): Cursor | undefined {
    const [first] = map.pairs;
    if (!first) return undefined;
    const column = columnOf(this.text, startOf(first.key));
    const pair = lastPairUpTo(map, this.offset);
    const isAligned = this.#line.isBlank && this.#line.column === column;
    if (isAligned && (!pair || isVoid(this.text, endOfPair(pair), this.offset)))
      return this.#newKey(levels, map);
    return pair && this.#pair(levels, map, pair, column);
  }

  #pair(levels: readonly Level[], map: MapNode, pair: Pair, column: number): Cursor | undefined {
    const written = inLine(this.#line, pair.key.span);
    const isWritten = pair.key.span.end > pair.key.span.start;
    if (isWritten && touches(written, this.offset))
      return { is: 'key', levels, map, pair, replace: written, flow: map.flow };
    if (pair.colon === undefined || this.offset <= pair.colon) return undefined;
    const at = { from: pair.colon + 1, column, flow: map.flow };
    return this.#value([...levels, { holder: map, pair }], pair.value, at);
  }

  #newKey(levels: readonly Level[], map: MapNode): Cursor {
    return { is: 'key', levels, map, replace: { start: this.offset, end: this.offset }, flow: map.flow };
  }

  #blockSequence(levels: readonly Level[], sequence: SequenceNode): Cursor | undefined {
    const start = (item: Node): number =>
      isEmpty(item) && !item.tag ? this.#behindDash(item) : startOf(item);
    const index = countUpTo(sequence.items, start, this.offset) - 1;
    const item = sequence.items[index];
    if (!item) return undefined;
    const from = this.#behindDash(item);
    const at = { from, column: columnOf(this.text, from) - 1, flow: false };
    return this.#value([...levels, { holder: sequence, index }], item, at);
  }

  #behindDash(item: Node): number {
    let at = startOf(item);
    while (this.text[at - 1] === ' ' || this.text[at - 1] === '\t') at -= 1;
    return at;
  }

  #flowMap(levels: readonly Level[], map: MapNode): Cursor | undefined {
    if (this.offset <= map.span.start || this.offset > this.#regionEnd(map)) return undefined;
    const pair = lastPairUpTo(map, this.offset);
    const end = pair ? endOfPair(pair) : map.span.start + 1;
    const comma = pair ? this.text.slice(end, this.offset).indexOf(',') : -1;
    if (!pair || comma >= 0)
      return isVoid(this.text, end + comma + 1, this.offset) && this.#isFree(map)
        ? this.#newKey(levels, map)
        : undefined;
    return this.#pair(levels, map, pair, -1);
  }

  #flowSequence(levels: readonly Level[], sequence: SequenceNode): Cursor | undefined {
    if (this.offset <= sequence.span.start || this.offset > this.#regionEnd(sequence)) return undefined;
    const index = countUpTo(sequence.commas, (comma) => comma, this.offset - 1);
    const inner = [...levels, { holder: sequence, index }];
    const item = sequence.items[index];
    const from = (sequence.commas[index - 1] ?? sequence.span.start) + 1;
    if (item) return this.#value(inner, item, { from, column: -1, flow: true });
    return isVoid(this.text, from, this.offset) ? this.#nothing(inner, true, false) : undefined;
  }

  // A key in front of another would need a comma.
  #isFree({ closed, span }: MapNode): boolean {
    if (!closed && isBlank(this.text, this.offset, this.#line.end)) return true;
    return /^\s*[,}]/.test(this.text.slice(this.offset, closed ? span.end : this.#line.end));
  }

  // Up to the closing bracket, or to what comes next where there is none.
  #regionEnd({ span, closed }: MapNode | SequenceNode): number {
    if (closed) return span.end - 1;
    return span.end + (/^\s*/.exec(this.text.slice(span.end, this.offset + 1))?.[0].length ?? 0);
  }
}

interface Lead {
  readonly from: number;
  readonly column: number;
  readonly flow: boolean;
}

function lastPairUpTo({ pairs }: MapNode, offset: number): Pair | undefined {
  return pairs[countUpTo(pairs, ({ key }) => startOf(key), offset) - 1];
}
