// Connects a type in the browser: asks the account for the page, has it opened, and waits until the connection is listed.
import * as l10n from '@vscode/l10n';
import type { AccountApi } from '../../../server/src/account/api';
import { type Clock, ownClock, pause } from '../../../server/src/account/clock';
import type { WriteRefused } from '../../../server/src/account/request';
import { Secret } from '../../../server/src/account/secret';
import type { Browser, Outcome } from './purpose';
import type { SavedConnection } from './purposes';

/** Between two looks at the list, in milliseconds: soon enough not to be waited for, seldom enough not to be a burden. */
const PAUSE = 2_000;
/** How long to wait in all, in milliseconds. */
const LONGEST = 10 * 60_000;

const text = {
  taken: (type: string, name: string) =>
    l10n.t('The account has a {0} connection named "{1}" already.', type, name),
  late: l10n.t('Nothing was connected within 10 minutes. Begin again, or enter the values here.'),
  gaveUp: l10n.t('Stopped waiting for the browser.'),
};

export interface BrowserParts {
  readonly api: Pick<AccountApi, 'readProvider' | 'startAuthorization' | 'listConnections'>;
  /** Opens a page in the browser. */
  open(address: string): void;
  /** What is said where the account gives no page. */
  refusal(refused: WriteRefused, target: SavedConnection): Outcome<SavedConnection>;
  readonly clock?: Clock;
}

/** Neither method rejects. The address of the page is a credential until it is used: whoever has it can allow or refuse. */
export function browserOf({ api, open, refusal, clock = ownClock }: BrowserParts): Browser<SavedConnection> {
  return {
    offers: async (type) => (await browserWayOf(api, type)) !== undefined,

    async connect({ type, name }, begun, signal) {
      const isListed = async () => {
        const list = await api.listConnections(signal);
        return list.ok && list.value.some((each) => each.type === type && each.name === name);
      };
      if (await isListed()) {
        const message = text.taken(type, name);
        return { ok: false, message, items: { name: message } };
      }
      const capabilities = (await browserWayOf(api, type)) ?? [];
      const answer = await api.startAuthorization(type, name, { capabilities }, signal);
      if (!answer.ok) return refusal(answer, { type, name });
      if (signal.aborted) return refused(text.gaveUp);
      open(answer.value);
      begun(new Secret(answer.value));
      const end = clock.now() + LONGEST;
      for (;;) {
        await pause(clock, PAUSE, signal);
        if (signal.aborted) return refused(text.gaveUp);
        if (await isListed()) return { ok: true, saved: { type, name } };
        if (clock.now() >= end) return refused(text.late);
      }
    },
  };
}

/** The capabilities of a type that can be connected in the browser; undefined for one that cannot, or is not known to. */
async function browserWayOf(api: BrowserParts['api'], type: string): Promise<readonly string[] | undefined> {
  const answer = await api.readProvider(type);
  const isOffered = answer.ok && answer.value.auth.some((way) => way.type === 'oauth2');
  return isOffered ? answer.value.capabilities : undefined;
}

function refused(message: string): Outcome<SavedConnection> {
  return { ok: false, message };
}
