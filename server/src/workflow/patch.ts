// Applies edits to a text and tells, for every offset of the result, which offset of the text it came from.
import { countUpTo, type Edit, type Span } from './span';

/** A text with edits in it. */
export interface Patched {
  readonly text: string;
  /** The span in the text before any edit; what was added stands at the place that it was added at. */
  spanOf(span: Span): Span;
  /** Whether the character at an offset was added. */
  isAdded(offset: number): boolean;
}

/** A text as it is. */
export function unpatched(text: string): Patched {
  return { text, spanOf: (span) => span, isAdded: () => false };
}

/** Edits, in the order of the text and apart from each other, applied to what may have been edited before. */
export function patch(before: Patched, edits: readonly Edit[]): Patched {
  let text = '';
  let from = 0;
  const added: {
    readonly start: number;
    readonly end: number;
    readonly at: number;
    readonly next: number;
  }[] = [];
  for (const { span, text: written } of edits) {
    text += before.text.slice(from, span.start);
    added.push({ start: text.length, end: text.length + written.length, at: span.start, next: span.end });
    text += written;
    from = span.end;
  }
  text += before.text.slice(from);
  const editAt = (offset: number) => added[countUpTo(added, ({ start }) => start, offset) - 1];
  const beforeEdits = (offset: number): number => {
    const edit = editAt(offset);
    if (!edit) return offset;
    return offset < edit.end ? edit.at : edit.next + offset - edit.end;
  };
  return {
    text,
    spanOf: ({ start, end }) => before.spanOf({ start: beforeEdits(start), end: beforeEdits(end) }),
    isAdded(offset) {
      const edit = editAt(offset);
      return (edit !== undefined && offset < edit.end) || before.isAdded(beforeEdits(offset));
    },
  };
}

/** The edit that writes a text at an offset. */
export function added(at: number, text: string): Edit {
  return { span: { start: at, end: at }, text };
}

/** Puts quotes around a piece of a line; nothing where that would change what it says. */
export function quoting(text: string, { start, end }: Span): readonly Edit[] {
  const written = text.slice(start, end);
  const quote = !written.includes("'") ? "'" : !/["\\]/.test(written) ? '"' : undefined;
  if (quote === undefined) return [{ span: { start, end }, text: '' }];
  return [added(start, quote), added(end, quote)];
}
