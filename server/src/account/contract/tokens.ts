// The contract of API tokens.
import type { JSONSchema } from 'json-schema-to-ts';
import type { Operation } from './operation';
import { deletedAnswer, label, MEDIA_TYPE, text } from './schema';

export const token = {
  type: 'object',
  properties: { id: { type: 'string' }, name: text },
  required: ['id', 'name'],
} as const satisfies JSONSchema;

/** `secret` is the token itself, and is answered this once. */
export const createdToken = {
  ...token,
  properties: { ...token.properties, secret: { type: 'string' } },
  required: ['id', 'name', 'secret'],
} as const satisfies JSONSchema;

export const tokensAnswer = {
  type: 'object',
  properties: { tokens: { type: 'array', items: token } },
} as const satisfies JSONSchema;

export const createdTokenAnswer = {
  type: 'object',
  properties: { token: createdToken },
  required: ['token'],
} as const satisfies JSONSchema;

export const newToken = {
  type: 'object',
  properties: { name: label, type: { const: 'user' } },
  required: ['name', 'type'],
  additionalProperties: false,
} as const satisfies JSONSchema;

export const tokenOperations = {
  listTokens: {
    method: 'GET',
    path: '/api/tokens',
    summary: 'The signed-in user’s API tokens, without their secrets.',
    answer: { status: 200, description: 'The list.', schema: tokensAnswer },
  },
  createToken: {
    method: 'POST',
    path: '/api/tokens',
    summary: 'Makes an API token for the signed-in user.',
    body: { mediaType: MEDIA_TYPE, schema: newToken },
    answer: { status: 201, description: 'The token, with its secret.', schema: createdTokenAnswer },
    refusals: [409],
  },
  deleteToken: {
    method: 'DELETE',
    path: '/api/tokens/{id}',
    summary: 'Makes an API token invalid.',
    answer: { status: 200, description: 'It is invalid.', schema: deletedAnswer },
    refusals: [404],
  },
} as const satisfies Record<string, Operation>;
