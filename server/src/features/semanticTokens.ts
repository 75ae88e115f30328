// Turns the templates and references of a workflow into semantic tokens, in the wire's relative numbers.
import { type Range, type SemanticTokens, SemanticTokensBuilder } from 'vscode-languageserver';
import { partsOfReference, type Reference } from '../workflow/reference';
import type { Span } from '../workflow/span';
import { type Token, tokensOf } from '../workflow/tokens';
import type { Workflow } from '../workflow/workflow';

const types = [
  'variable',
  'property',
  'function',
  'parameter',
  'string',
  'number',
  'operator',
  'keyword',
  'type',
] as const;
type TokenType = (typeof types)[number];

export const semanticTokensLegend = { tokenTypes: [...types], tokenModifiers: [] };

/** The tokens of a workflow, or of a range of it; one that is written over several lines gets none. */
export function semanticTokensOf(workflow: Workflow, range?: Range): SemanticTokens {
  const asked = range && { start: workflow.offsetAt(range.start), end: workflow.offsetAt(range.end) };
  const isAsked = (span: Span) => !asked || (span.start < asked.end && asked.start < span.end);
  const builder = new SemanticTokensBuilder();
  let behind = 0;
  for (const { type, span } of colouredOf(workflow, isAsked)) {
    const { start, end } = workflow.rangeOf(span);
    if (span.start < behind || span.end <= span.start || start.line !== end.line) continue;
    behind = span.end;
    builder.push(start.line, start.character, end.character - start.character, types.indexOf(type), 0);
  }
  return { data: builder.build().data };
}

interface Coloured {
  readonly type: TokenType;
  readonly span: Span;
}

function colouredOf(workflow: Workflow, isAsked: (span: Span) => boolean): Coloured[] {
  const { references, templateScalars } = workflow.collected;
  const found = references.flatMap((each) => (isAsked(each.span) ? inReference(workflow.text, each) : []));
  for (const { node, text, templates } of templateScalars) {
    if (!isAsked(node.span)) continue;
    for (const { span } of templates)
      for (const token of tokensOf(text.text, span))
        found.push({ type: typeOf(token.kind), span: text.sourceOf(token.span) });
  }
  return found.filter(({ span }) => isAsked(span)).sort((a, b) => a.span.start - b.span.start);
}

// The fields of a tag or `$type` map; an alias in their place has a colour of its own.
function inReference(text: string, reference: Reference): Coloured[] {
  if (reference.spelling === 'expression') return [];
  return partsOfReference(reference).flatMap((part, index) => {
    if (part.is !== 'written' || text[part.span.start] === '*') return [];
    const type = reference.kind === 'connection' && index === 0 ? 'type' : 'property';
    return { type, span: part.span } as const;
  });
}

function typeOf(kind: Token['kind']): TokenType {
  return kind === 'root' ? 'variable' : kind;
}
