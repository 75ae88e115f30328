// Turns what the workspace names into the tree of the view Needed here: what the account lacks, and what was not checked.
import type { NamedConnection, UsagePlace } from '../../../server/src/protocol';
import { displayNameOf, itemOfPlace, keyOf } from './connectionTree';
import type { Item, SayFile, Tree } from './item';
import { sayCount } from './words';

export type NeededNode =
  /** A connection that is missing, with `type` and `name` as the commands take them, or one that was not checked. */
  | {
      readonly is: 'named';
      readonly type?: string | undefined;
      readonly name?: string | undefined;
      readonly named: NamedConnection;
    }
  | { readonly is: 'unchecked'; readonly because: string; readonly all: readonly NamedConnection[] }
  | { readonly is: 'place'; readonly of: string; readonly place: UsagePlace };

/** Groups that are shown open: as many as fill a window. */
const mostOpen = 20;

/** What the account lacks, or has under another type, of what a workflow cannot go on without. */
export function missingOf(named: readonly NamedConnection[]): readonly Missing[] {
  return named.flatMap((each) => {
    const { type, name, status, places } = each;
    if (type === undefined || name === undefined) return [];
    const isLacking = status === 'missing' || status === 'type-mismatch';
    return isLacking && places.some(({ needed }) => needed) ? [{ ...each, type, name }] : [];
  });
}

export type Missing = NamedConnection & { readonly type: string; readonly name: string };

/** `owner` is the name of the account. */
export function neededTree(
  all: readonly NamedConnection[],
  owner: string,
  sayFile: SayFile,
): Tree<NeededNode> {
  const unchecked = new Map<string, NamedConnection[]>();
  for (const named of all) {
    if (named.status !== 'unknown') continue;
    const because = named.because ?? '';
    const known = unchecked.get(because);
    if (known) known.push(named);
    else unchecked.set(because, [named]);
  }
  const groups = [...unchecked].map(([because, of]) => ({ is: 'unchecked' as const, because, all: of }));
  return {
    roots: [...missingOf(all).map(nodeOf), ...groups],
    below(node) {
      switch (node.is) {
        case 'named':
          return node.named.places.map((place) => ({ is: 'place', of: keyOf(node.named), place }));
        case 'unchecked':
          return node.all.map(nodeOf);
        case 'place':
          return [];
      }
    },
    itemOf(node) {
      switch (node.is) {
        case 'named':
          return itemOfNamed(node.named, owner);
        case 'unchecked':
          return {
            id: `unchecked ${node.because}`,
            label: 'Not checked',
            description: `${node.because} · ${sayCount(node.all.length, 'connection')}`,
            tooltip: `Not checked: ${node.because}.`,
            icon: 'question',
            is: 'unchecked',
            children: node.all.length <= mostOpen ? 'open' : 'closed',
          };
        case 'place':
          return itemOfPlace(node.of, node.place, sayFile);
      }
    },
  };
}

function nodeOf(named: NamedConnection): NeededNode {
  const { type, name } = named;
  return { is: 'named', type, name, named };
}

function itemOfNamed(named: NamedConnection, owner: string): Item {
  const { type, name, places } = named;
  const state = stateOf(named, owner);
  const isLacking = named.status !== 'unknown';
  const what = type === undefined ? 'any type' : type;
  const where = sayCount(places.length, 'place');
  const label = name ?? 'known only when it runs';
  return {
    id: `named ${keyOf(named)}`,
    label,
    description: [what, ...(isLacking ? [sayBriefly(named)] : []), where].join(' · '),
    tooltip: `${type === undefined ? 'A' : displayNameOf(type)} connection ${what} / ${label}: ${state}. Named in ${where}.`,
    ...(isLacking ? { icon: 'error', colour: 'list.errorForeground' } : { icon: 'question' }),
    is: isLacking ? 'missing' : 'unchecked-connection',
    children: 'closed',
    spoken: [`${label}, ${what} connection`, state, where].join(', '),
  };
}

function sayBriefly({ status, types = [] }: NamedConnection): string {
  return status === 'type-mismatch' ? `there as ${types.join(', ')}` : 'missing';
}

function stateOf({ status, types = [], because }: NamedConnection, owner: string): string {
  switch (status) {
    case 'present':
      return `in ${owner}`;
    case 'missing':
      return `not in ${owner}`;
    case 'type-mismatch':
      return `in ${owner} as ${types.join(', ')}`;
    case 'unknown':
      return `not checked, ${because ?? 'for an unknown reason'}`;
  }
}
