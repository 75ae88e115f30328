// Turns YAML documents that the language server takes for workflows into documents of the language relay-workflow.
import * as vscode from 'vscode';
import type { LanguageServer } from './languageServer';

const workflowLanguage = 'relay-workflow';

/**
 * Switches documents of the language `yaml` when they are opened or edited into a workflow, as long as the setting
 * `relay.detectWorkflows` allows it. One that is switched back stays what it was made, until the window is closed.
 */
export function detectWorkflows(server: Pick<LanguageServer, 'onDidSend' | 'isWorkflow'>): vscode.Disposable {
  const refused = new Set<string>();
  const asked = new Set<vscode.TextDocument>();
  const changed = new Set<vscode.TextDocument>();

  const mayBeSwitched = (document: vscode.TextDocument) =>
    document.languageId === 'yaml' &&
    !document.isClosed &&
    !refused.has(document.uri.toString()) &&
    vscode.workspace.getConfiguration('relay', document).get('detectWorkflows', true);

  const decide = async (document: vscode.TextDocument): Promise<void> => {
    if (!mayBeSwitched(document)) return;
    if (asked.has(document)) return void changed.add(document);
    asked.add(document);
    const isWorkflow = await server.isWorkflow(document);
    asked.delete(document);
    // The answer is of an older text.
    if (changed.delete(document)) return decide(document);
    if (!isWorkflow || !mayBeSwitched(document)) return;
    // It may be closed by now, which is no matter.
    await vscode.languages.setTextDocumentLanguage(document, workflowLanguage).then(undefined, () => {});
  };

  return vscode.Disposable.from(
    server.onDidSend(decide),
    // A change of language closes a document and opens it again, without closing the document for good.
    vscode.workspace.onDidCloseTextDocument((document) => {
      if (document.languageId === workflowLanguage && !document.isClosed)
        refused.add(document.uri.toString());
    }),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('relay.detectWorkflows'))
        for (const document of vscode.workspace.textDocuments) void decide(document);
    }),
  );
}
