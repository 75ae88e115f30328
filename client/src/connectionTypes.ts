// Keeps the types that the form and the views know in step with the setting `relay.connectionTypes`.
import * as vscode from 'vscode';
import { setOwnTypes } from '../../server/src/catalogue/connectionTypes';
import { readOwnTypes } from '../../server/src/catalogue/ownTypes';

/** Reads the setting now and whenever it changes, until it is disposed of. */
export function knowOwnTypes(): vscode.Disposable {
  const read = () =>
    setOwnTypes(readOwnTypes(vscode.workspace.getConfiguration('relay').get('connectionTypes')));
  read();
  return vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration('relay.connectionTypes')) read();
  });
}
