// Turns the problems that were found in evaluated values into findings; the rules add what to say of each.
import { contains, type Span } from '../workflow/span';
import type { Mend, ValueProblem } from '../workflow/valueProblem';
import type { Workflow } from '../workflow/workflow';
import { isBroken } from './broken';
import type { Fix } from './finding';
import { closestFixes } from './names';

type Kind = ValueProblem['is'];

/** The problems of one kind, without those that may only follow from broken YAML around them. */
export function problemsOf<K extends Kind>(
  workflow: Workflow,
  kind: K,
): Extract<ValueProblem, { readonly is: K }>[] {
  const isOfKind = (problem: ValueProblem): problem is Extract<ValueProblem, { readonly is: K }> =>
    problem.is === kind;
  return workflow.collected.problems.filter(isOfKind).filter(({ around }) => !isBroken(workflow, around));
}

/** What a mend advises, and its fixes. */
export function mended(
  workflow: Workflow,
  mend: Mend | undefined,
): { readonly advice: string; readonly fixes: () => readonly Fix[] } {
  switch (mend?.is) {
    case undefined:
      return { advice: '', fixes: () => [] };
    case 'write': {
      const { span, title, text } = mend;
      const edit = (): Fix => ({
        is: 'edit',
        title,
        edits: [{ span, text: quoted(workflow, span, text) }],
        preferred: true,
      });
      return { advice: '', fixes: () => [edit()] };
    }
    case 'choose': {
      const { span, wanted, names } = mend;
      const { advice, fixes } = closestFixes(wanted, names, (text) => ({ span, text }));
      return { advice: advice === undefined ? '' : ` ${advice}`, fixes };
    }
  }
}

// What is written into an expression has to survive the quotes of the scalar around it.
function quoted({ collected }: Workflow, span: Span, text: string): string {
  const scalar = collected.templateScalars.find(({ node }) => contains(node.span, span));
  switch (scalar?.node.style) {
    case 'single':
      return text.replaceAll("'", "''");
    case 'double':
      return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
    default:
      return text;
  }
}
