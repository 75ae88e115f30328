// Turns what is known into the one word by which package.json chooses what an empty view says (viewsWelcome).
import type { Account } from '../../../server/src/account/account';
import type { UsagesAnswer } from '../../../server/src/protocol';

/** What the view Connections says where it lists none; `list` where it lists some. */
export type ConnectionsWelcome =
  | 'restricted'
  | 'signed-out'
  | 'loading'
  | 'token-refused'
  | 'not-allowed'
  | 'unreachable'
  | 'stale'
  | 'none'
  | 'none-fits'
  | 'list';

/** `shown` is how many connections the filter leaves. */
export function connectionsWelcome(account: Account, isTrusted: boolean, shown: number): ConnectionsWelcome {
  switch (account.state) {
    case 'signed-out':
      return isTrusted ? 'signed-out' : 'restricted';
    case 'loading':
      return 'loading';
    case 'forbidden':
      return account.why.kind === 'token-refused' ? 'token-refused' : 'not-allowed';
    case 'unreachable':
      return 'unreachable';
    case 'ready':
      if (shown > 0) return 'list';
      if (account.connections.length > 0) return 'none-fits';
      return account.stale ? 'stale' : 'none';
  }
}

/** What the view Needed here says where it lists nothing. */
export type NeededWelcome = 'reading' | 'no-folder' | 'no-workflows' | 'none-named' | 'all-there' | 'list';

/** `shown` is how many nodes there are. */
export function neededWelcome(
  usages: UsagesAnswer | undefined,
  hasFolder: boolean,
  shown: number,
): NeededWelcome {
  if (!usages) return 'reading';
  if (shown > 0) return 'list';
  if (usages.workflows === 0) return hasFolder ? 'no-workflows' : 'no-folder';
  return usages.connections.length === 0 ? 'none-named' : 'all-there';
}
