// Shows what stands in the way of creating: a summary that is announced, and each message beside its input.

import { visibleOf } from '../../../../server/src/account/visible';
import type { Problem } from '../messages';
import { byId, controlOf, labelOf, say } from './elements';

const summary = byId('problems');

/** Replaces what is shown by these problems and moves the focus to the first input that has one, else to the summary. */
export function showProblems(message: string, problems: readonly Problem[]): void {
  clearProblems();
  const title = document.createElement('p');
  title.textContent = message.split(/\r?\n/).map(visibleOf).join('\n');
  const list = document.createElement('ul');
  list.append(...problems.map(itemOf));
  summary.replaceChildren(title, ...(problems.length > 0 ? [list] : []));
  const placed = problems.filter(({ slot }) => slot !== '');
  for (const { slot, message } of placed) {
    controlOf(slot).setAttribute('aria-invalid', 'true');
    say(byId(`${slot}-error`), visibleOf(message));
  }
  const first = placed[0];
  (first ? controlOf(first.slot) : summary).focus();
}

/** Takes every problem away. */
export function clearProblems(): void {
  summary.replaceChildren();
  for (const control of document.querySelectorAll('[aria-invalid]')) clearProblem(control.id);
}

/** Takes the problem of one input away, because it is being edited; the summary goes with its last entry. */
export function clearProblem(slot: string): void {
  const control = document.getElementById(slot);
  if (!control?.hasAttribute('aria-invalid')) return;
  control.removeAttribute('aria-invalid');
  say(byId(`${slot}-error`), undefined);
  for (const item of summary.querySelectorAll<HTMLElement>('li'))
    if (item.dataset.slot === slot) item.remove();
  if (!summary.querySelector('li')) summary.replaceChildren();
}

function itemOf({ slot, message }: Problem): HTMLLIElement {
  const item = document.createElement('li');
  item.dataset.slot = slot;
  if (slot === '') {
    item.textContent = visibleOf(message);
    return item;
  }
  const jump = document.createElement('button');
  jump.type = 'button';
  jump.className = 'link';
  jump.textContent = `${labelOf(slot)}: ${visibleOf(message)}`;
  jump.addEventListener('click', () => controlOf(slot).focus());
  item.append(jump);
  return item;
}
