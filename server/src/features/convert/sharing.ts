// Tells of a value whether an alias shows it where nothing is evaluated, or merges it: another spelling would matter there.
import { isMerge } from '../../workflow/fields';
import { aliasesIn, eachNode, nodesAt } from '../../workflow/nodes';
import { keyOf, type Node } from '../../workflow/yaml';

/** Asks of the last of the nodes that lead to it from the root. */
export type IsShared = (chain: readonly Node[]) => boolean;

export function inData(root: Node | undefined): IsShared {
  let shown: ReturnType<typeof aliasesIn> | undefined;
  let merged: ReadonlySet<Node> | undefined;
  return (chain) => {
    if (!isEvaluated(root, chain.at(-1)?.span.start)) return true;
    const anchored = chain.filter((each) => each.anchor);
    if (anchored.length === 0) return false;
    shown ??= aliasesIn(root);
    merged ??= mergedIn(root);
    const node = chain.at(-1);
    if (node && merged.has(node)) return true;
    const aliases = anchored.flatMap((each) => shown?.get(each) ?? []);
    return aliases.some(({ span }) => !isEvaluated(root, span.start));
  };
}

// A step's or trigger's own keys are not the values meant here; what waits in `locals` is nothing by itself.
function isEvaluated(root: Node | undefined, offset: number | undefined): boolean {
  const section = offset === undefined ? undefined : nodesAt(root, offset)[1]?.pair;
  return section !== undefined && ['steps', 'triggers', 'locals'].includes(keyOf(section) ?? '');
}

/** What merge keys (`<<`) bring in. */
function mergedIn(root: Node | undefined): ReadonlySet<Node> {
  const merged = new Set<Node>();
  eachNode(root, ({ node }) => {
    if (node.kind !== 'map') return;
    for (const { value } of node.pairs.filter(isMerge)) {
      const sources = value?.kind === 'sequence' ? value.items : [value];
      for (const source of sources) if (source?.kind === 'alias' && source.target) merged.add(source.target);
    }
  });
  return merged;
}
