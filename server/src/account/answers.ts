// Turns the bytes of the account's 2xx answers into values picked field by field, or says why they are no answer.
import type { Connection } from './account';

/** What was read, or our own short phrase for why it is not what was asked for. */
export type Read<T> = { readonly value: T } | { readonly because: string };

/** What the account says of a connection type (relay/api.md, `GET /api/connection-providers/{type}`). */
export interface ConnectionProvider {
  /** How a connection of this type is authorised: `secret`, `oauth2`, or what later versions add. */
  readonly auth: readonly string[];
  readonly capabilities: readonly string[];
}

type Members = Readonly<Record<string, unknown>>;

/** The answer of `GET /api/connections`. Only a whole list counts: one strange element, and there is no list. */
export function readConnections(body: Uint8Array): Read<readonly Connection[]> {
  return readBody(body, (answer) => {
    if (answer.connections === undefined) {
      return holdsOnlyAccess(answer) ? { value: [] } : { because: 'there is no list of connections in it' };
    }
    if (!Array.isArray(answer.connections)) return { because: 'its list of connections is no list' };
    const connections: Connection[] = [];
    for (const element of answer.connections) {
      const connection = connectionOf(element);
      if (!connection) return { because: 'its list holds something that is no connection' };
      connections.push(connection);
    }
    return { value: connections };
  });
}

/** The answer of `POST /api/connections`; its `connection` is optional, then what was asked for stands for it. */
export function readCreated(body: Uint8Array, asked: { type: string; name: string }): Read<Connection> {
  return readBody(body, (answer) => {
    if (answer.connection === undefined && holdsOnlyAccess(answer)) {
      return { value: { id: '', type: asked.type, name: asked.name } };
    }
    const connection = connectionOf(answer.connection);
    return connection ? { value: connection } : { because: 'there is no connection in it' };
  });
}

/** The answer of `GET /api/connection-providers/{type}`; its key is `connection`. */
export function readConnectionProvider(body: Uint8Array): Read<ConnectionProvider> {
  return readBody(body, (answer) => {
    if (answer.connection === undefined && holdsOnlyAccess(answer)) {
      return { value: { auth: [], capabilities: [] } };
    }
    if (!isObject(answer.connection)) return { because: 'there is no connection type in it' };
    const auth = listOf(answer.connection.auth).map((each) =>
      isObject(each) ? textOf(each.type) : undefined,
    );
    return {
      value: {
        auth: auth.filter((type) => type !== undefined),
        capabilities: listOf(answer.connection.capabilities)
          .map(textOf)
          .filter((text) => text !== undefined),
      },
    };
  });
}

/** The account's name in the answer of `GET /api/account`. */
export function readAccountName(body: Uint8Array): Read<string> {
  return readBody(body, ({ account }) => {
    const name = isObject(account) ? textOf(account.name) : undefined;
    return name ? { value: name } : { because: 'there is no account name in it' };
  });
}

/** The object in a JSON body, and what `pick` takes from it. */
export function readBody<T>(body: Uint8Array, pick: (answer: Members) => Read<T>): Read<T> {
  let text: string;
  try {
    // Fatal, because a replaced byte would be another name, and another name would be called missing.
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return { because: 'it is not UTF-8 text' };
  }
  if (text.trim() === '') return { because: 'it is empty' };
  if (text.trimStart().startsWith('<')) return { because: 'it is a web page, not JSON' };
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    return { because: 'its JSON is broken or cut off' };
  }
  return isObject(answer) ? pick(answer) : { because: 'it is no JSON object' };
}

/** A string member; strings that are not UTF-8 come as `{"$encoding": "base64", "data": …}`. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (!isObject(value) || value.$encoding !== 'base64' || typeof value.data !== 'string') return undefined;
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(value.data)) return undefined;
  return Buffer.from(value.data, 'base64').toString('utf8');
}

export function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function connectionOf(value: unknown): Connection | undefined {
  if (!isObject(value)) return undefined;
  const type = textOf(value.type);
  const name = textOf(value.name);
  const id = isAbsent(value.id) ? '' : textOf(value.id);
  if (type === undefined || name === undefined || id === undefined) return undefined;
  const createdAt = textOf(value.created_at);
  const updatedAt = textOf(value.updated_at);
  const availability = availabilityOf(value.availability);
  return {
    id,
    type,
    name,
    ...(createdAt !== undefined && { createdAt }),
    ...(updatedAt !== undefined && { updatedAt }),
    ...(availability && { availability }),
    ...(Array.isArray(value.workflows) && { workflows: workflowNamesOf(value.workflows) }),
  };
}

/** `status` is an open set, so only the presence of `error` says that the last test failed. */
function availabilityOf(value: unknown): Connection['availability'] {
  if (!isObject(value)) return undefined;
  const testedAt = textOf(value.tested_at);
  return {
    status: textOf(value.status) ?? '',
    failed: !isAbsent(value.error),
    ...(testedAt !== undefined && { testedAt }),
  };
}

function workflowNamesOf(values: readonly unknown[]): readonly string[] {
  return values.flatMap((value) => {
    if (!isObject(value)) return [];
    const name = textOf(value.name);
    const folder = textOf(value.folder);
    if (!name) return [];
    return [folder ? `${folder}/${name}` : name];
  });
}

function holdsOnlyAccess(answer: Members): boolean {
  return Object.keys(answer).every((key) => key === 'access');
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
