// Tells what stands around an offset in its line, as half-typed YAML is read by lines and columns.
import { type Span, startOfLine } from '../span';

/** The line that an offset is in. */
export interface Line {
  readonly start: number;
  readonly end: number;
  /** Where its first visible character stands. */
  readonly text: number;
  readonly isBlank: boolean;
  /** How far the offset is from the start of the line. */
  readonly column: number;
}

export function lineAt(text: string, offset: number): Line {
  const start = startOfLine(text, offset);
  const lineBreak = text.indexOf('\n', offset);
  const full = lineBreak < 0 ? text.length : lineBreak;
  const end = full > start && text[full - 1] === '\r' ? full - 1 : full;
  let visible = start;
  while (visible < end && isSpace(text[visible])) visible += 1;
  return { start, end, text: visible, isBlank: visible === end, column: offset - start };
}

/** The part of a span in a line: a quote that never closes runs on to the end of the file. */
export function inLine(line: Line, span: Span): Span {
  return { start: Math.max(span.start, line.text), end: Math.min(span.end, line.end) };
}

/** Whether only blanks stand between two offsets, and no line break. */
export function isBlank(text: string, start: number, end: number): boolean {
  if (start > end) return false;
  for (let at = start; at < end; at += 1) if (!isSpace(text[at])) return false;
  return true;
}

/** Whether only blanks, whole comments and line breaks stand between two offsets: the latter is in no comment. */
export function isVoid(text: string, start: number, end: number): boolean {
  return start <= end && /^(?:[ \t\r]*(?:#[^\n]*)?\n)*[ \t]*$/.test(text.slice(start, end));
}

function isSpace(character: string | undefined): boolean {
  return character === ' ' || character === '\t';
}
