// Turns what stands at a range, where nothing is wrong with it, into the LSP code actions that concern it.
import type { CodeAction, Range } from 'vscode-languageserver';
import type { Workflow } from '../workflow/workflow';
import type { Client } from './client';
import { convertActionsAt } from './convert';
import { credentialActionsAt } from './credentials';
import { explainActionsAt } from './explain';
import { sdkActionsAt } from './sdkCode';

export function referenceActionsAt(workflow: Workflow, range: Range, client: Client): CodeAction[] {
  return [
    ...convertActionsAt(workflow, range, client),
    ...credentialActionsAt(workflow, range, client),
    ...explainActionsAt(workflow, range.start, client),
    ...sdkActionsAt(workflow, range.start, client),
  ];
}
