// Turns what stands under the cursor into a hover: what the account, the workflow, the language or the catalogue knows of it.
import { type Hover, MarkupContent, MarkupKind, type Position } from 'vscode-languageserver';
import type { Account } from '../account/account';
import { referencesAt } from '../workflow/lookup';
import type { ConnectionReference } from '../workflow/reference';
import type { Workflow } from '../workflow/workflow';
import type { Client } from './client';
import { aboutTopic } from './hover/about';
import { aboutReference } from './hover/connection';
import { plainOf } from './hover/markdown';
import { topicAt } from './hover/topicAt';

/** `link` is the path of the workflow of the account that the file is linked to. */
export function hoverAt(
  workflow: Workflow,
  account: Account,
  position: Position,
  link?: string,
): Hover | null {
  const found = topicAt(workflow, workflow.offsetAt(position));
  if (!found) return null;
  const { topic, span } = found;
  const value =
    'reference' in topic
      ? aboutReference(topic.reference, account)
      : aboutTopic(topic, account, workflow, link);
  if (value === undefined) return null;
  return { range: workflow.rangeOf(span), contents: { kind: MarkupKind.Markdown, value } };
}

/** The hover as a client can show it. */
export function shownBy(client: Client, hover: Hover | null): Hover | null {
  if (!hover || client.hoversMarkdown || !MarkupContent.is(hover.contents)) return hover;
  return { ...hover, contents: { kind: MarkupKind.PlainText, value: plainOf(hover.contents.value) } };
}

/** The connection reference at a position, the innermost where they nest. */
export function connectionAt(workflow: Workflow, position: Position): ConnectionReference | undefined {
  return referencesAt(workflow, workflow.offsetAt(position)).find((each) => each.kind === 'connection');
}
