// Turns a workflow into its names with their ranges: what is kept of a file whose text is not.
import type { Range } from 'vscode-languageserver';
import type { Named, Occurrence } from '../workflow/occurrences';
import type { ConnectionReference } from '../workflow/reference';
import type { Workflow } from '../workflow/workflow';

export interface FileNames {
  readonly uri: string;
  readonly places: readonly NamedPlace[];
  /** The references to connections, the dynamic ones too, in the order of the text. */
  readonly connections: readonly ConnectionPlace[];
}

export interface NamedPlace {
  readonly named: Named;
  readonly key: string;
  readonly role: Occurrence['role'];
  readonly range: Range;
}

export interface ConnectionPlace {
  readonly reference: ConnectionReference;
  /** The name; the whole reference where no name is written. */
  readonly range: Range;
}

/** A workflow of the workspace with its text. */
export interface WorkspaceFile {
  readonly workflow: Workflow;
  /** Whether the editor has it open, so that its version is one that the editor knows. */
  readonly isOpen: boolean;
}

export function fileNamesOf(workflow: Workflow): FileNames {
  const places = workflow.occurrences.map(({ named, key, role, span }) => ({
    named,
    key,
    role,
    range: workflow.rangeOf(span),
  }));
  const connections = workflow.collected.references.flatMap((reference) => {
    if (reference.kind !== 'connection') return [];
    const { name, span } = reference;
    return [{ reference, range: workflow.rangeOf(name.is === 'written' ? name.span : span) }];
  });
  return { uri: workflow.uri, places, connections };
}
