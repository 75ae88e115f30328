// Turns a cursor into the thing that is named there: the one notion that navigation follows from.
import type { Position } from 'vscode-languageserver';
import { keyOfNamed, type Named, type Occurrence, occurrenceAt } from '../workflow/occurrences';
import type { Workflow } from '../workflow/workflow';

/** What stands at a position: a name, or the reference around it. */
export function symbolAt(workflow: Workflow, position: Position): Occurrence | undefined {
  return occurrenceAt(workflow.occurrences, workflow.offsetAt(position));
}

/** Every place of a workflow that names the same thing, in the order of the text. */
export function placesOf(workflow: Workflow, named: Named): Occurrence[] {
  const key = keyOfNamed(named);
  return workflow.occurrences.filter((each) => each.key === key);
}

/** Whether the thing is the account's, so that every file which names it means the same one. */
export function isShared({ kind }: Named): boolean {
  return kind === 'connection' || kind === 'secret';
}
