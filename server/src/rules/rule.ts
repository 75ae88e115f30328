// What a rule is: a pure function from a workflow and an account to findings.
import type { Account } from '../account/account';
import type { ConnectionReference, Part } from '../workflow/reference';
import type { Workflow } from '../workflow/workflow';
import type { Finding } from './finding';

export interface Subject {
  readonly workflow: Workflow;
  readonly account: Account;
}

export type Rule = (subject: Subject) => readonly Finding[];

type Written = Extract<Part, { is: 'written' }>;

/** The connection references whose type and name are both written. */
export function eachConnection(
  workflow: Workflow,
): readonly { readonly reference: ConnectionReference; readonly type: Written; readonly name: Written }[] {
  return workflow.collected.references.flatMap((reference) => {
    if (reference.kind !== 'connection') return [];
    const { type, name } = reference;
    return type.is === 'written' && name.is === 'written' ? [{ reference, type, name }] : [];
  });
}
