// Turns the first error of a broken text into the edits after which the rest can be read: what its author is most likely
// about to type, or else the line in question left out.

import {
  columnAbove,
  depthOf,
  firstDeeperAbove,
  keyAt,
  type Line,
  lineAbove,
  lineAt,
  lineBelow,
  shallowerBelow,
  textAfter,
} from './layout';
import { quoting } from './patch';
import { shallowIn } from './shallow';
import type { Edit, Span } from './span';
import { repairOfUnfinished } from './unfinished';
import { problemOf, type Repair, type YamlError } from './yamlProblems';

/** A repair to try. It helps if nothing is wrong any more up to the place of its cause. */
export interface Attempt extends Repair {
  readonly cause: Span;
  /** Whether it mends nothing: Relay's reader takes the text as it stands. */
  readonly isSound?: boolean;
}

/** The repairs of the first thing that is wrong with a text, the likeliest first. `error` is the library's first one. */
export function repairsOf(text: string, error: YamlError): Attempt[] {
  const shallow = shallowIn(text);
  if (!shallow || shallow.start > error.span.end) return mendsOf(text, error);
  const cause = { start: shallow.end, end: shallow.end };
  return [{ edits: shallow.edits, cause, isSound: true }, ...mendsOf(text, error)];
}

function mendsOf(text: string, error: YamlError): Attempt[] {
  const line = lineAt(text, textAfter(text, error.span.start));
  const ofLine = {
    ...(repairOfLine(text, error, line) ?? withoutLine(text, error, line)),
    cause: error.span,
  };
  const unfinished = repairOfUnfinished(text);
  const span = unfinished?.edits[0]?.span;
  if (!unfinished || !span) return [ofLine];
  // An error shows at its cause or behind it. Only brackets and quotes are told where they begin or end.
  const isBehind = /flow|quote/i.test(error.message) || /[[{]/.test(text[error.span.start] ?? '');
  const ofLayout = { ...unfinished, cause: isBehind ? span : error.span };
  return span.start > line.end && !isBehind ? [ofLine, ofLayout] : [ofLayout, ofLine];
}

function repairOfLine(text: string, { code, message, span }: YamlError, line: Line): Repair | undefined {
  switch (code) {
    case 'TAB_AS_INDENT':
      return withoutTabs(text, line);
    case 'MULTILINE_IMPLICIT_KEY':
      return (
        withHeaderAbove(text, line) ??
        withDashBefore(text, line) ??
        withKeyBelowItem(text, line) ??
        withColon(text, line) ??
        withKey(text, lineBelow(text, line))
      );
    case 'MISSING_CHAR':
      if (message.includes('followed by map values')) return withColon(text, line);
      return message.includes('without - indicator') ? besideItems(text, line) : undefined;
    case 'BLOCK_AS_IMPLICIT_KEY': {
      if (message.includes('sequence'))
        return withDashAbove(text, line) ?? withKey(text, line, depthOf(line));
      const value = { start: span.start, end: line.end };
      const isKeyed = /:(?:[ \t]|$)/.test(text.slice(value.start, value.end));
      return isKeyed ? withQuotes(text, value, line) : withKey(text, lineBelow(text, line));
    }
    case 'BAD_INDENT':
      return withKeyAbove(text, line) ?? withColonAbove(text, line) ?? withKey(text, line);
    case 'UNEXPECTED_TOKEN':
      return withoutRest(span.start, line);
    default:
      return undefined;
  }
}

// A word alone is a key that is being typed.
function withColon(text: string, line: Line): Repair | undefined {
  const span = { start: line.keyStart, end: line.end };
  const word = text.slice(span.start, span.end);
  if (word === '' || /:(?:\s|$)|[{}]/.test(word)) return undefined;
  const message = 'This key is not followed by a colon and a space on its line.';
  const header = isProse(text, lineBelow(text, line)) ? ' |-' : '';
  const edit = { span: { start: line.end, end: line.end }, text: `${restOfKey(text, line, word)}:${header}` };
  return { edits: [edit], problem: { code: 'syntax', span, message } };
}

/** The keys that Relay looks for references under, at the top of a workflow and deeper. */
const keysAtTop = ['steps', 'triggers', 'parameters'];
const keysBelow = ['spec', 'source', 'binding', 'parameters', 'when', 'env'];

// What stands below a word that begins such a key is read as if the key was there already.
function restOfKey(text: string, line: Line, word: string): string {
  const below = lineBelow(text, line);
  const column = line.keyStart - line.start;
  const isHeld =
    below && (depthOf(below) > column || (depthOf(below) === column && text[below.textStart] === '-'));
  if (!isHeld || !/[:{&]/.test(text.slice(below.textStart, below.end))) return '';
  const key = (column === 0 ? keysAtTop : keysBelow).find((each) => each.startsWith(word));
  return key?.slice(word.length) ?? '';
}

// Lines of words, or with a template or a call: the text of a block scalar whose header is not there.
function isProse(text: string, line: Line | undefined): boolean {
  const written = line ? text.slice(line.textStart, line.end) : '';
  return /^(?:\$\{|\w[^:]*[ (])/.test(written) && !/^[^'"`($]*:(?:\s|$)/.test(written);
}

// The text of a block scalar whose `|` is not there: all that is deeper than the line above it.
function withHeaderAbove(text: string, line: Line): Repair | undefined {
  let first: Line | undefined = line;
  let head = lineAbove(text, line);
  for (; head && depthOf(head) >= depthOf(line); head = lineAbove(text, head)) first = head;
  const isHead = head && /(?:^|[ \t])-$|:$/.test(text.slice(head.textStart, head.end));
  const next = shallowerBelow(text, line);
  if (!head || !isHead || !isProse(text, first) || (next && depthOf(next) > depthOf(head))) return undefined;
  const message = 'YAML cannot read this text as it stands. Write | at the end of the line above it.';
  const span = { start: first.textStart, end: first.end };
  const edit = { span: { start: head.end, end: head.end }, text: ' |-' };
  return { edits: [edit], problem: { code: 'syntax', span, message } };
}

// The text of the first item of a list that has lost its dash.
function withDashBefore(text: string, line: Line): Repair | undefined {
  const next = shallowerBelow(text, line);
  const isItem = next && next.keyStart > next.textStart;
  return isItem && firstDeeperAbove(text, next)?.start === line.start ? withDashAbove(text, next) : undefined;
}

// Behind the last item of a list a blank line parts it from what has lost the key that it stands under.
function withKeyBelowItem(text: string, line: Line): Repair | undefined {
  const below = lineBelow(text, line);
  const isParted = below && /\n[ \t\r]*\n/.test(text.slice(line.end, below.start));
  return isParted && line.keyStart > line.textStart ? withKey(text, below) : undefined;
}

// A comment parts a word from the keys below.
function withColonAbove(text: string, line: Line): Repair | undefined {
  const above = lineAbove(text, line);
  const isBeside = above && depthOf(above) === depthOf(line) && above.keyStart === above.textStart;
  return isBeside ? withColon(text, above) : undefined;
}

// The deeper lines below, where no keys begin them, are part of the value.
function withQuotes(text: string, { start }: Span, line: Line): Repair {
  const column = line.keyStart - line.start;
  let end = line.end;
  for (let below = lineBelow(text, line); below && depthOf(below) > column; below = lineBelow(text, below)) {
    if (/^(?:[-?] |[\w$-]+:(?:\s|$))/.test(text.slice(below.textStart, below.end))) break;
    end = below.end;
  }
  const message = 'This value holds a ": ", so YAML takes it for a map. Quote the value.';
  return {
    edits: quoting(text, { start, end }),
    problem: { code: 'syntax', span: { start, end: line.end }, message },
  };
}

// What is indented deeper than its neighbours has lost the key that it stands under.
function withKey(
  text: string,
  line: Line | undefined,
  column = line && columnAbove(text, line),
): Repair | undefined {
  if (!line || column === undefined) return undefined;
  const span = { start: line.textStart, end: line.end };
  const message =
    'The key that this belongs to is missing, or this line is indented too far. Write the key above it, or mend the indentation.';
  const key = `${' '.repeat(column)}"":${isProse(text, line) ? ' |-' : ''}\n`;
  return {
    edits: [{ span: { start: line.start, end: line.start }, text: key }],
    problem: { code: 'syntax', span, message },
  };
}

function withKeyAbove(text: string, line: Line): Repair | undefined {
  const first = firstDeeperAbove(text, line);
  return first && withKey(text, first, depthOf(line));
}

// Among items that are no maps, a key has lost the one that it stands under rather than its dash.
function besideItems(text: string, line: Line): Repair | undefined {
  const above = lineAbove(text, line);
  const isBelowMap = above && /:(?:\s|$)|[{}]/.test(text.slice(above.keyStart, above.end));
  return isBelowMap ? withDash(line) : (withKey(text, line) ?? withDash(line));
}

function withDash(line: Line): Repair | undefined {
  const start = line.textStart - 2;
  if (start < line.start) return undefined;
  const message = 'This line stands among list items but has no "- ".';
  const span = { start: line.textStart, end: line.end };
  return {
    edits: [{ span: { start, end: line.textStart }, text: '- ' }],
    problem: { code: 'syntax', span, message },
  };
}

// The first item of a list has lost its first line if the lines above have the keys of the items, or can be nothing else.
function withDashAbove(text: string, line: Line): Repair | undefined {
  const first = firstDeeperAbove(text, line);
  if (!first || depthOf(first) !== depthOf(line) + 2) return undefined;
  const head = lineAbove(text, first);
  if (head && depthOf(head) < depthOf(line)) return withDash(first);
  if (head && head.keyStart > head.textStart) return undefined; // the lines are those of an item
  const keys = new Set<string>();
  for (let each: Line | undefined = first; each && each.start < line.start; each = lineBelow(text, each)) {
    const key = keyAt(text, each, depthOf(first));
    if (key !== undefined && key !== '<<') keys.add(key);
  }
  for (let below: Line | undefined = line; below; below = lineBelow(text, below)) {
    const isBeside = depthOf(below) === depthOf(line) && below.keyStart === below.textStart;
    if (isBeside || depthOf(below) < depthOf(line)) break;
    if (keys.has(keyAt(text, below, depthOf(first)) ?? '')) return withDash(first);
  }
  return undefined;
}

function withoutTabs(text: string, line: Line): Repair {
  const above = lineAbove(text, line);
  const opens = above && text[above.end - 1] === ':';
  const column = above ? above.keyStart - above.start + (opens ? 2 : 0) : 0;
  const edits: Edit[] = [];
  for (let each: Line | undefined = line; each; each = lineBelow(text, each)) {
    const indent = text.slice(each.start, each.textStart);
    if (!indent.includes('\t')) break;
    const deeper = Math.max(0, 2 * (depthOf(each) - depthOf(line)));
    edits.push({ span: { start: each.start, end: each.textStart }, text: ' '.repeat(column + deeper) });
  }
  const message = 'A tab is used as indentation. YAML allows spaces only.';
  const span = { start: line.start, end: line.textStart };
  return { edits, problem: { code: 'syntax', span, message } };
}

function withoutRest(start: number, line: Line): Repair {
  const span = { start, end: Math.max(start, line.end) };
  const message = 'Nothing may follow here: is there a bracket or brace too many?';
  return {
    edits: [{ span, text: '' }],
    problem: { code: 'syntax', span: { start, end: start + 1 }, message },
  };
}

function withoutLine(text: string, error: YamlError, { textStart, end }: Line): Repair {
  return { edits: [{ span: { start: textStart, end }, text: '' }], problem: problemOf(text, error) };
}
