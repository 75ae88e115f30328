// connection-type-unknown: no connection of the account has this type, and the catalogue does not know it.
import { resolve } from '../account/resolve';
import { connectionTypeOf, connectionTypesNow } from '../catalogue/connectionTypes';
import { editsToName } from '../workflow/write';
import { closestOf } from './closest';
import type { Finding, Fix } from './finding';
import { eachConnection, type Rule } from './rule';

export const connectionTypeUnknown: Rule = ({ workflow, account }) => {
  // Only a whole list proves that no connection has the type; the catalogue is known to be incomplete.
  if (account.state !== 'ready') return [];
  const typesOfAccount = new Set(account.connections.map((each) => each.type));
  return eachConnection(workflow).flatMap(({ reference, type, name }): Finding[] => {
    if (resolve(reference, account).is !== 'missing') return [];
    if (typesOfAccount.has(type.text) || connectionTypeOf(type.text)) return [];
    const target = { type: type.text, name: name.text };
    const known = new Set([...typesOfAccount, ...connectionTypesNow().map((each) => each.type)]);
    const closest = closestOf(type.text, known)[0];
    const fixes = (): Fix[] => [
      ...closestOf(type.text, known, 3).map(
        (each, index): Fix => ({
          is: 'edit',
          title: `Change to "${each}"`,
          edits: editsToName(workflow, reference, { type: each, name: name.text }),
          preferred: index === 0,
        }),
      ),
      {
        is: 'create',
        title: `Create ${type.text} connection "${name.text}" anyway…`,
        target,
        span: reference.span,
      },
    ];
    const advice = closest === undefined ? 'Check the spelling.' : `Did you mean "${closest}"?`;
    const message = `"${type.text}" is no connection type that is known here, and nothing in ${account.name} has it. ${advice}`;
    return [
      { code: 'connection-type-unknown', severity: 'warning', span: type.span, message, target, fixes },
    ];
  });
};
