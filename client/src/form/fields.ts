// Turns one field into the HTML of its input: label, help, mask, buttons, and the places for advice and error.
import * as l10n from '@vscode/l10n';
import { escapedOf, shownOf } from './words';

/** An input of the page; `slot` is its id, `field` its key in `auth.fields` where it is a value. */
export interface FieldView {
  readonly slot: string;
  readonly field?: string;
  readonly label: string;
  readonly help?: string;
  readonly secret: boolean;
  readonly multiline: boolean;
  readonly required: boolean;
  /** Only for the name, which is no secret: a value never stands in the HTML. */
  readonly value?: string;
}

const text = {
  show: (label: string) => l10n.t('Show {0}', label),
  showTip: l10n.t('Show'),
  choose: l10n.t('Choose a file…'),
  orDrop: l10n.t('or drop it here with Shift held'),
  chooseFor: (label: string) => l10n.t('Choose a file for {0}', label),
  key: l10n.t('Field'),
  value: l10n.t('Value'),
  remove: l10n.t('Remove'),
  copy: l10n.t('Copy'),
};

const eye = `<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><path fill="none" stroke="currentColor" stroke-linecap="round" d="M1.5 8C3 5.2 5.3 3.8 8 3.8S13 5.2 14.5 8C13 10.8 10.7 12.2 8 12.2S3 10.8 1.5 8Z"/><circle cx="8" cy="8" r="2" fill="none" stroke="currentColor"/><path class="slash" stroke="currentColor" stroke-linecap="round" d="M3 13 13 3"/></svg>`;
const cross = `<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><path stroke="currentColor" stroke-linecap="round" d="m4 4 8 8m0-8-8 8"/></svg>`;

/** One labelled input. */
export function fieldHtml(view: FieldView): string {
  const { slot, label, help, required } = view;
  const key = view.field === undefined ? '' : ` data-field="${escapedOf(view.field)}"`;
  const mark = required ? '<span aria-hidden="true"> *</span>' : '';
  const note = help === undefined ? '' : `<p id="${slot}-help" class="help">${shownOf(help)}</p>`;
  return `<div class="field"${key}>
<label for="${slot}">${shownOf(label)}${mark}</label>
${note}${boxHtml(view)}
<p id="${slot}-advice" class="advice" aria-live="polite" hidden></p>
<p id="${slot}-error" class="error" hidden></p>
</div>`;
}

/** A free field: its own name and its value. The page replaces `row` in the ids by the number of the row. */
export function rowHtml(): string {
  const value: FieldView = {
    slot: 'row-value',
    label: text.value,
    secret: true,
    multiline: true,
    required: false,
  };
  return `<div class="row" role="group">
${fieldHtml({ slot: 'row-key', label: text.key, secret: false, multiline: false, required: false })}
${fieldHtml(value)}
<button type="button" class="icon remove" title="${text.remove}" aria-label="${text.remove}">${cross}</button>
</div>`;
}

/** A value that Relay shows once. The page fills in the label and the value and replaces `once` in the ids. */
export function onceHtml(): string {
  return `<div class="field">
<label for="once-value"></label>
<div class="box"><input id="once-value" class="code" type="password" readonly${untouched}>${revealHtml('')}</div>
<button type="button" class="button secondary copy">${text.copy}</button>
</div>`;
}

/** Values are not words: no spelling, no completion, no capitals. */
const untouched = ' spellcheck="false" autocomplete="off" autocapitalize="off" autocorrect="off"';

function boxHtml(view: FieldView): string {
  const { slot, label, secret, multiline } = view;
  const help = view.help === undefined ? '' : `${slot}-help `;
  const shared = `id="${slot}"${view.required ? ' aria-required="true"' : ''} aria-describedby="${help}${slot}-advice ${slot}-error"${untouched}`;
  const reveal = secret ? revealHtml(label) : '';
  if (!multiline) {
    const start = view.value ? ` value="${escapedOf(view.value)}"` : '';
    return `<div class="box"><input ${shared} type="${secret ? 'password' : 'text'}"${view.field === undefined ? '' : ' class="code"'}${start}>${reveal}</div>`;
  }
  return `<div class="box"><textarea ${shared} class="code${secret ? ' masked' : ''}" rows="1" wrap="off"></textarea>${reveal}</div>
<button type="button" class="link pick" aria-label="${shownOf(text.chooseFor(label))}">${text.choose}</button> <span class="or-drop" aria-hidden="true">${text.orDrop}</span><input type="file" class="file" hidden>`;
}

function revealHtml(label: string): string {
  return `<button type="button" class="icon reveal" aria-pressed="false" title="${text.showTip}" aria-label="${shownOf(text.show(label))}">${eye}</button>`;
}
