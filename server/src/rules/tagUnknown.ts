// tag-unknown: a tag that Relay does not have; one is enough to make it refuse the whole file.
import { functionNames } from '../workflow/functions';
import { shortened } from '../workflow/shortened';
import { referenceTags } from '../workflow/tags';
import type { Finding } from './finding';
import { closestFixes } from './names';
import type { Rule } from './rule';
import { problemsOf } from './valueProblems';

const known: readonly string[] = [...referenceTags, ...functionNames.map((name) => `!Fn.${name}`)];

export const tagUnknown: Rule = ({ workflow }) =>
  problemsOf(workflow, 'tag-unknown').map(({ name, span }): Finding => {
    const written = workflow.text.slice(span.start, span.end);
    const { advice, fixes } = closestFixes(name, known, (each) => ({
      span,
      text: written.replace(name, each),
    }));
    if (/^!Fn\.?$/i.test(name)) {
      const message = 'The name of the function is missing. Write !Fn.<name>, such as !Fn.concat.';
      return { code: 'tag-unknown', severity: 'error', span, message, fixes: () => [] };
    }
    const message = `There is no tag "${shortened(name)}". ${advice ?? `There are ${referenceTags.join(', ')} and !Fn.<name>.`}`;
    return { code: 'tag-unknown', severity: 'error', span, message, fixes };
  });
