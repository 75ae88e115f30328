// The calls about signing in and out, and about who is signed in.
import { listOf, membersOf, pageOf, type Read, textOf, type Unchecked } from '../answers';
import type * as contract from '../contract/types';
import type { Answer, Calling, WriteAnswer } from '../request';
import { Secret } from '../secret';
import { required } from './connections';

/** A sign-in that waits for a person to confirm its code in a browser. */
export interface DeviceSession {
  /** Works once the code is confirmed. */
  readonly token: Secret;
  readonly userCode: string;
  /** The page to confirm the code at; with the code filled in where the account offers that. */
  readonly page: string;
  /** Milliseconds since 1970; absent where the account's time cannot be read. */
  readonly expiresAt?: number;
}

export interface Profile {
  readonly id: string;
  readonly name: string;
  readonly email?: string;
}

/** The account that a token belongs to. */
export interface AccountName {
  readonly id: string;
  readonly name: string;
}

/** The names are an open set of unknown meaning: to be shown, never decided by. */
export interface Permission {
  readonly name: string;
  readonly description?: string;
  readonly granted: boolean;
}

export interface SessionCalls {
  /** `GET /auth/sessions`: whether the token is valid, `false` for a 401. */
  checkSession(signal?: AbortSignal): Promise<Answer<boolean>>;
  /** `DELETE /auth/sessions`; succeeds also when the token was not valid any more. */
  endSession(signal?: AbortSignal): Promise<Answer<undefined>>;
  /** `GET /auth/profile` */
  readProfile(signal?: AbortSignal): Promise<Answer<Profile>>;
  /** `GET /api/account` */
  readAccount(signal?: AbortSignal): Promise<Answer<AccountName>>;
  /** `GET /api/access`: what the signed-in user may do, as far as the account says. */
  readAccess(signal?: AbortSignal): Promise<Answer<readonly Permission[]>>;
}

export function sessionCalls({ read, write }: Calling): SessionCalls {
  return {
    async checkSession(signal) {
      const answer = await read({ id: 'readSession', parameters: {}, read: () => ({ value: true }) }, signal);
      return isInvalidToken(answer) ? { ok: true, value: false } : answer;
    },

    async endSession(signal) {
      const answer = await write(
        { id: 'endSession', parameters: {}, harmless: true, read: () => ({ value: undefined }) },
        signal,
      );
      if (answer.ok || isInvalidToken(answer)) return { ok: true, value: undefined };
      return { ok: false, failure: answer.failure };
    },

    readProfile: (signal) => read({ id: 'readProfile', parameters: {}, read: readUser }, signal),

    readAccount: (signal) => read({ id: 'readAccount', parameters: {}, read: readAccountName }, signal),

    readAccess: (signal) =>
      read(
        {
          id: 'readAccess',
          parameters: {},
          read: (answer: Unchecked<contract.AccessAnswer>) => ({
            value: listOf(answer.permission_grants).flatMap(permissionOf),
          }),
        },
        signal,
      ),
  };
}

/** `POST /auth/sessions/device`, which takes no token: begins a sign-in. */
export function startDeviceSession(
  { write }: Calling,
  signal?: AbortSignal,
): Promise<WriteAnswer<DeviceSession>> {
  return write({ id: 'startDeviceSession', parameters: {}, read: readDeviceSession }, signal);
}

function isInvalidToken(answer: Answer<unknown>): boolean {
  return !answer.ok && answer.failure.kind === 'token-refused';
}

function readDeviceSession(answer: Unchecked<contract.DeviceSession>): Read<DeviceSession> {
  const token = textOf(answer.token);
  const userCode = textOf(answer.user_code);
  const page = pageOf(answer.verification_uri_complete) ?? pageOf(answer.verification_uri);
  if (!token || !userCode) return { because: 'there is no code to confirm in it' };
  if (page === undefined) return { because: 'there is no address of a web page in it' };
  const expiresAt = Date.parse(textOf(answer.expires_at) ?? '');
  return {
    value: { token: new Secret(token), userCode, page, ...(!Number.isNaN(expiresAt) && { expiresAt }) },
  };
}

function readUser({ user }: Unchecked<contract.ProfileAnswer>): Read<Profile> {
  const members = membersOf<contract.ProfileAnswer['user']>(user);
  const name = textOf(members?.name);
  const email = textOf(members?.email);
  if (name === undefined) return { because: 'there is no user in it' };
  return { value: { id: textOf(members?.id) ?? '', name, ...(email && { email }) } };
}

function readAccountName({ account }: Unchecked<contract.AccountAnswer>): Read<AccountName> {
  const members = membersOf<contract.AccountAnswer['account']>(account);
  const name = textOf(members?.name);
  return required(name ? { id: textOf(members?.id) ?? '', name } : undefined, 'account name');
}

type Grant = NonNullable<contract.AccessAnswer['permission_grants']>[number];

function permissionOf(value: unknown): readonly Permission[] {
  const grant = membersOf<Grant>(value);
  const permission = membersOf<NonNullable<Grant['permission']>>(grant?.permission);
  const name = textOf(permission?.name);
  const description = textOf(permission?.description);
  if (name === undefined) return [];
  return [{ name, ...(description && { description }), granted: grant?.granted === true }];
}
