// Turns a cursor in a template into its slot: the start of an operand, or a key behind a root.

import type { Path, Segment } from '../expression';
import { keysOfPath, kindOfRoot, partOf } from '../paths';
import type { ScalarText } from '../scalarText';
import { touches } from '../span';
import type { TemplateScalar } from '../templateScalar';
import { type Token, tokensOf } from '../tokens';
import type { PartSlot, RootSlot } from './slot';

/** The slot at an offset that the scalar touches, or that only blanks part from its unclosed template. */
export function slotInTemplates(
  source: string,
  { text, templates, place, node }: TemplateScalar,
  offset: number,
): PartSlot | RootSlot | undefined {
  if (offset > node.span.end && node.style !== 'plain') return undefined;
  const at = indexAt(text, offset);
  const template = templates.findLast(({ span }) => span.start + 2 <= at);
  if (!template || at > template.span.end) return undefined;
  const isClosed = template.expression !== undefined || text.text[template.span.end - 1] === '}';
  if (isClosed && at === template.span.end) return undefined;
  const slot =
    firstOf(template.paths, (path) => (path.piped ? undefined : slotInPath(path, at))) ??
    rootAt(text.text, template.span.start, at);
  if (!slot) return undefined;
  // The cursor itself is one end of what is not typed on; a line break in between is folded into a blank.
  const { start, end } = slot.replace;
  const replace = {
    start: start < at ? text.sourceOf({ start, end: at }).start : offset,
    end: end > at ? text.sourceOf({ start: at, end }).end : offset,
  };
  return source.slice(replace.start, replace.end).includes('\n') ? undefined : { ...slot, replace, place };
}

function firstOf<T, R>(all: readonly T[], find: (each: T) => R | undefined): R | undefined {
  for (const each of all) {
    const found = find(each);
    if (found !== undefined) return found;
  }
  return undefined;
}

type WithoutPlace<T> = T extends unknown ? Omit<T, 'place'> : never;

function slotInPath(path: Path, at: number): WithoutPlace<PartSlot | RootSlot> | undefined {
  // What is computed has slots of its own.
  const isIn = ({ room, index }: Segment): boolean =>
    touches(room, at) && (index === undefined || index.is === 'literal');
  const [first] = path.segments;
  // Behind `$.` stands a root, and no function.
  if (path.root.text === '$' && first && isIn(first))
    return { role: 'root', replace: first.room, takes: { roots: true, calls: false } };
  const { root, keys } = keysOfPath(path);
  const index = keys.findIndex(isIn);
  const segment = keys[index];
  const kind = root === undefined ? undefined : kindOfRoot(root);
  if (!segment || kind === undefined) return undefined;
  const parts = keys.map((key, each) => partOf(each === index ? undefined : key));
  return { role: 'part', kind, index, parts, replace: segment.room, form: 'expression' };
}

/** The slot of a word that starts an operand, be it begun or not. */
function rootAt(text: string, start: number, at: number): WithoutPlace<RootSlot> | undefined {
  const begun = /[_\p{L}][-_\p{L}\p{Nd}]*$/u.exec(text.slice(start + 2, at))?.[0].length ?? 0;
  const more = /^[-_\p{L}\p{Nd}]*/u.exec(text.slice(at))?.[0].length ?? 0;
  const from = at - begun;
  const before = text.slice(start, from);
  if (!/[{([,+|&=<>!~*/%^:-]\s*$/.test(before)) return undefined;
  // Read with a name in the cursor's place, the tokens tell what a name would be there.
  const probe = tokensOf(`${before}x`, { start: 0, end: before.length + 1 });
  const last = probe.at(-1);
  if (last?.span.end !== before.length + 1 || last.span.start !== before.length) return undefined;
  if (last.kind !== 'root' && last.kind !== 'property') return undefined;
  const takes = { roots: last.kind === 'root', calls: true };
  const call = callAround(before, probe);
  return { role: 'root', replace: { start: from, end: at + more }, takes, ...(call ? { call } : {}) };
}

/** The call whose argument begins at the end of the text, with the keywords that it has. */
function callAround(text: string, tokens: readonly Token[]): RootSlot['call'] {
  const open: { name: string | undefined; keywords: string[]; isFirst: boolean }[] = [];
  let end = 2;
  let called: string | undefined;
  for (const { kind, span } of tokens) {
    for (const mark of text.slice(end, span.start)) {
      const last = open.at(-1);
      if (')]}'.includes(mark)) open.pop();
      else if (mark === ',' && last) last.isFirst = false;
      else if ('([{'.includes(mark)) {
        open.push({ name: mark === '(' ? called : undefined, keywords: [], isFirst: true });
        called = undefined;
      }
    }
    const written = text.slice(span.start, span.end);
    if (kind === 'parameter') open.at(-1)?.keywords.push(written);
    called = kind === 'function' ? written : undefined;
    end = span.end;
  }
  const { name, keywords = [], isFirst } = open.at(-1) ?? {};
  const begins = /[(,]\s*$/.test(text);
  return name !== undefined && begins && (isFirst || keywords.length > 0) ? { name, keywords } : undefined;
}

// The spans of single characters grow with the text, so that the place can be found by halving.
function indexAt({ text, sourceOf }: ScalarText, offset: number): number {
  let [low, high] = [0, text.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sourceOf({ start: middle, end: middle }).start < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
