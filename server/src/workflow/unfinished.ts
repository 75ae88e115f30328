// Finds the first line of a text where a quote, bracket or comma is missing, by the layout: what a line opens was meant
// to be closed there if the lines below are no deeper.
import { anyColon, flowColon, flowPlain, inDoubleQuotes, inSingleQuotes, property } from './flow';
import { firstDeeperAbove, lineAt } from './layout';
import { added, quoting } from './patch';
import { type Span, startOfLine } from './span';
import type { Repair, YamlProblem } from './yamlProblems';

/** Finds, in one pass, the first unfinished line, and what finishes it. */
export function repairOfUnfinished(text: string, endOfWhole?: EndOfWhole): Repair | undefined {
  return new Scan(text, endOfWhole).run();
}

/** Where a value ends that is taken as it stands, from its start and the column that its lines must exceed. */
export type EndOfWhole = (start: number, column: number) => number | undefined;

interface Bracket {
  readonly at: number;
  readonly closer: string;
  /** The column that the lines inside must exceed. */
  readonly column: number;
}

/** What was read last. A value is one with an end: in quotes or brackets. */
type Last = 'nothing' | 'colon' | 'plain' | 'value';

class Scan {
  #at = 0;
  #lineStart = 0;
  #last: Last = 'nothing';
  #lastSpan: Span = { start: 0, end: 0 };
  /** The columns of the line's text, of its first key, and of the key or dash that a value belongs to. */
  #lineColumn = 0;
  #keyColumn = 0;
  #column = 0;
  readonly #open: Bracket[] = [];
  /** The colons that end a line, by the column of the line; of each column the last one. */
  readonly #colons = new Map<number, Span>();
  #found: Repair | undefined;

  constructor(
    readonly text: string,
    readonly endOfWhole: EndOfWhole = () => undefined,
  ) {}

  run(): Repair | undefined {
    while (!this.#found && this.#at < this.text.length) {
      this.#lineStart = this.#at;
      const indent = this.#skip(blanks);
      if (!this.#isLineEnd()) this.#line(indent);
      this.#skip(restOfLine);
    }
    return this.#found;
  }

  #line(indent: number): void {
    this.#lineColumn = indent;
    if (this.#open.length === 0) {
      const goesOn = this.#last === 'plain' && indent > this.#column;
      if (goesOn && !this.#sees(keyAhead)) return;
      if (indent <= this.#column || this.#last === 'plain' || this.#last === 'value') this.#column = indent;
      this.#last = 'nothing';
    }
    do this.#token();
    while (!this.#found && !this.#isLineEnd());
    if (!this.#found) this.#endLine();
  }

  #token(): void {
    const { length } = this.#open;
    const first = this.text[this.#at] ?? '';
    const isFresh = this.#last === 'nothing' || this.#last === 'colon';
    if (length === 0 && this.#last === 'nothing') this.#keyColumn = this.#at - this.#lineStart;
    if (isFresh && length === 0 && this.#sees(dash)) {
      this.#column = this.#at - this.#lineStart;
      this.#at += 1;
    } else if (isFresh && length === 0 && this.#sees(blockHeader)) this.#skipBlock();
    else if (isFresh && this.#sees(property)) this.#read(this.#last, this.#lengthOf(property));
    else if (isFresh && length === 0 && /["'[{]/.test(first) && this.#takesWhole()) return;
    else if (isFresh && (first === '"' || first === "'")) this.#quoted(first);
    else if ((isFresh || length > 0) && (first === '[' || first === '{')) this.#openBracket(first);
    else if ((this.#last !== 'plain' || length > 0) && (first === ']' || first === '}'))
      this.#closeBracket(first);
    else if (length > 0 && first === ',') this.#read('nothing', 1);
    else if (this.#sees(length === 0 ? colon : this.#last === 'value' ? anyColon : flowColon)) {
      if (length === 0 && this.#isProse()) return this.#quoteProse();
      if (length === 0) this.#column = this.#keyColumn;
      this.#read('colon', 1);
    } else this.#plain();
  }

  #read(last: Last, length: number): void {
    this.#lastSpan = { start: this.#at, end: this.#at + length };
    this.#at += length;
    this.#last = last;
  }

  #plain(): void {
    const start = this.#at;
    const length = this.#open.length > 0 ? this.#lengthOf(flowPlain) : this.#lengthOf(plain);
    this.#read('plain', Math.max(1, length));
    if (this.#open.length > 0 && this.text[this.#at] === '{' && this.text[this.#at - 1] === '$')
      this.#quoteTemplate(start);
  }

  // In [ ] and { } a plain scalar ends before a brace: `${x}` leaves a `$` and then a map.
  #quoteTemplate(start: number): void {
    this.#skip(template);
    const end = this.#at;
    const message =
      'Inside [ ] and { }, YAML cannot read a ${…} without quotes. Put quotes around the whole value.';
    const problem: YamlProblem = { code: 'template-unquoted', span: { start, end }, message };
    this.#found = { edits: quoting(this.text, { start, end }), problem };
  }

  // No key has a template, a call or a quote in it: in front of a colon these are text.
  #isProse(): boolean {
    const { start, end } = this.#lastSpan;
    return this.#last === 'plain' && end === this.#at && /\$\{|[('"`]/.test(this.text.slice(start, end));
  }

  // The lines below that are as deep are more of the text.
  #quoteProse(): void {
    const { start } = this.#lastSpan;
    const isOwnLine = start === this.#lineStart + this.#lineColumn;
    this.#skip(textOfLine);
    const span = { start, end: this.#at };
    this.#skipDeeper(isOwnLine ? this.#lineColumn - 1 : this.#column);
    const end = start + this.text.slice(start, this.#at).trimEnd().length;
    const message =
      'This value holds a ": ", so YAML takes it for a map. Quote the value, or write | above it.';
    this.#found = { edits: quoting(this.text, { start, end }), problem: { code: 'syntax', span, message } };
  }

  #quoted(quote: string): void {
    const start = this.#at;
    const length = this.#lengthOf(quote === '"' ? inDoubleQuotes : inSingleQuotes);
    const written = this.text.slice(start, start + length);
    if (length > 0 && (!written.includes('\n') || this.#isLayOut(written))) {
      this.#read('value', length);
      const lineBreak = written.lastIndexOf('\n');
      if (lineBreak >= 0) this.#lineStart = start + lineBreak + 1;
      return;
    }
    this.#read('value', this.#lengthOf(textOfLine));
    const backslashes = /\\*$/.exec(this.text.slice(start, this.#at))?.[0].length ?? 0;
    this.#endLine(quote === '"' && backslashes % 2 === 1 ? '\\"' : quote, {
      code: 'quote-unclosed',
      span: { start, end: this.#at },
      message: 'This quote is never closed.',
    });
  }

  // A quoted text may go on in deeper lines, and something that can follow it must follow.
  #isLayOut(written: string): boolean {
    const column = this.#open.at(-1)?.column ?? this.#column;
    const isDeeper = [...written.matchAll(/\n([ \t]*)(?=[^\s])/g)].every(
      ([, indent = '']) => indent.length > column,
    );
    const after = /^[ \t]*(?:[,\]}:]|#|\r?\n|$)/.test(
      this.text.slice(this.#at + written.length, this.#at + written.length + 200),
    );
    return isDeeper && after;
  }

  #takesWhole(): boolean {
    const end = this.endOfWhole(this.#at, this.#column);
    if (end === undefined) return false;
    this.#read('value', end - this.#at);
    this.#lineStart = startOfLine(this.text, end);
    return true;
  }

  #openBracket(bracket: '[' | '{'): void {
    const column = this.#open.length > 0 ? this.#lineColumn : this.#column;
    const at = this.#at;
    this.#read('nothing', 1);
    this.#open.push({ at, closer: bracket === '[' ? ']' : '}', column });
  }

  #closeBracket(closer: string): void {
    const span = { start: this.#at, end: this.#at + 1 };
    const isFirst = this.#at - this.#lineStart === this.#lineColumn;
    const top = this.#open.length - 1;
    // What begins its line closes nothing that was opened on a less deep one.
    const depth = this.#open.findLastIndex(
      (each, index) =>
        each.closer === closer && (index === top || !isFirst || each.column >= this.#lineColumn),
    );
    if (depth >= 0 && depth === top) {
      this.#open.pop();
      this.#read('value', 1);
    } else if (depth >= 0) {
      const missing = this.#open.slice(depth + 1).map((each) => each.closer);
      this.#found = { edits: [added(this.#lastSpan.end, ` ${missing.reverse().join('')}`)] };
    } else {
      const bracket = closer === ']' ? '[' : '{';
      const opener = isFirst ? this.#openerOf() : undefined;
      // The line of a bracket may be lost as a whole: then it stood above the lines that are deeper.
      const inside = isFirst
        ? firstDeeperAbove(this.text, lineAt(this.text, this.#at))?.textStart
        : undefined;
      const message = opener
        ? `The ${bracket} behind this is missing.`
        : `This ${closer} closes nothing. Remove it, or write the ${bracket} that it belongs to.`;
      const at = opener?.end ?? inside;
      const edit = at === undefined ? { span, text: ' ' } : added(at, ` ${bracket} `);
      this.#found = { edits: [edit], problem: { code: 'syntax', span: opener ?? span, message } };
    }
  }

  // A bracket that begins its line was opened by the last line that is as deep and ends with a colon.
  #openerOf(): Span | undefined {
    const end = this.#colons.get(this.#lineColumn);
    return end && end.start > (this.#open.at(-1)?.at ?? -1) ? end : undefined;
  }

  // The text of a block scalar ends before the first line that is not deeper than its key.
  #skipBlock(): void {
    this.#read('value', this.#lengthOf(blockHeader));
    this.#skipDeeper(this.#column);
  }

  #skipDeeper(column: number): void {
    for (;;) {
      nextLine.lastIndex = this.#at;
      const [whole = '', indent, first] = nextLine.exec(this.text) ?? [];
      if (whole === '' || (first && (indent?.length ?? 0) <= column)) return;
      this.#at += whole.length;
    }
  }

  // `missing` is what the line is known to lack, and `problem` says so.
  #endLine(missing = '', problem?: YamlProblem): void {
    if (this.#open.length === 0 && missing === '') return;
    const left = [...this.#open];
    const { column, first } = this.#below();
    let closers = '';
    for (let top = left.at(-1); top; top = left.at(-1)) {
      if (column > top.column || (column === top.column && first === top.closer)) break;
      closers += top.closer;
      left.pop();
    }
    if (this.#last === 'colon' && missing + closers === '')
      this.#colons.set(this.#lineColumn, this.#lastSpan);
    const parting = left.length > 0 ? this.#partingFrom(column, first, missing + closers !== '') : '';
    if (missing + closers + parting === '') return;
    const message = `A ${parting === ':' ? 'colon' : 'comma'} is missing behind this.`;
    const said =
      problem ?? (closers === '' ? { code: 'syntax' as const, span: this.#lastSpan, message } : undefined);
    const text = `${missing}${closers === '' ? '' : ` ${closers}`}${parting}`;
    this.#found = { edits: [added(this.#lastSpan.end, text)], ...(said ? { problem: said } : {}) };
  }

  /** What is missing between the line and the one below, where both stand in brackets. */
  #partingFrom(column: number, first: string, isMended: boolean): '' | ',' | ':' {
    if (first === '' || /[,\]}:]/.test(first)) return '';
    const isDeeper = column > this.#lineColumn;
    if (this.#last === 'colon' && !isMended) return isDeeper ? '' : ',';
    if (!isMended && this.#last === 'nothing') return '';
    if (!isMended && this.#last === 'plain' && !/["'[{]/.test(first)) return '';
    return isDeeper ? ':' : ',';
  }

  /** The next line that has text: its column, and its first character. */
  #below(): { readonly column: number; readonly first: string } {
    below.lastIndex = this.#at;
    const [, indent = '', first = ''] = below.exec(this.text) ?? [];
    return { column: first === '' ? -1 : indent.length, first };
  }

  #isLineEnd(): boolean {
    this.#skip(blanks);
    return this.#sees(lineEnd);
  }

  #lengthOf(pattern: RegExp): number {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.text)?.[0].length ?? 0;
  }

  #sees(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    return pattern.test(this.text);
  }

  #skip(pattern: RegExp): number {
    const length = this.#lengthOf(pattern);
    this.#at += length;
    return length;
  }
}

// Sticky patterns, read where the scan stands.
const blanks = /[ \t]*/y;
const lineEnd = /(?<=^|[ \t\n])#|\r?\n|\r?$/y;
const restOfLine = /[^\n]*(?:\n|$)/y;
const textOfLine = /[^\r\n]*[^\s]/y;
const dash = /[-?](?=\s|$)/y;
const blockHeader = /[|>][-+\d]*[ \t]*(?:#[^\n]*)?(?=\r?(?:\n|$))/y;
const nextLine = /\r?\n(?:([ \t]*)(\S)[^\n]*|[ \t\r]*(?=\n|$))/y;
const colon = /:(?=\s|$)/y;
const keyAhead = /[^\n]*:(?:\s|$)/y;
const plain = /(?:[^\s:#]|:(?!\s|$)|(?<=\S)#|[ \t]+(?![#\s]|$))+/y;
const template = /\{[^}\r\n]*\}?[^,\]}\r\n]*/y;
const below = /[^\n]*\n(?:[ \t]*(?:#[^\n]*|\r)?\n)*([ \t]*)(\S?)/y;
