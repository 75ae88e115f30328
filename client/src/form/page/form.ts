// The script of the form's page: reports what is typed, checks it, sends it, and shows what came of it.
import { adviceOf, type Filled, problemsOf, slotOfItem } from '../checks';
import type { FromPage, Problem, Status, ToPage } from '../messages';
import { titleOf } from '../words';
import { showCreated } from './created';
import { besideOf, byId, type Control, controlOf, say, within } from './elements';
import { readFile } from './file';
import { clearProblem, clearProblems, showProblems } from './problems';
import { addRow, hasRows, removeRow, restoreRows, rowEntries } from './rows';

declare function acquireVsCodeApi(): { postMessage(message: unknown): void };

const text = {
  creating: 'Creating the connection…',
  correct: (count: number) => (count === 1 ? 'Correct this first:' : `Correct these ${count} things first:`),
  show: 'Show',
  hide: 'Hide',
  joined: 'Several lines were pasted and have been joined into one.',
  removed: 'Field removed.',
};

const host = acquireVsCodeApi();
const panel = document.body.dataset.panel;
const form = byId<HTMLFormElement>('form');
const typePicker = byId<HTMLSelectElement>('type');
const otherType = byId<HTMLInputElement>('otherType');
const nameInput = byId<HTMLInputElement>('name');
const create = byId<HTMLButtonElement>('create');
const cancel = byId<HTMLButtonElement>('cancel');
const add = byId<HTMLButtonElement>('add');
const live = byId('status');

let saving = false;
let hasPastedLines = false;

const send = (message: FromPage) => host.postMessage({ ...message, panel });
const typed = ({ id: slot, value }: Control) => send({ kind: 'typed', slot, value });

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

function submit(): void {
  if (saving) return;
  const now = filled();
  const problems = problemsOf(now);
  if (problems.length > 0) {
    showProblems(text.correct(problems.length), problems);
    return;
  }
  clearProblems();
  // A known field left empty is not a value; a free one was named on purpose.
  const given = now.fields.filter(({ value, keySlot }) => value !== '' || keySlot !== undefined);
  const fields = given.map(({ field, value }) => [field, value] as const);
  send({ kind: 'create', type: now.type.value, name: now.name.value, fields });
}

function focusFirstEmpty(): void {
  const inputs = [...form.querySelectorAll<Control>('select, input:not(.file), textarea')];
  const isEmpty = (input: Control) =>
    input instanceof HTMLSelectElement ? input.selectedIndex === 0 : input.value === '';
  const first = inputs.find((input) => isEmpty(input) && input.checkVisibility());
  (first ?? create).focus();
}

// What the extension says

function show(status: Status): void {
  saving = status.is === 'saving';
  const hadFocus = document.activeElement === create;
  for (const button of [create, add]) button.disabled = saving;
  typePicker.disabled = saving;
  for (const input of form.querySelectorAll<HTMLInputElement>('input, textarea')) input.readOnly = saving;
  live.textContent = saving ? text.creating : '';
  // A disabled button loses the focus; Cancel must not get it, or a second Enter would cancel.
  if (saving && hadFocus) live.focus();
  if (status.is === 'refused') showRefusal(status);
  if (status.is === 'created') {
    form.hidden = true;
    showCreated(status, (field) => send({ kind: 'copy', field }));
  }
}

function showRefusal({ message, items }: Extract<Status, { is: 'refused' }>): void {
  const now = filled();
  const order = [now.type, now.name, ...now.fields].map(({ slot }) => slot);
  const problems = items.map(([path, words]) => {
    const slot = slotOfItem(path, now);
    return slot === undefined ? { slot: '', message: `${path}: ${words}` } : { slot, message: words };
  });
  // In the order of the form, what has no place in it last.
  const rank = ({ slot }: Problem) => (slot === '' ? order.length : order.indexOf(slot));
  showProblems(
    message,
    problems.sort((a, b) => rank(a) - rank(b)),
  );
}

function restore(slots: ReadonlyMap<string, string>, status: Status): void {
  const picked = slots.get('picked');
  if (picked !== undefined) typePicker.selectedIndex = Number(picked);
  restoreRows(slots.keys());
  for (const [slot, value] of slots) {
    const control = document.getElementById(slot);
    if (slot !== 'type' && control) (control as Control).value = value;
  }
  showType();
  for (const control of form.querySelectorAll<Control>('.box > *:not(button)')) advise(control);
  focusFirstEmpty();
  show(status);
}

// What the user does

async function fileChosen(picker: HTMLInputElement): Promise<void> {
  const file = picker.files?.[0];
  picker.value = '';
  if (!file) return;
  const control = besideOf(picker);
  const { value, words } = await readFile(file);
  if (value !== undefined) {
    control.value = value;
    edited(control);
  }
  advise(control, [words, adviceOf(value ?? '')].filter(Boolean).join(' '));
}

function edited(control: Control): void {
  clearProblem(control.id);
  typed(control);
}

function advise(control: Control, words = adviceOf(control.value)): void {
  say(byId(`${control.id}-advice`), words);
}

function reveal(button: Element): void {
  const isShown = button.getAttribute('aria-pressed') !== 'true';
  const control = besideOf(button);
  button.setAttribute('aria-pressed', String(isShown));
  button.setAttribute('title', isShown ? text.hide : text.show);
  if (control instanceof HTMLInputElement) control.type = isShown ? 'text' : 'password';
  else control.classList.toggle('masked', !isShown);
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  submit();
});
form.addEventListener('paste', (event) => {
  const pasted = event.clipboardData?.getData('text/plain') ?? '';
  hasPastedLines = /[\r\n]/.test(pasted.trim());
});
form.addEventListener('input', (event) => {
  const control = event.target as Control;
  if (control === typePicker || (control instanceof HTMLInputElement && control.type === 'file')) return;
  edited(control);
  if (control === otherType) {
    showType();
    send({ kind: 'typed', slot: 'type', value: typeNow() });
  }
  // At once, not when the input is left: what moves the page under a pressed mouse button makes the click miss.
  const isPaste = (event as InputEvent).inputType === 'insertFromPaste';
  const isJoined = isPaste && hasPastedLines && control instanceof HTMLInputElement;
  advise(control, isJoined ? text.joined : adviceOf(control.value));
});
form.addEventListener('change', (event) => {
  const control = event.target as Control;
  if (control === typePicker) typeChosen();
  else if (control instanceof HTMLInputElement && control.type === 'file') void fileChosen(control);
  else if (control === otherType) adoptKnownType();
});
document.addEventListener('click', (event) => {
  const button = (event.target as Element).closest('button');
  if (!button) return;
  if (button.matches('.reveal')) reveal(button);
  else if (button.matches('.pick')) within(button.closest('.field') ?? form, '.file').click();
  else if (button.matches('.remove') && !saving) {
    for (const slot of removeRow(button, add)) send({ kind: 'removed', slot });
    live.textContent = text.removed;
  } else if (button === add) controlOf(addRow().key).focus();
  else if (button === cancel || button.id === 'done') send({ kind: 'cancel' });
});
document.addEventListener('keydown', (event) => {
  if (event.isComposing) return;
  if (event.key === 'Escape') send({ kind: 'cancel' });
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !form.hidden) submit();
});
window.addEventListener('message', (event: MessageEvent<unknown>) => {
  const message = event.data as (ToPage & { panel: string }) | null | undefined;
  if (!message || message.panel !== panel) return;
  if (message.kind === 'restore') restore(new Map(message.slots), message.status);
  else if (message.kind === 'status') show(message.status);
});
send({ kind: 'ready' });
