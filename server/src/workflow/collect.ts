// Walks the evaluated values of a workflow and collects its references and templates (relay/expressions.md 8).
import type { Template } from './expression';
import { referencesOfExpression } from './paths';
import type { Reference } from './reference';
import { type ScalarText, scalarTextOf } from './scalarText';
import type { Span } from './span';
import { type EvaluatedValue, evaluatedValuesOf } from './structure';
import { referenceOfJson, referenceOfTag, shapeOf } from './tags';
import { readTemplates } from './template';
import { isString, keyOf, type MapNode, type Node, pairOf, type ScalarNode } from './yaml';

/** The templates of one scalar. */
export interface TemplateScalar {
  readonly node: ScalarNode;
  readonly place: Reference['place'];
  readonly text: ScalarText;
  readonly templates: readonly Template[];
}

/** A reference in tag or map form together with the node that it was read from. */
export interface ReferenceNode {
  readonly node: Node;
  readonly reference: Reference;
}

/** A scalar and the key that it is the value of, if it is one's. */
export interface KeyedScalar {
  readonly node: ScalarNode;
  readonly key?: string | undefined;
}

export interface Collected {
  /** Every reference once, in the order of the text; one that is shared by an anchor stands at its anchor. */
  readonly references: readonly Reference[];
  readonly referenceNodes: readonly ReferenceNode[];
  readonly templateScalars: readonly TemplateScalar[];
  /** The scalars of evaluated values that hold no template: a tag or a reference may be about to be typed there. */
  readonly otherScalars: readonly KeyedScalar[];
}

export function collect(text: string, root: Node | undefined): Collected {
  const collector = new Collector(text);
  for (const value of evaluatedValuesOf(root)) collector.value(value);
  collector.references.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  return collector;
}

class Collector implements Collected {
  readonly references: Reference[] = [];
  readonly referenceNodes: ReferenceNode[] = [];
  readonly templateScalars: TemplateScalar[] = [];
  readonly otherScalars: KeyedScalar[] = [];
  // An alias shows the same nodes again, and a self-containing anchor shows them for ever.
  readonly #visited = new Set<Node>();
  readonly #visitedMaps = new Set<Node>();

  constructor(readonly text: string) {}

  value({ node, place, asMap }: EvaluatedValue): void {
    if (asMap && node.kind === 'map') this.#map(node, place);
    else if (asMap && node.kind === 'alias' && node.target?.kind === 'map') this.#map(node.target, place);
    else this.#node(node, place);
  }

  #node(node: Node | undefined, place: Reference['place'], key?: string): void {
    if (!node || this.#visited.has(node)) return;
    this.#visited.add(node);
    const shape = node.tag && shapeOf(node.tag.name);
    if (shape) return this.#add(node, referenceOfTag(node, shape, place));
    switch (node.kind) {
      case 'alias':
        return this.#node(node.target, place);
      case 'sequence':
        for (const item of node.items) this.#node(item, place);
        return;
      case 'map':
        // The map a tag stands on is the tag's argument, never a `$type` map.
        return node.tag ? this.#values(node, place) : this.#map(node, place);
      case 'scalar':
        return this.#scalar(node, place, key);
    }
  }

  #map(node: MapNode, place: Reference['place']): void {
    if (this.#visitedMaps.has(node)) return;
    this.#visitedMaps.add(node);
    const type = pairOf(node, '$type');
    if (type) {
      const shape =
        type.value?.kind === 'scalar' && isString(type.value) ? shapeOf(type.value.value) : undefined;
      // With another `$type` the map is plain data, evaluated nowhere inside (relay/expressions.md 5.2).
      if (shape) this.#add(node, referenceOfJson(node, shape, place));
      return;
    }
    const encoding = pairOf(node, '$encoding');
    if (encoding) {
      const known = encoding.value?.kind === 'scalar' && isString(encoding.value);
      if (known) this.#node(pairOf(node, 'data')?.value, place);
      return;
    }
    this.#values(node, place);
  }

  #values(node: MapNode, place: Reference['place']): void {
    for (const pair of node.pairs) {
      const merged =
        keyOf(pair) === '<<' && pair.value?.kind === 'alias' && pair.value.target?.kind === 'map';
      if (merged && !pair.value.target?.tag) this.#map(pair.value.target as MapNode, place);
      else this.#node(pair.value, place, keyOf(pair));
    }
  }

  #scalar(node: ScalarNode, place: Reference['place'], key: string | undefined): void {
    const argument = node.tag?.name.startsWith('!Fn.');
    if (!(argument || isString(node)) || !node.value.includes('${')) {
      this.otherScalars.push({ node, key });
      return;
    }
    const text = scalarTextOf(this.text, node);
    const templates = readTemplates(text.text);
    this.templateScalars.push({ node, place, text, templates });
    const sourceOf = (span: Span): Span => text.sourceOf(span);
    for (const { expression } of templates) {
      if (expression) this.references.push(...referencesOfExpression(expression, place, sourceOf));
    }
  }

  #add(node: Node, reference: Reference): void {
    this.references.push(reference);
    this.referenceNodes.push({ node, reference });
  }
}
