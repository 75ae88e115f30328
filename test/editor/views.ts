// What the tests of the views share: how a person finds their rows and buttons.
import { after, before } from 'mocha';
import * as vscode from 'vscode';
import { person } from './person';

/** A row of a view, by a text in it. */
export const row = (text: string) => `.pane-body .monaco-list-row:has-text("${text}")`;

/** A button of a row; it is there while the mouse is over the row. */
export const action = (text: string, label: string) => `${row(text)} .action-label[aria-label^="${label}"]`;

/** The number at the icon of the activity bar. */
export const badge = (number: string) =>
  `.activitybar .action-item:has([aria-label^="Relay"]) .badge >> text=${number}`;

/** Clicks the icon of the activity bar, unless its views are open. */
export async function openRelay(): Promise<void> {
  await vscode.commands.executeCommand('workbench.view.explorer');
  await person.click('.activitybar [aria-label^="Relay"]');
  await person.see('.pane-header:has-text("Connections")');
}

/** For the tests of one `describe`, only the workflows of a folder count; afterwards the explorer is open again. */
export function useWorkflowsOf(folder: string): void {
  const include = (globs: readonly string[] | undefined) =>
    vscode.workspace
      .getConfiguration('relay')
      .update('workflows.include', globs, vscode.ConfigurationTarget.Global);
  before(() => include([`${folder}/*.yaml`]));
  after(async () => {
    await include(undefined);
    await vscode.commands.executeCommand('notifications.clearAll');
    await vscode.commands.executeCommand('workbench.view.explorer');
  });
}
