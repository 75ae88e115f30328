// Turns what is known of a connection's uses into the question that is asked before it is changed for good.
import type { Connection } from '../../../server/src/account/account';
import { sayCount } from '../views/words';

/** What is asked of the user, in a window that must be answered. */
export interface Question {
  readonly message: string;
  readonly detail: string;
  /** What the button that goes on says. */
  readonly button: string;
}

/** Resolves to whether the user wants it. */
export type Ask = (question: Question) => Promise<boolean>;

/** Where a connection is used, as far as can be seen from here. */
export interface Uses {
  /** `deploy.yaml:12`, of this workspace; undefined where its files could not be read. */
  readonly here: readonly string[] | undefined;
  /** The name of the account. */
  readonly owner: string;
}

/** Most places that are named; the others are counted. */
const most = 10;

export function deletionQuestion(connection: Connection, uses: Uses): Question {
  return {
    message: `Delete the ${connection.type} connection "${connection.name}" of ${uses.owner}?`,
    detail: `It cannot be brought back: its values cannot be read.\n\n${sayUses(connection, uses)}`,
    button: 'Delete',
  };
}

export function overwriteQuestion(connection: Connection, uses: Uses): Question {
  return {
    message: `Overwrite the values of the ${connection.type} connection "${connection.name}" of ${uses.owner}?`,
    detail: `All of its values are replaced; the old ones cannot be brought back. What uses it gets the new ones.\n\n${sayUses(connection, uses)}`,
    button: 'Overwrite',
  };
}

export function renameQuestion(connection: Connection, to: string, uses: Uses): Question {
  const { type, name, workflows } = connection;
  const still =
    workflows?.length === 0
      ? ''
      : ' Workflows in the account go on naming the old one until you change them too.';
  return {
    message: `Rename the ${type} connection "${name}" of ${uses.owner} to "${to}"?`,
    detail: `Its values stay. The workflows of this workspace are changed with it.${still}\n\n${sayUses(connection, uses)}`,
    button: 'Rename',
  };
}

/** What is known to use the connection, and what cannot be seen. */
function sayUses({ workflows }: Connection, { here, owner }: Uses): string {
  const inWorkspace =
    here === undefined
      ? 'The workflows of this workspace could not be read.'
      : here.length === 0
        ? 'No workflow of this workspace names it.'
        : listed(`This workspace names it in ${sayCount(here.length, 'place')}:`, here);
  const inAccount =
    workflows === undefined
      ? `${owner} does not say which of its workflows use it.`
      : workflows.length === 0
        ? `No workflow in ${owner} uses it.`
        : listed(
            `${sayCount(workflows.length, 'workflow')} in ${owner} ${workflows.length === 1 ? 'uses' : 'use'} it:`,
            workflows,
          );
  return `${inWorkspace}\n\n${inAccount}\n\nOther workspaces cannot be seen.`;
}

function listed(title: string, all: readonly string[]): string {
  const shown = all.slice(0, most).map((each) => `• ${each}`);
  return [title, ...shown, ...(all.length > most ? [`… and ${all.length - most} more`] : [])].join('\n');
}
