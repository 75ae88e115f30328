// expression-syntax: a template that does not parse.
import type { Workflow } from '../workflow/workflow';
import type { Finding, Fix } from './finding';
import type { Rule } from './rule';
import { problemsOf } from './valueProblems';

export const expressionSyntax: Rule = ({ workflow }) =>
  problemsOf(workflow, 'expression-syntax').map(({ span, message, close, around }): Finding => {
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

function endsAtComment({ text }: Workflow, end: number): boolean {
  return /^[ \t]+#/.test(text.slice(end, end + 80));
}
