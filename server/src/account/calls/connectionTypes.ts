// The calls about connection types: how each is authorised, and authorising one in a browser.
import {
  holdsOnlyAccess,
  listOf,
  membersOf,
  pageOf,
  type Read,
  textOf,
  textsOf,
  type Unchecked,
} from '../answers';
import type * as contract from '../contract/types';
import type { Answer, Calling, WriteAnswer } from '../request';
import { required } from './connections';

/** What the account says of a connection type (relay/api.md, `GET /api/connection-providers/{type}`). */
export interface ConnectionProvider {
  readonly auth: readonly ProviderAuth[];
  readonly capabilities: readonly string[];
}

/** `type` is `secret`, `oauth2`, or what later versions add. */
export interface ProviderAuth {
  readonly type: string;
  readonly scopes: readonly Scope[];
}

export interface Scope {
  readonly name: string;
  readonly capabilities: readonly string[];
  /** Given without being asked for. */
  readonly implicit: boolean;
}

/** What an authorisation asks for. */
export interface Wanted {
  readonly capabilities: readonly string[];
  readonly scopes?: readonly string[];
  readonly state?: string;
}

export interface ConnectionTypeCalls {
  /** `GET /api/connection-providers/{type}`: how a type is authorised. */
  readProvider(type: string, signal?: AbortSignal): Promise<Answer<ConnectionProvider>>;
  /**
   * `POST /api/connection-providers/{type}/auth/oauth2`: begins a connection that is authorised in a browser. Answers
   * the page to open; the connection is in the list when that is done.
   */
  startAuthorization(
    type: string,
    name: string,
    wanted: Wanted,
    signal?: AbortSignal,
  ): Promise<WriteAnswer<string>>;
  /** `POST /api/connections/{id}/auth/oauth2`: the same for a connection that is there. */
  reauthorize(id: string, wanted: Partial<Wanted>, signal?: AbortSignal): Promise<WriteAnswer<string>>;
}

export function connectionTypeCalls({ read, write }: Calling): ConnectionTypeCalls {
  return {
    readProvider: (type, signal) =>
      read({ id: 'readConnectionType', parameters: { type }, read: readType }, signal),

    startAuthorization: (type, name, wanted, signal) =>
      write(
        {
          id: 'authorize',
          parameters: { type },
          body: {
            name,
            ...bodyOf(wanted),
            capabilities: wanted.capabilities,
          } satisfies contract.NewAuthorization,
          read: readPage,
        },
        signal,
      ),

    reauthorize: (id, wanted, signal) =>
      write({ id: 'reauthorize', parameters: { id }, body: bodyOf(wanted), read: readPage }, signal),
  };
}

/** Picked, so that nothing else is sent. */
function bodyOf({ capabilities, scopes, state }: Partial<Wanted>): contract.Reauthorization {
  return {
    ...(capabilities && { capabilities }),
    ...(scopes && { scopes }),
    ...(state !== undefined && { state }),
  };
}

function readPage({ url }: Unchecked<contract.AuthorizationAnswer>): Read<string> {
  return required(pageOf(url), 'address of a web page');
}

/** The key is `connection`, although a type is meant, and it is optional. */
function readType(answer: Unchecked<contract.ConnectionTypeAnswer>): Read<ConnectionProvider> {
  if (answer.connection === undefined && holdsOnlyAccess(answer)) {
    return { value: { auth: [], capabilities: [] } };
  }
  const type = membersOf<NonNullable<contract.ConnectionTypeAnswer['connection']>>(answer.connection);
  if (!type) return { because: 'there is no connection type in it' };
  return { value: { auth: listOf(type.auth).flatMap(authOf), capabilities: textsOf(type.capabilities) } };
}

function authOf(value: unknown): readonly ProviderAuth[] {
  const members = membersOf<contract.ProviderAuth>(value);
  const type = textOf(members?.type);
  return type === undefined ? [] : [{ type, scopes: listOf(members?.scopes).flatMap(scopeOf) }];
}

type ContractScope = NonNullable<contract.ProviderAuth['scopes']>[number];

function scopeOf(value: unknown): readonly Scope[] {
  const members = membersOf<ContractScope>(value);
  const name = textOf(members?.name);
  if (name === undefined) return [];
  return [{ name, capabilities: textsOf(members?.capabilities), implicit: members?.implicit === true }];
}
