// The parts of the account API's contract that the local account serves: request schemas and answer forms.
import type { StoredConnection } from './store';

/** A string, or one that is not UTF-8 (relay/api.md, Transport). */
const text = {
  anyOf: [
    { type: 'string' },
    {
      type: 'object',
      properties: { $encoding: { const: 'base64' }, data: { type: 'string' } },
      required: ['$encoding', 'data'],
      additionalProperties: false,
    },
  ],
};

const auth = {
  type: 'object',
  properties: {
    type: { const: 'secret' },
    fields: { type: 'object', additionalProperties: text },
  },
  required: ['type', 'fields'],
};

const label = { type: 'string', minLength: 1, maxLength: 1_000 };

/** Bodies of `POST /api/connections` and `PUT /api/connections/{id}`. */
export const createSchema = {
  type: 'object',
  properties: { type: label, name: label, auth },
  required: ['type', 'name'],
};
export const changeSchema = { type: 'object', properties: { name: label, auth }, required: ['name'] };

export interface ChangeBody {
  readonly name: string;
  readonly auth?: { readonly type: 'secret'; readonly fields: Readonly<Record<string, unknown>> };
}
export interface CreateBody extends ChangeBody {
  readonly type: string;
}

/** A connection as the API shows it, picked member by member: never its values. */
export function shownConnection(connection: StoredConnection) {
  return {
    id: connection.id,
    type: connection.type,
    name: connection.name,
    capabilities: [],
    created_at: connection.createdAt,
    updated_at: connection.updatedAt,
    auth: { type: 'secret' },
    availability: shownAvailability(connection.test),
    workflows: [],
  };
}

export function shownAvailability(test: StoredConnection['test']) {
  if (!test) return { status: 'untested' };
  if (test.passed) return { status: 'available', tested_at: test.at };
  return {
    status: 'unavailable',
    tested_at: test.at,
    error: envelopeMembers('connection_empty', 'The connection has no values.'),
  };
}

/** The members of an error (relay/api.md, Errors). */
export function envelopeMembers(code: string, friendly: string, items?: Readonly<Record<string, string>>) {
  return {
    domain: 'local',
    code,
    title: friendly,
    description: { friendly },
    formatted: { friendly },
    ...(items && {
      items: Object.fromEntries(
        Object.entries(items).map(([path, title]) => [path, { title, formatted: { friendly: title } }]),
      ),
    }),
  };
}
