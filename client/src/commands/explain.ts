// The command that explains a check: what was asked of whom, what it answered, and which rule spoke.
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { type ExplainAnswer, explain, type Spot } from '../../../server/src/protocol/commands';
import type { LanguageServer } from '../languageServer';
import { spotOf } from './spot';

const scheme = 'relay-explanation';

/** Shows explanations as documents that can be read, searched and copied, and not changed. */
export class Explanations implements vscode.Disposable {
  readonly #server: LanguageServer;
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #disposables: readonly vscode.Disposable[];

  constructor(server: LanguageServer) {
    this.#server = server;
    this.#disposables = [
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(scheme, {
        onDidChange: this.#changed.event,
        provideTextDocumentContent: (uri) => this.#texts.get(uri.toString()) ?? '',
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())),
    ];
  }

  /** Explains the reference at a place, or at the cursor. */
  async show(argument: Spot | undefined): Promise<void> {
    const at = await spotOf(argument);
    const answer =
      at && (await this.#server.ask<ExplainAnswer>(explain, at.document, { position: at.position }));
    if (!answer) {
      void vscode.window.showInformationMessage(
        l10n.t('Put the cursor on a reference of a workflow to have its check explained.'),
      );
      return;
    }
    // The title is the name of the tab.
    const name = answer.title.replace(/[\\/?#]+/g, ' ').replace(/\s+/g, ' ');
    const uri = vscode.Uri.from({ scheme, path: `/${name}` });
    this.#texts.set(uri.toString(), answer.text);
    this.#changed.fire(uri);
    // That from which it was asked for would stand over it.
    await vscode.commands.executeCommand('editor.action.hideHover');
    const document = await vscode.workspace.openTextDocument(uri);
    // A preview could take the place of the workflow, which may be one itself.
    await vscode.window.showTextDocument(document, { preview: false });
  }

  /** Puts the whole explanation in front on the clipboard. */
  async copy(): Promise<void> {
    const document = vscode.window.activeTextEditor?.document;
    if (document?.uri.scheme !== scheme) return;
    await vscode.env.clipboard.writeText(document.getText());
    vscode.window.setStatusBarMessage(l10n.t('$(check) Copied the explanation.'), 5_000);
  }

  dispose(): void {
    for (const each of this.#disposables) each.dispose();
  }
}
