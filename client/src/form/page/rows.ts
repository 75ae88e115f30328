// The free fields: rows of a field name and its value, for types whose fields are not known.
import * as l10n from '@vscode/l10n';
import type { Entry } from '../checks';
import { byId, within } from './elements';

const rows = byId('rows');
const template = byId<HTMLTemplateElement>('rowTemplate');
let next = 0;

const text = {
  row: (number: number) => l10n.t('Field {0}', number),
  remove: (number: number) => l10n.t('Remove field {0}', number),
};

const keyIn = (row: Element) => within<HTMLInputElement>(row, 'input:not(.file)');
const valueIn = (row: Element) => within<HTMLTextAreaElement>(row, 'textarea');

/** Adds a row, by default with the next free number, and gives its two slots. */
export function addRow(number = next): { readonly key: string; readonly value: string } {
  const row = within(template.content.cloneNode(true) as DocumentFragment, '.row');
  for (const element of row.querySelectorAll('*')) {
    for (const name of ['id', 'for', 'aria-describedby']) {
      const old = element.getAttribute(name);
      if (old) element.setAttribute(name, old.replace(/\brow-/g, `r${number}-`));
    }
  }
  next = Math.max(next, number + 1);
  rows.append(row);
  nameRows();
  return { key: keyIn(row).id, value: valueIn(row).id };
}

/** Brings back the rows that these slots belong to, in their order. */
export function restoreRows(slots: Iterable<string>): void {
  const numbers = [...slots].map((slot) => /^r(\d+)-/.exec(slot)?.[1]).filter((each) => each !== undefined);
  for (const number of [...new Set(numbers.map(Number))].sort((a, b) => a - b)) {
    if (!document.getElementById(`r${number}-key`)) addRow(number);
  }
}

/** Takes the row of a remove button away and gives the slots that are gone; the focus goes to its neighbour or `after`. */
export function removeRow(button: Element, after: HTMLElement): readonly string[] {
  const row = button.closest('.row');
  if (!row) return [];
  const neighbour = row.nextElementSibling ?? row.previousElementSibling;
  row.remove();
  nameRows();
  (neighbour ? keyIn(neighbour) : after).focus();
  return [keyIn(row).id, valueIn(row).id];
}

export const hasRows = () => rows.childElementCount > 0;

/** The rows as they stand, but for those with nothing in them. */
export function rowEntries(): readonly Entry[] {
  return [...rows.children]
    .map((row) => ({
      slot: valueIn(row).id,
      keySlot: keyIn(row).id,
      field: keyIn(row).value,
      value: valueIn(row).value,
      required: false,
    }))
    .filter(({ field, value }) => field !== '' || value !== '');
}

function nameRows(): void {
  [...rows.children].forEach((row, index) => {
    row.setAttribute('aria-label', text.row(index + 1));
    within(row, '.remove').setAttribute('aria-label', text.remove(index + 1));
  });
}
