// Turns a completion that an editor shows into the same with its documentation, which is made only now.
import { type CompletionItem, MarkupKind } from 'vscode-languageserver';
import type { Account } from '../../account/account';
import type { LinkOf } from '../../links';
import type { Workflow } from '../../workflow/workflow';
import type { Client } from '../client';
import { aboutTopic } from '../hover/about';
import { plainOf } from '../hover/markdown';
import { readTopic } from '../hover/topic';

/** Adds the documentation to a completion of ours; `workflowAt` gives the open workflow at an address. */
export function resolveCompletion(
  item: CompletionItem,
  account: Account,
  client: Client,
  workflowAt: (uri: string) => Workflow | undefined,
  linkOf: LinkOf = () => undefined,
): CompletionItem {
  const { topic: sent, uri } = (item.data ?? {}) as { readonly topic?: unknown; readonly uri?: unknown };
  const topic = readTopic(sent);
  if (!topic || typeof uri !== 'string') return item;
  const workflow = workflowAt(uri);
  const value = aboutTopic(topic, account, workflow, workflow && linkOf(workflow));
  if (value === undefined) return item;
  return { ...item, documentation: client.markdown ? { kind: MarkupKind.Markdown, value } : plainOf(value) };
}
