// Walks the evaluated values of a workflow and collects references, templates and problems (relay/expressions.md 8).
import { calledNameOf, callOfMap, callOfTag, type NodeCall, nameSpanOf, problemsOfCall } from './calls';
import { binaryProblemOf, encodingNameOf, encodingProblemOf } from './encoding';
import { problemsOfPart } from './evaluation';
import type { Template } from './expression';
import { fieldsOf, isMerge } from './fields';
import { eachPart, situationAt, useOfArgument } from './parts';
import { referencesOfPath } from './paths';
import { readQueryNode } from './queries';
import type { Place, Reference, Use } from './reference';
import { type ScalarText, scalarTextOf } from './scalarText';
import { scopeOf } from './scope';
import type { Span } from './span';
import { type EvaluatedValue, evaluatedValuesOf } from './structure';
import { meaningOfTag, misspeltTypeOf, queryNodeOf, referenceOfJson, referenceOfTag, shapeOf } from './tags';
import { readTemplates } from './template';
import { type Malformed, ProblemSet, type ValueProblem } from './valueProblem';
import { Visited } from './visited';
import {
  isString,
  keyOf,
  type MapNode,
  type Marker,
  type Node,
  type Pair,
  pairOf,
  type ScalarNode,
  targetOf,
} from './yaml';

/** The templates of one scalar. */
export interface TemplateScalar {
  readonly node: ScalarNode;
  readonly place: Place;
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
  /** What is wrong with the values, apart from the shapes of references, which those have themselves. */
  readonly problems: readonly ValueProblem[];
}

export function collect(text: string, root: Node | undefined): Collected {
  const collector = new Collector(text);
  for (const value of evaluatedValuesOf(root)) collector.value(value);
  const { references, referenceNodes, templateScalars, otherScalars } = collector;
  references.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  return { references, referenceNodes, templateScalars, otherScalars, problems: collector.problems.all() };
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
  readonly #decoded = new Set<Node>();
  readonly #scalars = new Map<Node, TemplateScalar>();

  constructor(readonly text: string) {}

  value({ node, place, asMap }: EvaluatedValue): void {
    const at = { place, use: 'needed' as const };
    const map = asMap ? targetOf(node) : undefined;
    if (map?.kind === 'map') this.#map(map, at);
    else this.#node(node, at);
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
        if (node.kind === 'scalar') this.#malformed(binaryProblemOf(node), at.place);
        break;
      case 'unknown':
        this.#unknownTag(node.tag, at.place);
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
    if (!node.pairs.some((pair) => isMerge(pair) || keyOf(pair)?.startsWith('$')))
      return this.#values(node, at);
    const merged = node.pairs.some(isMerge) ? fieldsOf(node) : undefined;
    const pairAt = (key: string): Pair | undefined => pairOf(node, key) ?? merged?.get(key)?.pair;
    const type = pairAt('$type');
    if (type) return this.#typed(node, type, at, isNew);
    const encoding = pairAt('$encoding');
    if (encoding) return this.#encoded(node, encoding, pairAt('data'), at);
    const called = calledNameOf(node);
    const [first] = node.pairs;
    if (called === undefined || !first) return this.#values(node, at);
    const { start, end } = first.key.span;
    const isExact = end - start === called.length + 4;
    const name = isExact ? { start: start + 4, end } : first.key.span;
    this.#call(callOfMap(called, node), node, name, at);
  }

  #typed(node: MapNode, type: Pair, at: At, isNew: boolean): void {
    const target = targetOf(type.value);
    const written = target?.kind === 'scalar' && isString(target) ? target : undefined;
    const shape = written && !written.value.startsWith('!') ? shapeOf(written.value) : undefined;
    if (shape) {
      // A map that only merges another takes its reference from there.
      const own = node.pairs.some((pair) => ['$type', ...shape.keys].includes(keyOf(pair) ?? ''));
      if (!own) return this.#values(node, at);
      this.#reference(node, referenceOfJson(node, shape, at), at, isNew);
    } else if (written) this.#malformed(misspeltTypeOf(written), at.place);
    // With another `$type` the map is plain data, evaluated nowhere inside (relay/expressions.md 5.2).
    for (const pair of node.pairs)
      if (!shape?.keys.includes(keyOf(pair) ?? '')) this.#undecoded(pair.value, at.place);
  }

  #encoded(node: MapNode, encoding: Pair, encoded: Pair | undefined, at: At): void {
    const type = encodingNameOf(encoding);
    if (type) {
      this.#malformed(encodingProblemOf(type, encoding, encoded), at.place, node.span);
      this.#node(encoded?.value, at);
    }
    for (const pair of node.pairs) if (pair !== encoded || !type) this.#undecoded(pair.value, at.place);
  }

  #values(node: MapNode, at: At): void {
    for (const pair of node.pairs) {
      this.#key(pair, at.place);
      const target = isMerge(pair) && pair.value?.kind === 'alias' ? pair.value.target : undefined;
      if (target?.kind === 'map' && !target.tag) this.#map(target, at);
      else this.#node(pair.value, at, keyOf(pair));
    }
  }

  // Tags on keys are read as well, and a map cannot be a key (relay/expressions.md 5.1).
  #key({ key }: Pair, place: Place): void {
    const meaning = key.tag && meaningOfTag(key.tag.name);
    if (!key.tag || !meaning || meaning.is === 'plain') return;
    if (meaning.is === 'unknown') return this.#unknownTag(key.tag, place);
    const { span } = key.tag;
    const blank = { start: span.start, end: Math.max(span.end, key.span.start) };
    const mend = { is: 'write' as const, title: 'Remove the tag', span: blank, text: '' };
    const message = 'A key cannot carry a tag. Remove the tag, or move it to the value.';
    this.#malformed({ span, message, ...(key.span.end > key.span.start ? { mend } : {}) }, place);
  }

  // Where nothing is evaluated tags are read all the same.
  #undecoded(node: Node | undefined, place: Place): void {
    if (!node || this.#decoded.has(node)) return;
    this.#decoded.add(node);
    if (node.tag && meaningOfTag(node.tag.name).is === 'unknown') this.#unknownTag(node.tag, place);
    if (node.kind === 'alias') this.#undecoded(node.target, place);
    if (node.kind === 'sequence') for (const item of node.items) this.#undecoded(item, place);
    if (node.kind === 'map') for (const pair of node.pairs) this.#undecoded(pair.value, place);
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
    if (!node.value.includes('${') || !isText(node)) {
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

  #unknownTag(tag: Marker | undefined, place: Place): void {
    if (tag)
      this.problems.add({ is: 'tag-unknown', name: tag.name, span: tag.span, around: tag.span, place });
  }

  #malformed(problem: Malformed | undefined, place: Place, around = problem?.span): void {
    if (problem && around)
      this.problems.add({ is: 'tag-malformed', severity: 'error', ...problem, around, place });
  }
}

function isText(node: ScalarNode): boolean {
  const given = node.tag && meaningOfTag(node.tag.name).is;
  return given === 'function' || given === 'binary' || isString(node);
}

function readScalar(source: string, node: ScalarNode, place: Place): TemplateScalar {
  const text = scalarTextOf(source, node);
  return { node, place, text, templates: readTemplates(text.text) };
}
