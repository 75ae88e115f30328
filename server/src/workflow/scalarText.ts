// Turns a scalar into its decoded text with the source offset of every character (YAML 1.2.2, chapters 7.3 and 8.1).
import type { Span } from './span';
import type { ScalarNode } from './yaml';

export interface ScalarText {
  readonly text: string;
  /** Converts a span of `text` to the span of the source it was decoded from. */
  sourceOf(span: Span): Span;
}

/** Reads the decoded text of a scalar of `source`. Equal to `node.value` wherever the scalar is well formed. */
export function scalarTextOf(source: string, node: ScalarNode): ScalarText {
  const { start, end } = node.span;
  const raw = source.slice(start, end);
  if (raw === node.value)
    return { text: raw, sourceOf: (span) => ({ start: start + span.start, end: start + span.end }) };
  const decoded = new Decoded();
  if (node.value.trim() === '') decoded.put(node.value, start, end);
  else if (node.style === 'literal' || node.style === 'folded') readBlock(raw, start, node, decoded);
  else readFlow(raw, start, node.style, decoded);
  // A broken scalar (a bad escape, a quote that never closes) may decode to something else than the library's value.
  return decoded.mapped(end);
}

class Decoded {
  text: string[] = [];
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];

  /** Characters written as themselves, from `start` on. */
  copy(characters: string, start: number): void {
    for (let index = 0; index < characters.length; index += 1)
      this.put(characters[index] ?? '', start + index, start + index + 1);
  }

  /** Characters that the source between `start` and `end` stands for. */
  put(characters: string, start: number, end: number): void {
    for (let index = 0; index < characters.length; index += 1) {
      this.text.push(characters[index] ?? '');
      this.#starts.push(start);
      this.#ends.push(end);
    }
  }

  cut(length: number): void {
    if (length >= this.text.length) return;
    this.text.length = length;
    this.#starts.length = length;
    this.#ends.length = length;
  }

  mapped(end: number): ScalarText {
    const startAt = (index: number) => this.#starts[index] ?? end;
    return {
      text: this.text.join(''),
      sourceOf: (span) => ({
        start: startAt(span.start),
        end: span.end > span.start ? (this.#ends[span.end - 1] ?? end) : startAt(span.start),
      }),
    };
  }
}

const escapes: Record<string, string> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};
const hexLengths: Record<string, number> = { x: 2, u: 4, U: 8 };

function readFlow(raw: string, start: number, style: ScalarNode['style'], decoded: Decoded): void {
  const quote = style === 'single' ? "'" : style === 'double' ? '"' : '';
  const stop = quote !== '' && raw.length > 1 && raw.endsWith(quote) ? raw.length - 1 : raw.length;
  let index = quote.length;
  let kept = 0; // blanks before this are escaped and survive folding
  while (index < stop) {
    const character = raw[index] ?? '';
    if (character === '\n' || character === '\r') {
      index = fold(raw, index, stop, start, kept, decoded);
    } else if (style === 'single' && character === "'") {
      decoded.put("'", start + index, start + index + 2);
      index += 2;
    } else if (style === 'double' && character === '\\') {
      index = readEscape(raw, index, stop, start, decoded);
      kept = decoded.text.length;
    } else {
      decoded.copy(character, start + index);
      index += 1;
    }
  }
}

// One line break is a blank, more are one less; blanks around them go.
function fold(
  raw: string,
  from: number,
  stop: number,
  start: number,
  kept: number,
  decoded: Decoded,
): number {
  const { text } = decoded;
  while (text.length > kept && /[ \t]/.test(text.at(-1) ?? '')) decoded.cut(text.length - 1);
  const { index, breaks } = skipBreaks(raw, from, stop);
  decoded.put(breaks === 1 ? ' ' : '\n'.repeat(breaks - 1), start + from, start + index);
  return index;
}

function skipBreaks(raw: string, from: number, stop: number): { index: number; breaks: number } {
  let index = from;
  let breaks = 0;
  for (;;) {
    const found = /^[ \t]*(\r?\n|\r)/.exec(raw.slice(index, Math.min(stop, index + 4096)));
    if (!found) break;
    breaks += 1;
    index += found[0].length;
  }
  while (index < stop && /[ \t]/.test(raw[index] ?? '')) index += 1;
  return { index, breaks };
}

function readEscape(raw: string, index: number, stop: number, start: number, decoded: Decoded): number {
  const next = raw[index + 1] ?? '';
  if (next === '\n' || next === '\r') {
    const after = skipBreaks(raw, index + 1, stop);
    decoded.put('\n'.repeat(after.breaks - 1), start + index, start + after.index);
    return after.index;
  }
  const length = hexLengths[next];
  if (length === undefined) {
    decoded.put(escapes[next] ?? `\\${next}`, start + index, start + index + 2);
    return index + 2;
  }
  const code = Number.parseInt(raw.slice(index + 2, index + 2 + length), 16);
  const end = index + 2 + length;
  decoded.put(code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd', start + index, start + end);
  return end;
}

function readBlock(raw: string, start: number, node: ScalarNode, decoded: Decoded): void {
  const header = /^[^\r\n]*(?:\r?\n|$)/.exec(raw)?.[0].length ?? 0;
  const lines = [...raw.slice(header).matchAll(/([^\r\n]*)(\r?\n|$)/g)].slice(0, -1);
  const indent = indentOf(raw.slice(header)) - indentOf(node.value);
  let separator = '';
  let wasIndented = false;
  let at = start + header;
  for (const [whole = '', line = ''] of lines) {
    const content = line.slice(indent);
    const contentAt = at + Math.min(indent, line.length);
    if (node.style === 'literal') {
      decoded.copy(content, contentAt);
      decoded.put('\n', at + line.length, at + whole.length);
    } else if (content === '') {
      if (separator !== ' ') decoded.put('\n', at, at + whole.length);
      else separator = '\n';
    } else {
      const indented = /^[ \t]/.test(content);
      if (indented && separator === ' ') separator = '\n';
      else if (indented && !wasIndented && separator === '\n') separator = '\n\n';
      decoded.put(separator, at, contentAt);
      decoded.copy(content, contentAt);
      separator = indented ? '\n' : ' ';
      wasIndented = indented;
    }
    at += whole.length;
  }
  if (node.style === 'folded')
    decoded.put('\n'.repeat(Math.max(0, node.value.length - decoded.text.length)), at, at);
  decoded.cut(node.value.length);
}

// The blanks before the first line that has text.
function indentOf(text: string): number {
  return /^(?:[ \t]*\r?\n)*( *)/.exec(text)?.[1]?.length ?? 0;
}
