// Opens the form in a window of its own, and turns it into the connection that was created with it.
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { Secret } from '../../../server/src/account/secret';
import { connectionTypeOf, connectionTypes } from '../../../server/src/catalogue/connectionTypes';
import { Conversation, type Create, type Face, type SavedConnection } from './conversation';
import { formHtml } from './html';
import type { ToPage } from './messages';
import { titleOf } from './words';

export type { ConnectionDraft, CreateOutcome, SavedConnection } from './conversation';

/** What the form needs of the extension. */
export interface FormParts {
  readonly extensionUri: vscode.Uri;
  readonly create: Create;
  /** The account the values go to, by its name. */
  readonly accountName: string;
  /** The types the account has connections of; the catalogue's follow them in the picker. */
  readonly knownTypes: readonly string[];
  log(line: string): void;
}

const text = {
  discard: 'Discard what you typed into this form?',
  discardDetail: 'The connection has not been created.',
  discardButton: 'Discard',
};

const viewType = 'relay.connectionForm';
/** Longest title of a tab, in UTF-16 units. */
const longestTitle = 60;

interface OpenForm {
  readonly panel: vscode.WebviewPanel;
  readonly saved: Promise<SavedConnection | undefined>;
}
const openForms = new Map<string, OpenForm>();

/**
 * Opens the form, filled from a reference where it was started from one, and gives what was created, or undefined when
 * the form was closed without. A form already open for this type and name is shown again instead. Never rejects.
 */
export function openConnectionForm(
  parts: FormParts,
  start: { readonly type?: string; readonly name?: string },
): Promise<SavedConnection | undefined> {
  const key = JSON.stringify([start.type ?? '', start.name ?? '']);
  const already = openForms.get(key);
  if (already) {
    already.panel.reveal();
    return already.saved;
  }
  const opened = open(parts, start.type ?? '', start.name ?? '');
  openForms.set(key, opened);
  const forget = () => openForms.get(key) === opened && openForms.delete(key);
  opened.panel.onDidDispose(forget);
  void opened.saved.then(forget);
  return opened.saved;
}

function open(parts: FormParts, type: string, name: string): OpenForm {
  const dist = vscode.Uri.joinPath(parts.extensionUri, 'dist');
  const panel = vscode.window.createWebviewPanel(viewType, tabTitle(type), vscode.ViewColumn.Active, {
    enableScripts: true,
    localResourceRoots: [dist],
  });
  const id = randomBytes(16).toString('hex');
  const conversation = new Conversation(faceOf(panel, id), parts.create, (line) => parts.log(line), id);
  panel.webview.onDidReceiveMessage((raw) => conversation.receive(raw));
  panel.onDidDispose(() => conversation.closed());
  const uriOf = (file: string) => panel.webview.asWebviewUri(vscode.Uri.joinPath(dist, file)).toString();
  panel.webview.html = formHtml(
    {
      nonce: randomBytes(16).toString('hex'),
      panel: id,
      cspSource: panel.webview.cspSource,
      scriptUri: uriOf('form.js'),
      styleUri: uriOf('formStyle.css'),
    },
    { accountName: parts.accountName, types: connectionTypes, accountTypes: parts.knownTypes, type, name },
  );
  return { panel, saved: conversation.saved };
}

function faceOf(panel: vscode.WebviewPanel, id: string): Face {
  return {
    post: (message: ToPage) => void panel.webview.postMessage({ ...message, panel: id }),
    showType: (type) => {
      panel.title = tabTitle(type);
    },
    mayDiscard: async () => {
      const options = { modal: true, detail: text.discardDetail };
      return (
        (await vscode.window.showWarningMessage(text.discard, options, text.discardButton)) !== undefined
      );
    },
    copy: (value: Secret) => void vscode.env.clipboard.writeText(value.reveal()),
    close: () => panel.dispose(),
  };
}

function tabTitle(type: string): string {
  const title = titleOf(connectionTypeOf(type)?.displayName ?? type);
  return title.length > longestTitle ? `${title.slice(0, longestTitle - 1)}…` : title;
}
