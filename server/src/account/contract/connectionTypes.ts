// The contract of connection types: how each is authorised, and authorising one in the browser (OAuth).
import type { JSONSchema } from 'json-schema-to-ts';
import { capability } from './connections';
import type { Operation } from './operation';
import { access, label, MEDIA_TYPE, text } from './schema';

const scope = {
  type: 'object',
  properties: {
    name: text,
    capabilities: { type: 'array', items: capability },
    implicit: { type: 'boolean' },
    subsumed_by: {},
  },
  required: ['name'],
} as const satisfies JSONSchema;

/** One way to authorise a connection: `type` is an open set, of which secret and oauth2 are known. */
export const providerAuth = {
  type: 'object',
  properties: { type: { type: 'string' }, scopes: { type: 'array', items: scope } },
  required: ['type'],
} as const satisfies JSONSchema;

/** The key is `connection`, although a type is meant. */
export const connectionTypeAnswer = {
  type: 'object',
  properties: {
    access,
    connection: {
      type: 'object',
      properties: {
        auth: { type: 'array', items: providerAuth },
        capabilities: { type: 'array', items: capability },
      },
    },
  },
} as const satisfies JSONSchema;

const wanted = {
  capabilities: { type: 'array', items: { type: 'string' } },
  scopes: { type: 'array', items: { type: 'string' } },
  state: { type: 'string', maxLength: 1_000 },
} as const;

export const newAuthorization = {
  type: 'object',
  properties: { name: label, ...wanted },
  required: ['name', 'capabilities'],
  additionalProperties: false,
} as const satisfies JSONSchema;

export const reauthorization = {
  type: 'object',
  properties: wanted,
  additionalProperties: false,
} as const satisfies JSONSchema;

/** Where the person goes on in a browser; the connection is in the list when that is done. */
export const authorizationAnswer = {
  type: 'object',
  properties: { url: { type: 'string' } },
  required: ['url'],
} as const satisfies JSONSchema;

export const connectionTypeOperations = {
  readConnectionType: {
    method: 'GET',
    path: '/api/connection-providers/{type}',
    summary: 'How connections of a type are authorised.',
    answer: { status: 200, description: 'The type.', schema: connectionTypeAnswer },
  },
  authorize: {
    method: 'POST',
    path: '/api/connection-providers/{type}/auth/oauth2',
    summary: 'Begins a connection that a person authorises in a browser.',
    asks: 'administrator',
    body: { mediaType: MEDIA_TYPE, schema: newAuthorization },
    answer: { status: 200, description: 'The page to open.', schema: authorizationAnswer },
    refusals: [404, 409],
  },
  reauthorize: {
    method: 'POST',
    path: '/api/connections/{id}/auth/oauth2',
    summary: 'Authorises an existing connection again.',
    asks: 'administrator',
    body: { mediaType: MEDIA_TYPE, schema: reauthorization },
    answer: { status: 200, description: 'The page to open.', schema: authorizationAnswer },
    refusals: [404],
  },
} as const satisfies Record<string, Operation>;
