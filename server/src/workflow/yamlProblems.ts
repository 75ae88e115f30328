// Turns what the YAML library complains of into problems an author can act on: one per cause, at the place of the cause.
import type { Edit, Span } from './span';

export interface YamlProblem {
  readonly code: YamlProblemCode;
  readonly span: Span;
  readonly message: string;
}

export type YamlProblemCode =
  | 'syntax'
  | 'alias-unknown'
  | 'key-duplicate'
  | 'bracket-unclosed'
  | 'quote-unclosed'
  /** An unquoted `${…}` inside `[ ]` or `{ }`, which YAML cannot read. */
  | 'template-unquoted';

/** An error of the YAML library. */
export interface YamlError {
  readonly code: string;
  readonly message: string;
  readonly span: Span;
}

/** The edits after which the rest of a broken text can be read. */
export interface Repair {
  /** In the order of the text, and apart from each other. */
  readonly edits: readonly Edit[];
  /** What is wrong. Absent where the tree shows it: a bracket that is never closed. */
  readonly problem?: YamlProblem;
}

/** Errors that leave the tree as it is meant; all others scatter what stands below. */
const harmless: ReadonlySet<string> = new Set([
  'BAD_ALIAS',
  'BAD_DIRECTIVE',
  'BAD_DQ_ESCAPE',
  'BAD_PROP_ORDER',
  'BAD_SCALAR_START',
  'TAG_RESOLVE_FAILED',
]);

/** The first error that scatters the tree. Nothing helps where brackets are nested too deep. */
export function firstScattering(errors: readonly YamlError[]): YamlError | undefined {
  if (errors.some(({ code }) => code === 'RESOURCE_EXHAUSTION')) return undefined;
  return errors.find(({ code }) => !harmless.has(code));
}

/**
 * Joins the library's errors with what the repairs and the tree showed (`seen`), sorted by place. Of the errors that
 * scatter the tree only the first is told: what the library says below it may well follow from it.
 */
export function yamlProblemsOf(
  text: string,
  errors: readonly YamlError[],
  seen: readonly YamlProblem[],
): YamlProblem[] {
  const first = firstScattering(errors);
  const told = errors.filter(
    (error) =>
      error === first || (harmless.has(error.code) && !(first && first.span.start < error.span.start)),
  );
  const unclosed = seen.some(({ code }) => code === 'bracket-unclosed');
  const fresh = told.filter(({ message }) => !unclosed || !/end with a [}\]]$/.test(message));
  return [...withoutSwallowed(text, seen), ...fresh.map((error) => problemOf(text, error))]
    .map((problem) => ({ ...problem, span: visible(text, problem.span) }))
    .sort((a, b) => a.span.start - b.span.start)
    .filter(notTwiceAtOnePlace);
}

// Whatever closes a bracket stands inside the quote that is never closed behind it.
function withoutSwallowed(text: string, all: readonly YamlProblem[]): readonly YamlProblem[] {
  const quotes = all.filter(({ code }) => code === 'quote-unclosed');
  const isSwallowed = ({ span: { start } }: YamlProblem) =>
    quotes.some(({ span }) => span.start > start && !text.slice(start, span.start).includes('\n'));
  return all.filter((problem) => problem.code !== 'bracket-unclosed' || !isSwallowed(problem));
}

/** What no YAML may hold as it is (YAML 1.2.2, c-printable). Half a character comes from a program, not from a file. */
const unprintable = /[^\t\n\r\x20-\x7e\x85\u{a0}-\u{fffd}\u{10000}-\u{10ffff}]+/gu;
/** So many are told: a file that is full of them is no text. */
const mostUnprintable = 3;

/** The first characters that Relay's reader refuses wherever they stand, also in quotes and comments. */
export function unprintablesIn(text: string): YamlProblem[] {
  return [...text.matchAll(unprintable)].slice(0, mostUnprintable).map(({ 0: run, index }) => {
    const code = run.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    const escaped = code.startsWith('00') ? `\\x${code.slice(2)}` : `\\u${code}`;
    const message = `YAML cannot hold the character U+${code}. Remove it, or write it as ${escaped} in double quotes.`;
    return { code: 'syntax', span: { start: index, end: index + run.length }, message };
  });
}

/** An error as an author can act on it. */
export function problemOf(text: string, error: YamlError): YamlProblem {
  return { code: 'syntax', span: error.span, message: messageOf(error, text) };
}

function notTwiceAtOnePlace(problem: YamlProblem, index: number, all: readonly YamlProblem[]): boolean {
  return problem.span.start !== all[index - 1]?.span.start;
}

// An error at the end of a line or of the file would underline nothing: take the character before.
function visible(text: string, { start: from, end: to }: Span): Span {
  let start = Math.min(from, text.length);
  let end = Math.min(Math.max(to, start), text.length);
  const lineEnd = text.slice(start, end).search(/\r?\n/);
  if (lineEnd > 0) end = start + lineEnd;
  // The library often points at the first character of a word.
  if (end - start === 1 && /\w/.test(text[start] ?? ''))
    end += /^[\w.-]*/.exec(text.slice(end, end + 200))?.[0].length ?? 0;
  if (end > start && lineEnd !== 0) return { start, end };
  while (start > 0 && /[\s]/.test(text[start - 1] ?? '')) start -= 1;
  return start > 0 ? { start: start - 1, end: start } : { start: 0, end: Math.min(1, text.length) };
}

function messageOf(error: YamlError, text: string): string {
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return 'A tab is used as indentation. YAML allows spaces only.';
    case 'MULTILINE_IMPLICIT_KEY':
      return 'This key is not followed by a colon and a space on its line.';
    case 'BLOCK_AS_IMPLICIT_KEY':
      return 'This value holds a ": " or is indented too far, so YAML takes it for a map. Quote the value, or mend the indentation.';
    case 'BAD_SCALAR_START':
      return `A value cannot start with ${text[error.span.start]}. Quote the value.`;
    case 'MISSING_CHAR':
      if (error.message.includes('quote')) return 'A quote is opened here or before and never closed.';
      if (error.message.includes('followed by map values')) return 'This key is not followed by a colon.';
      if (error.message.includes('without - indicator'))
        return 'This line stands among list items but has no "- ".';
      if (error.message.includes('white space')) return 'A space is missing after the tag or anchor.';
      break;
    case 'UNEXPECTED_TOKEN':
      if (error.message.includes('in YAML stream'))
        return 'Nothing may follow here: is there a bracket or brace too many?';
      break;
    case 'BAD_PROP_ORDER':
      return 'A tag or anchor stands behind a "-" or "?", not in front of it.';
    case 'BAD_INDENT':
      return 'This line is not indented as its neighbours are.';
    case 'RESOURCE_EXHAUSTION':
      return 'The brackets are nested too deep to be read.';
  }
  return `${error.message.split('\n')[0]}.`;
}
