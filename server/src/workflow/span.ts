// Offsets into one version of one text.

/** A half-open range of offsets, in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What a span of a text is replaced with. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
}

/** Whether the offset lies in the span or at one of its ends: where a cursor touches it. */
export function touches(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}

/** Whether `inner` lies wholly in `outer`. */
export function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** Where the line of an offset begins. */
export function startOfLine(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1; // a search from -1 begins at 0
}

/** How many of the elements, which are in order, start at the offset or before it. */
export function countUpTo<T>(all: readonly T[], startOf: (each: T) => number, offset: number): number {
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const each = all[middle];
    if (each !== undefined && startOf(each) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
