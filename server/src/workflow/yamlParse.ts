// Parses a text with the yaml package. What that takes is parsed once; a broken text again with what it most likely lacks,
// so that one mistake does not cost the rest of the file, and one that Relay's reader alone takes as that reads it.
import { type Document, type Node, parseDocument, type Tags } from 'yaml';
import { type Patched, patch, unpatched } from './patch';
import { type Attempt, repairsOf } from './repair';
import { firstScattering, type Repair, type YamlError, type YamlProblem } from './yamlProblems';

/** How many repairs are tried at most, apart from reading what only Relay's reader takes. */
const mostRepairs = 2;

export interface Parsed {
  /** What was parsed: the text with repairs in it. */
  readonly patched: Patched;
  readonly document: Document<Node>;
  /** What the library says of it, in the order of the text. Their spans are of what was parsed. */
  readonly errors: readonly YamlError[];
  /** What was repaired. Their spans are of the text as it stands. */
  readonly problems: readonly YamlProblem[];
}

/** Parses the first document of a text, with repairs where it is broken. Never throws. */
export function parseRepaired(text: string): Parsed {
  let best = parsed(unpatched(text), []);
  let attempts: Attempt[] | undefined;
  for (let repairs = 0; ; ) {
    const error = firstScattering(best.errors);
    if (!error) break;
    attempts ??= repairsOf(best.patched.text, error);
    const repair = attempts.shift();
    if (!repair || (!repair.isSound && repairs === mostRepairs)) break;
    if (!repair.isSound) repairs += 1;
    const next = repaired(best, repair);
    const left = firstScattering(next.errors);
    const place = left && next.patched.spanOf(left.span).start;
    const isLeft = place === best.patched.spanOf(error.span).start && left?.code === error.code;
    if (place !== undefined && (isLeft || place <= best.patched.spanOf(repair.cause).start)) continue;
    best = next;
    attempts = undefined;
  }
  return best;
}

function repaired({ patched, problems }: Parsed, { edits, problem }: Repair): Parsed {
  const told = problem ? [{ ...problem, span: patched.spanOf(problem.span) }] : [];
  return parsed(patch(patched, edits), [...problems, ...told]);
}

function parsed(patched: Patched, problems: readonly YamlProblem[]): Parsed {
  const document = withoutStacks(
    () =>
      parseDocument(patched.text, {
        keepSourceTokens: true,
        prettyErrors: false,
        uniqueKeys: false, // the library's own search is quadratic and underlines one character
        schema: 'failsafe', // every scalar keeps its text
        logLevel: 'error', // 'silent' would also drop errors
        customTags: (known) => [...known, ...tagsIn(patched.text)],
      }) as Document<Node>,
  );
  const errors = document.errors
    .filter(({ code }) => code !== 'MULTIPLE_DOCS') // Relay reads the first only (relay/expressions.md 5.4)
    .map(({ code, message, pos: [start, end] }): YamlError => ({ code, message, span: { start, end } }))
    .sort((a, b) => a.span.start - b.span.start);
  return { patched, document, errors, problems };
}

// The library makes an Error of each problem, and gathering its stack costs more than all the rest of reading it.
function withoutStacks<T>(read: () => T): T {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return read();
  } finally {
    Error.stackTraceLimit = limit;
  }
}

// Unknown tags are no matter of YAML's: naming those that may be in the text saves the library a warning for each.
function tagsIn(text: string): Tags {
  const names = [...new Set(text.match(/![A-Za-z][\w.-]*/g))].slice(0, 200);
  return names.flatMap((tag) => [
    { tag, collection: 'map' },
    { tag, collection: 'seq' },
    { tag, resolve: (value: string) => value },
  ]);
}
