// Turns keys that are to be added to a map, or dropped from it, into the one edit that does so and touches nothing else.
import { startOf } from './nodes';
import { type Edit, type Span, startOfLine } from './span';
import { endOfPair, type MapNode, type Pair, writeYamlScalar } from './yaml';

/** What is to stand under a key: a text, or keys of its own. */
export type Written = string | { readonly [key: string]: Written };

/** Adds keys to a map: before its first key, or behind a pair of it with whatever comment stands beside that. */
export function insertPairs(
  text: string,
  map: MapNode,
  added: Readonly<Record<string, Written>>,
  behind?: Pair,
): Edit {
  const first = map.pairs[0];
  if (map.flow || !first) return insertInFlow(map, writeFlow(added), behind);
  const lineBreak = lineBreakOf(text);
  const indent = ' '.repeat(columnOf(text, startOf(first.key)));
  const lines = writeBlock(added).join(`${lineBreak}${indent}`);
  if (!behind) return insertAt(startOf(first.key), `${lines}${lineBreak}${indent}`);
  const end = endOfPair(behind);
  // A block scalar ends behind its last line break.
  if (text[end - 1] === '\n') return insertAt(end, `${indent}${lines}${lineBreak}`);
  return insertAt(endOfLine(text, end), `${lineBreak}${indent}${lines}`);
}

/** Whether a map is a single pair in brackets, `[a: b]`, without braces that would hold another. */
export function isBare(text: string, map: MapNode): boolean {
  return map.flow && text[map.span.start] !== '{';
}

/** Gives a key without a value one; an explicit `null` or an empty string is replaced. */
export function fillPair(text: string, map: MapNode, pair: Pair, value: Written): Edit {
  const { value: old, key, colon } = pair;
  const anchor = old?.anchor?.span.end;
  // A block scalar ends behind its last line break.
  const end = Math.max(anchor ?? 0, old ? endOfText(text, old.span) : 0);
  const start = anchor ?? (old && startOf(old)) ?? end;
  if (old && end > start)
    return { span: { start, end }, text: `${anchor === undefined ? '' : ' '}${writeFlowValue(value)}` };
  if (anchor !== undefined) return insertAt(anchor, ` ${writeFlowValue(value)}`);
  if (typeof value === 'string' || map.flow || Object.keys(value).length === 0)
    return insertAt(
      (colon ?? key.span.end - 1) + 1,
      `${colon === undefined ? ':' : ''} ${writeFlowValue(value)}`,
    );
  const indent = ' '.repeat(columnOf(text, startOf(key)) + 2);
  const lines = writeBlock(value).map((line) => `${lineBreakOf(text)}${indent}${line}`);
  return insertAt(endOfLine(text, key.span.end), lines.join(''));
}

/** Drops a pair: with its comma in a flow map, with its lines in a block map. */
export function removePair(text: string, map: MapNode, pair: Pair): Edit {
  const index = map.pairs.indexOf(pair);
  const start = startOf(pair.key);
  const end = endOfPair(pair);
  const [before, next] = [map.pairs[index - 1], map.pairs[index + 1]];
  if (map.flow) return removeInFlow(text, pair, before, next);
  const lineStart = startOfLine(text, start);
  const lineEnd = text[end - 1] === '\n' ? end : afterLine(text, end);
  // Behind a "- " the next key moves up to the dash.
  if (text.slice(lineStart, start).trim() !== '')
    return { span: { start, end: next ? startOf(next.key) : endOfLine(text, end) }, text: '' };
  return { span: { start: lineStart, end: lineEnd }, text: '' };
}

// A comment beside the pair goes with it, those of its neighbours stay.
function removeInFlow(text: string, pair: Pair, before: Pair | undefined, next: Pair | undefined): Edit {
  const start = startOf(pair.key);
  // A value of nothing ends in front of what follows: the blank there may part a comment from the rest.
  const end = start + text.slice(start, endOfPair(pair)).trimEnd().length;
  const lineStart = startOfLine(text, start);
  const lineEnd = endOfLine(text, end);
  const behind = /^[ \t]*(,?)[ \t]*(?:#.*)?$/.exec(text.slice(end, lineEnd));
  const isAlone = behind !== null && text.slice(lineStart, start).trim() === '';
  const line = { span: { start: lineStart, end: afterLine(text, end) }, text: '' };
  if (next) return isAlone && behind[1] !== '' ? line : { span: { start, end: startOf(next.key) }, text: '' };
  const from = before ? endOfPair(before) : start;
  if (!text.slice(from, start).includes('#'))
    return { span: { start: from, end: isAlone ? lineEnd : end }, text: '' };
  return isAlone ? line : { span: { start, end }, text: '' };
}

function insertInFlow(map: MapNode, written: string, behind: Pair | undefined): Edit {
  const [first] = map.pairs;
  if (!first) return insertAt(map.span.start + 1, ` ${written} `);
  return behind ? insertAt(endOfPair(behind), `, ${written}`) : insertAt(startOf(first.key), `${written}, `);
}

function insertAt(offset: number, text: string): Edit {
  return { span: { start: offset, end: offset }, text };
}

function writeFlow(added: Readonly<Record<string, Written>>): string {
  const pairs = Object.entries(added).map(
    ([key, value]) => `${writeYamlScalar(key, true)}: ${writeFlowValue(value)}`,
  );
  return pairs.join(', ');
}

function writeFlowValue(value: Written): string {
  if (typeof value === 'string') return writeYamlScalar(value, true);
  return Object.keys(value).length === 0 ? '{}' : `{ ${writeFlow(value)} }`;
}

// Lines without the indentation of the first level.
function writeBlock(added: Readonly<Record<string, Written>>): string[] {
  return Object.entries(added).flatMap(([key, value]) => {
    const name = writeYamlScalar(key, false);
    if (typeof value === 'string') return [`${name}: ${writeYamlScalar(value, false)}`];
    const inner = writeBlock(value).map((line) => `  ${line}`);
    return inner.length === 0 ? [`${name}: {}`] : [`${name}:`, ...inner];
  });
}

function endOfText(text: string, { start, end }: Span): number {
  return start + text.slice(start, end).replace(/[\r\n]+$/, '').length;
}

/** How far a place is from the start of its line. */
export function columnOf(text: string, offset: number): number {
  return offset - startOfLine(text, offset);
}

/** Where the line of an offset ends, in front of its line break. */
export function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  if (end < 0) return text.length;
  return text[end - 1] === '\r' && end > offset ? end - 1 : end;
}

function afterLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end + 1;
}

/** The line break that a text uses. */
export function lineBreakOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}
