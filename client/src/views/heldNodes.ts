// Keeps the nodes that a view was given, so that another tree changes no more of it than what is shown otherwise now.
import type { Item, Tree } from './item';

/** VS Code takes time in the square of those that are to be asked for again one by one. */
const mostAtOnce = 100;

/** One node, under the object by which the view knows it. */
interface Held<Node> {
  readonly element: Node;
  /** What it is in the tree of now. */
  node: Node;
  /** What is shown of it. */
  shown: string;
  /** The ids below it, once they were asked for. */
  below?: readonly string[];
}

/** What the view has to ask for again: those elements with what is below them; all of it; or nothing (`[]`). */
export type Outdated<Node> = readonly Node[] | 'all';

/**
 * A tree that is replaced as a whole, for a view that knows nodes by identity: the node of one id stays one object,
 * whichever tree it comes from.
 */
export class HeldNodes<Node extends object> {
  readonly #held = new Map<string, Held<Node>>();
  readonly #byElement = new WeakMap<Node, Held<Node>>();
  #roots: readonly string[] = [];

  constructor(private tree: Tree<Node>) {}

  /** Takes another tree, and tells what of the last one is not shown so any more. */
  replace(tree: Tree<Node>): Outdated<Node> {
    this.tree = tree;
    if (!isSame(this.#roots, this.#idsOf(tree.roots))) return 'all';
    const outdated = tree.roots.flatMap((node) => this.#outdated(node));
    return outdated.length > mostAtOnce ? 'all' : outdated;
  }

  /** The elements below one, or the first ones. */
  below(element?: Node): Node[] {
    const of = element && this.#byElement.get(element);
    const nodes = element ? this.tree.below(of?.node ?? element) : this.tree.roots;
    const ids = this.#idsOf(nodes);
    const left = new Set(ids);
    for (const id of (element ? of?.below : this.#roots) ?? []) if (!left.has(id)) this.#forget(id);
    if (of) of.below = ids;
    else if (!element) this.#roots = ids;
    return nodes.map((node) => this.#hold(node));
  }

  /** What an element is now. */
  nodeOf(element: Node): Node {
    return this.#byElement.get(element)?.node ?? element;
  }

  #outdated(node: Node): readonly Node[] {
    const item = this.tree.itemOf(node);
    const held = this.#held.get(item.id);
    if (!held) return [];
    const before = held.shown;
    take(held, node, item);
    const below = held.below && this.tree.below(node);
    const isOther = before !== held.shown || (held.below && below && !isSame(held.below, this.#idsOf(below)));
    return isOther ? [held.element] : (below ?? []).flatMap((each) => this.#outdated(each));
  }

  #hold(node: Node): Node {
    const item = this.tree.itemOf(node);
    const held = this.#held.get(item.id) ?? { element: node, node, shown: '' };
    take(held, node, item);
    this.#held.set(item.id, held);
    this.#byElement.set(held.element, held);
    return held.element;
  }

  #forget(id: string): void {
    for (const each of this.#held.get(id)?.below ?? []) this.#forget(each);
    this.#held.delete(id);
  }

  #idsOf(nodes: readonly Node[]): readonly string[] {
    return nodes.map((node) => this.tree.itemOf(node).id);
  }
}

function take<Node>(held: Held<Node>, node: Node, item: Item): void {
  held.node = node;
  held.shown = JSON.stringify(item);
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((each, index) => each === others[index]);
}
