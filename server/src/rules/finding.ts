// What a rule says of a workflow: where, what, and how it can be mended.
import type { Edit, Span } from '../workflow/span';
import type { Target } from '../workflow/write';

/** The codes of product.md ("Diagnostics") that have a rule; each has a section in docs/diagnostics.md. */
export const codes = [
  'connection-missing',
  'connection-type-mismatch',
  'connection-type-unknown',
  'connection-malformed',
  'connection-unavailable',
  'connection-wrong-for-step',
  'connection-expected',
  'secret-missing',
  'spec-invalid',
  'parameter-undefined',
  'parameter-unused',
  'output-step-unknown',
  'depends-on-unknown',
  'depends-on-cycle',
  'step-duplicate',
  'trigger-duplicate',
  'workflow-invalid',
  'tag-unknown',
  'tag-malformed',
  'function-unknown',
  'expression-syntax',
  'expression-invalid',
  'reference-out-of-scope',
  'yaml-syntax',
] as const;

export type Code = (typeof codes)[number];

export type Severity = 'error' | 'warning' | 'information' | 'hint';

export interface Finding {
  readonly code: Code;
  readonly severity: Severity;
  /** What to underline: inside one line, never more than what is wrong. */
  readonly span: Span;
  readonly message: string;
  /** The connection that is meant, where one is. */
  readonly target?: Target;
  /** Other places that belong to it. */
  readonly related?: readonly Related[];
  /** What is underlined has no effect and can go. */
  readonly unnecessary?: true;
  /** The ways to mend it, best first; made only when somebody asks. */
  fixes(): readonly Fix[];
}

export interface Related {
  readonly span: Span;
  readonly message: string;
}

export type Fix =
  | {
      readonly is: 'edit';
      readonly title: string;
      readonly edits: readonly Edit[];
      readonly preferred?: boolean;
    }
  /** Opens the form on a connection to create; what it is saved as is written back at `span`. */
  | { readonly is: 'create'; readonly title: string; readonly target: Target; readonly span: Span }
  /** Opens the form on a secret to create in a workflow of the account; `span` is where it is named. */
  | {
      readonly is: 'create-secret';
      readonly title: string;
      readonly workflow: string;
      readonly name: string;
      readonly span: Span;
    }
  /** Has the account test a connection that it has, or opens the form that gives it other values. */
  | { readonly is: 'test' | 'overwrite'; readonly title: string; readonly target: Target }
  /** Lets the author choose among the connections of the account. */
  | {
      readonly is: 'choose';
      readonly title: string;
      readonly span: Span;
      /** What the choice is to be like, where it is not what the finding names. */
      readonly target?: Partial<Target>;
    };
