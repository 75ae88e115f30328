// What the tests inside VS Code share: files, diagnostics that settle, and what a person does again and again.
import * as vscode from 'vscode';
import { person } from './person';

/** Writes a file into the workspace. */
export async function writeFile(name: string, text: string): Promise<vscode.Uri> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder) throw new Error('the window has no folder');
  const uri = vscode.Uri.joinPath(folder.uri, name);
  await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
  return uri;
}

/** Writes a file into the workspace and opens it. */
export async function openFile(name: string, text: string): Promise<vscode.TextEditor> {
  const uri = await writeFile(name, text);
  const editor = await vscode.window.showTextDocument(uri, { preview: false });
  await person.see('.monaco-editor.focused');
  return editor;
}

/** Opens a workflow and waits until VS Code has made it one. */
export async function openWorkflow(name: string, text: string): Promise<vscode.TextDocument> {
  const { document } = await openFile(name, text);
  await untilLanguage(document, 'relay-workflow');
  await vscode.window.showTextDocument(document, { preview: false });
  await person.see('.statusbar-item >> text=Relay Workflow');
  return document;
}

export async function closeEverything(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await vscode.commands.executeCommand('workbench.action.closePanel');
}

/** Relay's diagnostics of a document, as `code: underlined text`. */
export function relayDiagnostics(document: vscode.TextDocument): string[] {
  return vscode.languages
    .getDiagnostics(document.uri)
    .filter((each) => each.source === 'relay')
    .map((each) => `${codeOf(each)}: ${document.getText(each.range)}`);
}

/** Waits until a document has exactly these diagnostics. */
export function untilDiagnostics(document: vscode.TextDocument, expected: readonly string[]): Promise<void> {
  const wanted = JSON.stringify([...expected].sort());
  const found = () => JSON.stringify(relayDiagnostics(document).sort());
  return until(
    () => found() === wanted,
    vscode.languages.onDidChangeDiagnostics,
    () => `expected ${wanted}, found ${found()}`,
  );
}

/** Waits until a document has a language; by then VS Code may show another editor for it. */
export function untilLanguage(document: vscode.TextDocument, language: string): Promise<void> {
  return until(
    () => document.languageId === language,
    vscode.workspace.onDidOpenTextDocument,
    () => `it is ${document.languageId}`,
  );
}

/** Waits until a document has exactly this text. */
export function untilText(document: vscode.TextDocument, expected: string): Promise<void> {
  return until(
    () => document.getText() === expected,
    vscode.workspace.onDidChangeTextDocument,
    () => document.getText(),
  );
}

/** Waits, without asking again and again, until something is so; the event fires whenever it may have become so. */
export function until(isSo: () => boolean, event: vscode.Event<unknown>, say: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    if (isSo()) return resolve();
    const listening = event(() => {
      if (isSo()) end(resolve);
    });
    const tooLate = setTimeout(() => end(() => reject(new Error(say()))), 30_000);
    const end = (how: () => void) => {
      listening.dispose();
      clearTimeout(tooLate);
      how();
    };
  });
}

/** Waits until such a document has the focus, which extensions learn of after it is seen; gives it. */
export async function untilInFront(
  isIt: (document: vscode.TextDocument) => boolean,
): Promise<vscode.TextDocument> {
  const front = () => {
    const document = vscode.window.activeTextEditor?.document;
    return document && isIt(document) ? document : undefined;
  };
  await until(
    () => front() !== undefined,
    vscode.window.onDidChangeActiveTextEditor,
    () => `${vscode.window.activeTextEditor?.document.uri} is in front`,
  );
  return front() as vscode.TextDocument;
}

/** Chooses an entry of the list that is shown, as by keyboard. */
export async function choose(label: string): Promise<void> {
  await person.see(`.quick-input-widget >> text=${label}`);
  await person.type(label);
  await person.see(`.quick-input-list .monaco-list-row.focused >> text=${label}`);
  await person.press('Enter');
}

/** Puts the cursor on a word of the front editor and shows its hover, as by keyboard. */
export async function hoverOn(word: string): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) throw new Error('no editor is in front');
  const at = editor.document.positionAt(editor.document.getText().indexOf(word) + 1);
  editor.selection = new vscode.Selection(at, at);
  // An earlier one would be kept as it is.
  await vscode.window.showTextDocument(editor.document);
  await vscode.commands.executeCommand('editor.action.hideHover');
  await person.gone('.monaco-hover');
  await vscode.commands.executeCommand('editor.action.showHover');
}

/** Puts the cursor behind the first letter of a word, as by keyboard, and waits until it is there. */
export async function goTo(document: vscode.TextDocument, word: string): Promise<void> {
  const { line, character } = positionOf(document, word);
  await person.press('Control+G');
  await person.see('.quick-input-widget input');
  await person.type(`${line + 1}:${character + 1}`);
  await person.press('Enter');
  await person.gone('.quick-input-widget');
  await person.see(`.statusbar-item >> text=Ln ${line + 1}, Col ${character + 1}`);
}

/** Where the cursor is behind the first letter of a word. */
export function positionOf(document: vscode.TextDocument, word: string): vscode.Position {
  const index = document.getText().indexOf(word);
  if (index < 0) throw new Error(`${word} is not in the document`);
  return document.positionAt(index + 1);
}

/**
 * Opens the list of quick fixes at the cursor by keyboard, once the light bulb says that there are some, and waits for
 * one of them. VS Code closes the list when something else comes in just then (a code lens, focus that returns): as a
 * person would, one presses again.
 */
export async function openQuickFixes(title: string): Promise<void> {
  await person.see('.monaco-editor.focused :is(.lightBulbWidget, [class*="gutter-lightbulb"])');
  const entry = `.action-widget >> text=${title}`;
  for (let tries = 1; ; tries += 1) {
    await person.press('ControlOrMeta+.');
    const isThere = await person.see(entry, { timeout: 4_000 }).then(
      () => true,
      (problem) => (tries < 3 ? false : Promise.reject(problem)),
    );
    if (isThere) return;
    await person.press('Escape');
  }
}

/** Asks for a new name of what the cursor is in, up to the Enter that gives it; the old name is selected. */
export async function typeNewName(name: string): Promise<void> {
  await person.press('F2');
  await person.see('.rename-box input:focus');
  await person.type(name);
}

/** Runs a command from the palette, by its title. */
export async function fromPalette(title: string): Promise<void> {
  await person.press('F1');
  await person.see('.quick-input-widget input');
  await person.type(title);
  await person.see(`.quick-input-list .monaco-list-row.focused >> text=${title.replace(/^Relay: /, '')}`);
  await person.press('Enter');
}

/** What a click or a key press copies; what others copied before does not count. */
export async function copiedBy(act: () => Promise<unknown>): Promise<string> {
  await vscode.env.clipboard.writeText('');
  await act();
  const until = Date.now() + 15_000;
  let copied = '';
  while (copied === '' && Date.now() < until) copied = await vscode.env.clipboard.readText();
  return copied;
}

function codeOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}
