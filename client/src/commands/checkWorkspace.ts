// The command that checks every workflow of the workspace, the unopened ones too.
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { LanguageServer } from '../languageServer';
import type { KnownAccount } from '../lockFile';
import { sayCount } from '../views/words';
import { busy } from './busy';

type Checked = Awaited<ReturnType<LanguageServer['checkWorkspace']>>;

/**
 * Shows what is found in files that are nowhere to be seen; VS Code asks the language server about the others by itself.
 * Once asked for, it follows the account, and files whose tabs are closed come back to it.
 */
export class WorkspaceProblems implements vscode.Disposable {
  readonly #problems = vscode.languages.createDiagnosticCollection('relay workspace');
  readonly #watching: vscode.Disposable;
  /** The files that were checked last. */
  #files: ReadonlySet<string> = new Set();
  #asked = 0;

  constructor(
    readonly server: LanguageServer,
    account: KnownAccount,
  ) {
    this.#watching = vscode.Disposable.from(
      this.#problems,
      vscode.window.onDidChangeVisibleTextEditors(() => this.#leaveShown()),
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
        this.#leaveShown();
        if (closed.flatMap(documentsOf).some((uri) => this.#files.has(uri))) this.#checkAgain();
      }),
      new vscode.Disposable(
        account.onChange(() => {
          if (this.#files.size > 0) this.#checkAgain();
        }),
      ),
    );
  }

  /** Checks, and says how much was found. */
  async check(): Promise<void> {
    const { found, isGivenUp } = await busy(
      l10n.t('Checking the workflows of the workspace…'),
      async (signal) => {
        const found = await this.#update(signal);
        return { found, isGivenUp: signal.aborted };
      },
    );
    const faulty = found.filter(({ diagnostics }) => diagnostics.length > 0);
    const count = faulty.reduce((sum, { diagnostics }) => sum + diagnostics.length, 0);
    const said =
      count === 0
        ? l10n.t('Nothing was found in {0}.', sayCount(found.length, 'workflow'))
        : l10n.t(
            '{0} in {1} of {2}.',
            sayCount(count, 'problem'),
            faulty.length,
            sayCount(found.length, 'workflow'),
          );
    const message = isGivenUp ? l10n.t('Stopped. {0}', said) : said;
    const show = l10n.t('Show Problems');
    const picked = await vscode.window.showInformationMessage(message, ...(count > 0 ? [show] : []));
    if (picked === show) await vscode.commands.executeCommand('workbench.actions.view.problems');
  }

  dispose(): void {
    this.#watching.dispose();
  }

  async #update(signal?: AbortSignal): Promise<Checked> {
    this.#asked += 1;
    const asked = this.#asked;
    const found = await this.server.checkWorkspace(signal);
    if (asked !== this.#asked) return found; // Asked again meanwhile.
    this.#files = new Set(found.map(({ uri }) => uri.toString()));
    this.#problems.clear();
    for (const { uri, diagnostics } of found) this.#problems.set(uri, diagnostics);
    this.#leaveShown();
    return found;
  }

  // A server that cannot be asked leaves what was found before.
  #checkAgain(): void {
    this.#update().catch(() => {});
  }

  #leaveShown(): void {
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs.flatMap(documentsOf));
    const editors = vscode.window.visibleTextEditors.map(({ document }) => document.uri.toString());
    for (const uri of [...tabs, ...editors]) this.#problems.delete(vscode.Uri.parse(uri));
  }
}

/** The documents of a tab that diagnostics are asked for. */
function documentsOf({ input }: vscode.Tab): string[] {
  if (input instanceof vscode.TabInputText) return [input.uri.toString()];
  return input instanceof vscode.TabInputTextDiff ? [input.modified.toString()] : [];
}
