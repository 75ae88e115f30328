// Turns what the files of a workspace name, and the account, into every connection they need: where, and whether it is there.
import type { Account } from '../account/account';
import { type Resolution, resolve } from '../account/resolve';
import type { NamedConnection, UsagePlace, UsagesAnswer } from '../protocol';
import type { ConnectionReference, Part } from '../workflow/reference';
import { scopeOf } from '../workflow/scope';
import type { FileNames } from './fileNames';

/** Each connection once, ordered by type and name; those that are computed behind the others. */
export function usagesIn(files: Iterable<FileNames>, account: Account): UsagesAnswer {
  let workflows = 0;
  const found = new Map<string, { readonly first: ConnectionReference; readonly places: UsagePlace[] }>();
  for (const { uri, connections } of files) {
    workflows += 1;
    for (const { reference, range } of connections) {
      if (isHalfWritten(reference)) continue;
      const key = JSON.stringify([textOf(reference.type), textOf(reference.name)]);
      const known = found.get(key) ?? { first: reference, places: [] };
      found.set(key, known);
      known.places.push({ uri, range, needed: isNeeded(reference) });
    }
  }
  const connections = [...found.values()].map(({ first, places }) => namedOf(first, account, places));
  return { workflows, connections: connections.sort(byTypeAndName) };
}

// Where no connection is ever known, none that is created helps.
function isNeeded({ use, place, faults }: ConnectionReference): boolean {
  return use === 'needed' && faults.length === 0 && scopeOf('connection', place) === 'known';
}

// In a tag a missing part is still to be typed; in an expression it is the whole map of connections that is meant.
function isHalfWritten({ type, name, spelling }: ConnectionReference): boolean {
  const parts = [type, name];
  if (parts.some((part) => part.is === 'written' && part.text === '')) return true;
  return spelling !== 'expression' && parts.some((part) => part.is === 'absent');
}

function namedOf(
  reference: ConnectionReference,
  account: Account,
  places: readonly UsagePlace[],
): NamedConnection {
  const type = textOf(reference.type);
  const name = textOf(reference.name);
  // What is named is known, also where the account refuses the shape for something else.
  const resolution = resolve({ ...reference, faults: [] }, account);
  return {
    ...(type !== undefined && { type }),
    ...(name !== undefined && { name }),
    ...statusOf(resolution),
    places,
  };
}

function statusOf(resolution: Resolution): Pick<NamedConnection, 'status' | 'types' | 'because'> {
  switch (resolution.is) {
    case 'found':
      return { status: 'present' };
    case 'missing':
      return { status: 'missing' };
    case 'other-type':
      return {
        status: 'type-mismatch',
        types: [...new Set(resolution.connections.map(({ type }) => type))].sort(),
      };
    case 'unknown':
      return { status: 'unknown', because: resolution.because };
    case 'computed':
    case 'unwritten':
      return { status: 'unknown', because: 'which connection this is, is known only when the workflow runs' };
  }
}

function textOf(part: Part): string | undefined {
  return part.is === 'written' ? part.text : undefined;
}

function byTypeAndName(one: NamedConnection, other: NamedConnection): number {
  const [a, b] = [one, other].map(({ type, name }) => [
    type === undefined || name === undefined ? '1' : '0',
    type ?? '',
    name ?? '',
  ]);
  const at = (a ?? []).findIndex((text, index) => text !== b?.[index]);
  return at < 0 ? 0 : (a?.[at] ?? '') < (b?.[at] ?? '') ? -1 : 1;
}
