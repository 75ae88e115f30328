// expression-syntax: a template that does not parse.
import type { Span } from '../workflow/span';
import type { Workflow } from '../workflow/workflow';
import type { Finding, Fix } from './finding';
import type { Rule } from './rule';
import { problemsOf } from './valueProblems';

export const expressionSyntax: Rule = ({ workflow }) =>
  problemsOf(workflow, 'expression-syntax').map((problem): Finding => {
    const { close, around } = problem;
    const { span, message } = placed(workflow.text, problem);
    const isCut = close !== undefined && endsAtComment(workflow, around.end);
    const cut = isCut ? ' YAML takes what follows the " #" for a comment: put the value in quotes.' : '';
    const fixes = (): Fix[] =>
      close === undefined || isCut
        ? []
        : [
            {
              is: 'edit',
              title: 'Add the }',
              edits: [{ span: { start: close, end: close }, text: '}' }],
              preferred: true,
            },
          ];
    return { code: 'expression-syntax', severity: 'error', span, message: message + cut, fixes };
  });

/** How far above what is missing may be looked for: blank lines and indentation stand between. */
const farthest = 1000;

// In an expression over several lines: what ends too early does so in the last of them, and what is missing at the start
// of a line is to be added to the one above.
function placed(
  text: string,
  { span, message, around }: { readonly span: Span; readonly message: string; readonly around: Span },
): { readonly span: Span; readonly message: string } {
  if (text.startsWith('${', span.start)) {
    const lines = text.slice(span.start, span.end);
    const lastLine = lines.lastIndexOf('\n') + 1;
    return {
      message,
      span: { start: span.start + lines.slice(lastLine).search(/\S/) + lastLine, end: span.end },
    };
  }
  const before = text.slice(Math.max(around.start, span.start - farthest), span.start);
  const above = before.trimEnd();
  const word = /[\p{L}\p{Nd}_.-]+$|\S$/u.exec(above)?.[0];
  const isFirst = before.includes('\n', above.length);
  if (!isFirst || word === undefined || !/ here\b/.test(message)) return { span, message };
  const end = span.start - before.length + above.length;
  return { span: { start: end - word.length, end }, message: message.replace(' here', ' behind this') };
}

function endsAtComment({ text }: Workflow, end: number): boolean {
  return /^[ \t]+#/.test(text.slice(end, end + 80));
}
