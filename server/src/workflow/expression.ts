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
      /** What it always gives: Relay computes with constants while it reads them. */
      readonly constant?: { readonly value: Constant };
    }
  | { readonly is: 'pipe'; readonly span: Span; readonly left: Expression; readonly right: Expression }
  | { readonly is: 'array'; readonly span: Span; readonly members: readonly Expression[] }
  | {
      readonly is: 'object';
      readonly span: Span;
      /** Keys and values by turns. */
      readonly members: readonly Expression[];
      /** What parts a key from its value where that is no colon; Relay takes anything. */
      readonly partings: readonly Span[];
    };

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
  /** The query of a call of `path`, where it is a constant. */
  readonly query?: Query;
}

/** A text with which something is looked up in a value, read as an expression; its offsets count in that text. */
export interface Query {
  /** The argument as written. */
  readonly span: Span;
  /** Where the text begins around it; absent where escapes or operators make it up. */
  readonly at?: number;
  readonly expression?: Expression;
  readonly problem?: ExpressionProblem;
}

export interface Argument {
  readonly keyword?: Word;
  readonly value: Expression;
}

export interface ExpressionProblem {
  readonly span: Span;
  readonly message: string;
  /** Where a `}` would end the template, if that is all that is missing. */
  readonly close?: number;
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

/** The constant that an expression always has, where it has one: literals, and operations on constants. */
export function constantOf(expression: Expression): { readonly value: Constant } | undefined {
  if (expression.is === 'literal') return expression;
  return expression.is === 'operation' ? expression.constant : undefined;
}

/** The key that a segment always selects, as text; numbers in decimal (relay/expressions.md 1.2, Keys). */
export function staticKeyOf(segment: Segment): string | undefined {
  const value = segment.index && constantOf(segment.index)?.value;
  return typeof value === 'number' ? decimalOf(value) : typeof value === 'string' ? value : undefined;
}

// Without an exponent, however large or small.
function decimalOf(value: number): string {
  const [, sign = '', whole = '', fraction = '', power = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?e([-+]\d+)$/.exec(String(value)) ?? [];
  if (whole === '') return String(value);
  const point = whole.length + Number(power);
  const digits = (whole + fraction).padEnd(point, '0');
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return sign + digits.slice(0, point) + (digits.length > point ? `.${digits.slice(point)}` : '');
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
