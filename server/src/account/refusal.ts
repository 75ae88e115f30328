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
  const withoutPieces = remover([...new Set(secrets.flatMap((secret) => piecesOf(secret.reveal())))]);
  return (text, longest) => {
    const plain = withoutPieces(text)
      .replace(/\p{Cf}/gu, '')
      .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
      .trim();
    const whole = withoutPieces(plain);
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
  return forms.filter((text) => text !== '');
}

/**
 * Gives what takes pieces out of a text. A short one is taken out only where it stands as a word, so that a region or
 * the digit 1 does not eat the sentence. A long one goes wherever it stands; then also where only its beginning does,
 * with the rest of that word, which may be the same in another spelling.
 */
function remover(pieces: readonly string[]): (text: string) => string {
  const short = pieces.filter((piece) => piece.length < TELLING);
  const ofBeginning = new Map<string, string[]>();
  for (const piece of pieces) {
    const beginning = piece.slice(0, TELLING);
    const known = ofBeginning.get(beginning);
    if (known) known.push(piece);
    else if (piece.length >= TELLING) ofBeginning.set(beginning, [piece]);
  }
  const longestAt = (text: string, start: number, lengthOf: (piece: string) => number): number => {
    let longest = 0;
    for (const piece of ofBeginning.get(text.slice(start, start + TELLING)) ?? [])
      longest = Math.max(longest, lengthOf(piece));
    return longest;
  };
  const wholeAt = (text: string, start: number): number =>
    longestAt(text, start, (piece) => (text.startsWith(piece, start) ? piece.length : 0));
  const partAt = (text: string, start: number): number => {
    const common = longestAt(text, start, (piece) => commonLength(text, start, piece));
    return common === 0 ? 0 : common + (/^\S*/.exec(text.slice(start + common))?.[0].length ?? 0);
  };
  return (text) => short.reduce(withoutWord, without(without(text, wholeAt), partAt));
}

/** Puts `[secret]` in the place of whatever `lengthAt` finds. */
function without(text: string, lengthAt: (text: string, start: number) => number): string {
  let clean = '';
  let start = 0;
  while (start < text.length) {
    const length = lengthAt(text, start);
    clean += length > 0 ? '[secret]' : text[start];
    start += Math.max(1, length);
  }
  return clean;
}

function withoutWord(text: string, word: string): string {
  const escaped = word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return text.replace(new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'gu'), '[secret]');
}

function commonLength(text: string, start: number, piece: string): number {
  let length = 0;
  while (length < piece.length && text[start + length] === piece[length]) length++;
  return length;
}
