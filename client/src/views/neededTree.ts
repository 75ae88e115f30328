// Turns what the workspace names into the tree of the view Needed here: what the account lacks, and what was not checked.
import * as l10n from '@vscode/l10n';
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
            label: l10n.t('Not checked'),
            description: `${node.because} · ${sayCount(node.all.length, 'connection')}`,
            tooltip: l10n.t('Not checked: {0}.', node.because),
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
  const what = type === undefined ? l10n.t('any type') : type;
  const where = sayCount(places.length, 'place');
  const label = name ?? l10n.t('known only when it runs');
  return {
    id: `named ${keyOf(named)}`,
    label,
    description: [what, ...(isLacking ? [sayBriefly(named)] : []), where].join(' · '),
    tooltip: l10n.t(
      '{0} connection {1} / {2}: {3}. Named in {4}.',
      type === undefined ? l10n.t('A') : displayNameOf(type),
      what,
      label,
      state,
      where,
    ),
    ...(isLacking ? { icon: 'error', colour: 'list.errorForeground' } : { icon: 'question' }),
    is: isLacking ? 'missing' : 'unchecked-connection',
    children: 'closed',
    spoken: [l10n.t('{0}, {1} connection', label, what), state, where].join(', '),
  };
}

function sayBriefly({ status, types = [] }: NamedConnection): string {
  return status === 'type-mismatch' ? l10n.t('there as {0}', types.join(', ')) : 'missing';
}

function stateOf({ status, types = [], because }: NamedConnection, owner: string): string {
  switch (status) {
    case 'present':
      return l10n.t('in {0}', owner);
    case 'missing':
      return l10n.t('not in {0}', owner);
    case 'type-mismatch':
      return l10n.t('in {0} as {1}', owner, types.join(', '));
    case 'unknown':
      return l10n.t('not checked, {0}', because ?? l10n.t('for an unknown reason'));
  }
}
