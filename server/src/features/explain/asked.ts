// Turns the account into what was asked of it for a reference, and what it answered, in words.
import { type Account, sayFailure } from '../../account/account';
import { connectionsOfType, namesOfSecrets, sayUnknown, sayUnknownSecrets } from '../../account/resolve';
import type { ConnectionReference } from '../../workflow/reference';
import { list, time } from './words';

export interface Asked {
  readonly asked: string;
  readonly answered: string;
}

/** About the list of connections, of which those of the reference's type are told. */
export function askedForConnections(account: Account, { type }: ConnectionReference): Asked {
  if (account.state !== 'ready') return notAnswered(account, 'GET /api/connections');
  const { connections, stale } = account;
  const ofType = type.is === 'written' ? connectionsOfType(account, type.text) : [];
  const named =
    type.is === 'written'
      ? `, ${ofType.length} of them of type ${type.text}${list(ofType.map(({ name }) => name))}`
      : '';
  const answered = `its whole list, of ${count(connections.length, 'connection')}${named}`;
  const since = stale ? `. Asked again later, it gave no list: ${sayFailure(stale)}` : '';
  return { asked: sayAsked(account, 'GET /api/connections'), answered: `${answered}${since}` };
}

/** About the secrets of the workflow of the account that the file is linked to. */
export function askedForSecrets(account: Account, link: string | undefined): Asked {
  if (link === undefined)
    return { asked: 'nobody: this file is linked to no workflow of the account', answered: '' };
  const call = `GET /api/workflows/${encodeURIComponent(link)}/secrets`;
  if (account.state !== 'ready') return notAnswered(account, call);
  const names = namesOfSecrets(account, link);
  const unknown = sayUnknownSecrets(account, link);
  const answered = unknown ?? `its whole list, of ${count(names.length, 'secret')}${list(names)}`;
  return { asked: sayAsked(account, call), answered };
}

function notAnswered(account: Exclude<Account, { state: 'ready' }>, call: string): Asked {
  switch (account.state) {
    case 'signed-out':
      return { asked: `nobody: ${sayUnknown(account)}`, answered: '' };
    case 'loading':
      return { asked: `${call} of ${account.host}`, answered: 'nothing yet' };
    case 'forbidden':
    case 'unreachable':
      return { asked: `${call} of ${account.host}`, answered: `no list: ${sayFailure(account.why)}` };
  }
}

function sayAsked(
  { host, name, asOf, lockFile }: Extract<Account, { state: 'ready' }>,
  call: string,
): string {
  if (lockFile) return `no account: the lock file ${name}, read at ${time(asOf)}`;
  return `${call} of ${host}${name === host ? '' : ` (${name})`}, answered at ${time(asOf)}`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
