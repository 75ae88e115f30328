// Reads a quoted text, or what stands in brackets, as Relay's reader does: its lines may be indented in any way.

/** Where the quoted text or the bracket that starts at an offset ends; undefined where it is not sound. */
export function endOfFlow(text: string, start: number): number | undefined {
  const end = new Flow(text, start).end();
  const isMarked = end !== undefined && /^(?:---|\.\.\.)(?=\s)/m.test(text.slice(start, end));
  return isMarked ? undefined : end;
}

type Last = 'nothing' | 'colon' | 'plain' | 'value';

interface Bracket {
  readonly closer: string;
  /** Where the entry starts that is being read, and whether it has its colon. */
  entry: number | undefined;
  hasColon: boolean;
}

class Flow {
  #at: number;
  /** A value is one with an end of its own. */
  #last: Last = 'nothing';
  readonly #open: Bracket[] = [];

  constructor(
    readonly text: string,
    start: number,
  ) {
    this.#at = start;
  }

  end(): number | undefined {
    do {
      if (!this.#token()) return undefined;
    } while (this.#open.length > 0 && this.#skipSpace());
    return this.#open.length === 0 ? this.#at : undefined;
  }

  #token(): boolean {
    const first = this.text[this.#at] ?? '';
    const top = this.#open.at(-1);
    const isFresh = this.#last === 'nothing' || this.#last === 'colon';
    if (first === ',' && top) {
      if (this.#last === 'nothing') return false;
      top.entry = undefined;
      top.hasColon = false;
      return this.#read('nothing', 1);
    }
    if (first === ']' || first === '}') {
      this.#open.pop();
      return top?.closer === first && this.#read('value', 1);
    }
    if (top && !isFresh && this.#lengthOf(this.#last === 'value' ? anyColon : flowColon) > 0) {
      if (top.hasColon || this.text.slice(top.entry, this.#at).includes('\n')) return false;
      top.hasColon = true;
      return this.#read('colon', 1);
    }
    if (top) top.entry ??= this.#at;
    if (isFresh && (first === '[' || first === '{')) {
      this.#open.push({ closer: first === '[' ? ']' : '}', entry: undefined, hasColon: false });
      return this.#read('nothing', 1);
    }
    if (isFresh && (first === '"' || first === "'"))
      return this.#read('value', this.#lengthOf(first === '"' ? inDoubleQuotes : inSingleQuotes));
    if (isFresh && (first === '!' || first === '&')) return this.#read(this.#last, this.#lengthOf(property));
    const isPlain =
      this.#last === 'plain' ||
      (isFresh && !/[-?](?=\s)|[|>@`%:]/y.test(this.text.slice(this.#at, this.#at + 2)));
    return isPlain && this.#read('plain', this.#lengthOf(flowPlain));
  }

  #read(last: Last, length: number): boolean {
    this.#at += length;
    this.#last = last;
    return length > 0;
  }

  #skipSpace(): boolean {
    this.#at += this.#lengthOf(space);
    return this.#at < this.text.length;
  }

  #lengthOf(pattern: RegExp): number {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.text)?.[0].length ?? 0;
  }
}

// A comment has a blank or a line break before it.
const space = /(?:\s|(?<=\s)#[^\n]*)*/y;

// Sticky patterns, read where a scan stands.
export const property = /[!&][^\s,[\]{}]*/y;
export const flowColon = /:(?=[\s,[\]{}]|$)/y;
export const anyColon = /:/y;
export const flowPlain = /(?:[^\s:#,[\]{}]|:(?![\s,[\]{}]|$)|(?<=\S)#|[ \t]+(?![#\s,[\]{}]|$))+/y;
export const inDoubleQuotes = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"/y;
export const inSingleQuotes = /'[^']*(?:''[^']*)*'(?!')/y;
