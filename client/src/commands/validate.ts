// The command that asks the account whether it accepts the active workflow, and shows what it says at its places.
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { sayFailure } from '../../../server/src/account/account';
import { plain } from '../plain';
import { busy } from './busy';
import { type Parts, signedIn } from './target';

/** What the account said of workflows. It counts until the text is another one. */
export class AccountProblems implements vscode.Disposable {
  readonly #problems = vscode.languages.createDiagnosticCollection('relay account');
  readonly #watching = vscode.Disposable.from(
    this.#problems,
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) this.#problems.delete(document.uri);
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#problems.delete(uri)),
  );

  /** Sends the text of the active editor to the account, which changes nothing there. */
  async validate({ session, server }: Parts): Promise<void> {
    const document = vscode.window.activeTextEditor?.document;
    // Other YAML is nobody's business: it may be a manifest of secrets.
    if (!document || !(await server.isWorkflow(document))) {
      void vscode.window.showInformationMessage(l10n.t('Open the workflow that the account is to validate.'));
      return;
    }
    const api = await signedIn(session, l10n.t('to have it validate the workflow'));
    if (!api) return;
    const { version } = document;
    const file = vscode.workspace.asRelativePath(document.uri);
    this.#problems.delete(document.uri);
    const { answer, isGivenUp } = await busy(
      plain(l10n.t('Validating {0} with {1}…', file, api.host)),
      async (signal) => {
        const answer = await api.validateWorkflow(document.getText(), signal);
        return { answer, isGivenUp: signal.aborted };
      },
    );
    if (isGivenUp) return;
    if (!answer.ok) {
      void vscode.window.showErrorMessage(
        plain(l10n.t('{0} was not validated: {1}.', file, sayFailure(answer.failure))),
      );
      return;
    }
    if (answer.value.is === 'accepted') {
      void vscode.window.showInformationMessage(plain(l10n.t('{0} accepts {1}.', api.host, file)));
      return;
    }
    const { message = l10n.t('The workflow has errors.'), items } = answer.value;
    if (document.version !== version || document.isClosed) {
      void vscode.window.showWarningMessage(
        plain(l10n.t('{0} was changed while it was validated: validate it again.', file)),
      );
      return;
    }
    const said = Object.entries(items);
    const places = await server.placesOf(
      document,
      said.map(([path]) => path),
    );
    const diagnostics = said.flatMap(([path, words], index) => {
      const place = places[index];
      return place ? [problemOf(place, words, path)] : [];
    });
    this.#problems.set(document.uri, diagnostics);
    const elsewhere = said.filter((_, index) => !places[index]).map(([path, words]) => `${path}: ${words}`);
    const show = l10n.t('Show Problems');
    const text = [l10n.t('{0} refuses {1}: {2}', api.host, file, message), ...elsewhere].join(' ');
    const picked = await vscode.window.showWarningMessage(
      plain(text),
      ...(diagnostics.length > 0 ? [show] : []),
    );
    if (picked) await vscode.commands.executeCommand('workbench.actions.view.problems');
  }

  dispose(): void {
    this.#watching.dispose();
  }
}

function problemOf(place: vscode.Range, message: string, path: string): vscode.Diagnostic {
  const problem = new vscode.Diagnostic(place, message, vscode.DiagnosticSeverity.Error);
  problem.source = 'relay account';
  problem.code = path;
  return problem;
}
