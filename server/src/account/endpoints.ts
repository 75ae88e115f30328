// The calls that this project makes, as much of each as sending it needs; their types hold them to the contract.
import type { Operations } from './contract/operations';

/** Method and path; `{name}` in a path is one percent-encoded part. */
export const endpoints = {
  startDeviceSession: ['POST', '/auth/sessions/device'],
  readSession: ['GET', '/auth/sessions'],
  endSession: ['DELETE', '/auth/sessions'],
  readProfile: ['GET', '/auth/profile'],
  readAccount: ['GET', '/api/account'],
  readAccess: ['GET', '/api/access'],
  listConnections: ['GET', '/api/connections'],
  createConnection: ['POST', '/api/connections'],
  readConnection: ['GET', '/api/connections/{id}'],
  changeConnection: ['PUT', '/api/connections/{id}'],
  deleteConnection: ['DELETE', '/api/connections/{id}'],
  testConnection: ['POST', '/api/connections/{id}/test'],
  readConnectionType: ['GET', '/api/connection-providers/{type}'],
  authorize: ['POST', '/api/connection-providers/{type}/auth/oauth2'],
  reauthorize: ['POST', '/api/connections/{id}/auth/oauth2'],
  listWorkflows: ['GET', '/api/workflows'],
  listWorkflowSecrets: ['GET', '/api/workflows/{path}/secrets'],
  createWorkflowSecret: ['POST', '/api/workflows/{path}/secrets'],
  overwriteWorkflowSecret: ['PUT', '/api/workflows/{path}/secrets/{name}'],
  deleteWorkflowSecret: ['DELETE', '/api/workflows/{path}/secrets/{name}'],
  validateRevision: ['POST', '/api/revisions/validate'],
} as const satisfies {
  readonly [Id in keyof Operations]?: readonly [Operations[Id]['method'], Operations[Id]['path']];
};

export type CallId = keyof typeof endpoints;

/** The path of a call; `undefined` where a parameter is empty, or leads elsewhere, which would make it another call's. */
export function pathOf(id: CallId, parameters: Readonly<Record<string, string>>): string | undefined {
  const [, path] = endpoints[id];
  if (Object.values(parameters).some((each) => ['', '.', '..'].includes(each))) return undefined;
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encoded(parameters[name] ?? ''));
}

/** Percent-encodes; through UTF-8 first, because encodeURIComponent throws at half a surrogate pair. */
function encoded(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString());
}
