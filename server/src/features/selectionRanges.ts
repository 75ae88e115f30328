// Turns positions into what a growing selection takes in: word, index, template, value, pair, map, step, list, document.
import type { Position, SelectionRange } from 'vscode-languageserver';
import { type Expression, partsOf } from '../workflow/expression';
import { nodesAt, type Standing, startOf } from '../workflow/nodes';
import { scalarTextOf } from '../workflow/scalarText';
import { contains, type Span, touches } from '../workflow/span';
import { readTemplates } from '../workflow/template';
import type { Workflow } from '../workflow/workflow';
import { endOfPair, type ScalarNode } from '../workflow/yaml';

/** For each position its nested ranges, the innermost first in the chain of parents. */
export function selectionRangesAt(workflow: Workflow, positions: readonly Position[]): SelectionRange[] {
  return positions.map((position) => {
    const offset = workflow.offsetAt(position);
    let inner: SelectionRange | undefined;
    for (const span of nested(spansAt(workflow, offset), offset)) {
      const range = workflow.rangeOf(span);
      inner = inner ? { range, parent: inner } : { range };
    }
    return inner ?? { range: { start: position, end: position } };
  });
}

/** Each span that lies in the one before it and touches the offset, the widest first. */
function nested(spans: readonly Span[], offset: number): Span[] {
  const kept: Span[] = [];
  for (const span of spans) {
    const outer = kept.at(-1);
    const isSame = outer && outer.start === span.start && outer.end === span.end;
    if (touches(span, offset) && !isSame && (!outer || contains(outer, span))) kept.push(span);
  }
  return kept;
}

function spansAt(workflow: Workflow, offset: number): Span[] {
  const standings = nodesAt(workflow.yaml.root, offset);
  const scalar = standings.at(-1)?.node;
  return [
    { start: 0, end: workflow.text.length },
    ...standings.flatMap(spansOf),
    ...(scalar?.kind === 'scalar' ? spansInScalar(workflow.text, scalar, offset) : []),
    wordAt(workflow.text, offset),
  ];
}

function spansOf({ node, pair }: Standing): Span[] {
  const { end } = node.span;
  return [
    ...(pair ? [{ start: startOf(pair.key), end: endOfPair(pair) }] : []),
    { start: startOf(node), end },
    node.span,
  ];
}

function spansInScalar(source: string, node: ScalarNode, offset: number): Span[] {
  const { start, end } = node.span;
  const isQuoted = (node.style === 'single' || node.style === 'double') && end - start > 1;
  const inner = isQuoted ? [{ start: start + 1, end: end - 1 }] : [];
  if (!node.value.includes('${')) return inner;
  const text = scalarTextOf(source, node);
  const isHere = (span: Span) => touches(text.sourceOf(span), offset);
  const template = readTemplates(text.text).find(({ span }) => isHere(span));
  if (!template) return inner;
  const parts = template.expression ? partsAt(template.expression, isHere) : [];
  return [...inner, ...[template.span, ...parts].map((span) => text.sourceOf(span))];
}

// An expression with its parts down to the one at the offset; of a path, also what it has been up to there.
function partsAt(expression: Expression, isHere: (span: Span) => boolean): Span[] {
  const found: Span[] = [];
  let next: Expression | undefined = expression;
  while (next && isHere(next.span)) {
    found.push(next.span);
    if (next.is === 'path') {
      const { root, segments }: Extract<Expression, { is: 'path' }> = next;
      const last = segments.findIndex(({ span }) => isHere(span));
      const ends = segments.slice(0, last + 1).reverse();
      found.push(...ends.map(({ span }) => ({ start: root.span.start, end: span.end })), root.span);
      found.push(...segments.flatMap(({ index, span }) => (index && isHere(span) ? index.span : [])));
    }
    next = partsOf(next).find(({ span }) => isHere(span));
  }
  return found;
}

function wordAt(text: string, offset: number): Span {
  const isWord = (at: number) => /[\w\p{L}-]/u.test(text[at] ?? '');
  let [start, end] = [offset, offset];
  while (start > 0 && isWord(start - 1)) start -= 1;
  while (end < text.length && isWord(end)) end += 1;
  return { start, end };
}
