// Walks an expression part by part, with what is known of the situation that each part is evaluated in.
import { type Call, constantOf, type Expression, partsOf, type Query } from './expression';
import { booleanOf } from './operators';
import type { Place, Use } from './reference';
import type { Span } from './span';

/** Where and how a part of an expression is evaluated. */
export interface Situation {
  readonly place: Place;
  readonly use: Use;
  /** Whether names are keys of some value instead of roots of the workflow: in a query. */
  readonly relative: boolean;
  /** Whether no function can be called: in a query. */
  readonly withoutFunctions: boolean;
  /** Whether the part is a key of `{…}`. */
  readonly isKey: boolean;
  /** What must be whole in YAML for the expression to be the one that is meant. */
  readonly around: Span;
  /** Converts a span of the expression's text to the document's. */
  readonly locate: (span: Span) => Span;
}

/** The situation of the expression of a template. */
export function situationAt(place: Place, use: Use, around: Span, locate: (span: Span) => Span): Situation {
  return { place, use, relative: false, withoutFunctions: false, isKey: false, around, locate };
}

/** Sees every part of an expression, outer ones first, those of constant queries included; ends however deep it is. */
export function eachPart(
  expression: Expression,
  situation: Situation,
  see: (part: Expression, situation: Situation) => void,
): void {
  const waiting: { readonly part: Expression; readonly situation: Situation }[] = [
    { part: expression, situation },
  ];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    see(next.part, next.situation);
    const inner = innerOf(
      next.part,
      next.situation.isKey ? { ...next.situation, isKey: false } : next.situation,
    );
    for (let index = inner.length - 1; index >= 0; index -= 1) {
      const each = inner[index];
      if (each) waiting.push({ part: each[0], situation: each[1] });
    }
  }
}

/** The situation of a query whose text stands at `query.span`, inside an expression in `situation`. */
export function situationOfQuery(query: Query, situation: Situation, relative: boolean): Situation {
  const { at } = query;
  const locate = (span: Span): Span =>
    at === undefined || span.end <= span.start
      ? situation.locate(query.span)
      : situation.locate({ start: at + span.start, end: at + span.end });
  return { ...situation, relative, withoutFunctions: true, locate };
}

/** The argument of a call by its keyword, or by its position where it has none. */
function argumentOf(call: Call, keyword: string, position: number): Expression | undefined {
  return call.args.findLast((each, index) =>
    each.keyword ? each.keyword.text === keyword : index === position,
  )?.value;
}

/**
 * What becomes of a reference in an argument of a function. `isDefaulted` says that the argument is what path looks
 * into, with a default given.
 */
export function useOfArgument(outer: Use, name: string, isDefaulted: boolean): Use {
  if (outer !== 'needed') return outer;
  if (name === 'coalesce') return 'coalesced';
  return name === 'exists' || (name === 'path' && isDefaulted) ? 'probed' : 'needed';
}

type Inner = readonly (readonly [Expression, Situation])[];

function innerOf(part: Expression, situation: Situation): Inner {
  switch (part.is) {
    case 'operation': {
      const [left, right] = part.operands;
      const passed = passesRight(part) ? { ...situation, use: 'unreached' as const } : situation;
      if (!left) return [];
      return right
        ? [
            [left, situation],
            [right, passed],
          ]
        : [[left, situation]];
    }
    case 'object':
      return part.members.map((member, index) => [member, { ...situation, isKey: index % 2 === 0 }]);
    case 'call':
      return innerOfCall(part, situation);
    default:
      return partsOf(part).map((inner) => [inner, situation]);
  }
}

// `false && …` and `true || …` end before their right side; nothing else does (relay/expressions.md 1.3).
function passesRight({ operator, operands }: Extract<Expression, { is: 'operation' }>): boolean {
  const left = operands[0] && constantOf(operands[0]);
  return (
    left !== undefined && ['&&', '||'].includes(operator) && booleanOf(left.value) === (operator === '||')
  );
}

function innerOfCall(call: Call, situation: Situation): Inner {
  if (call.name.text === 'path') return innerOfPathCall(call, situation);
  const use = useOfArgument(situation.use, call.name.text, false);
  const inside = use === situation.use ? situation : { ...situation, use };
  return call.args.map(({ value }) => [value, inside]);
}

// `path($, 'parameters.x')` is the path itself; a query of anything else looks into that.
function innerOfPathCall(call: Call, situation: Situation): Inner {
  const object = argumentOf(call, 'object', 0);
  const hasDefault = argumentOf(call, 'default', 2) !== undefined;
  const looked = { ...situation, use: useOfArgument(situation.use, 'path', hasDefault) };
  const { query } = call;
  const ofRoots = object?.is === 'path' && isWhole(object) && !object.piped && !situation.relative;
  const inner = call.args
    .filter(({ value }) => !(ofRoots && query && value === object))
    .map(({ value }) => [value, value === object ? looked : situation] as const);
  if (!query?.expression) return inner;
  return [...inner, [query.expression, situationOfQuery(query, looked, !ofRoots)]];
}

function isWhole(path: Extract<Expression, { is: 'path' }>): boolean {
  return path.root.text === '$' && path.segments.length === 0;
}
