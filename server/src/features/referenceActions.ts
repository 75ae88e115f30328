// Turns what stands at a range, where nothing is wrong with it, into the LSP code actions that concern it.
import type { CodeAction, CodeActionContext, Range } from 'vscode-languageserver';
import type { Workflow } from '../workflow/workflow';
import type { Client } from './client';
import { convertActionsAt } from './convert';
import { credentialActionsAt } from './credentials';
import { explainActionsAt } from './explain';
import { sdkActionsAt } from './sdkCode';

/** Those that are asked for; a client that asks for no kinds gets all. */
export function referenceActionsAt(
  workflow: Workflow,
  range: Range,
  { only }: CodeActionContext,
  client: Client,
): CodeAction[] {
  const actions = [
    ...convertActionsAt(workflow, range, client),
    ...credentialActionsAt(workflow, range, client),
    ...explainActionsAt(workflow, range.start, client),
    ...sdkActionsAt(workflow, range.start, client),
  ];
  return actions.filter(({ kind = '' }) => !only || only.some((each) => isOfKind(kind, each)));
}

function isOfKind(kind: string, asked: string): boolean {
  return asked === '' || kind === asked || kind.startsWith(`${asked}.`);
}
