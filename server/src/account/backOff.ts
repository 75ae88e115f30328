// Turns a number of failures, or what the account asks for, into how long to wait before asking again.

/** Milliseconds. */
export interface Pauses {
  readonly first: number;
  readonly longest: number;
}

/**
 * The pause after so many failures in a row, at least one: doubled each time up to the longest, and of that between one
 * half and the whole, so that many who failed together do not come back together. `random` is in [0, 1).
 */
export function backOff(failures: number, { first, longest }: Pauses, random: number): number {
  return Math.min(longest, first * 2 ** (failures - 1)) * (0.5 + random / 2);
}

/** The most that is believed of `Retry-After`. */
const LONGEST = 60 * 60_000;

/** Reads a `Retry-After` header, seconds or an HTTP date (RFC 9110, 10.2.3), as milliseconds from `now`. */
export function readRetryAfter(header: unknown, now: number): number | undefined {
  if (typeof header !== 'string') return undefined;
  const text = header.trim();
  const wait = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now;
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(wait, 0), LONGEST);
}
