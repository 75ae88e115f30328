// tag-unknown: a tag that Relay does not have; one is enough to make it refuse the whole file.
import { functionNames } from '../workflow/functions';
import type { Place } from '../workflow/reference';
import { scopeOf } from '../workflow/scope';
import { shortened } from '../workflow/shortened';
import { meaningOfTag, referenceTags } from '../workflow/tags';
import type { Finding } from './finding';
import { closestFixes } from './names';
import type { Rule } from './rule';
import { problemsOf } from './valueProblems';

const functionTags = functionNames.map((name) => `!Fn.${name}`);

/** The tags that mean something at a place. */
function tagsFor(place: Place): readonly string[] {
  const known = referenceTags.filter((tag) => {
    const meaning = meaningOfTag(tag);
    return meaning.is === 'reference' && scopeOf(meaning.shape.kind, place) === 'known';
  });
  return [...known, ...functionTags];
}

export const tagUnknown: Rule = ({ workflow }) =>
  problemsOf(workflow, 'tag-unknown').map(({ name, span, place }): Finding => {
    const written = workflow.text.slice(span.start, span.end);
    const { advice, fixes } = closestFixes(name, tagsFor(place), (each) => ({
      span,
      text: written.replace(name, each),
    }));
    if (/^!Fn\.?$/i.test(name)) {
      const message = 'The name of the function is missing. Write !Fn.<name>, such as !Fn.concat.';
      return { code: 'tag-unknown', severity: 'error', span, message, fixes: () => [] };
    }
    const message = `There is no tag "${shortened(name)}". ${advice ?? `There are ${referenceTags.join(', ')} and !Fn.<name>.`}`;
    // With escapes in it the name stands nowhere as it is.
    const isWritten = written.includes(name);
    return { code: 'tag-unknown', severity: 'error', span, message, fixes: isWritten ? fixes : () => [] };
  });
