// Turns the account's errors into short texts for the person who asked, without what was sent.

import { isObject } from '../objects';
import { membersOf, readBody, textOf, type Unchecked } from './answers';
import type { Problem, ProblemAnswer } from './contract/types';
import type { Secret } from './secret';

/** What the account says of a refused request. For who made it only: it is the account's text, not ours. */
export interface Refusal {
  readonly message?: string;
  /** Path of a member of the request → what is wrong with it. */
  readonly items?: Readonly<Record<string, string>>;
}

const LONGEST_TEXT = 400;
const LONGEST_PATH = 120;
const MOST_ITEMS = 50;

/** Reads `{"error": …}` (relay/api.md, Errors); `undefined` for a body of another shape, which is not the account's. */
export function readRefusal(body: Uint8Array, secrets: readonly Secret[]): Refusal | undefined {
  const read = readBody(body, ({ error }: Unchecked<ProblemAnswer>) => ({ value: error }));
  return 'value' in read && isObject(read.value) ? readProblem(read.value, secrets) : undefined;
}

/**
 * Reads one error. Control characters are taken out, lengths are bounded, and every one of `secrets` that the account
 * echoes stands as `[secret]`.
 */
export function readProblem(value: unknown, secrets: readonly Secret[]): Refusal {
  const error = membersOf<Problem>(value) ?? {};
  const clean = cleaner(secrets);
  const message = clean(sayingOf(error) ?? '', LONGEST_TEXT);
  const items = Object.entries(isObject(error.items) ? error.items : {})
    .slice(0, MOST_ITEMS)
    .map(([path, item]) => [
      clean(path, LONGEST_PATH),
      clean(sayingOf(item) ?? 'not accepted', LONGEST_TEXT),
    ]);
  return { ...(message && { message }), ...(items.length > 0 && { items: Object.fromEntries(items) }) };
}

/** The text of an error that is meant for people: `formatted.friendly`, else `description.friendly`, else `title`. */
function sayingOf(value: unknown): string | undefined {
  const error = membersOf<Problem>(value);
  if (!error) return undefined;
  return friendlyOf(error.formatted) ?? friendlyOf(error.description) ?? (textOf(error.title) || undefined);
}

function friendlyOf(value: unknown): string | undefined {
  return isObject(value) ? textOf(value.friendly) || undefined : undefined;
}

function cleaner(secrets: readonly Secret[]): (text: string, longest: number) => string {
  const pieces = secrets
    .flatMap((secret) => piecesOf(secret.reveal()))
    .sort((one, other) => other.length - one.length);
  return (text, longest) => {
    const plain = withoutPieces(text, pieces)
      .replace(/\p{Cf}/gu, '')
      .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
      .trim();
    const whole = withoutPieces(plain, pieces);
    return whole.length > longest ? `${whole.slice(0, longest - 1)}…` : whole;
  };
}

/** Length from which a piece is looked for inside words too, and from which its beginning alone gives it away. */
const TELLING = 8;

/** The spellings in which an account may echo a value: whole, trimmed, line by line, and each of them encoded. */
function piecesOf(secret: string): readonly string[] {
  const lines = secret.split(/\r\n|\r|\n/).map((line) => line.trim());
  const plain = [secret, secret.trim(), ...lines.filter((line) => line.length >= TELLING)];
  const forms = plain.flatMap((text) => [
    text,
    JSON.stringify(text).slice(1, -1),
    encodeURIComponent(Buffer.from(text).toString()),
    Buffer.from(text).toString('base64'),
  ]);
  return [...new Set(forms)].filter((text) => text !== '');
}

function withoutPieces(text: string, pieces: readonly string[]): string {
  return pieces.reduce(withoutPiece, text);
}

/**
 * Takes one piece out of a text. A short one is taken out only where it stands as a word, so that a region or the
 * digit 1 does not eat the sentence; a long one also where only its beginning is echoed.
 */
function withoutPiece(text: string, piece: string): string {
  if (piece.length < TELLING) {
    const escaped = piece.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    return text.replace(new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'gu'), '[secret]');
  }
  const beginning = piece.slice(0, TELLING);
  let rest = text;
  let clean = '';
  for (let at = rest.indexOf(beginning); at !== -1; at = rest.indexOf(beginning)) {
    let length = TELLING;
    while (length < piece.length && rest[at + length] === piece[length]) length++;
    clean += `${rest.slice(0, at)}[secret]`;
    rest = rest.slice(at + length);
  }
  return clean + rest;
}
