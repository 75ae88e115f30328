// Turns names of unknown origin into text that is safe to show: no markup, nothing invisible, nothing reordered.

import * as l10n from '@vscode/l10n';
import { visibleOf } from '../../../server/src/account/visible';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** HTML (element content or a quoted attribute) that reads as exactly this text. */
export function escapedOf(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => entities[character] ?? '')
    .replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** HTML that shows the text, its invisible characters included. */
export function shownOf(text: string): string {
  return escapedOf(visibleOf(text));
}

/** What the form is called: `display` is a display name or a type, empty while none is chosen. */
export function titleOf(display: string): string {
  return display === '' ? l10n.t('New connection') : l10n.t('New {0} connection', visibleOf(display));
}

/** The same for a connection that is there. */
export function overwriteTitleOf(display: string, name: string): string {
  return l10n.t('Overwrite {0} connection {1}', visibleOf(display), visibleOf(name));
}

/** Which of several forms this is. */
export function sayStep({ at, of }: { readonly at: number; readonly of: number }): string {
  return l10n.t('{0} of {1}', at, of);
}
