// Turns a text in a scalar into the parts of the document that it is written with, so that it can be told without being said.
import type { ScalarText } from '../../workflow/scalarText';
import type { Span } from '../../workflow/span';

/** A part of the document, or a character that the document writes as an escape or a line break. */
export type Piece = Span | string;

/** The pieces of a span of a scalar's text; undefined where escapes write more than blanks, line breaks and quotes. */
export function piecesOf(source: string, scalar: ScalarText, { start, end }: Span): Piece[] | undefined {
  const pieces: Piece[] = [];
  for (let at = start; at < end; at += 1) {
    const character = scalar.text[at] ?? '';
    const written = scalar.sourceOf({ start: at, end: at + 1 });
    const isItself = source.slice(written.start, written.end) === character;
    if (!isItself && !/[\s"'\\/]/.test(character)) return undefined;
    const last = pieces.at(-1);
    if (!isItself) pieces.push(character);
    else if (typeof last === 'object' && last.end === written.start)
      pieces[pieces.length - 1] = { start: last.start, end: written.end };
    else pieces.push(written);
  }
  return joined(pieces);
}

function joined(pieces: readonly Piece[]): Piece[] {
  const all: Piece[] = [];
  for (const piece of pieces) {
    const last = all.at(-1);
    if (typeof piece === 'string' && typeof last === 'string') all[all.length - 1] = last + piece;
    else all.push(piece);
  }
  return all;
}
