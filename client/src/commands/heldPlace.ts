// Keeps hold of the place that a form was started from, while the form is open and the text goes on being edited.
import * as vscode from 'vscode';
import type { Spot } from '../../../server/src/protocol/commands';
import type { SavedConnection } from '../form/connectionForm';
import type { LanguageServer } from '../languageServer';

export interface HeldPlace extends vscode.Disposable {
  /** Shows it, as far as it is still there. */
  show(): Promise<void>;
  /** Has the reference there name a connection; false where that is not the reference any more that was there. */
  write(saved: SavedConnection): Promise<boolean>;
}

type Server = Pick<LanguageServer, 'connectionAt' | 'replace'>;

export async function holdPlace(spot: Spot, server: Server): Promise<HeldPlace> {
  const uri = vscode.Uri.parse(spot.uri);
  const document = await vscode.workspace.openTextDocument(uri);
  const start = document.validatePosition(new vscode.Position(spot.position.line, spot.position.character));
  const line = document.lineAt(start).text;
  const asked = server.connectionAt(document, start).catch(() => null);
  let offset: number | undefined = document.offsetAt(start);
  let written: vscode.Position | undefined;
  const watching = vscode.workspace.onDidChangeTextDocument((change) => {
    if (change.document.uri.toString() === uri.toString()) offset = movedBy(change.contentChanges, offset);
  });
  return {
    async show() {
      const now = await vscode.workspace.openTextDocument(uri);
      await showPlace(uri, written ?? (offset === undefined ? undefined : now.positionAt(offset)));
    },
    async write(saved) {
      const was = await asked;
      if (was?.type === saved.type && was?.name === saved.name) return true;
      const now = await vscode.workspace.openTextDocument(uri);
      if (offset === undefined) return false;
      const position = now.positionAt(offset);
      // Where nothing was named, only the line tells whether a reference still belongs there.
      if (!was && now.lineAt(position).text !== line) return false;
      const isWritten = await server.replace({ uri: spot.uri, position, target: saved, was });
      if (isWritten) written = position;
      return isWritten;
    },
    dispose: () => watching.dispose(),
  };
}

/** Shows a document, and a place in it. */
export async function showPlace(uri: vscode.Uri, position?: Spot['position']): Promise<void> {
  const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
  if (!position) return;
  const at = new vscode.Position(position.line, position.character);
  editor.revealRange(new vscode.Range(at, at), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

type Change = Pick<vscode.TextDocumentContentChangeEvent, 'rangeOffset' | 'rangeLength' | 'text'>;

/** Where an offset is after changes that were made one after the other; undefined where one took away what was around it. */
export function movedBy(changes: readonly Change[], offset: number | undefined): number | undefined {
  return changes.reduce((at: number | undefined, { rangeOffset, rangeLength, text }) => {
    const end = rangeOffset + rangeLength;
    if (at === undefined || at <= rangeOffset) return at;
    return at >= end ? at + text.length - rangeLength : undefined;
  }, offset);
}
