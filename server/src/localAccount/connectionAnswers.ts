// Answers the calls about connections from the store.
import { randomBytes, randomUUID } from 'node:crypto';
import type { Availability, Connection, SavedConnection } from '../account/contract/types';
import { Secret } from '../account/secret';
import { connectionTypeOf } from '../catalogue/connectionTypes';
import { ContractError, notFound, wordsOf } from './refusals';
import type { Answers } from './routes';
import type { State, StoredConnection } from './state';
import type { Store } from './store';

type ConnectionAnswers = Pick<
  Answers,
  | 'listConnections'
  | 'createConnection'
  | 'readConnection'
  | 'changeConnection'
  | 'deleteConnection'
  | 'testConnection'
>;

type Fields = Readonly<Record<string, unknown>>;

/** List, create, get, change, delete and test (relay/api.md, Endpoints). Changes answer when they are on disk. */
export function connectionAnswers(store: Store, now: () => number): ConnectionAnswers {
  return {
    listConnections: () => listOf(store.state),

    async createConnection({ body: { type, name, auth } }) {
      const { fields, shown } = withMade(type, auth?.fields ?? {});
      const made = connectionOf({ type, name, fields, now: now() });
      const state = await addConnection(store, made);
      return { connection: { ...shownIn(state, made), ...shown } };
    },

    readConnection: ({ parameters: { id } }) => ({ connection: shownIn(store.state, find(store.state, id)) }),

    async changeConnection({ parameters: { id }, body: { name, auth } }) {
      const { connection, state, shown } = await change(store, id, ({ test, ...before }, others) => {
        const after = { ...before, name, updatedAt: timeOf(now()) };
        refuseTaken(others, after);
        if (!auth) return { after: { ...after, ...(test && { test }) } };
        const { oauth: _, ...plain } = after;
        const { fields, shown } = withMade(before.type, auth.fields);
        return { after: { ...plain, values: valuesOf(fields) }, shown };
      });
      return { connection: { ...shownIn(state, connection), ...shown } };
    },

    async deleteConnection({ parameters: { id } }) {
      await store.change((state) => {
        const gone = find(state, id);
        return {
          state: { ...state, connections: state.connections.filter((each) => each !== gone) },
          result: undefined,
        };
      });
      return { resource_id: id, success: true };
    },

    async testConnection({ parameters: { id } }) {
      const { connection } = await change(store, id, (before) => {
        const because = complaintOf(before);
        const test = { passed: because === undefined, at: timeOf(now()), ...(because && { because }) };
        return { after: { ...before, test } };
      });
      return { availability: availabilityOf(connection.test) };
    },
  };
}

/** Adds a connection; resolves to the state that it is in. Rejects with a ContractError where its name is taken. */
export function addConnection(store: Store, made: StoredConnection): Promise<State> {
  return store.change((state) => {
    refuseTaken(state.connections, made);
    const next = { ...state, connections: [...state.connections, made] };
    return { state: next, result: next };
  });
}

export function connectionOf(made: {
  readonly type: string;
  readonly name: string;
  readonly fields: Fields;
  readonly now: number;
  readonly oauth?: StoredConnection['oauth'];
}): StoredConnection {
  const { type, name, fields, oauth } = made;
  const at = timeOf(made.now);
  return {
    id: randomUUID(),
    type,
    name,
    createdAt: at,
    updatedAt: at,
    values: valuesOf(fields),
    ...(oauth && { oauth }),
  };
}

/** Throws a ContractError of status 404 where there is none. */
export function find(state: State, id: string): StoredConnection {
  return state.connections.find((each) => each.id === id) ?? notFound('There is no such connection.');
}

/** A connection is unique by type and name (relay/api.md, end of Endpoints). */
export function refuseTaken(
  others: readonly StoredConnection[],
  { type, name }: { readonly type: string; readonly name: string },
): void {
  if (!others.some((each) => each.type === type && each.name === name)) return;
  throw new ContractError(409, 'name_taken', 'A connection of this type and name is there already.', {
    name: 'This name is taken.',
  });
}

export function valuesOf(fields: Fields): Secret {
  return new Secret(JSON.stringify(fields));
}

interface Changed {
  readonly after: StoredConnection;
  readonly shown?: ShownOnce | undefined;
}

type ShownOnce = Pick<SavedConnection, 'display_once_fields'>;

function change(
  store: Store,
  id: string,
  next: (before: StoredConnection, others: readonly StoredConnection[]) => Changed,
): Promise<{ connection: StoredConnection; state: State; shown?: ShownOnce | undefined }> {
  return store.change((state) => {
    const before = find(state, id);
    const others = state.connections.filter((each) => each !== before);
    const { after, ...rest } = next(before, others);
    const connections = state.connections.map((each) => (each === before ? after : each));
    const changed = { ...state, connections };
    return { state: changed, result: { connection: after, state: changed, ...rest } };
  });
}

/** Adds the values that the account makes itself where they were not sent, and shows them, this once. */
function withMade(type: string, sent: Fields): { fields: Fields; shown?: ShownOnce } {
  const missing = (connectionTypeOf(type)?.fields ?? []).filter(
    ({ name, displayOnce }) => displayOnce && !Object.hasOwn(sent, name),
  );
  if (missing.length === 0) return { fields: sent };
  const made = Object.fromEntries(
    missing.map(({ name }) => [name, randomBytes(32).toString('base64url')] as const),
  );
  return { fields: { ...sent, ...made }, shown: { display_once_fields: made } };
}

/**
 * All that can be tested without calling anybody: that there are values and none is blank. So a blank value is the way
 * to see a test fail.
 */
function complaintOf({ values }: StoredConnection): string | undefined {
  const fields = Object.entries(JSON.parse(values.reveal()) as Fields);
  if (fields.length === 0) return 'The connection has no values.';
  const blank = fields.find(([, value]) => typeof value === 'string' && value.trim() === '');
  return blank && `The value of ${JSON.stringify(blank[0])} is empty.`;
}

const lists = new WeakMap<State, { readonly connections: readonly Connection[] }>();

function listOf(state: State) {
  const known = lists.get(state);
  if (known) return known;
  const list = { connections: state.connections.map((each) => shownIn(state, each)) };
  lists.set(state, list);
  return list;
}

/** A connection as the API shows it, picked member by member: never its values. */
function shownIn(state: State, connection: StoredConnection): Connection {
  const { id, type, name, createdAt, updatedAt, oauth, test } = connection;
  return {
    id,
    type,
    name,
    capabilities: oauth?.capabilities ?? [],
    created_at: createdAt,
    updated_at: updatedAt,
    auth: oauth ? { type: 'oauth2', subject: 'Local user', scopes: oauth.scopes } : { type: 'secret' },
    availability: availabilityOf(test),
    workflows: usersIn(state).get(keyOf(connection)) ?? [],
  };
}

function availabilityOf(test: StoredConnection['test']): Availability {
  if (!test) return { status: 'untested' };
  if (test.passed) return { status: 'available', tested_at: test.at };
  const because = test.because ?? 'The connection has no values.';
  return { status: 'unavailable', tested_at: test.at, error: wordsOf('connection_unusable', because) };
}

type Users = NonNullable<Connection['workflows']>;
const usersByState = new WeakMap<State['workflows'], ReadonlyMap<string, Users>>();

/** The workflows that use a connection, by its `keyOf`. */
function usersIn({ workflows }: State): ReadonlyMap<string, Users> {
  const known = usersByState.get(workflows);
  if (known) return known;
  const users = new Map<string, Users>();
  for (const { folder, name, revision } of workflows)
    for (const use of revision?.uses ?? [])
      users.set(keyOf(use), [...(users.get(keyOf(use)) ?? []), { folder, name, capabilities: [] }]);
  usersByState.set(workflows, users);
  return users;
}

/** The type and name of a connection as one text. */
export function keyOf({ type, name }: { readonly type: string; readonly name: string }): string {
  return JSON.stringify([type, name]);
}

function timeOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
