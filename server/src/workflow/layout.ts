// Reads a text by its lines, as a person sees its layout: where each begins, what stands above and below it.
import { startOfLine } from './span';

/** A line that has text: its offsets, without the comment and blanks behind it. */
export interface Line {
  readonly start: number;
  readonly end: number;
  /** Where its text begins, and where behind the dashes of list items. */
  readonly textStart: number;
  readonly keyStart: number;
}

/** The line of an offset; it may have no text. */
export function lineAt(text: string, offset: number): Line {
  const start = startOfLine(text, offset);
  const lineBreak = text.indexOf('\n', start);
  const whole = text.slice(start, lineBreak < 0 ? text.length : lineBreak);
  const comment = whole.search(/(?<=^|[ \t])#/);
  const written = (comment < 0 ? whole : whole.slice(0, comment)).trimEnd();
  const indent = /^[ \t]*/.exec(written)?.[0].length ?? 0;
  const dashes = /^(?:[-?][ \t]+)*/.exec(written.slice(indent))?.[0].length ?? 0;
  const textStart = start + indent;
  return { start, textStart, keyStart: textStart + dashes, end: start + written.length };
}

/** The next character that is no blank, line break or comment; the end of the text where there is none. */
export function textAfter(text: string, offset: number): number {
  for (let at = offset; at < text.length; at += 1) {
    const isComment = text[at] === '#' && /\s/.test(text[at - 1] ?? ' ');
    if (isComment) at = text.indexOf('\n', at);
    else if (/\S/.test(text[at] ?? '')) return at;
    if (at < 0) break;
  }
  return text.length;
}

/** The nearest line above that has text. */
export function lineAbove(text: string, { start }: Line): Line | undefined {
  for (let at = start; at > 0; ) {
    const line = lineAt(text, at - 1);
    if (line.end > line.textStart) return line;
    at = line.start;
  }
  return undefined;
}

/** The nearest line below that has text. */
export function lineBelow(text: string, { end }: Line): Line | undefined {
  for (let at = text.indexOf('\n', end) + 1; at > 0; at = text.indexOf('\n', at) + 1) {
    const line = lineAt(text, at);
    if (line.end > line.textStart) return line;
  }
  return undefined;
}

/** The column of a line's text: of its dash, where it is a list item. */
export function depthOf({ start, textStart }: Line): number {
  return textStart - start;
}

/** The column of the nearest key above that is less deep. */
export function columnAbove(text: string, line: Line): number | undefined {
  for (let above = lineAbove(text, line); above; above = lineAbove(text, above)) {
    const column = above.keyStart - above.start;
    if (column < depthOf(line) && /:(?:\s|$)/.test(text.slice(above.keyStart, above.end))) return column;
  }
  return undefined;
}

/** The nearest line below that is less deep. */
export function shallowerBelow(text: string, line: Line): Line | undefined {
  let below = lineBelow(text, line);
  while (below && depthOf(below) >= depthOf(line)) below = lineBelow(text, below);
  return below;
}

/** The first of the lines right above that are deeper. */
export function firstDeeperAbove(text: string, line: Line): Line | undefined {
  let first: Line | undefined;
  for (
    let above = lineAbove(text, line);
    above && depthOf(above) > depthOf(line);
    above = lineAbove(text, above)
  )
    first = above;
  return first;
}

/** The key that a line has at a column. */
export function keyAt(text: string, { start, keyStart, end }: Line, column: number): string | undefined {
  return keyStart - start === column ? /^[^\s:]+(?=:)/.exec(text.slice(keyStart, end))?.[0] : undefined;
}
