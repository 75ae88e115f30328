// Keeps what was typed into one form, in memory and nowhere else.
import { Secret } from '../../../server/src/account/secret';

/** Most inputs whose text is kept while the page is hidden. */
const mostSlots = 2048;

/**
 * Everything typed, by the slot it stands in, as secrets. The page is destroyed whenever its tab is hidden, a hidden page
 * cannot be asked any more, and the webview's own state would be written to disk. So the page reports each input as it
 * happens and is given all of it back when it loads again. (`retainContextWhenHidden` would keep the values in a page
 * nobody looks at, at a high price.)
 */
export class Typed {
  readonly #slots: Map<string, Secret>;
  #isChanged: boolean;

  /** `given` stands in the inputs at the start, as if it had been typed. */
  constructor(given: ReadonlyMap<string, Secret>) {
    this.#slots = new Map(given);
    this.#isChanged = given.size > 0;
  }

  get slots(): ReadonlyMap<string, Secret> {
    return this.#slots;
  }

  /** Whether it would be lost: the type alone is one choice away and not worth a question. */
  get isUnsaved(): boolean {
    const isWorth = ([slot, value]: [string, Secret]) =>
      slot !== 'type' && slot !== 'picked' && value.reveal() !== '';
    return this.#isChanged && [...this.#slots].some(isWorth);
  }

  /** Whether there was room for it. */
  keep(slot: string, value: string): boolean {
    if (!this.#slots.has(slot) && this.#slots.size >= mostSlots) return false;
    this.#slots.set(slot, new Secret(value));
    this.#isChanged = true;
    return true;
  }

  remove(slot: string): void {
    this.#slots.delete(slot);
    this.#isChanged = true;
  }

  saved(): void {
    this.#isChanged = false;
  }

  forget(): void {
    this.#slots.clear();
  }
}
