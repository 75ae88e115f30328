// What is known of the Relay account at one moment, as an immutable value without credentials.

/** A connection as the account lists it (relay/api.md, Connection); times are RFC 3339 strings. Never a field value. */
export interface Connection {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly createdAt?: string;
  readonly updatedAt?: string;
  /** How it is authorised: `secret`, `oauth2`, or what later versions add. */
  readonly auth?: string;
  readonly availability?: { readonly status: string; readonly failed: boolean; readonly testedAt?: string };
  /** Workflows of the account that use it, as `folder/name`. */
  readonly workflows?: readonly string[];
}

/** What the account says of the secrets of one workflow. Names, never a value. */
export type WorkflowSecrets =
  | { readonly is: 'listed'; readonly names: readonly string[] }
  /** 404: it has no such workflow. */
  | { readonly is: 'no-workflow' }
  /** `names` is the last list, which proves presence and never absence. */
  | { readonly is: 'failed'; readonly why: Failure; readonly names?: readonly string[] };

/** Why the account could not be asked or gave no usable answer. Holds no body, header, query or token. */
export type Failure =
  /** 401: the token is wrong or has expired. */
  | { readonly kind: 'token-refused'; readonly host: string }
  /** 403: signed in, but this user may not do it. */
  | { readonly kind: 'not-allowed'; readonly host: string }
  /** No answer: name not found, refused, reset, cut off, timed out, certificate. `because` is our own short phrase. */
  | { readonly kind: 'unreachable'; readonly host: string; readonly because: string }
  /** Any other status that is not 2xx; `retryAfter` are the milliseconds for which it wants to be left alone. */
  | {
      readonly kind: 'answered-error';
      readonly host: string;
      readonly status: number;
      readonly retryAfter?: number;
    }
  /** A 2xx whose body is not what was asked for: HTML, broken JSON, another shape. `because` is our own short phrase. */
  | { readonly kind: 'not-an-answer'; readonly host: string; readonly because: string };

/**
 * What is known of the account. Only `ready` without `stale` comes from a whole list that a 2xx answered for this
 * account, so only it can prove that a connection is absent; a stale list still proves that one is there.
 */
export type Account =
  /** `because` says why in other words than that nobody is signed in. */
  | { readonly state: 'signed-out'; readonly because?: string }
  | { readonly state: 'loading'; readonly host: string }
  | {
      readonly state: 'ready';
      readonly host: string;
      /** The account's own name, or its host where the account did not say. */
      readonly name: string;
      /** When the list was answered, in milliseconds since 1970. */
      readonly asOf: number;
      /** Set when a later refresh failed: the list is the last answer. */
      readonly stale?: Failure;
      /** Set where there is no account, and the list is that of a lock file; `name` is the file's path then. */
      readonly lockFile?: true;
      readonly connections: readonly Connection[];
      /** By the path of a workflow of the account; absent are those that it has not been asked about. */
      readonly secrets?: Readonly<Record<string, WorkflowSecrets>>;
    }
  | { readonly state: 'forbidden'; readonly host: string; readonly why: Failure }
  | { readonly state: 'unreachable'; readonly host: string; readonly why: Failure };

/** Why the account could not be asked the last time; undefined where it answered, or was not asked. */
export function failureOf(account: Account): Failure | undefined {
  if (account.state === 'ready') return account.stale;
  return 'why' in account ? account.why : undefined;
}

/** A failure in words for a person: what happened and what to do. */
export function sayFailure(failure: Failure): string {
  switch (failure.kind) {
    case 'token-refused':
      return `${failure.host} refused the token (401). It is wrong or has expired: sign in again`;
    case 'not-allowed':
      return `${failure.host} does not allow this user to do that (403)`;
    case 'unreachable':
      return `${failure.host} could not be reached: ${failure.because}`;
    case 'answered-error':
      return `${failure.host} ${sayStatus(failure)}`;
    case 'not-an-answer':
      return `${failure.host} answered with something that is no Relay answer: ${failure.because}`;
  }
}

function sayStatus({ status, retryAfter }: Extract<Failure, { kind: 'answered-error' }>): string {
  if (status >= 300 && status < 400)
    return `answered with a redirect (HTTP ${status}), which is not followed`;
  const wait = retryAfter ? ` and asks to wait ${Math.ceil(retryAfter / 1000)} s` : '';
  return `answered with an error (HTTP ${status})${wait}`;
}

/** The state that a failed list leaves the account in: the last list turns stale; without one there is only the reason. */
export function afterFailure(before: Account, why: Failure): Account {
  if (before.state === 'ready') return { ...before, stale: why };
  const refused = why.kind === 'token-refused' || why.kind === 'not-allowed';
  return { state: refused ? 'forbidden' : 'unreachable', host: why.host, why };
}
