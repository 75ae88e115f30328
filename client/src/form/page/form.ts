// The script of a connection's form: its type decides which inputs there are, and it may have fields of any name.
import { type Filled, problemsOf, slotOfItem } from '../checks';
import { titleOf } from '../words';
import { showCreated } from './created';
import { byId, controlOf, within } from './elements';
import { announce, isSaving, run, send } from './page';
import { clearProblems } from './problems';
import { addRow, hasRows, removeRow, restoreRows, rowEntries } from './rows';

const text = {
  saving: 'Saving the connection…',
  removed: 'Field removed.',
};

const typePicker = byId<HTMLSelectElement>('type');
const otherType = byId<HTMLInputElement>('otherType');
const nameInput = byId<HTMLInputElement>('name');
const add = byId<HTMLButtonElement>('add');

// The type and what depends on it

const isOther = () => typePicker.selectedOptions[0]?.hasAttribute('data-other') ?? false;
const typeNow = () => (isOther() ? otherType.value : typePicker.value);
const groups = () => [...document.querySelectorAll<HTMLElement>('[data-type]')];

function showType(): void {
  const type = typeNow();
  byId('other').hidden = !isOther();
  for (const group of groups()) group.hidden = group.dataset.type !== type;
  const isKnown = groups().some((group) => !group.hidden);
  byId('values').hidden = type === '' && !isOther();
  byId('free').hidden = isKnown;
  if (!isKnown && !hasRows()) addRow();
  // A connection that is there keeps its type and its title.
  if (document.querySelector('[data-overwrites]')) return;
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

function clicked(button: Element): void {
  if (button === add) controlOf(addRow().key).focus();
  if (!button.matches('.remove') || isSaving()) return;
  for (const slot of removeRow(button, add)) send({ kind: 'removed', slot });
  announce(text.removed);
}

run({
  problems: () => problemsOf(filled()),
  message() {
    const now = filled();
    // A known field left empty is not a value; a free one was named on purpose.
    const given = now.fields.filter(({ value, keySlot }) => value !== '' || keySlot !== undefined);
    const fields = given.map(({ field, value }) => [field, value] as const);
    return { kind: 'create', type: now.type.value, name: now.name.value, fields };
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
    else if (control === otherType) adoptKnownType();
  },
  clicked,
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
});
