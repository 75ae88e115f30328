// The script of a connection's form: its type decides which inputs there are, and it may have fields of any name.
import './l10n';

import * as l10n from '@vscode/l10n';
import { isKubeconfig, nameAdviceOf, shapeAdviceOf } from '../../../../server/src/catalogue/shapes';
import { type Filled, problemsOf, slotOfItem } from '../checks';
import { kubeconfigSlot, longestValue } from '../messages';
import { titleOf } from '../words';
import { showCreated } from './created';
import { byId, type Control, controlOf, within } from './elements';
import { contextChosen, sayNoKubeconfig, showContexts, useContext } from './kubeconfig';
import { announce, fill, isBusy, mayGoOn, type Own, run, send } from './page';
import { whenReleased } from './pointer';
import { clearProblems } from './problems';
import { addRow, hasRows, removeRow, restoreRows, rowEntries } from './rows';

const text = {
  saving: l10n.t('Saving the connection…'),
  removed: l10n.t('Field removed.'),
  kubeconfig: l10n.t('A kubeconfig was read: choose a context.'),
};

const typePicker = byId<HTMLSelectElement>('type');
const otherType = byId<HTMLInputElement>('otherType');
const nameInput = byId<HTMLInputElement>('name');
const add = byId<HTMLButtonElement>('add');

// The type and what depends on it

const isOther = () => typePicker.selectedOptions[0]?.hasAttribute('data-other') ?? false;
const typeNow = () => (isOther() ? otherType.value : typePicker.value);
const isKubernetes = () => typeNow() === 'kubernetes';
const isOverwriting = () => document.querySelector('[data-overwrites]') !== null;
const groups = () => [...document.querySelectorAll<HTMLElement>('[data-type]')];

function showType(): void {
  const type = typeNow();
  byId('other').hidden = !isOther();
  for (const group of groups()) group.hidden = group.dataset.type !== type;
  const isKnown = groups().some((group) => !group.hidden);
  byId('values').hidden = type === '' && !isOther();
  byId('free').hidden = isKnown;
  if (!isKnown && !hasRows()) addRow();
  byId('kube').hidden = !isKubernetes();
  // A connection that is there keeps its type and its title.
  if (isOverwriting()) return;
  byId('browser').hidden = true;
  if (type !== '') send({ kind: 'ways', type });
  const display = isOther() ? type : (typePicker.selectedOptions[0]?.dataset.display ?? '');
  within(byId('title'), 'bdi').textContent = titleOf(display);
}

function typeChosen(): void {
  clearProblems();
  showType();
  send({ kind: 'typed', slot: 'picked', value: String(typePicker.selectedIndex) });
  send({ kind: 'typed', slot: 'type', value: typeNow() });
}

/** A known type typed by hand gets its own fields. */
function adoptKnownType(): void {
  const known = [...typePicker.options].find(
    (option) => option.value !== '' && option.value === otherType.value,
  );
  if (!known) return;
  typePicker.value = known.value;
  typeChosen();
}

// What stands in the form

function filled(): Filled {
  const group = groups().find((each) => !each.hidden);
  const known = [...(group?.querySelectorAll<HTMLElement>('[data-field]') ?? [])].map((field) => {
    const control = within<HTMLInputElement>(field, 'input:not(.file), textarea');
    const required = control.getAttribute('aria-required') === 'true';
    return { slot: control.id, field: field.dataset.field ?? '', value: control.value, required };
  });
  return {
    type: { slot: isOther() ? otherType.id : typePicker.id, value: typeNow() },
    name: { slot: nameInput.id, value: nameInput.value },
    fields: group ? known : rowEntries(),
  };
}

function advice(control: Control, isWhole: boolean): string | undefined {
  if (control === nameInput) return nameAdviceOf(typeNow(), control.value);
  const field = control.closest<HTMLElement>('[data-field]')?.dataset.field ?? '';
  return shapeAdviceOf({ type: typeNow(), field }, control.value, isWhole);
}

/** A kubeconfig is read by the extension, which keeps it with what was typed. */
function took(pasted: string): boolean {
  if (!isKubernetes() || pasted.length > longestValue || !isKubeconfig(pasted)) return false;
  send({ kind: 'typed', slot: kubeconfigSlot, value: pasted });
  announce(text.kubeconfig);
  return true;
}

function fillField(field: string, value: string): boolean {
  const group = groups().find((each) => !each.hidden);
  const control = group?.querySelector<Control>(`[data-field="${field}"] :is(input:not(.file), textarea)`);
  if (control) fill(own, control, value);
  return control !== null && control !== undefined;
}

function connect(): void {
  const { type, name } = filled();
  if (mayGoOn(problemsOf({ type, name, fields: [] })))
    send({ kind: 'connect', type: type.value, name: name.value });
}

function clicked(button: Element): void {
  if (button.id === 'connect') connect();
  if (button.id === 'useContext') useContext(fillField);
  if (button === add) controlOf(addRow().key).focus();
  if (!button.matches('.remove') || isBusy()) return;
  for (const slot of removeRow(button, add)) send({ kind: 'removed', slot });
  announce(text.removed);
}

const own: Own = {
  problems: () => problemsOf(filled()),
  message(isTested) {
    const now = filled();
    // A known field left empty is not a value; a free one was named on purpose.
    const given = now.fields.filter(({ value, keySlot }) => value !== '' || keySlot !== undefined);
    const fields = given.map(({ field, value }) => [field, value] as const);
    const test = isTested ? { test: true as const } : {};
    return { kind: 'create', type: now.type.value, name: now.name.value, fields, ...test };
  },
  slots() {
    const { type, name, fields } = filled();
    return [type, name, ...fields].map(({ slot }) => slot);
  },
  slotOf: (path) => slotOfItem(path, filled()),
  saving: text.saving,
  typed(control) {
    if (control !== otherType) return;
    showType();
    send({ kind: 'typed', slot: 'type', value: typeNow() });
  },
  changed(control) {
    if (control === typePicker) typeChosen();
    else if (control.id === 'context') contextChosen();
    else if (control === otherType) adoptKnownType();
  },
  clicked,
  advice,
  took,
  dropPlace: () => (isKubernetes() ? byId('kube') : undefined),
  notTaken: sayNoKubeconfig,
  told(message) {
    if (message.kind === 'kubeconfig') showContexts(message);
    if (message.kind === 'ways' && message.type === typeNow())
      whenReleased(() => {
        byId('browser').hidden = !message.browser || byId('identity').hidden;
      });
  },
  restoring(slots) {
    const picked = slots.get('picked');
    if (picked !== undefined) typePicker.selectedIndex = Number(picked);
    restoreRows(slots.keys());
  },
  restored: showType,
  locked(isLocked) {
    add.disabled = isLocked;
    typePicker.disabled = isLocked;
  },
  created: (status) => showCreated(status, (field) => send({ kind: 'copy', field })),
};
run(own);
