// Turns a connection in a step's spec into the code by which the step reads it (relay/facts).
import { type CodeAction, CodeActionKind, type Position } from 'vscode-languageserver';
import { connectionTypeOf } from '../catalogue/connectionTypes';
import { type CopySdkCode, copySdkCodeCommand, type SdkCodeAnswer } from '../protocol/commands';
import { isComputed } from '../rules/spec/fit';
import { aliasesIn, nodesAt } from '../workflow/nodes';
import { keysOfPath } from '../workflow/paths';
import type { ConnectionReference } from '../workflow/reference';
import type { Workflow } from '../workflow/workflow';
import type { Node } from '../workflow/yaml';
import type { Client } from './client';
import { connectionAt } from './hover';
import { type Path, type Read, writeNi, writePython } from './sdkCode/write';
import { type Place, placeOfNode } from './standing';

/** The code that reads what a connection reference at a position becomes; null where none stands in a spec. */
export function sdkCodeAt(workflow: Workflow, position: Position): SdkCodeAnswer {
  const reference = connectionAt(workflow, position);
  const found = reference && readAround(workflow, reference);
  if (!found) return null;
  const reads = readsOf(workflow, reference, found);
  return { python: writePython(reads), ni: writeNi(reads) };
}

/** The actions that copy it, for clients that run commands themselves. */
export function sdkActionsAt(workflow: Workflow, position: Position, client: Client): CodeAction[] {
  if (!client.bringsAccount || !sdkCodeAt(workflow, position)) return [];
  const action = (title: string, language: CopySdkCode['language']): CodeAction => {
    const argument: CopySdkCode = { uri: workflow.uri, position, language };
    return {
      title,
      kind: CodeActionKind.Empty,
      command: { title, command: copySdkCodeCommand, arguments: [argument] },
    };
  };
  return [
    action('Copy Python code that reads this connection', 'python'),
    action('Copy ni commands that read this connection', 'ni'),
  ];
}

interface Value {
  readonly node: Node;
  /** From the root of the spec. */
  readonly path: Path;
}

/** What the step reads: the outermost value around the reference that only a run knows. */
function readAround(workflow: Workflow, { span }: ConnectionReference): Value | undefined {
  for (const { node } of nodesAt(workflow.yaml.root, span.start)) {
    const place = isComputed(node) ? placeOfNode(workflow, node, span.start) : undefined;
    const path = place && (pathInSpec(place) ?? pathByAlias(workflow, place, span.start));
    // A tag on the spec itself is dropped (relay/expressions.md 2.3).
    if (path && path.length > 0) return { node, path };
  }
  return undefined;
}

function pathInSpec({ path, spot }: Place): Path | undefined {
  if (spot.path === 'steps[].spec') return path.slice(3).filter(isNoMerge);
  return spot.path === 'triggers[].source.spec' ? path.slice(4).filter(isNoMerge) : undefined;
}

function isNoMerge(key: string | number): boolean {
  return key !== '<<';
}

// What waits in `locals` is read where the first alias shows it.
function pathByAlias(workflow: Workflow, { nodes, path }: Place, offset: number): Path | undefined {
  const aliases = aliasesIn(workflow.yaml.root);
  for (const node of [...nodes].reverse()) {
    const inner = path.slice(placeOfNode(workflow, node, offset)?.path.length ?? 0);
    for (const alias of aliases.get(node) ?? []) {
      const place = placeOfNode(workflow, alias, alias.span.start);
      const outer = place && pathInSpec(place);
      if (outer) return [...outer, ...inner];
    }
  }
  return undefined;
}

// The fields one by one, where it is the connection itself that stands there and its type is known.
function readsOf(
  workflow: Workflow,
  { span, spelling, ...reference }: ConnectionReference,
  { node, path }: Value,
): Read[] {
  const keys = spelling === 'expression' ? keysOfWhole(workflow, node) : 2;
  const isItself = spelling === 'expression' || (node.tag?.span.start ?? node.span.start) === span.start;
  const type = reference.type.is === 'written' ? connectionTypeOf(reference.type.text) : undefined;
  if (isItself && keys === 2 && type && type.fields.length > 0)
    return type.fields.map(({ name }) => ({ path: [...path, name], isMap: false }));
  return [{ path, isMap: isItself && keys !== undefined && keys <= 2 }];
}

/** How many keys stand behind `connections` in a scalar that is nothing but this path. */
function keysOfWhole({ lookup }: Workflow, node: Node): number | undefined {
  const { text, templates } = lookup.templatesOf.get(node) ?? {};
  const { expression, span } = templates?.[0] ?? {};
  const isWhole = !node.tag && span?.start === 0 && span.end === text?.text.length;
  return isWhole && expression?.is === 'path' ? keysOfPath(expression).keys.length : undefined;
}
