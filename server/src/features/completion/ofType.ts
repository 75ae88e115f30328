// Finds the connections of a type in a list of any length, which is sorted by type once.
import type { Connection } from '../../account/account';

const indexes = new WeakMap<readonly Connection[], ReadonlyMap<string, readonly Connection[]>>();

/** The connections of a type, or all of them, in the order of the list. */
export function connectionsOfType(
  connections: readonly Connection[],
  type: string | undefined,
): readonly Connection[] {
  if (type === undefined) return connections;
  const index = indexes.get(connections) ?? indexOf(connections);
  indexes.set(connections, index);
  return index.get(type) ?? [];
}

function indexOf(connections: readonly Connection[]): ReadonlyMap<string, readonly Connection[]> {
  const index = new Map<string, Connection[]>();
  for (const connection of connections) {
    const known = index.get(connection.type);
    if (known) known.push(connection);
    else index.set(connection.type, [connection]);
  }
  return index;
}
