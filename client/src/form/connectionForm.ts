// Opens the form of a connection, and turns it into the connection that was created with it.
import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import type { Secret } from '../../../server/src/account/secret';
import { connectionTypeOf, connectionTypesNow } from '../../../server/src/catalogue/connectionTypes';
import { formHtml, slotOfField } from './html';
import { openForm } from './panel';
import type { Save } from './purpose';
import {
  type AccountWork,
  type ConnectionDraft,
  connectionPurpose,
  overwritePurpose,
  type SavedConnection,
} from './purposes';
import { overwriteTitleOf, sayStep, titleOf } from './words';

export type { AccountWork, ConnectionDraft, CreateOutcome, SavedConnection } from './purposes';

/** What the form needs of the extension. */
export interface FormParts {
  readonly extensionUri: vscode.Uri;
  readonly create: Save<ConnectionDraft, SavedConnection>;
  readonly work: AccountWork;
  /** The account the values go to, by its name. */
  readonly accountName: string;
  /** The types the account has connections of; the catalogue's follow them in the picker. */
  readonly knownTypes: readonly string[];
  log(line: string): void;
}

/** What the form is filled with at the start. */
export interface FormStart {
  readonly type?: string;
  readonly name?: string;
  /** Values by the fields of the type. */
  readonly values?: Readonly<Record<string, Secret>>;
  /** Of several forms one after the other. */
  readonly step?: Step;
}

/** Which of how many, from 1 on; `skipped` is called where the user goes on to the next without saving. */
export interface Step {
  readonly at: number;
  readonly of: number;
  skipped(): void;
}

/**
 * Opens the form, filled from a reference where it was started from one, and gives what was created, or undefined when
 * the form was closed without. A form already open for this type and name is shown again instead. Never rejects.
 */
export function openConnectionForm(parts: FormParts, start: FormStart): Promise<SavedConnection | undefined> {
  const { extensionUri, accountName, knownTypes: accountTypes } = parts;
  const { type = '', name = '', values, step } = start;
  const shown = { accountName, types: connectionTypesNow(), accountTypes, type, name, ...(step && { step }) };
  const titleOfType = (each: string) => (step ? `${tabTitle(each)} (${sayStep(step)})` : tabTitle(each));
  const given = Object.entries(values ?? {}).flatMap(([field, value]) => {
    const slot = slotOfField(shown, field);
    return slot === undefined ? [] : [[slot, value] as const];
  });
  return openForm({
    // One that is open without these values, or for another account, is another.
    key: JSON.stringify(['connection', accountName, type, name, ...given.map(([slot]) => slot)]),
    given: new Map(given),
    extensionUri,
    title: titleOfType(type),
    titleOfType,
    script: 'form.js',
    html: (frame) => formHtml(frame, shown),
    purpose: connectionPurpose(parts.create, parts.work, step && (() => step.skipped())),
    unsaved: l10n.t('The connection has not been created.'),
    log: (line) => parts.log(line),
  });
}

/** The same form for a connection that is there; `note` says what will come of it. */
export function openOverwriteForm(
  parts: Omit<FormParts, 'knownTypes' | 'create' | 'work'> & {
    readonly overwrite: FormParts['create'];
  } & Pick<AccountWork, 'test'>,
  { type, name, note }: SavedConnection & { readonly note: string },
): Promise<SavedConnection | undefined> {
  const { extensionUri, accountName, overwrite, test } = parts;
  const shown = {
    accountName,
    types: connectionTypesNow(),
    accountTypes: [type],
    type,
    name,
    overwrites: note,
  };
  return openForm({
    key: JSON.stringify(['overwrite', accountName, type, name]),
    extensionUri,
    title: overwriteTitleOf(connectionTypeOf(type)?.displayName ?? type, name),
    script: 'form.js',
    html: (frame) => formHtml(frame, shown),
    purpose: overwritePurpose(overwrite, test),
    unsaved: l10n.t('The values have not been overwritten.'),
    log: (line) => parts.log(line),
  });
}

function tabTitle(type: string): string {
  return titleOf(connectionTypeOf(type)?.displayName ?? type);
}
