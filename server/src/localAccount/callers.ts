// Turns a bearer token into who asks: the owner, a confirmed sign-in, or an API token.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../account/secret';
import { ContractError } from './refusals';
import type { Role, State } from './state';

/** Who makes a request, and by which credential. */
export interface Caller {
  readonly role: Role;
  readonly by: 'owner' | 'session' | 'token';
  /** The SHA-256 of the token. */
  readonly digest: string;
}

/** What `callerOf` looks at; `now` is in milliseconds since 1970. */
export interface Credentials {
  /** The token that the account was started with: an administrator's. */
  readonly owner: Secret;
  readonly state: State;
  readonly isPending: (digest: string) => boolean;
  readonly now: number;
}

/** Who bears `token`. Throws a ContractError of status 401 that says why it is nobody. */
export function callerOf(token: string, { owner, state, isPending, now }: Credentials): Caller {
  const digest = digestOf(token);
  if (isOwner(token, owner)) return { role: 'administrator', by: 'owner', digest };
  const session = state.sessions.find((each) => each.digest === digest);
  if (session) {
    if (session.endsAt <= now) throw unauthorized('The session has expired. Sign in again.');
    return { role: session.role, by: 'session', digest };
  }
  const known = state.tokens.find((each) => each.digest === digest);
  if (known) return { role: known.role, by: 'token', digest };
  if (isPending(digest)) throw unauthorized('The sign-in has not been confirmed yet.');
  throw unauthorized('The token is missing or wrong.');
}

/** Whether `token` is the owner's, compared in constant time. */
export function isOwner(token: string, owner: Secret): boolean {
  return timingSafeEqual(Buffer.from(digestOf(token)), Buffer.from(digestOf(owner.reveal())));
}

/** SHA-256 in hexadecimal. Enough for tokens, which are random: there is nothing to guess. */
export function digestOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

export function unauthorized(friendly: string): ContractError {
  return new ContractError(401, 'unauthorized', friendly);
}
