// Finds the `${…}` of a text and reads each as an expression (relay/expressions.md 1 and 2.1).
import type { ExpressionProblem, Query, Template } from './expression';
import { Reader } from './grammar';
import { Scanner, SyntaxProblem } from './scanner';

/** Reads every template of a decoded scalar. A broken one is a problem of its own; the others are read all the same. */
export function readTemplates(text: string): Template[] {
  const templates: Template[] = [];
  let at = text.indexOf('$');
  while (at >= 0 && at + 1 < text.length) {
    // A dollar takes the next character with it: `$$` is text, so `$${x}` opens nothing.
    let next = at + ((text.codePointAt(at + 1) ?? 0) > 0xffff ? 3 : 2);
    if (text[at + 1] === '{') {
      const template = readTemplate(text, at);
      templates.push(template);
      next = Math.max(template.span.end, next);
    }
    at = text.indexOf('$', next);
  }
  return templates;
}

/** Reads a text that is an expression as a whole: a query of `!Data` or of `path`. */
export function readQuery(text: string): Pick<Query, 'expression' | 'problem'> {
  const reader = new Reader(new Scanner(text, 0), readQuery);
  try {
    const expression = reader.expression();
    if (!reader.scan.ahead('')) throw reader.unexpected();
    return { expression };
  } catch (error) {
    return { problem: problemOf(text, 0, error) };
  }
}

function readTemplate(text: string, start: number): Template {
  const reader = new Reader(new Scanner(text, start + 2), readQuery);
  let isRead = false;
  try {
    const expression = reader.expression();
    isRead = true;
    if (!reader.scan.take('}')) throw reader.unexpected();
    return { span: { start, end: reader.scan.at }, expression, paths: reader.paths };
  } catch (error) {
    const problem = problemOf(text, start, error);
    // Reading goes on behind the next brace, or at the next template.
    const resume = error instanceof SyntaxProblem ? error.resume : start;
    const edge = /\$\{|\}/g;
    edge.lastIndex = Math.max(resume, start + 2);
    const found = edge.exec(text);
    const end = found ? found.index + (found[0] === '}' ? 1 : 0) : text.length;
    const close = isRead && error instanceof SyntaxProblem && error.unclosed;
    return {
      span: { start, end },
      problem: close ? { ...problem, close: problem.span.end } : problem,
      paths: reader.paths,
    };
  }
}

// What ends too early is underlined from its start to its last visible character.
function problemOf(text: string, start: number, error: unknown): ExpressionProblem {
  if (!(error instanceof SyntaxProblem)) throw error;
  const { span, message, unclosed } = error;
  return { span: unclosed ? { start, end: text.trimEnd().length } : span, message };
}
