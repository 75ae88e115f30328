// One row for every call of the API: how it is made, what is sent, what the documented answer is, what it is read as.
import type { AccountApi } from '../../server/src/account/api';
import type { CallId } from '../../server/src/account/endpoints';
import { Secret } from '../../server/src/account/secret';

export const TOKEN = 'token-9f3b1c77d2';
/** Stands for every value that is sent. */
export const MARK = 'AKIA0000MARKED';

type Answered = { readonly ok: boolean };

export interface CallOfTest {
  readonly id: CallId;
  readonly run: 'startSession' | ((api: AccountApi) => Promise<Answered>);
  /** `harmless` changes something and may be sent again. */
  readonly is: 'read' | 'write' | 'harmless';
  /** Sends the mark, and so must keep it out of the account's words. */
  readonly hides?: true;
  readonly path: string;
  readonly body?: object | string;
  readonly answer: object;
  readonly value: unknown;
  /** What refusals of these statuses answer, where they are no failures. */
  readonly on?: Readonly<Record<number, object>>;
  /** Nothing is read of its answer. */
  readonly takesAnything?: true;
}

const fields = { accessKeyID: new Secret(MARK) };
const auth = { type: 'secret', fields: { accessKeyID: MARK } };
/** A value with the texts of its secrets, which are equal to each other whatever they hold. */
export function revealed(value: unknown): unknown {
  if (value instanceof Secret) return { secret: value.reveal() };
  if (Array.isArray(value)) return value.map(revealed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, revealed(member)]));
}

const done = { ok: true, value: undefined };

const CONNECTION = {
  id: 'c-1',
  type: 'aws',
  name: 'production',
  capabilities: ['source-control', 'a-later-one'],
  created_at: '2022-01-02T03:04:05Z',
  updated_at: '2022-02-02T03:04:05Z',
  auth: { type: 'of-a-later-version', subject: 'someone' },
  availability: { status: 'some-status', error: { title: 'no' }, tested_at: '2022-03-02T03:04:05Z' },
  workflows: [
    { folder: 'ops', name: 'reaper' },
    { folder: '', name: 'alone' },
  ],
};

/** What `CONNECTION` is read as. */
const READ_CONNECTION = {
  id: 'c-1',
  type: 'aws',
  name: 'production',
  createdAt: '2022-01-02T03:04:05Z',
  updatedAt: '2022-02-02T03:04:05Z',
  auth: 'of-a-later-version',
  availability: { status: 'some-status', failed: true, testedAt: '2022-03-02T03:04:05Z' },
  workflows: ['ops/reaper', 'alone'],
};

const PAGE = 'https://app.example.test/authorize?code=1';

export const CALLS: readonly CallOfTest[] = [
  {
    id: 'startDeviceSession',
    run: 'startSession',
    is: 'write',
    path: '/auth/sessions/device',
    answer: {
      token: 'session-token',
      user_code: 'ABCD-EFGH',
      verification_uri: 'https://app.example.test/activate',
      verification_uri_complete: '',
      expires_at: '2022-01-02T03:04:05Z',
    },
    value: {
      token: new Secret('session-token'),
      userCode: 'ABCD-EFGH',
      page: 'https://app.example.test/activate',
      expiresAt: Date.UTC(2022, 0, 2, 3, 4, 5),
    },
  },
  {
    id: 'readSession',
    run: (api) => api.checkSession(),
    is: 'read',
    path: '/auth/sessions',
    answer: {},
    value: true,
    on: { 401: { ok: true, value: false } },
    takesAnything: true,
  },
  {
    id: 'endSession',
    run: (api) => api.endSession(),
    is: 'harmless',
    path: '/auth/sessions',
    answer: {},
    value: undefined,
    on: { 401: done },
    takesAnything: true,
  },
  {
    id: 'readProfile',
    run: (api) => api.readProfile(),
    is: 'read',
    path: '/auth/profile',
    answer: { access: {}, user: { id: 'u-1', email: 'someone@example.test', name: 'Someone' } },
    value: { id: 'u-1', email: 'someone@example.test', name: 'Someone' },
  },
  {
    id: 'readAccount',
    run: (api) => api.readAccount(),
    is: 'read',
    path: '/api/account',
    answer: { account: { id: 'a-1', name: 'ACME' } },
    value: { id: 'a-1', name: 'ACME' },
  },
  {
    id: 'readAccess',
    run: (api) => api.readAccess(),
    is: 'read',
    path: '/api/access',
    answer: {
      permission_grants: [
        { granted: true, permission: { name: 'p.one', description: 'One thing' } },
        { granted: false, permission: { name: 'p.two' } },
        { permission: { name: 'p.three' } },
        { granted: true },
        7,
      ],
    },
    value: [
      { name: 'p.one', description: 'One thing', granted: true },
      { name: 'p.two', granted: false },
      { name: 'p.three', granted: false },
    ],
    takesAnything: true,
  },
  {
    id: 'listConnections',
    run: (api) => api.listConnections(),
    is: 'read',
    path: '/api/connections',
    answer: { access: {}, connections: [CONNECTION] },
    value: [READ_CONNECTION],
  },
  {
    id: 'readConnection',
    run: (api) => api.readConnection('c/1'),
    is: 'read',
    path: '/api/connections/c%2F1',
    answer: { access: {}, connection: CONNECTION },
    value: READ_CONNECTION,
    on: { 404: done },
  },
  {
    id: 'createConnection',
    run: (api) => api.createConnection({ type: 'aws', name: 'production', fields }),
    is: 'write',
    hides: true,
    path: '/api/connections',
    body: { type: 'aws', name: 'production', auth },
    answer: {
      access: {},
      connection: {
        ...CONNECTION,
        display_once_fields: { password: 'once', key: { $encoding: 'base64', data: 'w7w=' } },
      },
    },
    value: {
      connection: READ_CONNECTION,
      displayOnce: { password: new Secret('once'), key: new Secret('ü') },
    },
  },
  {
    id: 'changeConnection',
    run: (api) => api.overwriteConnection('c-1', 'production', fields),
    is: 'write',
    hides: true,
    path: '/api/connections/c-1',
    body: { name: 'production', auth },
    answer: { connection: { ...CONNECTION, display_once_fields: { password: 'once' } } },
    value: { connection: READ_CONNECTION, displayOnce: { password: new Secret('once') } },
  },
  {
    id: 'changeConnection',
    run: (api) => api.renameConnection('c-1', 'production'),
    is: 'write',
    path: '/api/connections/c-1',
    body: { name: 'production' },
    answer: { connection: CONNECTION },
    value: { connection: READ_CONNECTION },
  },
  {
    id: 'deleteConnection',
    run: (api) => api.deleteConnection('c-1'),
    is: 'write',
    path: '/api/connections/c-1',
    answer: { resource_id: 'c-1', success: true },
    value: undefined,
    on: { 404: done },
  },
  {
    id: 'testConnection',
    run: (api) => api.testConnection('c-1', undefined, fields),
    is: 'write',
    path: '/api/connections/c-1/test',
    answer: {
      availability: {
        ...CONNECTION.availability,
        error: { formatted: { friendly: `not ${TOKEN} ${MARK}` } },
      },
    },
    value: { ...READ_CONNECTION.availability, message: 'not [secret] [secret]' },
  },
  {
    id: 'readConnectionType',
    run: (api) => api.readProvider('a/b?c'),
    is: 'read',
    path: '/api/connection-providers/a%2Fb%3Fc',
    answer: {
      connection: {
        auth: [{ type: 'oauth2', scopes: [{ name: 'repo', implicit: true }, 4] }, { type: 'later' }, 3],
        capabilities: ['source-control', 5],
      },
    },
    value: {
      auth: [
        { type: 'oauth2', scopes: [{ name: 'repo', capabilities: [], implicit: true }] },
        { type: 'later', scopes: [] },
      ],
      capabilities: ['source-control'],
    },
  },
  {
    id: 'authorize',
    run: (api) =>
      api.startAuthorization('github', 'repos', { capabilities: ['source-control'], scopes: ['repo'] }),
    is: 'write',
    path: '/api/connection-providers/github/auth/oauth2',
    body: { name: 'repos', capabilities: ['source-control'], scopes: ['repo'] },
    answer: { url: PAGE },
    value: PAGE,
  },
  {
    id: 'reauthorize',
    run: (api) => api.reauthorize('c-1', { state: 'mine' }),
    is: 'write',
    path: '/api/connections/c-1/auth/oauth2',
    body: { state: 'mine' },
    answer: { url: PAGE },
    value: PAGE,
  },
  {
    id: 'listWorkflows',
    run: (api) => api.listWorkflows(),
    is: 'read',
    path: '/api/workflows',
    answer: {
      workflows: [
        { name: 'reaper', folder: 'ops', description: 'Reaps' },
        { name: 'alone', folder: '' },
      ],
    },
    value: [{ path: 'ops/reaper', description: 'Reaps' }, { path: 'alone' }],
  },
  {
    id: 'listWorkflowSecrets',
    run: (api) => api.listSecrets('ops/reaper'),
    is: 'read',
    path: '/api/workflows/ops%2Freaper/secrets',
    answer: { secrets: [{ name: 'one' }, { name: { $encoding: 'base64', data: 'dHdv' } }] },
    value: ['one', 'two'],
    on: { 404: done },
  },
  {
    id: 'createWorkflowSecret',
    run: (api) => api.createSecret('ops/reaper', 'one', new Secret(MARK)),
    is: 'write',
    hides: true,
    path: '/api/workflows/ops%2Freaper/secrets',
    body: { name: 'one', value: MARK },
    answer: { secret: { name: 'one' } },
    value: undefined,
  },
  {
    id: 'overwriteWorkflowSecret',
    run: (api) => api.overwriteSecret('ops/reaper', 'a b', new Secret(MARK)),
    is: 'write',
    hides: true,
    path: '/api/workflows/ops%2Freaper/secrets/a%20b',
    body: { value: MARK },
    answer: { secret: { name: 'a b' } },
    value: undefined,
  },
  {
    id: 'deleteWorkflowSecret',
    run: (api) => api.deleteSecret('ops/reaper', 'one'),
    is: 'write',
    path: '/api/workflows/ops%2Freaper/secrets/one',
    answer: { resource_id: 'one', success: true },
    value: undefined,
    on: { 404: done },
  },
  {
    id: 'validateRevision',
    run: (api) => api.validateWorkflow('steps: []\n'),
    is: 'harmless',
    path: '/api/revisions/validate',
    body: 'steps: []\n',
    answer: { revision: { steps: [], raw: 'steps: []\n' } },
    value: { is: 'accepted' },
    on: {
      422: {
        ok: true,
        value: { is: 'refused', message: `Not so: ${MARK} [secret]`, items: { name: 'Not this' } },
      },
    },
  },
];
