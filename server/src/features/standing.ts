// Turns a node into its place in the workflow: the nodes, the keys and the indexes that lead to it.
import { nodesAt, type Standing, startOf } from '../workflow/nodes';
import type { Level } from '../workflow/slots/cursor';
import { type Spot, spotOf } from '../workflow/slots/spot';
import { countUpTo } from '../workflow/span';
import type { Workflow } from '../workflow/workflow';
import { keyOf, type Node } from '../workflow/yaml';

export interface Place {
  /** From the root to the node. */
  readonly nodes: readonly Node[];
  /** The key or index of each of them but the root. */
  readonly path: readonly (string | number)[];
  readonly spot: Spot;
  /** Whether the node stands between `{ }` or `[ ]`, where more has to be quoted. */
  readonly inFlow: boolean;
}

/** The place of a node, found at an offset that it touches; undefined for one that is not there. */
export function placeOfNode({ yaml }: Workflow, node: Node, offset: number): Place | undefined {
  const all = nodesAt(yaml.root, offset);
  const index = all.findIndex((each) => each.node === node);
  if (index < 0) return undefined;
  const way = all.slice(0, index + 1);
  const nodes = way.map((each) => each.node);
  const levels = levelsOf(way);
  return {
    nodes,
    path: levels.map((level) => ('pair' in level ? (keyOf(level.pair) ?? '') : level.index)),
    spot: spotOf(levels),
    inFlow: nodes.slice(0, -1).some((each) => 'flow' in each && each.flow),
  };
}

function levelsOf(way: readonly Standing[]): Level[] {
  return way.flatMap(({ node, pair }, index): Level[] => {
    const holder = way[index - 1]?.node;
    if (holder?.kind === 'map' && pair) return [{ holder, pair }];
    return holder?.kind === 'sequence'
      ? [{ holder, index: countUpTo(holder.items, startOf, startOf(node)) - 1 }]
      : [];
  });
}
