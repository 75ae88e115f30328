// The values that expressions are read into (relay/expressions.md 1), and what can be known of them without running them.
import type { Span } from './span';

export type Expression =
  | { readonly is: 'literal'; readonly span: Span; readonly value: Constant }
  | Path
  | Call
  | {
      readonly is: 'operation';
      readonly span: Span;
      readonly operator: string;
      readonly operands: readonly Expression[];
    }
  | { readonly is: 'pipe'; readonly span: Span; readonly left: Expression; readonly right: Expression }
  | { readonly is: 'array' | 'object'; readonly span: Span; readonly members: readonly Expression[] };

export type Constant = string | number | boolean | null;

/** `connections.aws['x']`: a root and the segments behind it. */
export interface Path {
  readonly is: 'path';
  readonly span: Span;
  readonly root: Word;
  readonly segments: readonly Segment[];
  /** Stands to the right of `|>`, where names mean the piped value (relay/expressions.md 1.4). */
  readonly piped: boolean;
}

export interface Word {
  readonly text: string;
  readonly span: Span;
}

/** One index of a path: `.b`, `.'b'`, `['b']`, `[0]`, `.(a + b)`. */
export interface Segment {
  /** From the dot or bracket to the end of the index. */
  readonly span: Span;
  readonly bracket: boolean;
  /** The index as written, without dot and brackets; undefined where nothing is written yet. */
  readonly index?: Expression;
  /** Where a cursor may write the index. */
  readonly room: Span;
}

export interface Call {
  readonly is: 'call';
  readonly span: Span;
  readonly name: Word;
  readonly args: readonly Argument[];
}

export interface Argument {
  readonly keyword?: Word;
  readonly value: Expression;
}

export interface ExpressionProblem {
  readonly span: Span;
  readonly message: string;
}

/** One `${…}` of a text; offsets count in that text. */
export interface Template {
  /** From the dollar to behind the closing brace, or to where reading stopped. */
  readonly span: Span;
  /** Absent where the template is broken. */
  readonly expression?: Expression;
  readonly problem?: ExpressionProblem;
  /** Every path met, those of a broken template included: where one may go on typing. */
  readonly paths: readonly Path[];
}

/** The constant that an expression always has, where it has one: literals, and operations on constants that fold. */
export function constantOf(expression: Expression): { readonly value: Constant } | undefined {
  if (expression.is === 'literal') return { value: expression.value };
  if (expression.is !== 'operation') return undefined;
  const operands = expression.operands.map(constantOf);
  const [left, right] = operands.map((operand) => operand?.value);
  if (operands.includes(undefined)) return undefined;
  if (expression.operator === '-' && typeof left === 'number')
    return { value: right === undefined ? -left : left - Number(right) };
  if (expression.operator !== '+') return undefined;
  if (typeof left === 'number' && typeof right === 'number') return { value: left + right };
  return typeof left === 'string' && typeof right === 'string' ? { value: left + right } : undefined;
}

/** The key that a segment always selects, as text; numbers in decimal (relay/expressions.md 1.2, Keys). */
export function staticKeyOf(segment: Segment): string | undefined {
  const constant = segment.index && constantOf(segment.index);
  if (typeof constant?.value === 'string') return constant.value;
  return typeof constant?.value === 'number' ? String(constant.value) : undefined;
}

/** The expressions directly inside an expression, in source order. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.is) {
    case 'literal':
      return [];
    case 'path':
      return expression.segments.flatMap((segment) => segment.index ?? []);
    case 'call':
      return expression.args.map((argument) => argument.value);
    case 'operation':
      return expression.operands;
    case 'pipe':
      return [expression.left, expression.right];
    case 'array':
    case 'object':
      return expression.members;
  }
}
