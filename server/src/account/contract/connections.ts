// The contract of connections: listing, creating, changing, testing and deleting them.
import type { JSONSchema } from 'json-schema-to-ts';
import type { Operation } from './operation';
import { access, deletedAnswer, label, MEDIA_TYPE, problem, secretAuth, text, time } from './schema';

/** What a connection can be used for: an open set, of which `source-control` and `workflow-engine` are known. */
export const capability = {
  type: 'string',
  examples: ['source-control', 'workflow-engine'],
} as const satisfies JSONSchema;

/** How the last test went. `status` is an open set; only the presence of `error` says that it failed. */
export const availability = {
  type: 'object',
  properties: { status: { type: 'string' }, error: problem, tested_at: time },
  required: ['status'],
} as const satisfies JSONSchema;

const user = {
  type: 'object',
  description: 'A workflow that uses the connection.',
  properties: {
    folder: text,
    name: text,
    description: text,
    immutable: { type: 'boolean' },
    capabilities: { type: 'array', items: capability },
  },
  required: ['folder', 'name'],
} as const satisfies JSONSchema;

export const connection = {
  type: 'object',
  properties: {
    id: { type: 'string' },
    name: text,
    type: text,
    capabilities: { type: 'array', items: capability },
    created_at: time,
    updated_at: time,
    auth: {
      type: 'object',
      description: '`type` is an open set, of which secret and oauth2 are known. Values are never answered.',
      properties: { type: { type: 'string' }, subject: text, scopes: { type: 'array', items: text } },
      required: ['type'],
    },
    availability,
    workflows: { type: 'array', items: user },
  },
  required: ['id', 'name', 'type', 'capabilities', 'created_at', 'updated_at', 'auth', 'availability'],
} as const satisfies JSONSchema;

/** What a save answers: values that the account made itself are shown this once. */
export const savedConnection = {
  ...connection,
  properties: {
    ...connection.properties,
    display_once_fields: { type: 'object', additionalProperties: text },
  },
} as const satisfies JSONSchema;

export const connectionsAnswer = {
  type: 'object',
  properties: { access, connections: { type: 'array', items: connection } },
} as const satisfies JSONSchema;

export const connectionAnswer = {
  type: 'object',
  properties: { access, connection },
} as const satisfies JSONSchema;

export const savedConnectionAnswer = {
  type: 'object',
  properties: { access, connection: savedConnection },
} as const satisfies JSONSchema;

export const availabilityAnswer = {
  type: 'object',
  properties: { availability },
  required: ['availability'],
} as const satisfies JSONSchema;

export const newConnection = {
  type: 'object',
  properties: { name: label, type: label, auth: secretAuth },
  required: ['name', 'type'],
  additionalProperties: false,
} as const satisfies JSONSchema;

/** Without `auth` the values stay as they are. */
export const connectionChange = {
  type: 'object',
  properties: { name: label, auth: secretAuth },
  required: ['name'],
  additionalProperties: false,
} as const satisfies JSONSchema;

export const connectionOperations = {
  listConnections: {
    method: 'GET',
    path: '/api/connections',
    summary: 'The whole list; there is no paging.',
    answer: { status: 200, description: 'Every connection.', schema: connectionsAnswer },
  },
  createConnection: {
    method: 'POST',
    path: '/api/connections',
    summary: 'Creates a connection. Its type and name must not be there yet.',
    asks: 'administrator',
    body: { mediaType: MEDIA_TYPE, schema: newConnection },
    answer: { status: 201, description: 'What was created.', schema: savedConnectionAnswer },
    refusals: [409],
  },
  readConnection: {
    method: 'GET',
    path: '/api/connections/{id}',
    summary: 'One connection.',
    answer: { status: 200, description: 'The connection.', schema: connectionAnswer },
    refusals: [404],
  },
  changeConnection: {
    method: 'PUT',
    path: '/api/connections/{id}',
    summary: 'Renames a connection, overwrites its values, or both.',
    asks: 'administrator',
    body: { mediaType: MEDIA_TYPE, schema: connectionChange },
    answer: { status: 200, description: 'What it is now.', schema: savedConnectionAnswer },
    refusals: [404, 409],
  },
  deleteConnection: {
    method: 'DELETE',
    path: '/api/connections/{id}',
    summary: 'Deletes a connection.',
    asks: 'administrator',
    answer: { status: 200, description: 'It is gone.', schema: deletedAnswer },
    refusals: [404],
  },
  testConnection: {
    method: 'POST',
    path: '/api/connections/{id}/test',
    summary: 'Tests whether the values are accepted by what they are for.',
    answer: { status: 200, description: 'How the test went.', schema: availabilityAnswer },
    refusals: [404],
  },
} as const satisfies Record<string, Operation>;
