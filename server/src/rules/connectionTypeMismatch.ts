// connection-type-mismatch: the name is in the account, under another type.
import { connectionsOfType, resolve } from '../account/resolve';
import { editsToName } from '../workflow/write';
import { nearestOf } from './closest';
import type { Finding, Fix } from './finding';
import { eachConnection, type Rule } from './rule';

export const connectionTypeMismatch: Rule = ({ workflow, account }) => {
  if (account.state !== 'ready') return [];
  return eachConnection(workflow).flatMap(({ reference, type, name }): Finding[] => {
    const resolution = resolve(reference, account);
    if (resolution.is !== 'other-type') return [];
    const types = [...new Set(resolution.connections.map((each) => each.type))].sort();
    const target = { type: type.text, name: name.text };
    const fixes = (): Fix[] => {
      const namesOfType = connectionsOfType(account, type.text).map((each) => each.name);
      return [
        ...types.map(
          (each, index): Fix => ({
            is: 'edit',
            title: `Change type to "${each}"`,
            edits: editsToName(workflow, reference, { type: each, name: name.text }),
            preferred: index === 0 && types.length === 1,
          }),
        ),
        ...nearestOf(name.text, namesOfType, 3).map(
          (each): Fix => ({
            is: 'edit',
            title: `Use "${each}"`,
            edits: editsToName(workflow, reference, { type: type.text, name: each }),
          }),
        ),
        {
          is: 'create',
          title: `Create ${type.text} connection "${name.text}"…`,
          target,
          span: reference.span,
        },
        { is: 'choose', title: 'Use another connection…', span: reference.span },
      ];
    };
    const message = `"${name.text}" is in ${account.name} as ${sayTypes(types)}, not as ${type.text}. Change the type, or create a ${type.text} connection of this name.`;
    return [{ code: 'connection-type-mismatch', severity: 'error', span: type.span, message, target, fixes }];
  });
};

function sayTypes(types: readonly string[]): string {
  const shown = types.slice(0, 5);
  const more = types.length > shown.length ? ' and others' : '';
  return `${shown.join(', ')}${more}`;
}
