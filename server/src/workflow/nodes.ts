// Finds the nodes around an offset, and walks all nodes, of a YAML tree as it is written: aliases are not followed.
import { countUpTo, touches } from './span';
import type { AliasNode, Node, Pair } from './yaml';

/** A node with the pair that it is the key or the value of. */
export interface Standing {
  readonly node: Node;
  readonly pair?: Pair;
}

/** The nodes that an offset touches, the outermost first; in time that grows with the depth, not with the text. */
export function nodesAt(root: Node | undefined, offset: number): Standing[] {
  const found: Standing[] = [];
  let next: Standing | undefined = root && { node: root };
  while (next && isAround(next.node, offset)) {
    found.push(next);
    next = innerAt(next.node, offset);
  }
  return found;
}

/** Where a node starts: at its tag or anchor, where it has one. */
export function startOf({ span, tag, anchor }: Node): number {
  return Math.min(span.start, tag?.span.start ?? span.start, anchor?.span.start ?? span.start);
}

/** Sees every node once, in the order of the text. */
export function eachNode(root: Node | undefined, see: (standing: Standing) => void): void {
  const waiting: Standing[] = root ? [{ node: root }] : [];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    see(next);
    for (const child of childrenOf(next.node).reverse()) waiting.push(child);
  }
}

/** Every alias of the anchored nodes, by the node that it stands for. */
export function aliasesIn(root: Node | undefined): ReadonlyMap<Node, readonly AliasNode[]> {
  const aliases = new Map<Node, AliasNode[]>();
  eachNode(root, ({ node }) => {
    if (node.kind !== 'alias' || !node.target) return;
    const others = aliases.get(node.target);
    if (others) others.push(node);
    else aliases.set(node.target, [node]);
  });
  return aliases;
}

function innerAt(node: Node, offset: number): Standing | undefined {
  switch (node.kind) {
    case 'map': {
      const pair = lastBefore(node.pairs, ({ key }) => startOf(key), offset);
      if (!pair) return undefined;
      const { key, value } = pair;
      const inValue = value !== undefined && isAround(value, offset) && !isAround(key, offset);
      return { node: inValue ? value : key, pair };
    }
    case 'sequence': {
      const item = lastBefore(node.items, startOf, offset);
      return item && { node: item };
    }
    case 'scalar':
    case 'alias':
      return undefined;
  }
}

function childrenOf(node: Node): Standing[] {
  switch (node.kind) {
    case 'map':
      return node.pairs.flatMap((pair) => [
        { node: pair.key, pair },
        ...(pair.value ? [{ node: pair.value, pair }] : []),
      ]);
    case 'sequence':
      return node.items.map((item) => ({ node: item }));
    case 'scalar':
    case 'alias':
      return [];
  }
}

function isAround(node: Node, offset: number): boolean {
  return touches({ start: startOf(node), end: node.span.end }, offset);
}

function lastBefore<T>(all: readonly T[], start: (each: T) => number, offset: number): T | undefined {
  return all[countUpTo(all, start, offset) - 1];
}
