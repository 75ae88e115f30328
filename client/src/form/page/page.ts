// What the pages of all forms share: they report what is typed, send it when asked, and show what came of it.
import * as l10n from '@vscode/l10n';
import { strayAdviceOf } from '../../../../server/src/account/stray';
import type { FromPage, Problem, Status, ToPage } from '../messages';
import { takeDrops } from './drop';
import { besideOf, byId, type Control, say, within } from './elements';
import { readFile } from './file';
import { whenReleased } from './pointer';
import { clearProblem, clearProblems, showProblems } from './problems';
import { showVerdict } from './verdict';

declare function acquireVsCodeApi(): { postMessage(message: unknown): void };

/** What is a form's own. */
export interface Own {
  /** What must be corrected in what stands in the form. */
  problems(): readonly Problem[];
  /** The message that asks for it to be saved, and tested where that is asked for. */
  message(isTested: boolean): FromPage;
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
  /** A word on what stands in an input; `isWhole` where it is not being typed. */
  advice?(control: Control, isWhole: boolean): string | undefined;
  /** Takes a text that came from a file or the clipboard, where it is for no single input. */
  took?(text: string): boolean;
  /** The place that a file may be dropped on besides the fields. */
  readonly dropPlace?: () => Element | undefined;
  /** A file was given that is for no input, and was not taken. */
  notTaken?(words: string): void;
  /** What else the extension says. */
  told?(message: ToPage): void;
  /** Makes the inputs for what comes back. */
  restoring?(slots: ReadonlyMap<string, string>): void;
  /** All that was typed is back. */
  restored?(): void;
  /** Saving begins or ends; inputs and the button that saves see to themselves. */
  locked?(isSaving: boolean): void;
  created?(status: Extract<Status, { is: 'created' }>): void;
}

const text = {
  correct: (count: number) =>
    count === 1 ? l10n.t('Correct this first:') : l10n.t('Correct these {0} things first:', count),
  show: l10n.t('Show'),
  hide: l10n.t('Hide'),
  joined: l10n.t('Several lines were pasted and have been joined into one.'),
  waiting: l10n.t('Waiting for the browser…'),
  addressCopied: l10n.t('The address was copied.'),
};

const host = acquireVsCodeApi();
const panel = document.body.dataset.panel;
const form = byId<HTMLFormElement>('form');
const save = byId<HTMLButtonElement>('create');
const live = byId('status');
const copyAddress = byId('copyAddress');

export const send = (message: FromPage) => host.postMessage({ ...message, panel });

/** Says something to those who listen to the page. */
export const announce = (words: string) => {
  live.textContent = words;
};

let busy = false;
let hasPastedLines = false;

export const isBusy = () => busy;

/** Lets the page live. */
export function run(own: Own): void {
  listen(own);
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const message = event.data as (ToPage & { panel: string }) | null | undefined;
    if (!message || message.panel !== panel) return;
    if (message.kind === 'restore') restore(own, message);
    else if (message.kind === 'status') show(own, message);
    else own.told?.(message);
  });
  send({ kind: 'ready' });
}

function submit(own: Own, isTested: boolean): void {
  if (busy || !mayGoOn(own.problems())) return;
  send(own.message(isTested));
}

/** Shows what stands in the way; whether nothing does. */
export function mayGoOn(problems: readonly Problem[]): boolean {
  if (problems.length > 0) showProblems(text.correct(problems.length), problems);
  else clearProblems();
  return problems.length === 0;
}

// What the extension says

function show(
  own: Own,
  { status, made }: Pick<Extract<ToPage, { kind: 'status' }>, 'status' | 'made'>,
): void {
  const wasFocused = document.activeElement;
  busy = ['saving', 'testing', 'waiting'].includes(status.is);
  for (const button of form.querySelectorAll<HTMLButtonElement>('footer .button:not(#cancel), .offer button'))
    button.disabled = busy;
  own.locked?.(busy);
  for (const input of form.querySelectorAll<HTMLInputElement>('input, textarea')) input.readOnly = busy;
  announce(wordsOf(own, status));
  copyAddress.hidden = !(status.is === 'waiting' && status.hasAddress);
  // A disabled button loses the focus; Cancel must not get it, or a second Enter would cancel.
  if (busy && wasFocused instanceof HTMLButtonElement && wasFocused.disabled) live.focus();
  if (made !== undefined) showMade(made);
  showVerdict(byId('verdict'), status.is === 'tested' ? status.verdict : undefined);
  byId('stays').hidden = status.is !== 'tested';
  if (status.is === 'tested') focusFirst('#values input:not(.file), #values textarea');
  if (status.is === 'refused') showRefusal(own, status);
  if (status.is === 'created') {
    form.hidden = true;
    own.created?.(status);
  }
}

function wordsOf(own: Own, status: Status): string {
  if (status.is === 'saving') return own.saving;
  if (status.is === 'testing') return status.words;
  return status.is === 'waiting' ? text.waiting : '';
}

/** What the form was opened for is there: from now on its values are replaced. */
function showMade(title: string): void {
  within(byId('title'), 'bdi').textContent = title;
  byId('identity').hidden = true;
  for (const button of form.querySelectorAll<HTMLElement>('[data-again]'))
    button.textContent = button.dataset.again ?? '';
  for (const gone of form.querySelectorAll<HTMLElement>('#browser, #skip')) gone.hidden = true;
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

function restore(own: Own, restored: Extract<ToPage, { kind: 'restore' }>): void {
  const slots = new Map(restored.slots);
  own.restoring?.(slots);
  for (const [slot, value] of slots) {
    const control = document.getElementById(slot);
    if (control && !(control instanceof HTMLSelectElement)) (control as Control).value = value;
  }
  own.restored?.();
  for (const control of form.querySelectorAll<Control>('.box > *:not(button)')) advise(own, control, true);
  focusFirstEmpty();
  show(own, restored);
}

function focusFirst(selector: string): void {
  const controls = [...form.querySelectorAll<HTMLElement>(selector)];
  (controls.find((control) => control.checkVisibility()) ?? live).focus();
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
    submit(own, false);
  });
  document.addEventListener('paste', (event) => {
    const pasted = event.clipboardData?.getData('text/plain') ?? '';
    hasPastedLines = /[\r\n]/.test(pasted.trim());
    if (!busy && own.took?.(pasted)) event.preventDefault();
  });
  form.addEventListener('input', (event) => {
    const control = event.target as Control;
    if (control instanceof HTMLSelectElement || isFile(control)) return;
    const isPaste = (event as InputEvent).inputType === 'insertFromPaste';
    edited(control, isPaste);
    own.typed?.(control);
    // At once, not when the input is left: what moves the page under a pressed mouse button makes the click miss.
    const isJoined = isPaste && hasPastedLines && control instanceof HTMLInputElement;
    advise(own, control, isPaste, isJoined ? text.joined : undefined);
  });
  form.addEventListener('change', (event) => {
    const control = event.target as Control;
    if (isFile(control)) {
      const [file] = control.files ?? [];
      control.value = '';
      if (file) void takeFile(own, file, control.closest('.field'));
      return;
    }
    own.changed?.(control);
    if (!(control instanceof HTMLSelectElement)) whenReleased(() => advise(own, control, true));
  });
  takeDrops(
    (element) => (busy ? undefined : (element.closest('.field:has(.file)') ?? own.dropPlace?.())),
    (file, place) => void takeFile(own, file, place.matches('.field') ? place : null),
  );
  document.addEventListener('click', (event) => {
    const button = (event.target as Element).closest('button');
    if (button) clicked(own, button);
  });
  document.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (event.key === 'Escape') send({ kind: 'cancel' });
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !form.hidden)
      submit(own, event.shiftKey && document.getElementById('test') !== null);
  });
}

function clicked(own: Own, button: HTMLElement): void {
  if (button.matches('.reveal')) reveal(button);
  else if (button.matches('.pick')) within(button.parentElement ?? form, '.file').click();
  else if (button.matches('#cancel, #done')) send({ kind: 'cancel' });
  else if (button.id === 'test') submit(own, true);
  else if (button.id === 'skip') send({ kind: 'skip' });
  else if (button === copyAddress) {
    send({ kind: 'copyAddress' });
    announce(`${text.waiting} ${text.addressCopied}`);
  } else own.clicked?.(button);
}

function isFile(control: Control): control is HTMLInputElement {
  return control instanceof HTMLInputElement && control.type === 'file';
}

/** Takes a file for the input of a field, or for none. */
async function takeFile(own: Own, file: File, field: Element | null): Promise<void> {
  const { value, words } = await readFile(file);
  if (busy || (value !== undefined && own.took?.(value))) return;
  if (!field) {
    own.notTaken?.(words);
    return;
  }
  const control = besideOf(field);
  if (value !== undefined) {
    control.value = value;
    edited(control);
  }
  const advice = value === undefined ? undefined : adviceOn(own, control, true);
  say(byId(`${control.id}-advice`), [words, advice].filter(Boolean).join(' '));
}

/** Puts a value into an input, as if it had been typed there. */
export function fill(own: Pick<Own, 'advice'>, control: Control, value: string): void {
  control.value = value;
  edited(control);
  advise(own, control, true);
}

function edited(control: Control, isPasted = false): void {
  clearProblem(control.id);
  const pasted = isPasted && control.parentElement?.querySelector('.reveal') ? { pasted: true as const } : {};
  send({ kind: 'typed', slot: control.id, value: control.value, ...pasted });
}

function advise(own: Pick<Own, 'advice'>, control: Control, isWhole: boolean, first?: string): void {
  say(byId(`${control.id}-advice`), first ?? adviceOn(own, control, isWhole));
}

function adviceOn(own: Pick<Own, 'advice'>, control: Control, isWhole: boolean): string | undefined {
  return strayAdviceOf(control.value) ?? own.advice?.(control, isWhole);
}

function reveal(button: Element): void {
  const isShown = button.getAttribute('aria-pressed') !== 'true';
  const control = besideOf(button);
  button.setAttribute('aria-pressed', String(isShown));
  button.setAttribute('title', isShown ? text.hide : text.show);
  if (control instanceof HTMLInputElement) control.type = isShown ? 'text' : 'password';
  else control.classList.toggle('masked', !isShown);
}
