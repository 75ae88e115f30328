// What may be wrong with a value that Relay evaluates, apart from the shape of a reference (relay/expressions.md 1 to 5).
import type { Place, ReferenceKind } from './reference';
import type { Span } from './span';

export type ValueProblem = Common &
  (
    | {
        readonly is: 'expression-syntax';
        readonly message: string;
        /** Where a `}` would mend it. */
        readonly close?: number;
      }
    | {
        readonly is: 'expression-invalid';
        readonly message: string;
        readonly severity: 'error' | 'warning' | 'information';
        readonly mend?: Mend;
      }
    | { readonly is: 'function-unknown'; readonly name: string }
    | { readonly is: 'tag-unknown'; readonly name: string }
    | {
        readonly is: 'tag-malformed';
        readonly message: string;
        readonly severity: 'error' | 'warning';
        readonly mend?: Mend;
      }
    | {
        readonly is: 'reference-out-of-scope';
        readonly kind: ReferenceKind;
        readonly severity: 'error' | 'warning';
      }
  );

interface Common {
  /** What to underline. */
  readonly span: Span;
  /** What must be whole for the problem to be one: while YAML itself is broken in there, it may be something else. */
  readonly around: Span;
  readonly place: Place;
}

/** How an expression or value could be mended. */
export type Mend =
  /** One of these names was meant by what stands at the span. */
  | { readonly is: 'choose'; readonly span: Span; readonly wanted: string; readonly names: readonly string[] }
  /** An expression written around, or instead of, what stands at the span; quoted as its scalar demands. */
  | { readonly is: 'write'; readonly title: string; readonly span: Span; readonly text: string };

/** What is found to be malformed before it is known where it is evaluated; an error unless it says otherwise. */
export interface Malformed {
  readonly span: Span;
  readonly message: string;
  readonly severity?: 'warning';
  readonly mend?: Mend;
}

/** Problems as they are found. What is used in several places may be wrong in each: it is told once, as it is worst. */
export class ProblemSet {
  readonly #byPlace = new Map<string, ValueProblem>();

  add(problem: ValueProblem): void {
    const key = `${problem.is} ${problem.span.start} ${problem.span.end}`;
    const before = this.#byPlace.get(key);
    if (!before || weightOf(before) < weightOf(problem)) this.#byPlace.set(key, problem);
  }

  all(): readonly ValueProblem[] {
    return [...this.#byPlace.values()];
  }
}

// What is found in a step is sure; the evaluator of triggers is not open.
function weightOf(problem: ValueProblem): number {
  const inStep = problem.place === 'step' || problem.place === 'when' ? 1 : 0;
  return ('severity' in problem && problem.severity === 'error' ? 2 : 0) + inStep;
}
