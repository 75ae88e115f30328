// Reads the tags of keys and of what is evaluated nowhere: Relay refuses a bad one wherever it reads values.
import { isOfTag, type Place, type Reference } from './reference';
import { meaningOfTag, referenceOfTag } from './tags';
import type { Malformed, ProblemSet } from './valueProblem';
import type { MapNode, Marker, Node, Pair } from './yaml';

/** A reference in tag or map form together with the node that it was read from. */
export interface ReferenceNode {
  readonly node: Node;
  readonly reference: Reference;
}

export class TagReader {
  /** References of a shape that Relay refuses, where nothing is looked up. */
  readonly refused: ReferenceNode[] = [];
  readonly #read = new Set<Node>();

  constructor(readonly problems: ProblemSet) {}

  unevaluated(node: Node | undefined, place: Place): void {
    if (!node || this.#read.has(node)) return;
    this.#read.add(node);
    const meaning = node.tag && meaningOfTag(node.tag.name);
    if (meaning?.is === 'unknown') this.unknown(node.tag, place);
    if (meaning?.is === 'reference') {
      const reference = referenceOfTag(node, meaning.shape, { place, use: 'unreached' });
      const faults = reference.faults.filter(isOfTag);
      if (faults.length > 0) this.refused.push({ node, reference: { ...reference, faults } });
    }
    if (node.kind === 'alias') this.unevaluated(node.target, place);
    if (node.kind === 'sequence') for (const item of node.items) this.unevaluated(item, place);
    if (node.kind === 'map') this.unevaluatedIn(node, place);
  }

  unevaluatedIn({ pairs }: MapNode, place: Place): void {
    for (const pair of pairs) {
      this.key(pair, place);
      this.unevaluated(pair.value, place);
    }
  }

  /** A map cannot be a key (relay/expressions.md 5.1). */
  key({ key }: Pair, place: Place): void {
    const meaning = key.tag && meaningOfTag(key.tag.name);
    if (!key.tag || !meaning || meaning.is === 'plain') return;
    if (meaning.is === 'unknown') return this.unknown(key.tag, place);
    const { span } = key.tag;
    const blank = { start: span.start, end: Math.max(span.end, key.span.start) };
    const mend = { is: 'write' as const, title: 'Remove the tag', span: blank, text: '' };
    const message = 'A key cannot carry a tag. Remove the tag, or move it to the value.';
    this.malformed({ span, message, ...(key.span.end > key.span.start ? { mend } : {}) }, place);
  }

  unknown(tag: Marker | undefined, place: Place): void {
    if (tag)
      this.problems.add({ is: 'tag-unknown', name: tag.name, span: tag.span, around: tag.span, place });
  }

  malformed(problem: Malformed | undefined, place: Place, around = problem?.span): void {
    if (problem && around)
      this.problems.add({ is: 'tag-malformed', severity: 'error', ...problem, around, place });
  }
}
