// Turns what a command was given, or the cursor, into a place in an open document.
import * as vscode from 'vscode';
import type { Spot } from '../../../server/src/protocol/commands';

export interface Place {
  readonly document: vscode.TextDocument;
  readonly position: vscode.Position;
}

/** Undefined where neither a place nor an editor is. */
export async function spotOf(argument: Spot | undefined): Promise<Place | undefined> {
  if (argument) {
    const { line, character } = argument.position;
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(argument.uri));
    return { document, position: new vscode.Position(line, character) };
  }
  const editor = vscode.window.activeTextEditor;
  return editor && { document: editor.document, position: editor.selection.active };
}
