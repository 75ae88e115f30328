// Opens the form of a workflow's secret, and tells whether a value was saved with it.
import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import type { Secret } from '../../../server/src/account/secret';
import { openForm } from './panel';
import type { Save } from './purpose';
import { secretPurpose } from './purposes';
import { type SecretStart, secretHtml, secretTitle } from './secretHtml';

/** What the form needs of the extension. */
export interface SecretParts {
  readonly extensionUri: vscode.Uri;
  readonly set: Save<Secret, true>;
  log(line: string): void;
}

/** Opens the form, with a value in it where one is given; resolves to whether a value was saved. One that is open for the secret is shown again. Never rejects. */
export async function openSecretForm(
  parts: SecretParts,
  start: SecretStart,
  value?: Secret,
): Promise<boolean> {
  const saved = await openForm({
    key: JSON.stringify(['secret', start.accountName, start.workflow, start.name, value !== undefined]),
    ...(value && { given: new Map([['value', value]]) }),
    extensionUri: parts.extensionUri,
    title: secretTitle(start),
    script: 'secretForm.js',
    html: (frame) => secretHtml(frame, start),
    purpose: secretPurpose(parts.set),
    unsaved: l10n.t('The secret has not been saved.'),
    log: (line) => parts.log(line),
  });
  return saved === true;
}
