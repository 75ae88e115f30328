// Turns the account's connections and where they are named into the tree of the view Connections.
import * as l10n from '@vscode/l10n';
import type { Account, Connection } from '../../../server/src/account/account';
import { connectionTypeOf } from '../../../server/src/catalogue/connectionTypes';
import type { NamedConnection, UsagePlace } from '../../../server/src/protocol';
import { type Item, type SayFile, sayPlace, type Tree } from './item';
import { sayAgo, sayCount } from './words';

export type ConnectionNode =
  | { readonly is: 'type'; readonly type: string; readonly connections: readonly Connection[] }
  /** `type` and `name` as the commands take them. */
  | {
      readonly is: 'connection';
      readonly type: string;
      readonly name: string;
      readonly connection: Connection;
    }
  | { readonly is: 'place'; readonly of: string; readonly place: UsagePlace }
  | { readonly is: 'workflow'; readonly of: string; readonly path: string };

export interface ConnectionTreeSource {
  readonly account: Account;
  /** What the workspace names; undefined while that is not known. */
  readonly named: readonly NamedConnection[] | undefined;
  /** Words that a connection must have, of its type, its name and its state. */
  readonly filter: string;
  /** Whether a connection is being tested, by its id. */
  isTested(id: string): boolean;
  readonly sayFile: SayFile;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Types that are shown open: as many as fill a window. */
const mostOpen = 50;

/** Everything but the types is made when it is asked for. */
export function connectionTree(source: ConnectionTreeSource): Tree<ConnectionNode> {
  const { account, named, filter, now } = source;
  const uses = new Map(named?.map((each) => [keyOf(each), each.places]));
  const placesOf = (connection: Connection) => uses.get(keyOf(connection)) ?? [];
  const all = account.state === 'ready' ? account.connections : [];
  const lockFile = account.state === 'ready' && account.lockFile === true;
  const owner = account.state === 'ready' ? account.name : '';

  const words = filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const isShown = (connection: Connection) => {
    if (words.length === 0) return true;
    const isUnused = named !== undefined && placesOf(connection).length === 0;
    const states = [stateOf(connection), ...(isUnused ? ['unused'] : [])];
    const { type, name } = connection;
    const said = `${type} ${displayNameOf(type)} ${name}`.toLowerCase();
    return words.every((word) => said.includes(word) || states.some((state) => state.startsWith(word)));
  };
  const shown = all.filter(isShown);
  const isOpen = shown.length <= mostOpen;

  const sayUses = (connection: Connection): string[] => {
    const here = placesOf(connection).length;
    const there = connection.workflows?.length ?? 0;
    return [
      ...(named ? [here === 0 ? l10n.t('unused here') : l10n.t('{0} here', sayCount(here, 'use'))] : []),
      ...(there > 0 ? [l10n.t('{0} of {1}', sayCount(there, 'workflow'), owner)] : []),
    ];
  };
  const itemOfConnection = (connection: Connection): Item => {
    const { id, type, name, createdAt, updatedAt, auth, workflows } = connection;
    const isBusy = source.isTested(id);
    const state = isBusy
      ? l10n.t('being tested')
      : lockFile
        ? l10n.t('in the lock file')
        : sayTest(connection, now);
    const uses = sayUses(connection);
    const changed = sayAgo(updatedAt ?? createdAt, now);
    const facts = [
      l10n.t('{0} connection {1} / {2}', displayNameOf(type), type, name),
      ...(lockFile
        ? []
        : [
            l10n.t(
              'Last test: {0}{1}',
              connection.availability?.status || l10n.t('not known'),
              atTime(connection.availability?.testedAt),
            ),
          ]),
      ...(createdAt ? [l10n.t('Created: {0}', createdAt)] : []),
      ...(updatedAt ? [l10n.t('Changed: {0}', updatedAt)] : []),
      ...(auth ? [l10n.t('Authorised by: {0}', auth)] : []),
      ...uses.map((each) => l10n.t('Uses: {0}', each)),
    ];
    return {
      id: `connection ${keyOf(connection)}`,
      label: name,
      description: [state, ...uses, ...(changed ? [l10n.t('changed {0}', changed)] : [])].join(' · '),
      tooltip: facts.join('\n'),
      ...(isBusy ? { icon: 'sync~spin' } : lockFile ? { icon: 'lock' } : iconOf(connection)),
      is: lockFile || id === '' ? 'locked' : 'connection',
      children: placesOf(connection).length + (workflows?.length ?? 0) > 0 ? 'closed' : 'none',
      spoken: [l10n.t('{0}, {1} connection', name, type), state, ...uses].join(', '),
    };
  };

  return {
    roots: typesOf(shown),
    below(node) {
      switch (node.is) {
        case 'type':
          return node.connections.map((connection) => {
            const { type, name } = connection;
            return { is: 'connection', type, name, connection };
          });
        case 'connection': {
          const of = keyOf(node);
          return [
            ...placesOf(node.connection).map((place) => ({ is: 'place' as const, of, place })),
            ...(node.connection.workflows ?? []).map((path) => ({ is: 'workflow' as const, of, path })),
          ];
        }
        case 'place':
        case 'workflow':
          return [];
      }
    },
    itemOf(node) {
      switch (node.is) {
        case 'type': {
          const { type, connections } = node;
          const failed = connections.filter((each) => stateOf(each) === 'failed').length;
          const count = sayCount(connections.length, 'connection');
          return {
            // VS Code keeps a node that it knows closed; what is found is to be seen.
            id: `type ${type}${words.length > 0 ? ' found' : ''}`,
            label: displayNameOf(type),
            description: [type, count, ...(failed > 0 ? [l10n.t('{0} failed', failed)] : [])].join(' · '),
            icon: 'folder',
            is: 'type',
            children: isOpen || words.length > 0 ? 'open' : 'closed',
          };
        }
        case 'connection':
          return itemOfConnection(node.connection);
        case 'place':
          return itemOfPlace(node.of, node.place, source.sayFile);
        case 'workflow':
          return {
            id: `workflow ${node.of} ${node.path}`,
            label: node.path,
            description: l10n.t('in {0}', owner),
            tooltip: l10n.t('The workflow "{0}" of {1} uses it.', node.path, owner),
            icon: 'cloud',
            is: 'workflow',
            children: 'none',
          };
      }
    },
  };
}

/** A place where something is named; `of` is what. */
export function itemOfPlace(of: string, place: UsagePlace, sayFile: SayFile): Item {
  const { file, folder } = sayPlace(place, sayFile);
  const { line, character } = place.range.start;
  return {
    id: `place ${of} ${place.uri} ${line} ${character}`,
    label: file,
    description: [...(folder ? [folder] : []), ...(place.needed ? [] : [l10n.t('not needed')])].join(' · '),
    tooltip: l10n.t('{0}, line {1}', sayFile(place.uri), line + 1),
    icon: 'go-to-file',
    is: 'place',
    children: 'none',
    place,
  };
}

/** The type and name as one text. */
export function keyOf({ type, name }: { readonly type?: string; readonly name?: string }): string {
  return JSON.stringify([type ?? null, name ?? null]);
}

/** The name of a type as people know it. */
export function displayNameOf(type: string): string {
  return connectionTypeOf(type)?.displayName ?? type;
}

function typesOf(connections: readonly Connection[]): ConnectionNode[] {
  const types = new Map<string, Connection[]>();
  for (const connection of connections) {
    const known = types.get(connection.type);
    if (known) known.push(connection);
    else types.set(connection.type, [connection]);
  }
  return [...types]
    .sort(([one], [other]) => compare(displayNameOf(one), displayNameOf(other)))
    .map(([type, all]) => ({
      is: 'type',
      type,
      connections: all.sort((one, other) => compare(one.name, other.name)),
    }));
}

const { compare } = new Intl.Collator('en', { numeric: true });

// `status` is an open set: only that a test was made, and that it failed, is sure.
function stateOf({ availability }: Connection): 'failed' | 'tested' | 'untested' {
  if (availability?.failed) return 'failed';
  return availability?.testedAt === undefined ? 'untested' : 'tested';
}

function sayTest(connection: Connection, now: number): string {
  const state = stateOf(connection);
  if (state === 'untested') return l10n.t('not tested');
  const ago = sayAgo(connection.availability?.testedAt, now);
  return `${state === 'failed' ? l10n.t('test failed') : l10n.t('tested')}${ago ? ` ${ago}` : ''}`;
}

function iconOf(connection: Connection): Pick<Item, 'icon' | 'colour'> {
  switch (stateOf(connection)) {
    case 'failed':
      return { icon: 'error', colour: 'list.errorForeground' };
    case 'tested':
      return { icon: 'pass', colour: 'testing.iconPassed' };
    case 'untested':
      return { icon: 'plug' };
  }
}

function atTime(time: string | undefined): string {
  return time === undefined ? '' : ` (${time})`;
}
