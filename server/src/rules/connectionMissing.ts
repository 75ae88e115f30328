// connection-missing: no connection of this type and name is in the account.
import { resolve } from '../account/resolve';
import { editsToName } from '../workflow/write';
import { closestOf } from './closest';
import type { Finding, Fix } from './finding';
import { eachConnection, type Rule } from './rule';

export const connectionMissing: Rule = ({ workflow, account }) => {
  if (account.state !== 'ready') return [];
  const missing = eachConnection(workflow).filter(
    ({ reference }) => resolve(reference, account).is === 'missing',
  );
  return missing.map(({ reference, type, name }): Finding => {
    const namesOfType = account.connections
      .filter((each) => each.type === type.text)
      .map((each) => each.name);
    const closest = closestOf(name.text, namesOfType)[0];
    const target = { type: type.text, name: name.text };
    const fixes = (): Fix[] => [
      ...closestOf(name.text, namesOfType, 3).map(
        (each, index): Fix => ({
          is: 'edit',
          title: `Use "${each}"`,
          edits: editsToName(workflow, reference, { type: type.text, name: each }),
          preferred: index === 0,
        }),
      ),
      { is: 'create', title: `Create ${type.text} connection "${name.text}"…`, target, span: reference.span },
      ...(account.connections.length > 0
        ? [{ is: 'choose' as const, title: 'Use another connection…', span: reference.span }]
        : []),
    ];
    const advice =
      closest === undefined ? 'Create it, or name one that is there.' : `Did you mean "${closest}"?`;
    const message = `${account.name} has no ${type.text} connection named "${name.text}". ${advice}`;
    return { code: 'connection-missing', severity: 'error', span: name.span, message, target, fixes };
  });
};
