// Remembers which values of a form went over the clipboard: pasted into it, or copied out of it.
import type { Secret } from '../../../server/src/account/secret';

export class Clipped {
  readonly #pasted = new Set<string>();
  #copied: readonly Secret[] = [];

  pasted(slot: string): void {
    this.#pasted.add(slot);
  }

  copied(value: Secret): void {
    this.#copied = [...this.#copied, value];
  }

  /** Gives the values in the slots that were pasted into, once. */
  takePasted(slots: ReadonlyMap<string, Secret>): readonly Secret[] {
    const values = [...this.#pasted].flatMap((slot) => slots.get(slot) ?? []);
    this.#pasted.clear();
    return values;
  }

  /** Gives the values that were copied, once. */
  takeCopied(): readonly Secret[] {
    const values = this.#copied;
    this.#copied = [];
    return values;
  }
}
