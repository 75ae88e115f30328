// connection-missing: no connection of this type and name is in the account.
import type { Account } from '../account/account';
import { connectionsOfType, resolve } from '../account/resolve';
import { editsToName } from '../workflow/write';
import type { Finding, Fix } from './finding';
import { closestAmong } from './names';
import { eachConnection, type Rule } from './rule';

export const connectionMissing: Rule = ({ workflow, account }) => {
  if (account.state !== 'ready') return [];
  const missing = eachConnection(workflow).filter(
    ({ reference }) => resolve(reference, account).is === 'missing',
  );
  const closestOfType = closestIn(account);
  return missing.map(({ reference, type, name }): Finding => {
    const target = { type: type.text, name: name.text };
    const editsTo = (known: string) => editsToName(workflow, reference, { ...target, name: known });
    const closest = closestOfType(type.text)(name.text, editsTo);
    const fixes = (): Fix[] => [
      ...closest.fixes(),
      { is: 'create', title: `Create ${type.text} connection "${name.text}"…`, target, span: reference.span },
      ...(account.connections.length > 0
        ? [{ is: 'choose' as const, title: 'Use another connection…', span: reference.span }]
        : []),
    ];
    const { advice = 'Create it, or name one that is there.' } = closest;
    const message = `${account.name} has no ${type.text} connection named "${name.text}". ${advice}`;
    return { code: 'connection-missing', severity: 'error', span: name.span, message, target, fixes };
  });
};

function closestIn(account: Account): (type: string) => ReturnType<typeof closestAmong> {
  const byType = new Map<string, ReturnType<typeof closestAmong>>();
  return (type) => {
    const closest =
      byType.get(type) ?? closestAmong(connectionsOfType(account, type).map(({ name }) => name));
    byType.set(type, closest);
    return closest;
  };
}
