// expression-invalid: an expression or a call that parses but cannot be evaluated.
import type { Finding } from './finding';
import type { Rule } from './rule';
import { mended, problemsOf } from './valueProblems';

export const expressionInvalid: Rule = ({ workflow }) =>
  problemsOf(workflow, 'expression-invalid').map(({ span, message, severity, mend }): Finding => {
    const { advice, fixes } = mended(workflow, mend);
    return { code: 'expression-invalid', severity, span, message: message + advice, fixes };
  });
