// Reads the tokens of an expression from a text (relay/expressions.md 1.1).
import type { Word } from './expression';
import { readNumber } from './goNumber';
import { levels } from './operators';
import { shortened } from './shortened';
import type { Span } from './span';

/** Thrown inside the expression reader where the text is not in the language; never leaves it, and has no stack to gather. */
export class SyntaxProblem {
  constructor(
    readonly span: Span,
    readonly message: string,
    /** Where reading may go on behind it. */
    readonly resume: number,
    /** Whether the text ended before the expression did. */
    readonly unclosed = false,
  ) {}
}

const operators = new Set([...Object.keys(levels), '|>']);
// What a longer operator may begin with; `??` has a place among Go's operators but no meaning.
const beginnings = new Set(
  [...operators, '??'].flatMap((each) => Array.from(each, (_, index) => each.slice(0, index + 1))),
);
const wordPattern = /[_\p{L}][-_\p{L}\p{Nd}]*/uy;
const numberPattern =
  /0[xX][\da-fA-F_]*(?:\.[\da-fA-F_]*)?(?:[pP][-+]?[\d_]*)?|0[bBoO][\d_]*|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eEpP][-+]?[\d_]*)?/y;
const integerPattern = /0[xX][\da-fA-F_]*|0[bBoO][\d_]*|\d[\d_]*/y;
const escapePattern = /\\(?:[abfnrtv\\]|[0-3][0-7]{2}|x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8})/y;
const roomPattern = /'[^'\]}\n]*'?|"[^"\]}\n]*"?|[-_\p{L}\p{Nd}]*/uy;
const simpleEscapes: Record<string, string> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

export class Scanner {
  #endless: { readonly span: Span; readonly advice: string } | undefined;

  constructor(
    readonly text: string,
    public at: number,
  ) {}

  /** Skips blanks and comments; returns where the next token starts. */
  next(): number {
    for (;;) {
      const character = this.text[this.at];
      if (character === ' ' || character === '\n' || character === '\t' || character === '\r') this.at += 1;
      else if (character === '/' && this.text[this.at + 1] === '/') this.#skipTo('\n', '//');
      else if (character === '/' && this.text[this.at + 1] === '*') this.#skipTo('*/', '/*');
      else return this.at;
    }
  }

  /** The character at the current place, '' at the end. */
  peek(): string {
    return this.text[this.at] ?? '';
  }

  /** Whether the next token starts with `mark`; '' asks for the end of the text. */
  ahead(mark: string): boolean {
    const at = this.next();
    return mark === '' ? at >= this.text.length : this.text.startsWith(mark, at);
  }

  take(mark: string): boolean {
    if (!this.ahead(mark)) return false;
    this.at += mark.length;
    return true;
  }

  expect(mark: string, message: string): void {
    if (!this.take(mark)) throw this.problem(message);
  }

  /** What is wrong at the next token; without a message, that it is not expected. */
  problem(message?: string): SyntaxProblem {
    const start = this.next();
    if (this.#endless && start >= this.text.length) {
      const { span, advice } = this.#endless;
      return new SyntaxProblem(span, `This comment swallows the rest of the template. ${advice}`, start);
    }
    const word = this.#match(wordPattern);
    const one = (this.text.codePointAt(start) ?? 0) > 0xffff ? 2 : 1;
    const end = Math.min(this.text.length, start + Math.max(one, word.length));
    const found = this.text.slice(start, end);
    const unclosed = start >= this.text.length;
    const say =
      message ?? (unclosed ? 'The expression ends too early' : `"${shortened(found)}" is not expected here`);
    return new SyntaxProblem({ start, end }, `${say}.`, start, unclosed);
  }

  word(): Word | undefined {
    const start = this.at;
    const text = this.#match(wordPattern);
    if (text === '') return undefined;
    this.at += text.length;
    return { text, span: { start, end: this.at } };
  }

  /** The name of a keyword argument ahead: a word that touches its colon. */
  keyword(): string | undefined {
    this.next();
    const word = this.#match(wordPattern);
    return word !== '' && this.text[this.at + word.length] === ':' ? word : undefined;
  }

  /** The longest operator ahead, without moving; undefined where none stands. */
  operator(): string | undefined {
    const at = this.next();
    let found = this.text[at] ?? '';
    if (!beginnings.has(found)) return undefined;
    for (let longer = found; beginnings.has(longer); longer += this.text[at + longer.length] ?? '\0')
      found = longer;
    if (operators.has(found)) return found;
    if (found.length === 1) return undefined;
    throw new SyntaxProblem(
      { start: at, end: at + found.length },
      `"${found}" is no operator of Relay's.`,
      at,
    );
  }

  /** Steps over one token, whatever it is. */
  skip(): void {
    this.next();
    if (this.string() === undefined && this.number(false) === undefined && !this.word()) this.at += 1;
  }

  number(integersOnly: boolean): number | undefined {
    const written = this.#match(integersOnly ? integerPattern : numberPattern);
    if (written === '') return undefined;
    const start = this.at;
    this.at += written.length;
    const value = readNumber(written);
    if (value !== undefined) return value;
    throw new SyntaxProblem(
      { start, end: this.at },
      `${shortened(written)} is no number that Relay can read.`,
      start,
    );
  }

  string(): string | undefined {
    const quote = this.peek();
    if (quote === '`') return this.#raw();
    if (quote !== "'" && quote !== '"') return undefined;
    const start = this.at;
    let value = '';
    this.at += 1;
    for (;;) {
      const character = this.peek();
      if (character === '' || character === '\n') {
        const span = { start, end: this.at };
        throw new SyntaxProblem(span, `This string is never closed. Add the ${quote}.`, start);
      }
      if (character === '\\') value += this.#escape(quote);
      else this.at += 1;
      if (character === quote) return value;
      if (character !== '\\') value += character;
    }
  }

  /** Where a half-typed index ends: at the next character that cannot belong to it. */
  roomEnd(): number {
    return this.at + this.#match(roomPattern).length;
  }

  // A `//` in one line swallows the brace that should close the template, and so does a `/*` without its end.
  #skipTo(close: string, open: string): void {
    const start = this.at;
    const found = this.text.indexOf(close, start + open.length);
    this.at = found < 0 ? this.text.length : found + close.length;
    if (found >= 0) return;
    const advice = open === '//' ? 'It runs to the end of the line: use /* … */.' : 'Add the */.';
    this.#endless = { span: { start, end: start + open.length }, advice };
  }

  #raw(): string {
    const close = this.text.indexOf('`', this.at + 1);
    if (close < 0) {
      const span = { start: this.at, end: this.text.length };
      throw new SyntaxProblem(span, 'This string is never closed. Add the `.', this.at);
    }
    const value = this.text.slice(this.at + 1, close);
    this.at = close + 1;
    return value.replaceAll('\r', '');
  }

  #escape(quote: string): string {
    const start = this.at;
    if (this.text[start + 1] === quote) {
      this.at += 2;
      return quote;
    }
    const written = this.#match(escapePattern);
    const code = /^\\[xuU]/.test(written)
      ? Number.parseInt(written.slice(2), 16)
      : Number.parseInt(written.slice(1), 8);
    if (written === '' || code > 0x10ffff) {
      const span = { start, end: Math.min(this.text.length, start + Math.max(2, written.length)) };
      throw new SyntaxProblem(span, 'Relay knows no such escape. Write \\\\ for a backslash.', start);
    }
    this.at += written.length;
    return simpleEscapes[written[1] ?? ''] ?? String.fromCodePoint(code);
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    return pattern.exec(this.text)?.[0] ?? '';
  }
}
