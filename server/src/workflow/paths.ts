// Turns the paths of an expression into references (relay/expressions.md 3 and 8).
import { type Expression, type Path, partsOf, type Segment, staticKeyOf } from './expression';
import type { Part, Reference } from './reference';
import type { Span } from './span';

/** Each root with the kinds it holds and how many keys name one of them. `$` is the step's whole input. */
const roots: Record<string, { readonly kind: Reference['kind']; readonly keys: 1 | 2 }> = {
  connections: { kind: 'connection', keys: 2 },
  secrets: { kind: 'secret', keys: 1 },
  parameters: { kind: 'parameter', keys: 1 },
  outputs: { kind: 'output', keys: 2 },
  steps: { kind: 'step', keys: 2 },
  event: { kind: 'event', keys: 1 },
};

/** The names that a path may start with. */
export const rootNames: readonly string[] = Object.keys(roots);

/** Every reference in an expression; `sourceOf` converts its spans to the document's. */
export function referencesOfExpression(
  expression: Expression,
  place: Reference['place'],
  sourceOf: (span: Span) => Span,
): Reference[] {
  const found: Reference[] = [];
  const visit = (part: Expression): void => {
    if (part.is === 'path' && !part.piped) found.push(...referencesOfPath(part, place, sourceOf));
    for (const inner of partsOf(part)) visit(inner);
  };
  visit(expression);
  return found;
}

/** A path's root and the keys behind it, with a leading `$` dropped: `$['secrets'].x` is `secrets.x`. */
export function keysOfPath(path: Path): { readonly root?: string; readonly keys: readonly Segment[] } {
  if (path.root.text !== '$') return { root: path.root.text, keys: path.segments };
  const [first, ...keys] = path.segments;
  const root = first && staticKeyOf(first);
  return root === undefined ? { keys } : { root, keys };
}

function referencesOfPath(
  path: Path,
  place: Reference['place'],
  sourceOf: (span: Span) => Span,
): Reference[] {
  const span = sourceOf(path.span);
  const common = { spelling: 'expression' as const, span, place, faults: [] };
  const absent: Part = { is: 'absent' };
  const { root, keys } = keysOfPath(path);
  if (root === undefined) {
    // The whole input, or an input that only the run knows.
    return [
      { kind: 'connection', type: absent, name: absent, ...common },
      { kind: 'output', from: absent, name: absent, ...common },
      { kind: 'parameter', name: absent, ...common },
      { kind: 'secret', name: absent, ...common },
    ];
  }
  const shape = Object.hasOwn(roots, root) ? roots[root] : undefined;
  if (!shape) return [];
  const partAt = (index: number): Part => partOf(keys[index], sourceOf);
  switch (shape.kind) {
    case 'connection':
      return [{ kind: shape.kind, type: partAt(0), name: partAt(1), ...common }];
    case 'output':
    case 'step':
    case 'answer':
      return [{ kind: shape.kind, from: partAt(0), name: partAt(1), ...common }];
    case 'event':
      return [{ kind: shape.kind, name: joined(keys, sourceOf), ...common }];
    default:
      return [{ kind: shape.kind, name: partAt(0), ...common }];
  }
}

function partOf(segment: Segment | undefined, sourceOf: (span: Span) => Span): Part {
  if (!segment?.index) return { is: 'absent' };
  const text = staticKeyOf(segment);
  const span = sourceOf(segment.index.span);
  return text === undefined ? { is: 'computed', span } : { is: 'written', text, span };
}

// An event has no fixed depth: its whole path is the name.
function joined(keys: readonly Segment[], sourceOf: (span: Span) => Span): Part {
  const [first, last] = [keys[0]?.index, keys.at(-1)?.index];
  if (!first || !last) return { is: 'absent' };
  const span = sourceOf({ start: first.span.start, end: last.span.end });
  const names = keys.map(staticKeyOf);
  return names.includes(undefined)
    ? { is: 'computed', span }
    : { is: 'written', text: names.join('.'), span };
}
