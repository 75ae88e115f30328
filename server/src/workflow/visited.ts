// Remembers which nodes were looked at in which place, so that each is looked at once.
import type { Place } from './reference';
import type { Node } from './yaml';

/**
 * The nodes visited so far. An alias shows the same nodes again, and a self-containing anchor shows them for ever; what is
 * used in several places is looked at in each, because what may be referred to differs.
 */
export class Visited {
  readonly #places = new Map<Node, number>();

  /** Notes a visit and says which one it is. A map is also visited for its pairs alone, whatever its own tag says. */
  at(node: Node, place: Place, as: 'node' | 'pairs'): 'first' | 'again' | 'done' {
    const shift = as === 'node' ? 0 : 4;
    const all = this.#places.get(node) ?? 0;
    const before = (all >> shift) & 15;
    const bit = bits[place];
    if (before & bit) return 'done';
    this.#places.set(node, all | (bit << shift));
    return before === 0 ? 'first' : 'again';
  }
}

const bits: Readonly<Record<Place, number>> = { step: 1, when: 2, source: 4, trigger: 8 };
