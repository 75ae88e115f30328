// Turns the paths of an expression into references (relay/expressions.md 3 and 8).
import { type Path, type Segment, staticKeyOf } from './expression';
import type { Situation } from './parts';
import type { Part, Reference, ReferenceKind } from './reference';
import type { Span } from './span';

/** Answers are named by tags only. */
type RootKind = Exclude<ReferenceKind, 'answer'>;

/** Each root with the kind that it holds. */
const roots: Readonly<Record<string, RootKind>> = {
  connections: 'connection',
  secrets: 'secret',
  parameters: 'parameter',
  outputs: 'output',
  steps: 'step',
  event: 'event',
};

/** The names that a path may start with. */
export const rootNames: readonly string[] = Object.keys(roots);

/** What a root holds; undefined for a name that is no root. */
export function kindOfRoot(root: string): RootKind | undefined {
  return Object.hasOwn(roots, root) ? roots[root] : undefined;
}

/** What can be asked of a step that has run (relay/expressions.md 3). */
export const stepStates: readonly string[] = ['succeeded', 'failed', 'skipped'];

/** A path's root and the keys behind it, with a leading `$` dropped: `$['secrets'].x` is `secrets.x`. */
export function keysOfPath(path: Path): { readonly root?: string; readonly keys: readonly Segment[] } {
  if (path.root.text !== '$') return { root: path.root.text, keys: path.segments };
  const [first, ...keys] = path.segments;
  const root = first && staticKeyOf(first);
  return root === undefined ? { keys } : { root, keys };
}

/** The references that a path is: none where it starts at something else than the workflow. */
export function referencesOfPath(path: Path, situation: Situation): Reference[] {
  if (path.piped || situation.relative) return [];
  const { place, use, locate } = situation;
  const span = locate(path.span);
  const common = { spelling: 'expression' as const, span, place, use, faults: [] };
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
  const kind = kindOfRoot(root);
  const [first, second] = [partOf(keys[0], locate), partOf(keys[1], locate)];
  switch (kind) {
    case undefined:
      return [];
    case 'connection':
      return [{ kind, type: first, name: second, ...common }];
    case 'output':
    case 'step':
      return [{ kind, from: first, name: second, ...common }];
    case 'event':
      return [{ kind, name: nameOfEvent(keys, locate), ...common }];
    case 'secret':
    case 'parameter':
      return [{ kind, name: first, ...common }];
  }
}

// An event has no fixed depth: its whole path is the name.
function nameOfEvent(keys: readonly Segment[], locate: (span: Span) => Span): Part {
  const [first, last] = [keys[0]?.index, keys.at(-1)?.index];
  if (!first || !last) return absent;
  const span = locate({ start: first.span.start, end: last.span.end });
  const names = keys.map(staticKeyOf);
  return names.includes(undefined)
    ? { is: 'computed', span }
    : { is: 'written', text: names.join('.'), span };
}

const absent: Part = { is: 'absent' };

/** What a key of a path says. */
export function partOf(segment: Segment | undefined, locate = (span: Span) => span): Part {
  if (!segment?.index) return absent;
  const text = staticKeyOf(segment);
  const span = locate(segment.index.span);
  return text === undefined ? { is: 'computed', span } : { is: 'written', text, span };
}
