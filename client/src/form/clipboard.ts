// Turns values that went over the clipboard into an offer to clear it, where it still holds one of them.

import { createHash } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Secret } from '../../../server/src/account/secret';

const text = {
  holds: l10n.t('The clipboard still holds a value of this form.'),
  clear: l10n.t('Clear the Clipboard'),
};

/** Asks once, and clears nothing that was copied since. Of the values, only digests live as long as the question. */
export async function offerToClear(values: readonly Secret[]): Promise<void> {
  if (values.length === 0) return;
  const digests = new Set(values.map((value) => digestOf(value.reveal())));
  // Not every window may read the clipboard.
  const holds = () =>
    vscode.env.clipboard.readText().then(
      (copied) => copied.trim() !== '' && digests.has(digestOf(copied)),
      () => false,
    );
  if (!(await holds())) return;
  const picked = await vscode.window.showInformationMessage(text.holds, text.clear);
  if (picked && (await holds())) await vscode.env.clipboard.writeText('');
}

/** An input of one line drops the line breaks of what is pasted into it. */
function digestOf(value: string): string {
  return createHash('sha256')
    .update(value.replace(/[\r\n]/g, '').trim())
    .digest('hex');
}
