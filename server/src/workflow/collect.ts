// Walks the evaluated values of a workflow and collects references, templates and problems (relay/expressions.md 8).
import { calledNameOf, callOfMap, callOfTag, type NodeCall, nameSpanOf, problemsOfCall } from './calls';
import { binaryProblemOf, encodingNameOf, encodingProblemOf } from './encoding';
import { problemsOfPart } from './evaluation';
import { isMerge, type Merged, mergedInto, sourcesOf } from './fields';
import { eachPart, situationAt, useOfArgument } from './parts';
import { referencesOfPath } from './paths';
import { readQueryNode } from './queries';
import type { Place, Reference, Use } from './reference';
import { scopeOf } from './scope';
import type { Span } from './span';
import { type EvaluatedValue, evaluatedValuesOf, ignoredValuesOf } from './structure';
import { type ReferenceNode, TagReader } from './tagReader';
import { meaningOfTag, misspeltTypeOf, queryNodeOf, referenceOfJson, referenceOfTag, shapeOf } from './tags';
import { isTemplate, readScalar, type TemplateScalar } from './templateScalar';
import { ProblemSet, type ValueProblem } from './valueProblem';
import { Visited } from './visited';
import {
  isString,
  keyOf,
  type MapNode,
  type Node,
  type Pair,
  pairOf,
  type ScalarNode,
  targetOf,
} from './yaml';

/** A scalar and the key that it is the value of, if it is one's. */
export interface KeyedScalar {
  readonly node: ScalarNode;
  readonly key?: string | undefined;
}

export interface Collected {
  /** Every reference once, in the order of the text; one that is shared by an anchor stands at its anchor. */
  readonly references: readonly Reference[];
  readonly referenceNodes: readonly ReferenceNode[];
  /** Those of a shape that Relay refuses, be they looked up or not. */
  readonly refusedNodes: readonly ReferenceNode[];
  readonly templateScalars: readonly TemplateScalar[];
  /** The scalars of evaluated values that hold no template: a tag or a reference may be about to be typed there. */
  readonly otherScalars: readonly KeyedScalar[];
  /** What is wrong with the values, apart from the shapes of references, which those have themselves. */
  readonly problems: readonly ValueProblem[];
}

export function collect(text: string, root: Node | undefined): Collected {
  const collector = new Collector(text);
  for (const value of evaluatedValuesOf(root)) collector.value(value);
  for (const map of ignoredValuesOf(root)) collector.ignored(map);
  const { references, referenceNodes, templateScalars, otherScalars } = collector;
  references.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  return {
    references,
    referenceNodes,
    refusedNodes: collector.refusedNodes(),
    templateScalars,
    otherScalars,
    problems: collector.problems.all(),
  };
}

/** How a value is evaluated. */
interface At {
  readonly place: Place;
  readonly use: Use;
}

class Collector {
  readonly references: Reference[] = [];
  readonly referenceNodes: ReferenceNode[] = [];
  readonly templateScalars: TemplateScalar[] = [];
  readonly otherScalars: KeyedScalar[] = [];
  readonly problems = new ProblemSet();
  readonly #visited = new Visited();
  readonly #tags = new TagReader(this.problems);
  readonly #scalars = new Map<Node, TemplateScalar>();

  constructor(readonly text: string) {}

  value({ node, place, asMap }: EvaluatedValue): void {
    const at = { place, use: 'needed' as const };
    const map = asMap ? targetOf(node) : undefined;
    if (map?.kind === 'map') this.#map(map, at);
    else this.#node(node, at);
  }

  ignored(map: MapNode): void {
    this.#tags.unevaluatedIn(map, 'step');
  }

  refusedNodes(): readonly ReferenceNode[] {
    const evaluated = this.referenceNodes.filter(({ reference }) => reference.faults.length > 0);
    const { refused } = this.#tags;
    if (refused.length === 0) return evaluated; // as in most files
    const seen = new Set(this.referenceNodes.map(({ node }) => node));
    return [...evaluated, ...refused.filter(({ node }) => !seen.has(node))];
  }

  #node(node: Node | undefined, at: At, key?: string): void {
    const visit = node && this.#visited.at(node, at.place, 'node');
    if (!node || visit === 'done') return;
    const isNew = visit === 'first';
    const meaning = node.tag && meaningOfTag(node.tag.name);
    switch (meaning?.is) {
      case 'reference':
        return this.#reference(node, referenceOfTag(node, meaning.shape, at), at, isNew);
      case 'function':
        return this.#call(callOfTag(meaning.name, node), node, nameSpanOf(this.text, node, meaning.name), at);
      case 'binary':
        if (node.kind === 'scalar') this.#tags.malformed(binaryProblemOf(node), at.place);
        break;
      case 'unknown':
        this.#tags.unknown(node.tag, at.place);
        break;
    }
    switch (node.kind) {
      case 'alias':
        return this.#node(node.target, at);
      case 'sequence':
        for (const item of node.items) this.#node(item, at);
        return;
      case 'map':
        return this.#map(node, at);
      case 'scalar':
        return this.#scalar(node, at, key, isNew);
    }
  }

  #map(node: MapNode, at: At): void {
    const visit = this.#visited.at(node, at.place, 'pairs');
    if (visit === 'done') return;
    const isNew = visit === 'first';
    // Most maps have neither a key of Relay's own nor a merge key.
    if (!node.pairs.some((pair) => isMerge(pair) || isOwn(pair))) return this.#values(node, at);
    const merged = node.pairs.some(isMerge) ? mergedInto(node) : undefined;
    const pairAt = (key: string): Pair | undefined => pairOf(node, key) ?? merged?.fields.get(key)?.pair;
    const type = pairAt('$type');
    if (type) return this.#typed(node, type, at, isNew, merged);
    const encoding = pairAt('$encoding');
    if (encoding) return this.#encoded(node, encoding, pairAt('data'), at);
    const called = calledNameOf(node);
    const [first] = node.pairs;
    if (called === undefined || !first) return this.#values(node, at, merged);
    const { start, end } = first.key.span;
    const isExact = end - start === called.length + 4;
    const name = isExact ? { start: start + 4, end } : first.key.span;
    this.#call(callOfMap(called, node), node, name, at);
  }

  #typed(node: MapNode, type: Pair, at: At, isNew: boolean, merged: Merged | undefined): void {
    const target = targetOf(type.value);
    const written = target?.kind === 'scalar' && isString(target) ? target : undefined;
    const shape = written && !written.value.startsWith('!') ? shapeOf(written.value) : undefined;
    if (shape) {
      // A map that only merges another takes its reference from there.
      const own = node.pairs.some((pair) => ['$type', ...shape.keys].includes(keyOf(pair) ?? ''));
      if (!own) return this.#values(node, at, merged);
      this.#reference(node, referenceOfJson(node, shape, at), at, isNew);
    } else if (written) this.#tags.malformed(misspeltTypeOf(written), at.place);
    // With another `$type` the map is plain data, evaluated nowhere inside (relay/expressions.md 5.2).
    for (const pair of node.pairs)
      if (!shape?.keys.includes(keyOf(pair) ?? '')) this.#tags.unevaluated(pair.value, at.place);
  }

  #encoded(node: MapNode, encoding: Pair, encoded: Pair | undefined, at: At): void {
    const type = encodingNameOf(encoding);
    if (type) {
      this.#tags.malformed(encodingProblemOf(type, encoding, encoded), at.place, node.span);
      this.#node(encoded?.value, at);
    }
    for (const pair of node.pairs)
      if (pair !== encoded || !type) this.#tags.unevaluated(pair.value, at.place);
  }

  #values(node: MapNode, at: At, merged?: Merged): void {
    for (const pair of node.pairs) {
      this.#tags.key(pair, at.place);
      if (merged && isMerge(pair)) for (const source of sourcesOf(pair)) this.#source(source, at, merged);
      else if (merged?.overridden.has(pair)) this.#tags.unevaluated(pair.value, at.place);
      else this.#node(pair.value, at, keyOf(pair));
    }
  }

  // What a merge key brings in is evaluated pair by pair, as far as it counts; a map of Relay's own is one value.
  #source(source: Node, at: At, merged: Merged): void {
    const map = targetOf(source);
    if (map?.kind !== 'map' || map.tag || map.pairs.some(isOwn)) this.#node(source, at);
    else if (merged.holders.delete(map)) this.#values(map, at, merged);
  }

  #call(call: NodeCall, node: Node, name: Span, at: At): void {
    const { place } = at;
    for (const problem of problemsOfCall(call, name, node.span, place)) this.problems.add(problem);
    const hasDefault = call.args.length > 2 || call.args.some(({ keyword }) => keyword === 'default');
    for (const [index, argument] of call.args.entries()) {
      const role =
        argument.keyword ?? (call.form === 'positional' ? ['object', 'query', 'default'][index] : '');
      const use = useOfArgument(at.use, call.name, role === 'object' && hasDefault);
      if (call.name === 'path' && role === 'query') this.#query(argument.node, { place, use });
      if (argument.node !== node) this.#node(argument.node, { place, use });
      else if (node.kind === 'map') this.#map(node, { place, use });
      else if (node.kind === 'scalar') this.#scalar(node, { place, use }, undefined, true);
    }
  }

  #query(node: Node | undefined, at: At): void {
    const target = targetOf(node);
    if (target?.kind !== 'scalar' || !isString(target) || target.value.includes('${')) return;
    for (const problem of readQueryNode(this.text, target, at, 'expression-invalid').problems)
      this.problems.add(problem);
  }

  #scalar(node: ScalarNode, at: At, key: string | undefined, isNew: boolean): void {
    if (!isTemplate(node)) {
      if (isNew) this.otherScalars.push({ node, key });
      return;
    }
    const scalar = this.#scalars.get(node) ?? readScalar(this.text, node, at.place);
    if (!this.#scalars.has(node)) this.templateScalars.push(scalar);
    const { sourceOf } = scalar.text;
    const situation = situationAt(at.place, at.use, node.span, sourceOf);
    for (const { expression, problem } of scalar.templates) {
      if (problem) {
        const { message, close } = problem;
        const mend = close === undefined ? {} : { close: sourceOf({ start: close - 1, end: close }).end };
        const span = sourceOf(problem.span);
        this.problems.add({
          is: 'expression-syntax',
          message,
          ...mend,
          span,
          around: node.span,
          place: at.place,
        });
      }
      if (!expression) continue;
      eachPart(expression, situation, (part, inside) => {
        if (part.is === 'path' && !this.#scalars.has(node))
          this.references.push(...referencesOfPath(part, inside));
        for (const each of problemsOfPart(part, inside)) this.problems.add(each);
      });
    }
    this.#scalars.set(node, scalar);
  }

  #reference(node: Node, read: Reference, { place, use }: At, isNew: boolean): void {
    const query = read.kind === 'event' ? queryNodeOf(node) : undefined;
    const known = query && read.faults.length === 0;
    const { name, problems = [] } = known
      ? readQueryNode(this.text, query, { place, use }, 'expression-syntax')
      : {};
    const reference = read.kind === 'event' && name ? { ...read, name } : read;
    for (const problem of problems) this.problems.add(problem);
    const scope = scopeOf(reference.kind, place);
    if (scope !== 'known') {
      const severity = scope === 'unresolved' ? 'warning' : 'error';
      const { kind, span } = reference;
      this.problems.add({ is: 'reference-out-of-scope', kind, severity, span, around: span, place });
    }
    if (!isNew) return;
    this.references.push(reference);
    this.referenceNodes.push({ node, reference });
  }
}

function isOwn(pair: Pair): boolean {
  return keyOf(pair)?.startsWith('$') ?? false;
}
