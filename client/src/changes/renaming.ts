// Renames a connection in the account, and then wherever the workspace names it.
import * as l10n from '@vscode/l10n';
import type { Connection } from '../../../server/src/account/account';
import { unfitnessOf } from '../../../server/src/account/fitName';
import type { Settled } from '../../../server/src/account/settle';
import type { Changing } from './deletion';
import { renameQuestion, type Uses } from './question';

/** The text of the workspace. Each resolves to why it cannot be done, in words, or to undefined. */
export interface Text {
  /** Whether the new name can be written wherever the old one stands. Changes nothing. */
  obstacle(): Promise<string | undefined>;
  /** Writes it, as one step that can be undone. */
  rename(): Promise<string | undefined>;
}

export type Renamed =
  | { readonly is: 'renamed' }
  | { readonly is: 'kept' }
  /** Nothing was changed anywhere. */
  | { readonly is: 'obstructed'; readonly because: string }
  /** The account did not rename it, so the text was left alone. */
  | Exclude<Settled<unknown>, { is: 'done' }>
  /** The account has renamed it, and the text still has the old name. */
  | { readonly is: 'text-left'; readonly because: string };

/** The text is changed only after the account has the new name. */
export async function renameEverywhere(
  connection: Connection,
  to: string,
  uses: Uses,
  text: Text,
  { ask, calls, busy, refresh }: Changing,
): Promise<Renamed> {
  const obstacle = await text.obstacle();
  if (obstacle !== undefined) return { is: 'obstructed', because: obstacle };
  if (!(await ask(renameQuestion(connection, to, uses)))) return { is: 'kept' };
  const settled = await busy((signal) => calls.renameConnection(connection.id, to, signal));
  if (settled.is !== 'done') {
    await refresh();
    return settled;
  }
  const because = await text.rename();
  await refresh();
  return because === undefined ? { is: 'renamed' } : { is: 'text-left', because };
}

/** Why a connection cannot have this name, before anybody is asked; undefined where it may. */
export function unfitName(
  { type, name }: Connection,
  to: string,
  connections: readonly Connection[],
): string | undefined {
  const unfitness = unfitnessOf(to);
  if (unfitness === 'empty') return l10n.t('Enter a name.');
  if (unfitness === 'space') return l10n.t('There is a space at the start or at the end.');
  if (unfitness === 'control') return l10n.t('A name is one line of text, without control characters.');
  if (to === name) return l10n.t('This is its name already.');
  const isTaken = connections.some((each) => each.type === type && each.name === to);
  return isTaken ? l10n.t('Another {0} connection has this name.', type) : undefined;
}
