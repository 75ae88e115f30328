// Opens a form in a window of its own, and gives what was saved with it.

import { randomBytes } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Secret } from '../../../server/src/account/secret';
import { offerToClear } from './clipboard';
import { Conversation } from './conversation';
import type { ToPage } from './messages';
import type { Frame } from './pageHtml';
import type { Face, Purpose } from './purpose';

/** One form to open. */
export interface FormToOpen<Draft, Saved> {
  /** What it is opened for: a form that is open for the same is shown again instead. */
  readonly key: string;
  readonly extensionUri: vscode.Uri;
  readonly title: string;
  /** The title for another type, where the form has one to choose. */
  readonly titleOfType?: (type: string) => string;
  /** The file of the page's script in dist/. */
  readonly script: string;
  readonly html: (frame: Frame) => string;
  readonly purpose: Purpose<Draft, Saved>;
  /** What stands in its inputs at the start, by slot; it goes to the page by message only. */
  readonly given?: ReadonlyMap<string, Secret>;
  /** What is lost when it is closed, in words. */
  readonly unsaved: string;
  log(line: string): void;
}

const text = {
  discard: l10n.t('Discard what you typed into this form?'),
  discardButton: l10n.t('Discard'),
};

const viewType = 'relay.form';
/** Longest title of a tab, in UTF-16 units. */
const longestTitle = 60;

interface OpenForm {
  readonly panel: vscode.WebviewPanel;
  readonly saved: Promise<unknown>;
}
const openForms = new Map<string, OpenForm>();

/** Opens the form and resolves to what was saved, or to undefined once it is closed without. Never rejects. */
export function openForm<Draft, Saved>(form: FormToOpen<Draft, Saved>): Promise<Saved | undefined> {
  const already = openForms.get(form.key);
  if (already) {
    already.panel.reveal();
    return already.saved as Promise<Saved | undefined>;
  }
  const { panel, saved } = open(form);
  const opened = { panel, saved };
  openForms.set(form.key, opened);
  const forget = () => openForms.get(form.key) === opened && openForms.delete(form.key);
  panel.onDidDispose(forget);
  void saved.then(forget);
  return saved;
}

function open<Draft, Saved>(form: FormToOpen<Draft, Saved>) {
  const dist = vscode.Uri.joinPath(form.extensionUri, 'dist');
  const panel = vscode.window.createWebviewPanel(viewType, tabTitle(form.title), vscode.ViewColumn.Active, {
    enableScripts: true,
    localResourceRoots: [dist],
  });
  const id = randomBytes(16).toString('hex');
  const { purpose, given } = form;
  const conversation = new Conversation(
    faceOf(form, panel, id),
    purpose,
    (line) => form.log(line),
    id,
    given,
  );
  panel.webview.onDidReceiveMessage((raw) => conversation.receive(raw));
  panel.onDidDispose(() => conversation.closed());
  const uriOf = (file: string) => panel.webview.asWebviewUri(vscode.Uri.joinPath(dist, file)).toString();
  panel.webview.html = form.html({
    nonce: randomBytes(16).toString('hex'),
    panel: id,
    cspSource: panel.webview.cspSource,
    scriptUri: uriOf(form.script),
    styleUri: uriOf('formStyle.css'),
    language: vscode.l10n.bundle ? vscode.env.language : 'en',
    words: vscode.l10n.bundle && JSON.stringify(vscode.l10n.bundle),
  });
  return { panel, saved: conversation.saved };
}

function faceOf(
  {
    title,
    titleOfType = () => title,
    unsaved,
  }: Pick<FormToOpen<never, never>, 'title' | 'titleOfType' | 'unsaved'>,
  panel: vscode.WebviewPanel,
  id: string,
): Face {
  return {
    post: (message: ToPage) => void panel.webview.postMessage({ ...message, panel: id }),
    showType: (type) => {
      panel.title = tabTitle(titleOfType(type));
    },
    showTitle: (made) => {
      panel.title = tabTitle(made);
    },
    mayDiscard: async () => {
      const options = { modal: true, detail: unsaved };
      return (
        (await vscode.window.showWarningMessage(text.discard, options, text.discardButton)) !== undefined
      );
    },
    copy: (value: Secret) => void vscode.env.clipboard.writeText(value.reveal()),
    offerToClear: (values) => void offerToClear(values),
    close: () => panel.dispose(),
  };
}

function tabTitle(title: string): string {
  return title.length > longestTitle ? `${title.slice(0, longestTitle - 1)}…` : title;
}
