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
  const switched = new Set<string>();
  // Of those, the ones that are about to be decided anew.
  const returning = new Set<string>();
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
    switched.add(document.uri.toString());
    await become(document, workflowLanguage);
  };

  // To the server, a workflow by its language is one whatever the settings say: as YAML it is asked about.
  const decideAnew = async (document: vscode.TextDocument): Promise<void> => {
    const uri = document.uri.toString();
    if (document.languageId !== workflowLanguage || !switched.delete(uri)) return;
    returning.add(uri);
    await become(document, 'yaml');
    returning.delete(uri);
  };

  // Called once the server has been told of the settings, too.
  const decideAll = (): void => {
    for (const document of vscode.workspace.textDocuments) {
      void decideAnew(document);
      void decide(document);
    }
  };

  return vscode.Disposable.from(
    server.onDidSend(decide),
    // A change of language closes a document and opens it again, without closing the document for good.
    vscode.workspace.onDidCloseTextDocument((document) => {
      const uri = document.uri.toString();
      if (returning.delete(uri)) return;
      if (document.languageId === workflowLanguage && !document.isClosed) refused.add(uri);
    }),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('relay.detectWorkflows'))
        for (const document of vscode.workspace.textDocuments) void decide(document);
      if (change.affectsConfiguration('relay.workflows.exclude')) setImmediate(decideAll);
    }),
  );
}

// It may be closed by now, which is no matter.
async function become(document: vscode.TextDocument, language: string): Promise<void> {
  await vscode.languages.setTextDocumentLanguage(document, language).then(undefined, () => {});
}
