// Turns the name at a position into the place where it is declared.
import type { Location, Position } from 'vscode-languageserver';
import { nodesAt } from '../workflow/nodes';
import type { Named } from '../workflow/occurrences';
import type { Span } from '../workflow/span';
import type { Workflow } from '../workflow/workflow';
import { placesOf, symbolAt } from './symbolAt';

/** Where what stands at a position is declared; null for what no workflow declares. An alias leads to its anchor. */
export function definitionAt(workflow: Workflow, position: Position): Location[] | null {
  const spans = anchorAt(workflow, position) ?? declarationsAt(workflow, position);
  if (spans.length === 0) return null;
  return spans.map((span) => ({ uri: workflow.uri, range: workflow.rangeOf(span) }));
}

function anchorAt(workflow: Workflow, position: Position): Span[] | undefined {
  const node = nodesAt(workflow.yaml.root, workflow.offsetAt(position)).at(-1)?.node;
  const anchor = node?.kind === 'alias' ? node.target?.anchor : undefined;
  return anchor && [anchor.span];
}

function declarationsAt(workflow: Workflow, position: Position): Span[] {
  const found = symbolAt(workflow, position);
  if (!found) return [];
  return placesOf(workflow, declaredBy(found.named))
    .filter(({ role }) => role === 'declaration')
    .map(({ span }) => span);
}

// A step makes its outputs: they are declared nowhere else.
function declaredBy(named: Named): Named {
  return named.kind === 'output' ? { kind: 'step', name: named.step } : named;
}
