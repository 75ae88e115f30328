// Answers the account API's calls about connections from the store.
import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { Secret } from '../account/secret';
import {
  type ChangeBody,
  type CreateBody,
  changeSchema,
  createSchema,
  shownAvailability,
  shownConnection,
} from './contract';
import { ContractError } from './refusals';
import type { SeedConnection } from './seed';
import type { Store, StoredConnection } from './store';

type One = { Params: { id: string } };

/** Adds list, create, get, change, delete and test (relay/api.md, Endpoints). Changes answer when they are on disk. */
export function addConnectionRoutes(app: FastifyInstance, store: Store): void {
  app.get('/api/connections', async () => ({ connections: store.connections.map(shownConnection) }));

  app.post<{ Body: CreateBody }>(
    '/api/connections',
    { schema: { body: createSchema } },
    async (request, reply) => {
      const { type, name, auth } = request.body;
      const made = connectionOf(type, name, auth?.fields ?? {});
      const connection = await store.change((connections) => {
        refuseTaken(connections, made);
        return { connections: [...connections, made], result: made };
      });
      return reply.code(201).send({ connection: shownConnection(connection) });
    },
  );

  app.get<One>('/api/connections/:id', async ({ params }) => ({
    connection: shownConnection(find(store.connections, params.id)),
  }));

  app.put<One & { Body: ChangeBody }>(
    '/api/connections/:id',
    { schema: { body: changeSchema } },
    async ({ params, body }) => {
      const connection = await change(store, params.id, ({ test, ...before }, others) => {
        const after = { ...before, name: body.name, updatedAt: new Date().toISOString() };
        refuseTaken(others, after);
        if (!body.auth) return { ...after, ...(test && { test }) };
        return { ...after, values: valuesOf(body.auth.fields) };
      });
      return { connection: shownConnection(connection) };
    },
  );

  app.delete<One>('/api/connections/:id', async ({ params }) => {
    await store.change((connections) => {
      const gone = find(connections, params.id);
      return { connections: connections.filter((each) => each !== gone), result: undefined };
    });
    return { resource_id: params.id, success: true };
  });

  app.post<One>('/api/connections/:id/test', async ({ params }) => {
    const { test } = await change(store, params.id, (before) => ({
      ...before,
      test: { passed: hasValues(before), at: new Date().toISOString() },
    }));
    return { availability: shownAvailability(test) };
  });
}

/** Adds those of a seed whose type and name are not there yet, in one change. */
export function plantSeed(store: Store, seed: readonly SeedConnection[]): Promise<void> {
  return store.change((connections) => {
    const taken = new Set(connections.map(keyOf));
    const planted = seed.flatMap(({ type, name, fields = {} }) => {
      const key = keyOf({ type, name });
      if (taken.has(key)) return [];
      taken.add(key);
      const revealed = Object.entries(fields).map(([field, value]) => [field, value.reveal()]);
      return [connectionOf(type, name, Object.fromEntries(revealed))];
    });
    return {
      connections: planted.length > 0 ? [...connections, ...planted] : connections,
      result: undefined,
    };
  });
}

function connectionOf(
  type: string,
  name: string,
  fields: Readonly<Record<string, unknown>>,
): StoredConnection {
  const now = new Date().toISOString();
  return { id: randomUUID(), type, name, createdAt: now, updatedAt: now, values: valuesOf(fields) };
}

function valuesOf(fields: Readonly<Record<string, unknown>>): Secret {
  return new Secret(JSON.stringify(fields));
}

/** All a local account can test without calling anybody: that there is something in it. */
function hasValues({ values }: StoredConnection): boolean {
  return Object.values(JSON.parse(values.reveal())).some((value) => value !== '');
}

function change(
  store: Store,
  id: string,
  next: (before: StoredConnection, others: readonly StoredConnection[]) => StoredConnection,
): Promise<StoredConnection> {
  return store.change((connections) => {
    const before = find(connections, id);
    const after = next(
      before,
      connections.filter((each) => each !== before),
    );
    return { connections: connections.map((each) => (each === before ? after : each)), result: after };
  });
}

function find(connections: readonly StoredConnection[], id: string): StoredConnection {
  const found = connections.find((each) => each.id === id);
  if (!found) throw new ContractError(404, 'not_found', 'There is no such connection.');
  return found;
}

/** A connection is unique by type and name (relay/api.md, end of Endpoints). */
function refuseTaken(
  others: readonly StoredConnection[],
  { type, name }: { type: string; name: string },
): void {
  if (!others.some((each) => each.type === type && each.name === name)) return;
  throw new ContractError(409, 'name_taken', 'A connection of this type and name is there already.', {
    name: 'This name is taken.',
  });
}

function keyOf({ type, name }: { readonly type: string; readonly name: string }): string {
  return JSON.stringify([type, name]);
}
