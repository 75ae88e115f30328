// Turns a change of the account into what is known to have come of it: after an unclear answer, by looking.
import { type Connection, sayFailure } from './account';
import type { AccountApi } from './api';
import type { ConnectionDraft, Created, Fields, Saved } from './calls/connections';
import type { Answer, WriteAnswer, WriteRefused } from './request';
import type { Secret } from './secret';

export type Settled<T> =
  /** `found`: the answer was lost, and the account has it all the same (values shown once were lost with it). */
  | { readonly is: 'done'; readonly value: T; readonly found?: true }
  /** `looked`: the answer was lost, and the account did not have it a moment later. */
  | { readonly is: 'not-done'; readonly refused: WriteRefused; readonly looked?: true }
  /** It may have happened: the answer was lost, and looking could not tell. */
  | { readonly is: 'unclear'; readonly refused: WriteRefused };

/**
 * Changes, each sent at most once, whose outcome is looked up where its answer is unclear. None rejects. The look has
 * no signal: who has cancelled a change should know all the more whether it happened.
 */
export interface SettledCalls {
  /**
   * Looks at the list. What is there and was not `known` before is this one; with nothing known, `undefined`, it may
   * have been there all the time.
   */
  createConnection(
    draft: ConnectionDraft,
    known: readonly Connection[] | undefined,
    signal?: AbortSignal,
  ): Promise<Settled<Created>>;
  /** Compares `updated_at` with what it was just before, for which it asks first. */
  overwriteConnection(
    id: string,
    name: string,
    fields: Fields,
    signal?: AbortSignal,
  ): Promise<Settled<Saved>>;
  /** Looks at the name. */
  renameConnection(id: string, name: string, signal?: AbortSignal): Promise<Settled<Saved>>;
  /** Looks whether it is gone. */
  deleteConnection(id: string, signal?: AbortSignal): Promise<Settled<undefined>>;
  /** Looks at the names, as `createConnection` does at the list. */
  createSecret(
    path: string,
    name: string,
    value: Secret,
    known: readonly string[] | undefined,
    signal?: AbortSignal,
  ): Promise<Settled<undefined>>;
  /** Nothing that can be looked at tells. */
  overwriteSecret(
    path: string,
    name: string,
    value: Secret,
    signal?: AbortSignal,
  ): Promise<Settled<undefined>>;
  /** Looks at the names. */
  deleteSecret(path: string, name: string, signal?: AbortSignal): Promise<Settled<undefined>>;
}

/** What a look showed; `undefined` where it could not tell. */
type Seen<T> = { readonly done: true; readonly value: T } | { readonly done: false } | undefined;

export function settledCalls(api: AccountApi): SettledCalls {
  return {
    createConnection: async (draft, known, signal) =>
      settled(await api.createConnection(draft, signal), async () =>
        seen(await api.listConnections(), (list) => createdIn(list, draft, known)),
      ),

    async overwriteConnection(id, name, fields, signal) {
      const before = await api.readConnection(id, signal);
      if (!before.ok) return { is: 'not-done', refused: before };
      return settled(await api.overwriteConnection(id, name, fields, signal), async () =>
        seen(await api.readConnection(id), (after) => overwritten(before.value, after)),
      );
    },

    renameConnection: async (id, name, signal) =>
      settled(await api.renameConnection(id, name, signal), async () =>
        seen(await api.readConnection(id), (after) =>
          after?.name === name ? { done: true, value: { connection: after } } : { done: false },
        ),
      ),

    deleteConnection: async (id, signal) =>
      settled(await api.deleteConnection(id, signal), async () =>
        seen(await api.readConnection(id), (after) => ({ done: after === undefined, value: undefined })),
      ),

    createSecret: async (path, name, value, known, signal) =>
      settled(await api.createSecret(path, name, value, signal), async () =>
        seen(await api.listSecrets(path), (names = []) =>
          madeIn(names.includes(name), known?.includes(name), undefined),
        ),
      ),

    overwriteSecret: async (path, name, value, signal) =>
      settled(await api.overwriteSecret(path, name, value, signal), async () => undefined),

    deleteSecret: async (path, name, signal) =>
      settled(await api.deleteSecret(path, name, signal), async () =>
        seen(await api.listSecrets(path), (names) => ({ done: !names?.includes(name), value: undefined })),
      ),
  };
}

async function settled<T>(answer: WriteAnswer<T>, look: () => Promise<Seen<T>>): Promise<Settled<T>> {
  if (answer.ok) return { is: 'done', value: answer.value };
  if (!answer.unclear) return { is: 'not-done', refused: answer };
  const found = await look();
  if (!found) return { is: 'unclear', refused: answer };
  if (found.done) return { is: 'done', value: found.value, found: true };
  return { is: 'not-done', refused: answer, looked: true };
}

function seen<T, V>(answer: Answer<T>, tell: (value: T) => Seen<V>): Seen<V> {
  return answer.ok ? tell(answer.value) : undefined;
}

function createdIn(
  list: readonly Connection[],
  { type, name }: ConnectionDraft,
  known: readonly Connection[] | undefined,
): Seen<Created> {
  const there = list.find((each) => each.type === type && each.name === name);
  if (!there) return { done: false };
  return madeIn(
    true,
    known?.some(({ id }) => id === there.id),
    { connection: there },
  );
}

/** `wasThere` is undefined where nobody knows. */
function madeIn<T>(isThere: boolean, wasThere: boolean | undefined, value: T): Seen<T> {
  if (!isThere || wasThere) return { done: false };
  return wasThere === undefined ? undefined : { done: true, value };
}

function overwritten(before: Connection | undefined, after: Connection | undefined): Seen<Saved> {
  if (!after) return { done: false };
  if (before?.updatedAt === undefined || after.updatedAt === undefined) return undefined;
  if (before.updatedAt === after.updatedAt) return { done: false };
  return { done: true, value: { connection: after } };
}

/** Why a change is not done, or not known to be, in words for the person who made it. */
export function sayUnsettled({ is, refused, ...more }: Exclude<Settled<unknown>, { is: 'done' }>): string {
  const said = refused.message ?? `${sayFailure(refused.failure)}.`;
  if (is === 'unclear') return `${said} It may have happened all the same: look before you try again.`;
  return 'looked' in more ? `${said} The account was asked: nothing was changed.` : said;
}
