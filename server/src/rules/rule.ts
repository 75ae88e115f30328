// What a rule is: a pure function from a workflow and an account to findings.
import type { Account } from '../account/account';
import type { ConnectionReference, Part } from '../workflow/reference';
import { scopeOf } from '../workflow/scope';
import type { Workflow } from '../workflow/workflow';
import type { Finding } from './finding';

export interface Subject {
  readonly workflow: Workflow;
  readonly account: Account;
  /** The path of the workflow of the account that the file is linked to, where it is to one. */
  readonly link: string | undefined;
}

export type Rule = (subject: Subject) => readonly Finding[];

type Written = Extract<Part, { is: 'written' }>;

/**
 * The connection references whose type and name are both written, and without which a step cannot go on: coalesce and its
 * like pass over what is not there (relay/expressions.md 3), and what is never reached is never asked for.
 */
export function eachConnection(
  workflow: Workflow,
): readonly { readonly reference: ConnectionReference; readonly type: Written; readonly name: Written }[] {
  return workflow.collected.references.flatMap((reference) => {
    if (reference.kind !== 'connection' || reference.use !== 'needed') return [];
    // Where no connection is ever known, reference-out-of-scope is said instead.
    if (scopeOf('connection', reference.place) !== 'known') return [];
    const { type, name } = reference;
    return type.is === 'written' && name.is === 'written' ? [{ reference, type, name }] : [];
  });
}
