// Turns the name at a position into highlights: where it is declared or given a value, and where it is used.
import { type DocumentHighlight, DocumentHighlightKind, type Position } from 'vscode-languageserver';
import type { Workflow } from '../workflow/workflow';
import { placesOf, symbolAt } from './symbolAt';

export function highlightsAt(workflow: Workflow, position: Position): DocumentHighlight[] | null {
  const found = symbolAt(workflow, position);
  if (!found) return null;
  return placesOf(workflow, found.named).map(({ role, span }) => ({
    range: workflow.rangeOf(span),
    kind: role === 'use' ? DocumentHighlightKind.Read : DocumentHighlightKind.Write,
  }));
}
