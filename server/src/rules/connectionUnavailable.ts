// connection-unavailable: the connection is there, and the account's last test of it failed.
import { resolve } from '../account/resolve';
import type { Finding } from './finding';
import { eachConnection, type Rule } from './rule';

export const connectionUnavailable: Rule = ({ workflow, account }) => {
  // A list that could not be refreshed does not know the last test.
  if (account.state !== 'ready' || account.stale) return [];
  return eachConnection(workflow).flatMap(({ reference, type, name }): Finding[] => {
    const resolution = resolve(reference, account);
    if (resolution.is !== 'found' || !resolution.connection.availability?.failed) return [];
    const { testedAt } = resolution.connection.availability;
    const target = { type: type.text, name: name.text };
    const when = testedAt === undefined ? '' : ` (${testedAt})`;
    return [
      {
        code: 'connection-unavailable',
        severity: 'warning',
        span: name.span,
        message: `The last test of the ${type.text} connection "${name.text}" in ${account.name} failed${when}. Its values may be wrong or have expired: overwrite them, or test it again.`,
        target,
        fixes: () => [
          { is: 'test', title: `Test connection "${name.text}"`, target },
          { is: 'overwrite', title: `Overwrite values of "${name.text}"…`, target },
        ],
      },
    ];
  });
};
