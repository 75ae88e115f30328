// What the pages of all forms share: they report what is typed, send it when asked, and show what came of it.
import { adviceOf } from '../checks';
import type { FromPage, Problem, Status, ToPage } from '../messages';
import { besideOf, byId, type Control, say, within } from './elements';
import { readFile } from './file';
import { clearProblem, clearProblems, showProblems } from './problems';

declare function acquireVsCodeApi(): { postMessage(message: unknown): void };

/** What is a form's own. */
export interface Own {
  /** What must be corrected in what stands in the form. */
  problems(): readonly Problem[];
  /** The message that asks for it to be saved. */
  message(): FromPage;
  /** The slots in the order of the form. */
  slots(): readonly string[];
  /** The slot that an error of the API speaks of, by its path. */
  slotOf(path: string): string | undefined;
  /** What is said while it is saved. */
  readonly saving: string;
  /** Something was typed into an input. */
  typed?(control: Control): void;
  /** An input was left with something else in it, or something else was chosen. */
  changed?(control: Control): void;
  clicked?(button: Element): void;
  /** Makes the inputs for what comes back. */
  restoring?(slots: ReadonlyMap<string, string>): void;
  /** All that was typed is back. */
  restored?(): void;
  /** Saving begins or ends; inputs and the button that saves see to themselves. */
  locked?(isSaving: boolean): void;
  created?(status: Extract<Status, { is: 'created' }>): void;
}

const text = {
  correct: (count: number) => (count === 1 ? 'Correct this first:' : `Correct these ${count} things first:`),
  show: 'Show',
  hide: 'Hide',
  joined: 'Several lines were pasted and have been joined into one.',
};

const host = acquireVsCodeApi();
const panel = document.body.dataset.panel;
export const form = byId<HTMLFormElement>('form');
const save = byId<HTMLButtonElement>('create');
const live = byId('status');

export const send = (message: FromPage) => host.postMessage({ ...message, panel });

/** Says something to those who listen to the page. */
export const announce = (words: string) => {
  live.textContent = words;
};

let saving = false;
let hasPastedLines = false;

export const isSaving = () => saving;

/** Lets the page live. */
export function run(own: Own): void {
  listen(own);
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const message = event.data as (ToPage & { panel: string }) | null | undefined;
    if (!message || message.panel !== panel) return;
    if (message.kind === 'restore') restore(own, new Map(message.slots), message.status);
    else if (message.kind === 'status') show(own, message.status);
  });
  send({ kind: 'ready' });
}

function submit(own: Own): void {
  if (saving) return;
  const problems = own.problems();
  if (problems.length > 0) {
    showProblems(text.correct(problems.length), problems);
    return;
  }
  clearProblems();
  send(own.message());
}

// What the extension says

function show(own: Own, status: Status): void {
  saving = status.is === 'saving';
  const hadFocus = document.activeElement === save;
  save.disabled = saving;
  own.locked?.(saving);
  for (const input of form.querySelectorAll<HTMLInputElement>('input, textarea')) input.readOnly = saving;
  announce(saving ? own.saving : '');
  // A disabled button loses the focus; Cancel must not get it, or a second Enter would cancel.
  if (saving && hadFocus) live.focus();
  if (status.is === 'refused') showRefusal(own, status);
  if (status.is === 'created') {
    form.hidden = true;
    own.created?.(status);
  }
}

function showRefusal(own: Own, { message, items }: Extract<Status, { is: 'refused' }>): void {
  const order = own.slots();
  const problems = items.map(([path, words]) => {
    const slot = own.slotOf(path);
    return slot === undefined ? { slot: '', message: `${path}: ${words}` } : { slot, message: words };
  });
  // In the order of the form, what has no place in it last.
  const rank = ({ slot }: Problem) => (slot === '' ? order.length : order.indexOf(slot));
  showProblems(
    message,
    problems.sort((a, b) => rank(a) - rank(b)),
  );
}

function restore(own: Own, slots: ReadonlyMap<string, string>, status: Status): void {
  own.restoring?.(slots);
  for (const [slot, value] of slots) {
    const control = document.getElementById(slot);
    if (control && !(control instanceof HTMLSelectElement)) (control as Control).value = value;
  }
  own.restored?.();
  for (const control of form.querySelectorAll<Control>('.box > *:not(button)')) advise(control);
  focusFirstEmpty();
  show(own, status);
}

function focusFirstEmpty(): void {
  const inputs = [...form.querySelectorAll<Control>('select, input:not(.file), textarea')];
  const isEmpty = (input: Control) =>
    input instanceof HTMLSelectElement ? input.selectedIndex === 0 : input.value === '';
  const first = inputs.find((input) => isEmpty(input) && input.checkVisibility());
  (first ?? save).focus();
}

// What the user does

function listen(own: Own): void {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submit(own);
  });
  form.addEventListener('paste', (event) => {
    const pasted = event.clipboardData?.getData('text/plain') ?? '';
    hasPastedLines = /[\r\n]/.test(pasted.trim());
  });
  form.addEventListener('input', (event) => {
    const control = event.target as Control;
    if (control instanceof HTMLSelectElement || isFile(control)) return;
    edited(control);
    own.typed?.(control);
    // At once, not when the input is left: what moves the page under a pressed mouse button makes the click miss.
    const isPaste = (event as InputEvent).inputType === 'insertFromPaste';
    const isJoined = isPaste && hasPastedLines && control instanceof HTMLInputElement;
    advise(control, isJoined ? text.joined : adviceOf(control.value));
  });
  form.addEventListener('change', (event) => {
    const control = event.target as Control;
    if (isFile(control)) void fileChosen(control);
    else own.changed?.(control);
  });
  document.addEventListener('click', (event) => {
    const button = (event.target as Element).closest('button');
    if (!button) return;
    if (button.matches('.reveal')) reveal(button);
    else if (button.matches('.pick')) within(button.closest('.field') ?? form, '.file').click();
    else if (button.matches('#cancel, #done')) send({ kind: 'cancel' });
    else own.clicked?.(button);
  });
  document.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (event.key === 'Escape') send({ kind: 'cancel' });
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !form.hidden) submit(own);
  });
}

function isFile(control: Control): control is HTMLInputElement {
  return control instanceof HTMLInputElement && control.type === 'file';
}

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
  send({ kind: 'typed', slot: control.id, value: control.value });
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
