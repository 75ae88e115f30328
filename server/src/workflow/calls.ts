// Turns a function's tag or `$fn.` map into a call, with what is known of its arguments (relay/expressions.md 5.1 and 5.3).
import { isMerge } from './fields';
import { type CallArgument, faultsOfCall, functionOf } from './functions';
import { readNumber } from './goNumber';
import { type Known, knownConstant } from './operators';
import type { Place } from './reference';
import type { Span } from './span';
import { meaningOfTag } from './tags';
import type { ValueProblem } from './valueProblem';
import {
  isPlainString,
  isString,
  keyOf,
  type MapNode,
  type Node,
  pairOf,
  type ScalarNode,
  targetOf,
} from './yaml';

/** A call outside of templates. */
export interface NodeCall {
  readonly name: string;
  /** How the arguments are given; only the run knows it where the one argument is computed. */
  readonly form: 'positional' | 'keywords' | 'unknown';
  readonly args: readonly NodeArgument[];
}

export interface NodeArgument extends CallArgument {
  /** Absent for a keyword that nothing is written behind. */
  readonly node?: Node;
}

/** The call that a tagged node is: a scalar is one argument, a sequence and a map are all of them. */
export function callOfTag(name: string, node: Node): NodeCall {
  if (node.kind === 'scalar') return inOrder(name, [{ node, known: knownOfPlain(node.value) }]);
  return callOf(name, node);
}

/** Where the name of a function stands in its tag; the whole tag where that is spelled in another way than `!Fn.name`. */
export function nameSpanOf(source: string, node: Node, name: string): Span {
  const span = node.tag?.span ?? node.span;
  const isPlain = source.slice(span.start, span.end) === `!Fn.${name}`;
  return isPlain ? { start: span.start + 4, end: span.end } : span;
}

/** The name in `$fn.<name>`, if that is the only key of the map. */
export function calledNameOf(map: MapNode): string | undefined {
  const [only, more] = map.pairs;
  const key = only && !more ? keyOf(only) : undefined;
  return key?.startsWith('$fn.') ? key.slice(4) : undefined;
}

/** The call that a `$fn.` map is. */
export function callOfMap(name: string, map: MapNode): NodeCall {
  const value = map.pairs[0]?.value;
  const target = targetOf(value);
  if (!value || !target) return { name, form: 'unknown', args: [] };
  return target.tag ? callWith(name, value) : callOf(name, target);
}

/** What is wrong with a call whose name stands at `name`; `around` holds it with all its arguments. */
export function problemsOfCall(call: NodeCall, name: Span, around: Span, place: Place): ValueProblem[] {
  const called = functionOf(call.name);
  if (!called) return [{ is: 'function-unknown', name: call.name, span: name, around: name, place }];
  if (call.form === 'unknown') return [];
  // A map of other keys than the function's is meant for the argument itself. Relay fails on that too, but published
  // workflows hold it.
  const keywords = called.keywords?.map((each) => each.name);
  const isMistaken =
    call.args.length > 0 && !call.args.some((each) => keywords?.includes(each.keyword ?? ''));
  return faultsOfCall(called, call.form, call.args).map(({ message, argument, absence, ignored }) => {
    const written = argument === undefined ? undefined : call.args[argument]?.node?.span;
    const span = written && written.end > written.start ? written : name;
    const isKeyword = absence && call.form === 'keywords';
    const advice = isKeyword
      ? ' Relay takes the keys of a map for keywords; put plain arguments in a list.'
      : '';
    return {
      is: 'expression-invalid',
      severity: ignored || (isKeyword && isMistaken) ? 'warning' : 'error',
      message: message + advice,
      span,
      around: absence ? around : span,
      place,
    };
  });
}

/** What is known of a value without running the workflow. */
export function knownOfNode(node: Node | undefined): Known {
  const target = targetOf(node);
  const meaning = target?.tag && meaningOfTag(target.tag.name);
  if (!target || meaning?.is === 'reference' || meaning?.is === 'unknown') return { shape: 'unknown' };
  if (meaning?.is === 'function') return { shape: functionOf(meaning.name)?.gives ?? 'unknown' };
  switch (target.kind) {
    case 'alias':
      return { shape: 'unknown' };
    case 'scalar':
      return knownOfScalar(target);
    case 'sequence':
      return { shape: 'array', items: () => target.items.map(knownOfNode) };
    case 'map':
      return knownOfMap(target);
  }
}

// A list holds the arguments in order, a map holds them by keyword.
function callOf(name: string, list: Node): NodeCall {
  if (list.kind === 'sequence')
    return inOrder(
      name,
      list.items.map((node) => ({ node, known: knownOfNode(node) })),
    );
  if (list.kind !== 'map' || knownOfMap(list).shape !== 'map') return callWith(name, list);
  const args = list.pairs.map((pair) => ({
    keyword: keyOf(pair) ?? '',
    known: knownOfNode(pair.value),
    ...(pair.value ? { node: pair.value } : {}),
  }));
  return { name, form: 'keywords', args };
}

// Relay evaluates a single argument first: where that gives a list or a map, it is taken apart.
function callWith(name: string, node: Node): NodeCall {
  const known = knownOfNode(node);
  if (known.shape !== 'unknown' && known.shape !== 'array' && known.shape !== 'map')
    return inOrder(name, [{ node, known }]);
  return { name, form: 'unknown', args: [{ node, known }] };
}

function inOrder(name: string, args: readonly NodeArgument[]): NodeCall {
  return { name, form: 'positional', args };
}

function knownOfMap(map: MapNode): Known {
  if (pairOf(map, '$type') || map.pairs.some(isMerge)) return { shape: 'unknown' };
  const encoding = pairOf(map, '$encoding')?.value;
  if (encoding?.kind === 'scalar' && isString(encoding)) return { shape: 'string' };
  const called = calledNameOf(map);
  return called === undefined ? { shape: 'map' } : { shape: functionOf(called)?.gives ?? 'unknown' };
}

function knownOfScalar(node: ScalarNode): Known {
  if (node.tag && meaningOfTag(node.tag.name).is === 'binary') return { shape: 'string' };
  return isString(node)
    ? knownOfText(node.value)
    : node.tag
      ? { shape: 'unknown' }
      : knownOfPlain(node.value);
}

// One template and nothing else keeps the type of its value; anything more is joined as text.
function knownOfText(text: string): Known {
  if (!text.includes('${')) return knownConstant(text);
  return text.startsWith('${') && text.endsWith('}') ? { shape: 'unknown' } : { shape: 'string' };
}

// What a text without quotes is to Relay's YAML reader.
function knownOfPlain(text: string): Known {
  if (isPlainString(text)) return knownOfText(text);
  if (/^(?:~|null|)$/i.test(text)) return knownConstant(null);
  if (/^(?:true|false)$/i.test(text)) return knownConstant(/^t/i.test(text));
  if (/^\d{4}-\d/.test(text)) return { shape: 'time' };
  const number = readNumber(text);
  return text === '<<'
    ? { shape: 'unknown' }
    : number === undefined
      ? { shape: 'number' }
      : knownConstant(number);
}
