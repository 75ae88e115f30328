// Asks for completions at the cursor mark of a text, and takes one as an editor would.
import type { CompletionItem, InitializeParams } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Account } from '../../server/src/account/account';
import { type Client, readClient } from '../../server/src/features/client';
import { completionsAt } from '../../server/src/features/completion';
import type { Workflow } from '../../server/src/workflow/workflow';
import { atCursor, ready } from './marks';

const forms = { relay: { forms: true, account: 'client' } };
const client = (capabilities: InitializeParams['capabilities']): Client =>
  readClient({ processId: null, rootUri: null, capabilities, initializationOptions: forms });

/** A client that takes nothing but plain text. */
export const plain = client({});
/** One that takes all there is, as VS Code does. */
export const rich = client({
  textDocument: {
    completion: {
      completionItem: {
        snippetSupport: true,
        insertTextModeSupport: { valueSet: [1, 2] },
        documentationFormat: ['markdown', 'plaintext'],
      },
    },
  },
});

export interface Completed {
  readonly workflow: Workflow;
  /** As the editor sorts them. */
  readonly items: readonly CompletionItem[];
  readonly labels: readonly string[];
  /** The text once an item is taken. */
  take(label: string): string;
}

export function complete(marked: string, known: Account = ready(), by: Client = plain): Completed {
  const { workflow, position, text } = atCursor(marked);
  const { items } = completionsAt(workflow, known, position, by);
  const sorted = [...items].sort((a, b) => ((a.sortText ?? a.label) < (b.sortText ?? b.label) ? -1 : 1));
  const labels = sorted.map((item) => item.label);
  return {
    workflow,
    items: sorted,
    labels,
    take(label) {
      const item = items.find((each) => each.label === label);
      if (!item?.textEdit || !('range' in item.textEdit))
        throw new Error(`${label} is not offered, but ${labels.join(', ')}`);
      const document = TextDocument.create('file:///w.yaml', 'yaml', 0, text);
      return TextDocument.applyEdits(document, [item.textEdit, ...(item.additionalTextEdits ?? [])]);
    },
  };
}
