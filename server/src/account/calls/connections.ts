// The calls about connections: what is sent, and how the answers are read member by member.

import { isObject } from '../../objects';
import type { Connection } from '../account';
import {
  holdsOnlyAccess,
  isAbsent,
  listOf,
  membersOf,
  type Read,
  readList,
  textOf,
  type Unchecked,
} from '../answers';
import type * as contract from '../contract/types';
import { readProblem } from '../refusal';
import type { Answer, Calling, WriteAnswer } from '../request';
import { Secret } from '../secret';

/** Field name → value; revealed only in the body of the one request. */
export type Fields = Readonly<Record<string, Secret>>;

export interface ConnectionDraft {
  readonly type: string;
  readonly name: string;
  readonly fields: Fields;
}

export interface Saved {
  /** As it is now; absent where the account did not say. */
  readonly connection?: Connection;
  /** The values that the account made itself and shows this one time. */
  readonly displayOnce?: Fields;
}

export interface Created extends Saved {
  /** With an empty id where the account did not say. */
  readonly connection: Connection;
}

/** How a test went. `status` is an open set; `message` is the account's own word for what failed. */
export interface Tested {
  readonly status: string;
  readonly failed: boolean;
  readonly testedAt?: string;
  readonly message?: string;
}

export interface ConnectionCalls {
  /** `GET /api/connections`: the whole list. */
  listConnections(signal?: AbortSignal): Promise<Answer<readonly Connection[]>>;
  /** `GET /api/connections/{id}`; `undefined` when the account says that there is none. */
  readConnection(id: string, signal?: AbortSignal): Promise<Answer<Connection | undefined>>;
  /** `POST /api/connections`. */
  createConnection(draft: ConnectionDraft, signal?: AbortSignal): Promise<WriteAnswer<Created>>;
  /** `PUT /api/connections/{id}` with values, which replace all of those that are there. */
  overwriteConnection(
    id: string,
    name: string,
    fields: Fields,
    signal?: AbortSignal,
  ): Promise<WriteAnswer<Saved>>;
  /** `PUT /api/connections/{id}` without values, which stay. */
  renameConnection(id: string, name: string, signal?: AbortSignal): Promise<WriteAnswer<Saved>>;
  /** `DELETE /api/connections/{id}`; succeeds also when the account says that there is none. */
  deleteConnection(id: string, signal?: AbortSignal): Promise<WriteAnswer<undefined>>;
  /**
   * `POST /api/connections/{id}/test`. That the test failed is an answer, in which the account may quote the values that
   * it was given: those of `sent` are taken out.
   */
  testConnection(id: string, signal?: AbortSignal, sent?: Fields): Promise<WriteAnswer<Tested>>;
}

export function connectionCalls({ read, write, secrets }: Calling): ConnectionCalls {
  return {
    listConnections: (signal) =>
      read(
        {
          id: 'listConnections',
          parameters: {},
          read: (answer: Unchecked<contract.ConnectionsAnswer>) =>
            readList(answer, answer.connections, { list: 'connections', one: 'connection' }, connectionOf),
        },
        signal,
      ),

    readConnection: (id, signal) =>
      read(
        {
          id: 'readConnection',
          parameters: { id },
          read: ({ connection }: SavedMembers): Read<Connection | undefined> =>
            required(connectionOf(connection), 'connection'),
          absent: { value: undefined },
        },
        signal,
      ),

    createConnection: ({ type, name, fields }, signal) =>
      write(
        {
          id: 'createConnection',
          parameters: {},
          body: { name, type, auth: authOf(fields) } satisfies contract.NewConnection,
          secrets: Object.values(fields),
          read: (answer: SavedMembers) => readSaved(answer, { id: '', type, name }),
        },
        signal,
      ),

    overwriteConnection: (id, name, fields, signal) =>
      write(
        {
          id: 'changeConnection',
          parameters: { id },
          body: { name, auth: authOf(fields) } satisfies contract.ConnectionChange,
          secrets: Object.values(fields),
          read: (answer: SavedMembers) => readSaved(answer),
        },
        signal,
      ),

    renameConnection: (id, name, signal) =>
      write(
        {
          id: 'changeConnection',
          parameters: { id },
          body: { name } satisfies contract.ConnectionChange,
          read: (answer: SavedMembers) => readSaved(answer),
        },
        signal,
      ),

    deleteConnection: (id, signal) =>
      write(
        {
          id: 'deleteConnection',
          parameters: { id },
          read: readDeleted,
          absent: { value: undefined },
        },
        signal,
      ),

    testConnection: (id, signal, sent = {}) =>
      write(
        {
          id: 'testConnection',
          parameters: { id },
          read: ({ availability }: Unchecked<contract.AvailabilityAnswer>) =>
            required(testedOf(availability, [...secrets, ...Object.values(sent)]), 'test result'),
        },
        signal,
      ),
  };
}

/** The answer of every `DELETE`: what says that it failed is no success. */
export function readDeleted({ success }: Unchecked<contract.DeletedAnswer>): Read<undefined> {
  return success === true ? { value: undefined } : { because: 'it does not say that anything was deleted' };
}

/** What was read, or that it is not there. */
export function required<T>(value: T | undefined, name: string): Read<T> {
  return value === undefined ? { because: `there is no ${name} in it` } : { value };
}

function authOf(fields: Fields) {
  const values = Object.entries(fields).map(([field, value]) => [field, value.reveal()]);
  return { type: 'secret', fields: Object.fromEntries(values) } as const;
}

type SavedMembers = Unchecked<contract.SavedConnectionAnswer>;

/** The member `connection` is optional; `otherwise` stands for it. */
function readSaved(answer: SavedMembers, otherwise: Connection): Read<Created>;
function readSaved(answer: SavedMembers): Read<Saved>;
function readSaved(answer: SavedMembers, otherwise?: Connection): Read<Saved> {
  if (answer.connection === undefined && holdsOnlyAccess(answer)) {
    return { value: otherwise ? { connection: otherwise } : {} };
  }
  const connection = connectionOf(answer.connection);
  if (!connection) return { because: 'there is no connection in it' };
  const members = membersOf<contract.SavedConnection>(answer.connection);
  const shown = Object.entries(isObject(members?.display_once_fields) ? members.display_once_fields : {})
    .map(([field, value]) => [field, textOf(value)] as const)
    .flatMap(([field, value]) => (value === undefined ? [] : [[field, new Secret(value)] as const]));
  return { value: { connection, ...(shown.length > 0 && { displayOnce: Object.fromEntries(shown) }) } };
}

function connectionOf(value: unknown): Connection | undefined {
  const members = membersOf<contract.Connection>(value);
  if (!members) return undefined;
  const type = textOf(members.type);
  const name = textOf(members.name);
  const id = isAbsent(members.id) ? '' : textOf(members.id);
  if (type === undefined || name === undefined || id === undefined) return undefined;
  const createdAt = textOf(members.created_at);
  const updatedAt = textOf(members.updated_at);
  const auth = textOf(membersOf<contract.Connection['auth']>(members.auth)?.type);
  const availability = availabilityOf(members.availability);
  return {
    id,
    type,
    name,
    ...(createdAt !== undefined && { createdAt }),
    ...(updatedAt !== undefined && { updatedAt }),
    ...(auth !== undefined && { auth }),
    ...(availability && { availability }),
    ...(Array.isArray(members.workflows) && { workflows: listOf(members.workflows).flatMap(userOf) }),
  };
}

/** `status` is an open set, so only the presence of `error` says that the last test failed. */
function availabilityOf(value: unknown): Connection['availability'] {
  const members = membersOf<contract.Availability>(value);
  if (!members) return undefined;
  const testedAt = textOf(members.tested_at);
  return {
    status: textOf(members.status) ?? '',
    failed: !isAbsent(members.error),
    ...(testedAt !== undefined && { testedAt }),
  };
}

function testedOf(value: unknown, secrets: readonly Secret[]): Tested | undefined {
  const availability = availabilityOf(value);
  if (!availability) return undefined;
  const { message } = readProblem(membersOf<contract.Availability>(value)?.error, secrets);
  return { ...availability, ...(message !== undefined && { message }) };
}

/** A workflow that uses a connection, as `folder/name`. */
function userOf(value: unknown): readonly string[] {
  const members = membersOf<contract.Workflow>(value);
  const name = textOf(members?.name);
  const folder = textOf(members?.folder);
  if (!name) return [];
  return [folder ? `${folder}/${name}` : name];
}
