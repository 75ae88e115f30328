// function-unknown: a call of a function that Relay does not have, in a template, a tag or a `$fn.` map.
import { functionNames } from '../workflow/functions';
import { shortened } from '../workflow/shortened';
import type { Finding } from './finding';
import { closestFixes } from './names';
import type { Rule } from './rule';
import { problemsOf } from './valueProblems';

export const functionUnknown: Rule = ({ workflow }) =>
  problemsOf(workflow, 'function-unknown').map(({ name, span, place }): Finding => {
    const written = workflow.text.slice(span.start, span.end);
    const { advice, fixes } = closestFixes(name, functionNames, (each) => ({
      span,
      text: written.replace(name, each),
    }));
    // The evaluator of triggers is not open: it may know more.
    const severity = place === 'trigger' || place === 'source' ? 'warning' : 'error';
    const message = `There is no function "${shortened(name)}". ${advice ?? `There are ${functionNames.join(', ')}.`}`;
    // With escapes in it the name stands nowhere as it is.
    const isWritten = written.includes(name);
    return { code: 'function-unknown', severity, span, message, fixes: isWritten ? fixes : () => [] };
  });
