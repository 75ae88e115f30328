// Reads the queries that stand in YAML without `${…}`: those of `!Data`, and those of path as a tag (relay/expressions.md 5.2).
import { problemsOfPart } from './evaluation';
import { type Expression, staticKeyOf } from './expression';
import { eachPart, type Situation, situationAt } from './parts';
import type { Part, Place, Use } from './reference';
import { scalarTextOf } from './scalarText';
import type { Span } from './span';
import { readQuery } from './template';
import type { ValueProblem } from './valueProblem';
import type { ScalarNode } from './yaml';

export interface QueryNode {
  readonly problems: readonly ValueProblem[];
  /** The query as a path, keys joined by dots, where it is one whose keys are all written. */
  readonly name?: Part;
}

/** Reads the query that a scalar of `source` holds; what does not parse is a problem called `unread`. */
export function readQueryNode(
  source: string,
  node: ScalarNode,
  { place, use }: { readonly place: Place; readonly use: Use },
  unread: 'expression-syntax' | 'expression-invalid',
): QueryNode {
  const text = scalarTextOf(source, node);
  const locate = (span: Span): Span => (span.end > span.start ? text.sourceOf(span) : node.span);
  const around = node.span;
  const { expression, problem } = readQuery(text.text);
  if (problem) {
    const advice = text.text.includes('${') ? ' A query stands without ${ and }.' : '';
    const message = `This query cannot be read. ${problem.message}${advice}`;
    const common = { message, span: locate(problem.span), around, place };
    const isSyntax = unread === 'expression-syntax';
    return {
      problems: [isSyntax ? { is: unread, ...common } : { is: unread, severity: 'error', ...common }],
    };
  }
  if (!expression) return { problems: [] };
  const problems: ValueProblem[] = [];
  const situation: Situation = {
    ...situationAt(place, use, around, locate),
    relative: true,
    withoutFunctions: true,
  };
  eachPart(expression, situation, (part, inside) => problems.push(...problemsOfPart(part, inside)));
  const name = pathOf(expression, locate);
  if (unread === 'expression-syntax') problems.push(...eventPrefix(expression, situation));
  return name ? { problems, name } : { problems };
}

function pathOf(expression: Expression, locate: (span: Span) => Span): Part | undefined {
  if (expression.is !== 'path') return undefined;
  const { root, segments } = expression;
  const keys = [...(root.text === '$' ? [] : [root.text]), ...segments.map(staticKeyOf)];
  if (keys.length === 0 || keys.includes(undefined)) return undefined;
  return { is: 'written', text: keys.join('.'), span: locate(expression.span) };
}

// `!Data event.x` is right only where the event has a field called `event`.
function eventPrefix(expression: Expression, { locate, around, place }: Situation): ValueProblem[] {
  const first = expression.is === 'path' ? expression.segments[0] : undefined;
  if (expression.is !== 'path' || expression.root.text !== 'event' || !first?.index || first.bracket)
    return [];
  const { span } = expression.root;
  const prefix = locate({ start: span.start, end: first.index.span.start });
  const message = '!Data starts at the event itself, so this looks for a field "event" in it.';
  const mend = { is: 'write' as const, title: 'Remove "event."', span: prefix, text: '' };
  const common = { span: locate(span), around, place, message, mend };
  return [{ is: 'expression-invalid', severity: 'information', ...common }];
}
