// Reads the tokens of an expression from a text (relay/expressions.md 1.1).
import type { Word } from './expression';
import type { Span } from './span';

/** Thrown inside the expression reader where the text is not in the language; never leaves `readTemplates`. */
export class SyntaxProblem extends Error {
  constructor(
    readonly span: Span,
    message: string,
  ) {
    super(message);
  }
}

const operators = [
  '**',
  '*',
  '/',
  '%',
  '+',
  '-',
  '<<',
  '>>',
  '&',
  '|',
  '^',
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  '=~',
  '!~',
  '&&',
  '||',
  '|>',
];
const wordPattern = /[_\p{L}][-_\p{L}\p{Nd}]*/uy;
const blankPattern = /(?:[\t\n\r ]|\/\/[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/y;
const numberPattern =
  /0[xX][\da-fA-F_]*\.?[\da-fA-F_]*[pP][-+]?\d+|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][-+]?\d+)?/y;
const integerPattern = /\d[\d_]*/y;
const escapePattern = /\\(?:[abfnrtv\\]|[0-3][0-7]{2}|x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8})/y;
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
  constructor(
    readonly text: string,
    public at: number,
  ) {}

  /** Skips blanks and comments; returns where the next token starts. */
  next(): number {
    this.at += this.#match(blankPattern).length;
    return this.at;
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
    const end = Math.min(this.text.length, start + 1);
    const span = end > start ? { start, end } : { start: Math.max(0, start - 1), end: start };
    const found = this.text.slice(start, end);
    return new SyntaxProblem(
      span,
      `${message ?? (found === '' ? 'The expression ends too early' : `"${found}" is not expected here`)}.`,
    );
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
    let found = '';
    while (
      operators.some((operator) => operator.startsWith(found + (this.text[at + found.length] ?? '\0')))
    ) {
      found += this.text[at + found.length];
    }
    if (found !== '' && !operators.includes(found))
      throw this.problem(`"${found}" is no operator of Relay's`);
    return found === '' ? undefined : found;
  }

  number(integersOnly: boolean): number | undefined {
    const written = this.#match(integersOnly ? integerPattern : numberPattern);
    if (written === '') return undefined;
    this.at += written.length;
    const value = /^0[xX]/.test(written) ? hexFloatOf(written) : Number(written.replaceAll('_', ''));
    if (Number.isNaN(value)) throw this.problem('This is not a number that Relay can read');
    return value;
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
        throw new SyntaxProblem({ start, end: this.at }, 'This string is never closed.');
      }
      if (character === '\\') value += this.#escape(quote);
      else this.at += 1;
      if (character === quote) return value;
      if (character !== '\\') value += character;
    }
  }

  /** Where a half-typed index ends: at the next character that cannot belong to it. */
  roomEnd(): number {
    const rest = this.text.slice(this.at);
    return this.at + (/^(?:'[^'\]}\n]*'?|"[^"\]}\n]*"?|[-_\p{L}\p{Nd}]*)/u.exec(rest)?.[0].length ?? 0);
  }

  #raw(): string {
    const close = this.text.indexOf('`', this.at + 1);
    if (close < 0)
      throw new SyntaxProblem({ start: this.at, end: this.text.length }, 'This string is never closed.');
    const value = this.text.slice(this.at + 1, close);
    this.at = close + 1;
    return value;
  }

  #escape(quote: string): string {
    if (this.text[this.at + 1] === quote) {
      this.at += 2;
      return quote;
    }
    const written = this.#match(escapePattern);
    if (written === '') {
      throw new SyntaxProblem(
        { start: this.at, end: this.at + 2 },
        'Relay knows no such escape. Write \\\\ for a backslash.',
      );
    }
    this.at += written.length;
    const simple = simpleEscapes[written[1] ?? ''];
    if (simple !== undefined) return simple;
    const code = /[xuU]/.test(written[1] ?? '')
      ? Number.parseInt(written.slice(2), 16)
      : Number.parseInt(written.slice(1), 8);
    return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    return pattern.exec(this.text)?.[0] ?? '';
  }
}

// `0x1.8p3`: a mantissa in base 16 times a power of two.
function hexFloatOf(written: string): number {
  const [, whole = '', fraction = '', power = '0'] =
    /^0[xX]([\da-f]*)\.?([\da-f]*)p([-+]?\d+)$/i.exec(written.replaceAll('_', '')) ?? [];
  if (whole + fraction === '') return Number.NaN;
  return Number.parseInt(whole + fraction, 16) * 2 ** (Number(power) - 4 * fraction.length);
}
