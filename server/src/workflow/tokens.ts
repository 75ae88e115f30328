// Turns the text of a template into the tokens that colours are given to; a broken one as far as it can be read.
import { Scanner, SyntaxProblem } from './scanner';
import type { Span } from './span';

export interface Token {
  readonly kind:
    | 'root'
    | 'property'
    | 'function'
    | 'parameter'
    | 'string'
    | 'number'
    | 'operator'
    | 'keyword';
  readonly span: Span;
}

/** The tokens between the `${` and the `}` of a template, in order; brackets, commas, dots and comments are none. */
export function tokensOf(text: string, template: Span): Token[] {
  const reading = new Reading(text, template);
  try {
    while (reading.step());
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
  }
  return reading.tokens;
}

/** An open bracket: names behind `|>` mean the piped value until it closes, or until the next comma in it. */
interface Frame {
  readonly bracket: string;
  readonly pipedAround: boolean;
  readonly piped: boolean;
}

const constants = new Set(['true', 'false', 'null']);

class Reading {
  readonly tokens: Token[] = [];
  readonly #scan: Scanner;
  #frame: Frame = { bracket: '', pipedAround: false, piped: false };
  readonly #outer: Frame[] = [];
  #isBehindDot = false;
  /** Whether a path has just been read, so that a dot goes on with it instead of starting a number. */
  #isBehindPath = false;

  constructor(text: string, { start, end }: Span) {
    this.#scan = new Scanner(text.slice(0, end), start + 2);
  }

  /** Reads one token, or what stands between tokens; false at the end. */
  step(): boolean {
    const start = this.#scan.next();
    const character = this.#scan.peek();
    if (character === '') return false;
    const isDot = character === '.' && this.#isBehindPath && !this.#isBehindDot;
    const kind = isDot ? this.#mark(character) : (this.#word() ?? this.#value() ?? this.#mark(character));
    if (kind) this.tokens.push({ kind, span: { start, end: this.#scan.at } });
    const isIndex = kind === 'root' || kind === 'property' || this.#isBehindDot;
    this.#isBehindPath = isIndex || character === ']' || character === ')';
    this.#isBehindDot = isDot;
    return true;
  }

  #word(): Token['kind'] | undefined {
    const isKeyword = this.#frame.bracket === '(' && this.#scan.keyword() !== undefined;
    const word = this.#scan.word();
    if (!word) return this.#scan.take('$') ? this.#name() : undefined;
    if (this.#isBehindDot) return 'property';
    if (isKeyword) return 'parameter';
    if (this.#scan.ahead('(')) return this.#behind(word.span.end, 'function');
    return this.#behind(word.span.end, constants.has(word.text) ? 'keyword' : this.#name());
  }

  // Looking ahead skips the blanks, which are no part of the token.
  #behind(end: number, kind: Token['kind']): Token['kind'] {
    this.#scan.at = end;
    return kind;
  }

  #name(): Token['kind'] {
    return this.#frame.piped ? 'property' : 'root';
  }

  #value(): Token['kind'] | undefined {
    if (this.#scan.string() !== undefined) return 'string';
    if (this.#scan.number(this.#isBehindDot) !== undefined) return 'number';
    // A sign before an operand is the beginning of other operators, but none of them.
    const sign = '!~'.includes(this.#scan.peek()) ? this.#scan.peek() : undefined;
    const operator = this.#scan.operator() ?? sign;
    if (operator === undefined) return undefined;
    this.#scan.at += operator.length;
    if (operator === '|>') this.#frame = { ...this.#frame, piped: true };
    return 'operator';
  }

  #mark(character: string): undefined {
    this.#scan.at += 1;
    if ('([{'.includes(character)) {
      this.#outer.push(this.#frame);
      const { piped } = this.#frame;
      this.#frame = { bracket: character, pipedAround: piped, piped };
    } else if (')]}'.includes(character)) {
      this.#frame = this.#outer.pop() ?? this.#frame;
    } else if (character === ',') {
      this.#frame = { ...this.#frame, piped: this.#frame.pipedAround };
    }
  }
}
