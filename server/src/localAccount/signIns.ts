// Keeps the sign-ins that wait for a person to confirm their code, and makes sessions of those that are confirmed.
import { randomBytes, randomInt } from 'node:crypto';
import { digestOf } from './callers';
import { ContractError } from './refusals';
import type { Role } from './state';
import type { Store } from './store';

export interface BegunSignIn {
  readonly token: string;
  /** `XXXX-XXXX`, of letters that are not taken for each other. */
  readonly code: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

export interface SignIns {
  /** Throws a ContractError of status 429 where too many wait already. */
  begin(): BegunSignIn;
  /** Whether the token with this SHA-256 waits for its code to be confirmed. */
  isPending(digest: string): boolean;
  /** The code as it was shown, however it was typed; `undefined` where no such code waits. */
  find(typed: string): string | undefined;
  /** Makes the session; `false` where the code waits no more. Resolves when it is on disk. */
  confirm(code: string, role: Role): Promise<boolean>;
  refuse(code: string): void;
}

/** How long a code can be confirmed and how long a session lasts, in milliseconds. */
const CODE_LIFE = 10 * 60 * 1_000;
const SESSION_LIFE = 30 * 24 * 60 * 60 * 1_000;

const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';
/** Beginning a sign-in needs no token, so that it must be bounded. */
const MOST_WAITING = 100;

/** Sign-ins wait in memory only: a restart forgets them, and whoever asked must begin again. `now` is in milliseconds. */
export function signInsOf(store: Store, now: () => number): SignIns {
  const waiting = new Map<string, { readonly digest: string; readonly expiresAt: number }>();

  function forgetExpired(): void {
    for (const [code, { expiresAt }] of waiting) if (expiresAt <= now()) waiting.delete(code);
  }

  return {
    begin() {
      forgetExpired();
      if (waiting.size >= MOST_WAITING) {
        throw new ContractError(429, 'too_many', 'Too many sign-ins wait to be confirmed.', undefined, {
          'retry-after': '60',
        });
      }
      const token = randomBytes(32).toString('base64url');
      const code = codeOf(waiting);
      const expiresAt = now() + CODE_LIFE;
      waiting.set(code, { digest: digestOf(token), expiresAt });
      return { token, code, expiresAt };
    },
    isPending(digest) {
      forgetExpired();
      return [...waiting.values()].some((each) => each.digest === digest);
    },
    find(typed) {
      forgetExpired();
      const letters = typed.toUpperCase().replace(/[^A-Z]/g, '');
      const code = `${letters.slice(0, 4)}-${letters.slice(4)}`;
      return waiting.has(code) ? code : undefined;
    },
    async confirm(code, role) {
      forgetExpired();
      const found = waiting.get(code);
      if (!found || !waiting.delete(code)) return false;
      const session = { digest: found.digest, role, endsAt: now() + SESSION_LIFE };
      await store.change((state) => ({
        state: {
          ...state,
          sessions: [...state.sessions.filter(({ endsAt }) => endsAt > now()), session],
        },
        result: undefined,
      }));
      return true;
    },
    refuse(code) {
      waiting.delete(code);
    },
  };
}

function codeOf(taken: ReadonlyMap<string, unknown>): string {
  const letters = Array.from({ length: 8 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  const code = `${letters.slice(0, 4)}-${letters.slice(4)}`;
  return taken.has(code) ? codeOf(taken) : code;
}
