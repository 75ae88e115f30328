// yaml-syntax: the text is not YAML that Relay can read.
import { contains } from '../workflow/span';
import type { Finding } from './finding';
import type { Rule } from './rule';

export const yamlSyntax: Rule = ({ workflow }) => {
  // A doubled key of a reference is told by connection-malformed, which also knows what to do.
  const faults = workflow.collected.references.flatMap((reference) => reference.faults);
  return workflow.yaml.problems
    .filter(
      (problem) =>
        problem.code !== 'key-duplicate' || !faults.some((fault) => contains(fault.span, problem.span)),
    )
    .map(
      ({ span, message, code }): Finding => ({
        code: 'yaml-syntax',
        severity: 'error',
        span,
        message,
        fixes: () =>
          code === 'template-unquoted'
            ? [
                {
                  is: 'edit',
                  title: 'Put quotes around it',
                  edits: quoted(workflow.text, span),
                  preferred: true,
                },
              ]
            : [],
      }),
    );
};

function quoted(text: string, { start, end }: { start: number; end: number }) {
  const written = text.slice(start, end);
  return [{ span: { start, end }, text: JSON.stringify(written) }];
}
