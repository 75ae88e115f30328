// Turns what is known of a connection's uses into the question that is asked before it is changed for good.
import * as l10n from '@vscode/l10n';
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
    message: l10n.t('Delete the {0} connection "{1}" of {2}?', connection.type, connection.name, uses.owner),
    detail: l10n.t('It cannot be brought back: its values cannot be read.\n\n{0}', sayUses(connection, uses)),
    button: l10n.t('Delete'),
  };
}

export function overwriteQuestion(connection: Connection, uses: Uses): Question {
  return {
    message: l10n.t(
      'Overwrite the values of the {0} connection "{1}" of {2}?',
      connection.type,
      connection.name,
      uses.owner,
    ),
    detail: l10n.t(
      'All of its values are replaced; the old ones cannot be brought back. What uses it gets the new ones.\n\n{0}',
      sayUses(connection, uses),
    ),
    button: l10n.t('Overwrite'),
  };
}

export function renameQuestion(connection: Connection, to: string, uses: Uses): Question {
  const { type, name, workflows } = connection;
  const still =
    workflows?.length === 0
      ? ''
      : l10n.t(' Workflows in the account go on naming the old one until you change them too.');
  return {
    message: l10n.t('Rename the {0} connection "{1}" of {2} to "{3}"?', type, name, uses.owner, to),
    detail: l10n.t(
      'Its values stay. The workflows of this workspace are changed with it.{0}\n\n{1}',
      still,
      sayUses(connection, uses),
    ),
    button: l10n.t('Rename'),
  };
}

/** What is known to use the connection, and what cannot be seen. */
function sayUses({ workflows }: Connection, { here, owner }: Uses): string {
  const inWorkspace =
    here === undefined
      ? l10n.t('The workflows of this workspace could not be read.')
      : here.length === 0
        ? l10n.t('No workflow of this workspace names it.')
        : listed(l10n.t('This workspace names it in {0}:', sayCount(here.length, 'place')), here);
  const inAccount =
    workflows === undefined
      ? l10n.t('{0} does not say which of its workflows use it.', owner)
      : workflows.length === 0
        ? l10n.t('No workflow in {0} uses it.', owner)
        : listed(
            l10n.t(
              '{0} in {1} {2} it:',
              sayCount(workflows.length, 'workflow'),
              owner,
              workflows.length === 1 ? 'uses' : 'use',
            ),
            workflows,
          );
  return l10n.t('{0}\n\n{1}\n\nOther workspaces cannot be seen.', inWorkspace, inAccount);
}

function listed(title: string, all: readonly string[]): string {
  const shown = all.slice(0, most).map((each) => `• ${each}`);
  return [title, ...shown, ...(all.length > most ? [l10n.t('… and {0} more', all.length - most)] : [])].join(
    '\n',
  );
}
