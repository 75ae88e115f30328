// Finds the parts of the form's page, which html.ts has put there.

export type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** The element of this id; the page and its script come from one build, so that it is there. */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found as T;
}

/** The element of this selector inside another. */
export function within<T extends Element = HTMLElement>(parent: ParentNode, selector: string): T {
  const found = parent.querySelector<T>(selector);
  if (!found) throw new Error(`the page has no ${selector}`);
  return found;
}

/** The input of a slot. */
export const controlOf = (slot: string) => byId<Control>(slot);

/** The input of the field that something stands in. */
export function besideOf(button: Element): HTMLInputElement | HTMLTextAreaElement {
  const field = button.closest('.field');
  if (!field) throw new Error('the button is in no field');
  return within(field, 'input:not(.file), textarea');
}

/** What the field of a slot is called, without its required mark. */
export function labelOf(slot: string): string {
  const label = document.querySelector(`label[for="${slot}"]`);
  return label?.firstChild?.textContent ?? '';
}

/** Puts text into a place that is hidden while it has none. */
export function say(place: HTMLElement, words: string | undefined): void {
  place.textContent = words ?? '';
  place.hidden = !words;
}
