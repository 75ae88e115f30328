// Turns the paths by which the account speaks of a workflow's parts (relay/api.md, Errors) into places of its text.
import type { Range } from 'vscode-languageserver';
import type { Workflow } from '../workflow/workflow';
import { keyOf, type Node, targetOf } from '../workflow/yaml';

/**
 * Where a path such as `steps.0.spec`, `steps[0].spec`, `/steps/0/spec` or `steps.build.spec` leads: the first line of
 * the value, or of the last one that is there. Null where not even its first part is.
 */
export function placeOfPath(workflow: Workflow, path: string): Range | null {
  let left = keysOf(path);
  let at = workflow.yaml.root;
  let found: Node | undefined;
  while (at && left.length > 0) {
    const child = childOf(at, left);
    if (!child) break;
    found = child.node;
    left = left.slice(child.keys);
    at = targetOf(child.node);
  }
  if (!found) return null;
  const { start, end } = found.span;
  const lineBreak = workflow.text.slice(start, end).search(/\r?\n/);
  return workflow.rangeOf({ start, end: lineBreak < 0 ? end : start + lineBreak });
}

interface Child {
  readonly node: Node;
  /** How many of the path's keys led to it. */
  readonly keys: number;
}

function childOf(node: Node, [first = '', ...more]: readonly string[]): Child | undefined {
  if (node.kind === 'map') {
    const children = node.pairs.flatMap((pair): Child[] => {
      // A key may itself hold what separates the keys of a path.
      const keys = keysOf(keyOf(pair) ?? '');
      const leads = keys.length > 0 && keys.every((key, index) => key === [first, ...more][index]);
      return leads ? [{ node: pair.value ?? pair.key, keys: keys.length }] : [];
    });
    return children.sort((one, other) => other.keys - one.keys)[0];
  }
  if (node.kind !== 'sequence') return undefined;
  const item = /^\d+$/.test(first)
    ? node.items[Number(first)]
    : node.items.find((each) => isNamed(each, first));
  return item && { node: item, keys: 1 };
}

function isNamed(node: Node, name: string): boolean {
  const item = targetOf(node);
  if (item?.kind !== 'map') return false;
  const value = item.pairs.find((pair) => keyOf(pair) === 'name')?.value;
  return value?.kind === 'scalar' && value.value === name;
}

function keysOf(path: string): string[] {
  return path.split(/[./[\]'"]+/).filter((key) => key !== '');
}
