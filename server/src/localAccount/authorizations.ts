// Keeps the authorisations that wait for a person's "Allow", and makes connections of those that are allowed.
import { randomBytes } from 'node:crypto';
import { addConnection, connectionOf, find, valuesOf } from './connectionAnswers';
import type { StoredConnection } from './state';
import type { Store } from './store';

export interface Wanted {
  readonly type: string;
  readonly name: string;
  readonly oauth: NonNullable<StoredConnection['oauth']>;
  /** The connection to authorise again; absent for a new one. */
  readonly id?: string;
}

export interface Authorizations {
  /** Gives the secret that stands for it in its page's address. */
  begin(wanted: Wanted): string;
  find(secret: string): Wanted | undefined;
  /** `false` where it waits no more; rejects with a ContractError where its name is taken or its connection gone. */
  allow(secret: string): Promise<boolean>;
  refuse(secret: string): void;
}

/** How long one can be allowed, in milliseconds. */
const LIFE = 10 * 60 * 1_000;

/** They wait in memory only: a restart forgets them. `now` is in milliseconds. */
export function authorizationsOf(store: Store, now: () => number): Authorizations {
  const waiting = new Map<string, { readonly wanted: Wanted; readonly expiresAt: number }>();

  function forgetExpired(): void {
    for (const [secret, { expiresAt }] of waiting) if (expiresAt <= now()) waiting.delete(secret);
  }

  return {
    begin(wanted) {
      forgetExpired();
      const secret = randomBytes(24).toString('base64url');
      waiting.set(secret, { wanted, expiresAt: now() + LIFE });
      return secret;
    },
    find(secret) {
      forgetExpired();
      return waiting.get(secret)?.wanted;
    },
    async allow(secret) {
      const wanted = this.find(secret);
      if (!wanted || !waiting.delete(secret)) return false;
      await save(store, wanted, now());
      return true;
    },
    refuse(secret) {
      waiting.delete(secret);
    },
  };
}

/** What the other side would have given: a token of its own, which nobody takes. */
async function save(store: Store, { type, name, oauth, id }: Wanted, now: number): Promise<void> {
  const fields = { accessToken: randomBytes(24).toString('base64url') };
  if (id === undefined) {
    await addConnection(store, connectionOf({ type, name, fields, now, oauth }));
    return;
  }
  await store.change((state) => {
    const { test: _, ...before } = find(state, id);
    const after = { ...before, oauth, values: valuesOf(fields), updatedAt: new Date(now).toISOString() };
    const connections = state.connections.map((each) => (each.id === id ? after : each));
    return { state: { ...state, connections }, result: undefined };
  });
}
