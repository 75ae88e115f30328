// Turns the bytes of an answer into an object whose members are read one by one, or says why it is no answer.
import { isObject } from '../objects';
import { isLoopback } from './address';

/** What was read, or our own short phrase for why it is not what was asked for. */
export type Read<T> = { readonly value: T } | { readonly because: string };

/** The members of `T` as they arrive: named by the contract, of any type until read. */
export type Unchecked<T> = { readonly [Name in keyof T]?: unknown };

/** The object in a JSON body, and what `pick` takes from it; `Members` is an `Unchecked` of what is expected. */
export function readBody<Members extends object, T>(
  body: Uint8Array,
  pick: (answer: Members) => Read<T>,
): Read<T> {
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
  return isObject(answer) ? pick(answer as Members) : { because: 'it is no JSON object' };
}

/**
 * Reads `list`, which may be absent where the answer then holds nothing else; `one` gives undefined for a stranger. What is
 * not on a list that is not whole would be called missing.
 */
export function readList<T>(
  answer: object,
  list: unknown,
  names: { readonly list: string; readonly one: string },
  one: (element: unknown) => T | undefined,
): Read<readonly T[]> {
  if (list === undefined) {
    return holdsOnlyAccess(answer) ? { value: [] } : { because: `there is no list of ${names.list} in it` };
  }
  if (!Array.isArray(list)) return { because: `its list of ${names.list} is no list` };
  const read: T[] = [];
  for (const element of list) {
    const value = one(element);
    if (value === undefined) return { because: `its list holds something that is no ${names.one}` };
    read.push(value);
  }
  const doubt = doubtIn(answer, read.length);
  return doubt === undefined
    ? { value: read }
    : { because: `beside its list of ${names.list} it has "${doubt}"` };
}

/** The member of an answer by which a list of so many may not be all there is: an error, or another page. */
function doubtIn(answer: object, length: number): string | undefined {
  const members = Object.entries(answer).filter(
    ([, value]) => value !== null && value !== false && value !== '',
  );
  return members.find(([name, value]) =>
    /^total/i.test(name)
      ? typeof value === 'number' && value > length
      : /^(?:errors?$|next|cursor|pag(?:e|ing|ination)|has_?more|truncated|partial|incomplete)/i.test(name),
  )?.[0];
}

/** A string member; strings that are not UTF-8 come as `{"$encoding": "base64", "data": …}`. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (!isObject(value) || value.$encoding !== 'base64' || typeof value.data !== 'string') return undefined;
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(value.data)) return undefined;
  return Buffer.from(value.data, 'base64').toString('utf8');
}

/** The strings of a list; what is none is left out. */
export function textsOf(value: unknown): readonly string[] {
  return listOf(value)
    .map(textOf)
    .filter((text) => text !== undefined);
}

/** The elements of a list; of anything else, none. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function membersOf<T>(value: unknown): Unchecked<T> | undefined {
  return isObject(value) ? (value as Unchecked<T>) : undefined;
}

export function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

/** Whether an answer, whose own member is optional, is one without it, and not something else. */
export function holdsOnlyAccess(answer: object): boolean {
  return Object.keys(answer).every((key) => key === 'access');
}

/** `https:`, or `http:` on this machine: the only addresses that a browser is sent to. */
export function pageOf(value: unknown): string | undefined {
  const text = textOf(value);
  if (text === undefined || !URL.canParse(text)) return undefined;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname)) ? text : undefined;
}
