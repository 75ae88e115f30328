// The command that checks every workflow of the workspace, the unopened ones too.
import * as vscode from 'vscode';
import type { LanguageServer } from '../languageServer';

/** Shows what is found in files that are not open; open ones have diagnostics of their own. */
export class WorkspaceProblems implements vscode.Disposable {
  readonly #problems = vscode.languages.createDiagnosticCollection('relay workspace');
  readonly #watching = vscode.workspace.onDidOpenTextDocument(({ uri }) => this.#problems.delete(uri));

  constructor(readonly server: LanguageServer) {}

  /** Checks, and says how much was found. */
  async check(): Promise<void> {
    const found = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: 'Checking the workflows of the workspace…' },
      () => this.server.checkWorkspace(),
    );
    const open = new Set(vscode.workspace.textDocuments.map(({ uri }) => uri.toString()));
    this.#problems.clear();
    let count = 0;
    let files = 0;
    for (const { uri, diagnostics } of found) {
      count += diagnostics.length;
      files += diagnostics.length > 0 ? 1 : 0;
      if (!open.has(uri.toString())) this.#problems.set(uri, diagnostics);
    }
    const message =
      count === 0
        ? `Nothing was found in ${sayCount(found.length, 'workflow')}.`
        : `${sayCount(count, 'problem')} in ${files} of ${sayCount(found.length, 'workflow')}.`;
    const show = 'Show Problems';
    const picked = await vscode.window.showInformationMessage(message, ...(count > 0 ? [show] : []));
    if (picked === show) await vscode.commands.executeCommand('workbench.actions.view.problems');
  }

  dispose(): void {
    this.#watching.dispose();
    this.#problems.dispose();
  }
}

function sayCount(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
