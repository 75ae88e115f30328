// secret-missing: the file is linked to a workflow of the account, and that has no secret of this name.
import { namesOfSecrets, resolveSecret } from '../account/resolve';
import { scopeOf } from '../workflow/scope';
import type { Finding } from './finding';
import { closestAmong, editToName } from './names';
import type { Rule } from './rule';

export const secretMissing: Rule = ({ workflow, account, link }) => {
  if (link === undefined || account.state !== 'ready') return [];
  const closest = closestAmong(namesOfSecrets(account, link));
  return workflow.collected.references.flatMap((reference): Finding[] => {
    // Where no secret is ever known, reference-out-of-scope is said instead.
    if (reference.kind !== 'secret' || scopeOf('secret', reference.place) !== 'known') return [];
    const { name, use, span } = reference;
    if (use !== 'needed' || name.is !== 'written') return [];
    if (resolveSecret(reference, account, link).is !== 'missing') return [];
    const editTo = (known: string) => editToName(workflow, reference, name, known);
    const { advice = 'Create it, or name one that is there.', fixes } = closest(name.text, editTo);
    return [
      {
        code: 'secret-missing',
        severity: 'error',
        span: name.span,
        message: `The workflow "${link}" of ${account.name} has no secret named "${name.text}". ${advice}`,
        fixes: () => [
          ...fixes(),
          {
            is: 'create-secret',
            title: `Create secret "${name.text}"…`,
            workflow: link,
            name: name.text,
            span,
          },
        ],
      },
    ];
  });
};
