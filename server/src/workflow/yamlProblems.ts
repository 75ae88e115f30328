// Turns what the YAML library complains of into problems an author can act on: one per cause, at the place of the cause.
import type { YAMLParseError } from 'yaml';
import type { Span } from './span';

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
  /** An unquoted `${…}` inside `[ ]` or `{ }`, which YAML cannot read. */
  | 'template-unquoted';

/**
 * Joins the library's errors with what the tree showed (`seen`), sorted by place. Errors that only follow from another
 * are left out: one stray brace makes the library report every later token.
 */
export function yamlProblemsOf(
  text: string,
  errors: readonly YAMLParseError[],
  seen: readonly YamlProblem[],
): YamlProblem[] {
  const unclosed = seen.some((problem) => problem.code === 'bracket-unclosed');
  const unquoted =
    seen.find((problem) => problem.code === 'template-unquoted')?.span.start ?? Number.POSITIVE_INFINITY;
  const problems = [...seen];
  let astray = false;
  for (const error of [...errors].sort((a, b) => a.pos[0] - b.pos[0])) {
    if (error.code === 'MULTIPLE_DOCS') continue; // Relay reads the first document only (relay/expressions.md 5.4)
    if (error.pos[0] >= unquoted || (unclosed && /end with a [}\]]$/.test(error.message))) continue;
    const stray = error.message.includes('in YAML stream');
    if (stray && astray) continue;
    astray ||= stray;
    problems.push({ code: 'syntax', span: visible(text, error.pos), message: messageOf(error, text) });
  }
  return problems.sort((a, b) => a.span.start - b.span.start).filter(notTwiceAtOnePlace);
}

function notTwiceAtOnePlace(problem: YamlProblem, index: number, all: readonly YamlProblem[]): boolean {
  return problem.span.start !== all[index - 1]?.span.start;
}

// An error at the end of a line or of the file would underline nothing: take the character before.
function visible(text: string, [from, to]: readonly [number, number]): Span {
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

function messageOf(error: YAMLParseError, text: string): string {
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return 'A tab is used as indentation. YAML allows spaces only.';
    case 'MULTILINE_IMPLICIT_KEY':
      return 'This key is not followed by a colon and a space on its line.';
    case 'BLOCK_AS_IMPLICIT_KEY':
      return 'This value holds a ": " or is indented too far, so YAML takes it for a map. Quote the value, or mend the indentation.';
    case 'BAD_SCALAR_START':
      return `A value cannot start with ${text[error.pos[0]]}. Quote the value.`;
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
    case 'BAD_INDENT':
      return 'This line is not indented as its neighbours are.';
    case 'RESOURCE_EXHAUSTION':
      return 'The brackets are nested too deep to be read.';
  }
  return `${error.message.split('\n')[0]}.`;
}
