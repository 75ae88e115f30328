// The changes that writing processes make: each follows from its number alone, so that what must be there is known.
import { Secret } from '../../server/src/account/secret';
import { emptyState, type State, writeState } from '../../server/src/localAccount/state';

/** Long enough that a write takes a while. */
const PADDING = 'x'.repeat(20_000);

/** The state after change `number`: most set a value, every fifth deletes a connection, if it is there. */
export function changed(state: State, number: number): State {
  const id = `c${(number * 3) % 7}`;
  const others = state.connections.filter((each) => each.id !== id);
  if (number % 5 === 4) return { ...state, connections: others };
  const at = new Date(number).toISOString();
  const values = new Secret(JSON.stringify({ key: `${number} ${PADDING}` }));
  const connection = { id, type: 'aws', name: id, createdAt: at, updatedAt: at, values };
  return { ...state, connections: [...others, connection] };
}

/** The state after the changes below `count`, as text. */
export function writtenAfter(count: number): string {
  let state = emptyState;
  for (let number = Math.max(0, count - 35); number < count; number++) state = changed(state, number);
  return writeState(state);
}
