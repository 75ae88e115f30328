// The contract of signing in and out, and of who is signed in.
import type { JSONSchema } from 'json-schema-to-ts';
import type { Operation } from './operation';
import { access, open, text, time } from './schema';

export const deviceSession = {
  type: 'object',
  properties: {
    token: { type: 'string', description: 'The session’s token; it works once the code is confirmed.' },
    user_code: { type: 'string', description: 'What the person compares or types in the browser.' },
    verification_uri: { type: 'string' },
    verification_uri_complete: {
      type: 'string',
      description: 'The same page with the code filled in; may be empty.',
    },
    expires_at: { ...time, description: 'Until when the code can be confirmed; RFC 3339.' },
  },
  required: ['token', 'user_code', 'verification_uri', 'verification_uri_complete', 'expires_at'],
} as const satisfies JSONSchema;

const user = {
  type: 'object',
  properties: { id: { type: 'string' }, email: text, name: text },
  required: ['id', 'name'],
} as const satisfies JSONSchema;

export const profileAnswer = {
  type: 'object',
  properties: { access, user },
  required: ['user'],
} as const satisfies JSONSchema;

export const accountAnswer = {
  type: 'object',
  properties: {
    account: {
      type: 'object',
      properties: { id: { type: 'string' }, name: text },
      required: ['id', 'name'],
    },
  },
  required: ['account'],
} as const satisfies JSONSchema;

const permissionGrant = {
  type: 'object',
  properties: {
    granted: { type: 'boolean' },
    permission: {
      type: 'object',
      description: 'The names are an open set: show the description, never decide by a name.',
      properties: { name: text, description: text },
      required: ['name'],
    },
  },
} as const satisfies JSONSchema;

export const accessAnswer = {
  type: 'object',
  properties: { permission_grants: { type: 'array', items: permissionGrant } },
} as const satisfies JSONSchema;

export const sessionOperations = {
  startDeviceSession: {
    method: 'POST',
    path: '/auth/sessions/device',
    summary: 'Begins a sign-in that a person confirms in a browser.',
    asks: 'nobody',
    answer: { status: 201, description: 'The code to confirm.', schema: deviceSession },
  },
  readSession: {
    method: 'GET',
    path: '/auth/sessions',
    summary: 'Says whether the token is valid: 401 before the code is confirmed and after the session ended.',
    answer: { status: 200, description: 'It is valid.', schema: open },
  },
  endSession: {
    method: 'DELETE',
    path: '/auth/sessions',
    summary: 'Signs the session out.',
    answer: { status: 200, description: 'The token is valid no more.', schema: open },
  },
  readProfile: {
    method: 'GET',
    path: '/auth/profile',
    summary: 'Who is signed in.',
    answer: { status: 200, description: 'The user.', schema: profileAnswer },
  },
  readAccount: {
    method: 'GET',
    path: '/api/account',
    summary: 'Which account the token belongs to.',
    answer: { status: 200, description: 'The account.', schema: accountAnswer },
  },
  readAccess: {
    method: 'GET',
    path: '/api/access',
    summary: 'What the signed-in user may do.',
    answer: { status: 200, description: 'What is granted and what is not.', schema: accessAnswer },
  },
} as const satisfies Record<string, Operation>;
