// Deletes a connection once the user has agreed.
import type { Connection } from '../../../server/src/account/account';
import type { Settled, SettledCalls } from '../../../server/src/account/settle';
import { type Ask, deletionQuestion, type Uses } from './question';

/** What a change needs of the window and of the account. */
export interface Changing {
  readonly ask: Ask;
  readonly calls: SettledCalls;
  /** Shows that the account is being changed; the signal fires when the user gives it up. */
  busy<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** Asks the account what it has now. */
  refresh(): Promise<unknown>;
}

/** Resolves to what came of it; `kept` where the user did not agree. The account is asked anew whatever came of it. */
export async function deleteConnection(
  connection: Connection,
  uses: Uses,
  { ask, calls, busy, refresh }: Changing,
): Promise<Settled<undefined> | { readonly is: 'kept' }> {
  if (!(await ask(deletionQuestion(connection, uses)))) return { is: 'kept' };
  const settled = await busy((signal) => calls.deleteConnection(connection.id, signal));
  await refresh();
  return settled;
}
