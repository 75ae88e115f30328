// What the forms are for: which message of a page saves what, and what is said when that fails. Knows no window.
import * as l10n from '@vscode/l10n';
import { Secret } from '../../../server/src/account/secret';
import { connectionTypeOf } from '../../../server/src/catalogue/connectionTypes';
import { readKubeconfig } from './kubeconfig';
import { kubeconfigSlot } from './messages';
import type { Browser, Outcome, Purpose, Save } from './purpose';
import { overwriteTitleOf } from './words';

/** What the form of a connection asks to be created. `fields` are the values by field name. */
export interface ConnectionDraft {
  readonly type: string;
  readonly name: string;
  readonly fields: Readonly<Record<string, Secret>>;
}

/** A type and a name, as the account has them. */
export interface SavedConnection {
  readonly type: string;
  readonly name: string;
}

export type CreateOutcome = Outcome<SavedConnection>;

type ConnectionPurpose = Purpose<ConnectionDraft, SavedConnection>;
type SaveConnection = Save<ConnectionDraft, SavedConnection>;

/** What the form of a connection does with the account besides saving. */
export interface AccountWork {
  readonly test: NonNullable<ConnectionPurpose['test']>;
  /** Replaces the values of the connection that the form has created, without asking. */
  readonly replace: SaveConnection;
  readonly browser: Browser<SavedConnection>;
}

export function connectionPurpose(
  create: SaveConnection,
  { test, replace, browser }: Partial<AccountWork> = {},
  skipped?: () => void,
): ConnectionPurpose {
  return {
    draftOf(message) {
      if (message.kind !== 'create') return undefined;
      const { type, name, fields } = message;
      const values = fields.map(([field, value]) => [field, new Secret(value)] as const);
      return { type, name, fields: Object.fromEntries(values) };
    },
    save: create,
    ...(test && { test }),
    ...(replace && {
      again: ({ type, name }) => ({
        title: overwriteTitleOf(connectionTypeOf(type)?.displayName ?? type, name),
        purpose: overwritePurpose(replace, test),
      }),
    }),
    ...(browser && { browser }),
    ...(skipped && { skipped }),
    answerTo: (slot, value) =>
      slot === kubeconfigSlot && value !== '' ? { kind: 'kubeconfig', ...readKubeconfig(value) } : undefined,
    titleOf: ({ type, name }) => l10n.t('{0} / {1} was created', type, name),
    labelOf: ({ type }, field) => connectionTypeOf(type)?.fields.find(({ name }) => name === field)?.label,
    words: {
      form: 'connection form',
      failed: l10n.t(
        'The connection was not created: an unexpected error happened. Nothing you typed is lost.',
      ),
      stopped: l10n.t(
        'Stopped. The account may have created the connection all the same: refresh the connections before you try again.',
      ),
    },
  };
}

/** The same form for a connection that is there. */
export function overwritePurpose(
  overwrite: SaveConnection,
  test?: ConnectionPurpose['test'],
): ConnectionPurpose {
  return {
    ...connectionPurpose(overwrite, test && { test }),
    titleOf: ({ type, name }) => l10n.t('{0} / {1} was overwritten', type, name),
    words: {
      form: 'connection form',
      failed: l10n.t(
        'The connection was not overwritten: an unexpected error happened. Nothing you typed is lost.',
      ),
      stopped: l10n.t(
        'Stopped. The account may have overwritten the values all the same; overwriting them again does no harm.',
      ),
    },
  };
}

/** The form of a secret saves one value, and tells only that it did. */
export function secretPurpose(set: Save<Secret, true>): Purpose<Secret, true> {
  return {
    draftOf: (message) => (message.kind === 'set' ? new Secret(message.value) : undefined),
    save: set,
    titleOf: () => '',
    words: {
      form: 'secret form',
      failed: l10n.t('The secret was not saved: an unexpected error happened. Nothing you typed is lost.'),
      stopped: l10n.t(
        'Stopped. The account may have saved the secret all the same; saving it again does no harm.',
      ),
    },
  };
}
