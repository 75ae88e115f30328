// Gives a connection other values once the user has agreed.
import type { Connection } from '../../../server/src/account/account';
import type { Fields, Saved } from '../../../server/src/account/calls/connections';
import type { Settled } from '../../../server/src/account/settle';
import type { Changing } from './deletion';
import { overwriteQuestion, type Uses } from './question';

/** Resolves to what came of it; `kept` where the user did not agree. `signal` fires when nobody waits any more. */
export async function overwriteConnection(
  connection: Connection,
  fields: Fields,
  uses: Uses,
  { ask, calls, refresh }: Pick<Changing, 'ask' | 'calls' | 'refresh'>,
  signal: AbortSignal,
): Promise<Settled<Saved> | { readonly is: 'kept' }> {
  if (!(await ask(overwriteQuestion(connection, uses)))) return { is: 'kept' };
  const settled = await calls.overwriteConnection(connection.id, connection.name, fields, signal);
  await refresh();
  return settled;
}
