// The operators of the expression language: how tightly they bind, what they refuse, what they make of constants.
import type { Constant } from './expression';
import { readNumber } from './goNumber';
import { patternProblemOf } from './goPattern';
import { shortened } from './shortened';

/** Binding strength, loosest lowest; all group to the left (relay/expressions.md 1.3). */
export const levels: Readonly<Record<string, number>> = {
  '**': 200,
  '*': 150,
  '/': 150,
  '%': 150,
  '+': 120,
  '-': 120,
  '<<': 90,
  '>>': 90,
  '&': 60,
  '|': 60,
  '^': 60,
  '==': 40,
  '!=': 40,
  '<': 40,
  '<=': 40,
  '>': 40,
  '>=': 40,
  '=~': 40,
  '!~': 40,
  '&&': 21,
  '||': 20,
};

/** What is known of a value without running the workflow: its shape, and the value itself where it is a constant. */
export interface Known {
  readonly shape: Shape;
  readonly value?: Constant;
  /** What is known of the members of an array. */
  readonly items?: () => readonly Known[];
}

export type Shape =
  | 'string'
  | 'number'
  | 'boolean'
  | 'null'
  | 'time'
  | 'array'
  | 'map'
  /** Only the run knows. */
  | 'unknown';

export type Computed =
  | { readonly is: 'value'; readonly value: Constant }
  /** It is computed, but not here. */
  | { readonly is: 'uncertain' }
  | { readonly is: 'refused'; readonly because: string };

/** What an operator makes of constants, one or two (relay/expressions.md 1.3). */
export function compute(operator: string, operands: readonly Constant[]): Computed {
  const known = operands.map(knownConstant);
  const because = refusalOf(operator, known);
  if (because !== undefined) return { is: 'refused', because };
  const [left = null, right = null] = operands;
  const value = operands.length === 1 ? prefixed(operator, left) : joined(operator, left, right);
  return value === undefined ? { is: 'uncertain' } : { is: 'value', value };
}

/** Why an operator fails whatever its unknown operands turn out to be; undefined where it may succeed. */
export function refusalOf(operator: string, operands: readonly Known[]): string | undefined {
  const refused = (takes: string, fits: (operand: Known) => boolean): string | undefined => {
    const wrong = operands.find((operand) => !fits(operand));
    return wrong && `"${operator}" takes ${takes}, and ${sayKnown(wrong)} is none`;
  };
  switch (operator) {
    case '!':
    case '&&':
    case '||': {
      const takes = 'true, false, null, numbers and their texts';
      return refused(takes, mayBeBoolean);
    }
    case '+':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return refused('numbers and texts', ({ shape }) => shape !== 'null');
    case '=~':
    case '!~': {
      const pattern = operands[1]?.value;
      const problem = typeof pattern === 'string' ? patternProblemOf(pattern) : undefined;
      if (problem !== undefined)
        return `${sayConstant(pattern ?? null)} is no pattern that Relay can run: ${problem}`;
      return refused('texts', ({ shape }) => shape !== 'null');
    }
    case '==':
    case '!=':
      return undefined;
    default:
      return refused('numbers', mayBeNumber);
  }
}

/** A constant as a known value. */
export function knownConstant(value: Constant): Known {
  if (value === null) return { shape: 'null', value };
  return { shape: typeof value as 'string' | 'number' | 'boolean', value };
}

/** A constant as true or false; undefined where Relay refuses to take it for either. */
export function booleanOf(value: Constant): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (value === null || value === 'false' || value === 'FALSE') return false;
  if (value === 'true' || value === 'TRUE') return true;
  const number = numberOf(value);
  return number === undefined ? undefined : number !== 0;
}

/** A known value in an author's words: `'a'`, `an array`. */
export function sayKnown({ shape, value }: Known): string {
  if (value !== undefined) return sayConstant(value);
  return shape === 'array' ? 'an array' : shape === 'null' ? 'null' : `a ${shape}`;
}

function sayConstant(value: Constant): string {
  if (typeof value !== 'string') return String(value);
  return `'${shortened(value)}'`;
}

function mayBeNumber({ shape, value }: Known): boolean {
  if (shape === 'string') return value === undefined || numberOf(value) !== undefined;
  return shape === 'number' || shape === 'unknown';
}

function mayBeBoolean({ shape, value }: Known): boolean {
  if (value !== undefined) return booleanOf(value) !== undefined;
  return shape !== 'array' && shape !== 'map' && shape !== 'time';
}

function prefixed(operator: string, operand: Constant): Constant | undefined {
  if (operator === '!') return booleanOf(operand) === false;
  const number = numberOf(operand);
  if (number === undefined) return undefined;
  return operator === '-' ? -number : integers([number], ([a = 0n]) => ~a);
}

function joined(operator: string, left: Constant, right: Constant): Constant | undefined {
  switch (operator) {
    case '&&':
      return booleanOf(left) === true && booleanOf(right) === true;
    case '||':
      return booleanOf(left) === true || booleanOf(right) === true;
    case '==':
      return isEqual(left, right);
    case '!=':
      return !isEqual(left, right);
    case '=~':
      return matches(left, right);
    case '!~': {
      const matched = matches(left, right);
      return matched === undefined ? undefined : !matched;
    }
    case '+':
      return ordered(
        left,
        right,
        (a, b) => a + b,
        (a, b) => a + b,
      );
    case '<':
      return ordered(
        left,
        right,
        (a, b) => a < b,
        (a, b) => a < b,
      );
    case '<=':
      return ordered(
        left,
        right,
        (a, b) => a <= b,
        (a, b) => a <= b,
      );
    case '>':
      return ordered(
        left,
        right,
        (a, b) => a > b,
        (a, b) => a > b,
      );
    case '>=':
      return ordered(
        left,
        right,
        (a, b) => a >= b,
        (a, b) => a >= b,
      );
  }
  const [a, b] = [numberOf(left), numberOf(right)];
  return a === undefined || b === undefined ? undefined : calculated(operator, a, b);
}

function calculated(operator: string, a: number, b: number): number | undefined {
  switch (operator) {
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '%':
      return a % b;
    case '**':
      return a ** b;
    case '&':
      return integers([a, b], ([x = 0n, y = 0n]) => x & y);
    case '|':
      return integers([a, b], ([x = 0n, y = 0n]) => x | y);
    case '^':
      return integers([a, b], ([x = 0n, y = 0n]) => x ^ y);
    case '<<':
      return b < 0 || b > 63 ? undefined : integers([a, b], ([x = 0n, y = 0n]) => x << y);
    case '>>':
      return b < 0 || b > 63 ? undefined : integers([a, b], ([x = 0n, y = 0n]) => x >> y);
    default:
      return undefined;
  }
}

// 64-bit integers, as in Go; what does not fit into one depends on the machine there.
function integers(
  numbers: readonly number[],
  apply: (integers: readonly bigint[]) => bigint,
): number | undefined {
  if (!numbers.every((number) => Math.abs(number) < 2 ** 63)) return undefined;
  return Number(BigInt.asIntN(64, apply(numbers.map((number) => BigInt(Math.trunc(number))))));
}

// Two numbers, two texts, two texts that are numbers, else both as text.
function ordered(
  left: Constant,
  right: Constant,
  numbers: (a: number, b: number) => Constant,
  texts: (a: string, b: string) => Constant,
): Constant | undefined {
  if (typeof left === 'string' && typeof right === 'string') return texts(left, right);
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a !== undefined && b !== undefined) return numbers(a, b);
  const [first, second] = [textOf(left), textOf(right)];
  return first === undefined || second === undefined ? undefined : texts(first, second);
}

function isEqual(left: Constant, right: Constant): boolean {
  if (typeof left === 'boolean' && typeof right === 'boolean') return left === right;
  const numbers = [numberOf(left), numberOf(right)] as const;
  if (!numbers.includes(undefined)) return numbers[0] === numbers[1];
  const booleans = [booleanOf(left), booleanOf(right)] as const;
  return booleans.includes(undefined) ? left === right : booleans[0] === booleans[1];
}

// Only patterns without special characters: running others here could take for ever.
function matches(left: Constant, right: Constant): boolean | undefined {
  const [text, pattern] = [textOf(left), textOf(right)];
  if (text === undefined || pattern === undefined || /[\\^$.*+?()[\]{}|]/.test(pattern)) return undefined;
  return text.includes(pattern);
}

// Go's `%v`: very large and very small numbers are written in other ways than here.
function textOf(value: Constant): string | undefined {
  if (value === null) return undefined;
  if (typeof value !== 'number') return String(value);
  const size = Math.abs(value);
  return size === 0 || (size >= 1e-4 && size < 1e21) ? String(value) : undefined;
}

function numberOf(value: Constant): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? readNumber(value) : undefined;
}
