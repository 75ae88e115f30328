// The command that writes the mock file of `relay dev metadata` for a workflow, with what is typed in and nothing else.
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { Secret } from '../../../server/src/account/secret';
import {
  type MetadataAnswer,
  type MetadataPart,
  type MetadataValue,
  metadata,
} from '../../../server/src/protocol/commands';
import type { LanguageServer } from '../languageServer';

const title = l10n.t('Export mock metadata');

/** Asks for the values of the workflow in front, one by one, and writes the file where it is wanted. */
export async function exportMetadata(server: LanguageServer): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  const answer = document && (await server.ask<MetadataAnswer>(metadata, document));
  if (!document || !answer) {
    void vscode.window.showInformationMessage(
      l10n.t('Open a workflow to export the mock metadata of its steps.'),
    );
    return;
  }
  const gaps = answer.parts.filter((part): part is MetadataValue => typeof part !== 'string');
  const values = await valuesFor(gaps);
  const text = values && fill(answer.parts, values);
  if (text === undefined) return;
  await write(text, document.uri, gaps.length > 0 && values?.some((each) => each.reveal() !== ''));
}

/** A value for each gap, empty ones for what is left out; undefined where the whole is given up. */
async function valuesFor(gaps: readonly MetadataValue[]): Promise<readonly Secret[] | undefined> {
  const empty = gaps.map(() => new Secret(''));
  if (gaps.length === 0) return empty;
  const type = {
    label: l10n.t('Type the values in'),
    detail: l10n.t('{0} values, each can be left empty', gaps.length),
  };
  const leave = {
    label: l10n.t('Leave all values empty'),
    detail: l10n.t('to fill them in later, in the file'),
  };
  const picked = await vscode.window.showQuickPick([type, leave], { title });
  if (picked !== type) return picked && empty;
  const values: Secret[] = [];
  for (const [index, gap] of gaps.entries()) {
    const value = await askFor(gap, l10n.t('{0} ({1} of {2})', title, index + 1, gaps.length));
    if (!value) return undefined;
    values.push(value);
  }
  return values;
}

/** What is typed, or read from a file; undefined where nothing more is to be asked. */
function askFor(gap: MetadataValue, heading: string): Promise<Secret | undefined> {
  const input = vscode.window.createInputBox();
  const fromFile = {
    iconPath: new vscode.ThemeIcon('folder-opened'),
    tooltip: l10n.t('Read the value from a file…'),
  };
  input.title = heading;
  input.prompt = l10n.t(
    '{0}: {1}{2}. Leave it empty to fill it in later.',
    gap.of,
    gap.label,
    gap.multiline ? l10n.t(', most easily from a file') : '',
  );
  input.placeholder = gap.help ?? '';
  input.password = gap.secret;
  input.ignoreFocusOut = true;
  input.buttons = [fromFile];
  return new Promise((resolve) => {
    let isReading = false;
    const end = (value: Secret | undefined) => {
      resolve(value);
      input.dispose();
    };
    input.onDidAccept(() => end(new Secret(input.value)));
    input.onDidHide(() => {
      if (!isReading) end(undefined);
    });
    input.onDidTriggerButton(async () => {
      isReading = true;
      const value = await fromChosenFile();
      isReading = false;
      if (value) end(value);
      else input.show();
    });
    input.show();
  });
}

async function fromChosenFile(): Promise<Secret | undefined> {
  const [file] = (await vscode.window.showOpenDialog({ title: l10n.t('Read the value from a file') })) ?? [];
  if (!file) return undefined;
  const bytes = await vscode.workspace.fs.readFile(file).then(undefined, () => undefined);
  if (bytes) return new Secret(new TextDecoder().decode(bytes));
  void vscode.window.showErrorMessage(l10n.t('The file could not be read.'));
  return undefined;
}

function fill(parts: readonly MetadataPart[], values: readonly Secret[]): string {
  let next = 0;
  return parts
    .map((part) => {
      if (typeof part === 'string') return part;
      const value = values[next];
      next += 1;
      return quoted(value?.reveal() ?? '');
    })
    .join('');
}

// JSON's strings are YAML's, but for characters that YAML's readers refuse.
function quoted(value: string): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\ufeff\ufffe\uffff]/g,
    (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

async function write(text: string, workflow: vscode.Uri, hasValues = false): Promise<void> {
  const untitled = {
    label: l10n.t('In a new document'),
    detail: l10n.t('to look at it first; VS Code keeps what is not saved on disk'),
  };
  const file = { label: l10n.t('In a file…'), detail: l10n.t('keep it out of version control') };
  const picked = await vscode.window.showQuickPick([untitled, file], { title });
  if (!picked) return;
  const document = picked === untitled ? await openUntitled(text) : await openWritten(text, workflow);
  if (!document) return;
  await vscode.window.showTextDocument(document, { preview: false });
  const warning = l10n.t(
    'This file holds the values that you typed in, readable by everybody who can read it. Keep it out of version control, and delete it when you are done.',
  );
  if (hasValues) void vscode.window.showWarningMessage(warning);
}

function openUntitled(content: string): Thenable<vscode.TextDocument> {
  return vscode.workspace.openTextDocument({ language: 'yaml', content });
}

async function openWritten(text: string, workflow: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  const name = workflow.path.replace(/^.*\//, '').replace(/(?:\.relay)?\.ya?ml$/, '');
  const defaultUri =
    workflow.scheme === 'untitled' ? undefined : vscode.Uri.joinPath(workflow, '..', `${name}.metadata.yaml`);
  const file = await vscode.window.showSaveDialog({
    title,
    filters: { YAML: ['yaml', 'yml'] },
    ...(defaultUri && { defaultUri }),
  });
  if (!file) return undefined;
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
  return vscode.workspace.openTextDocument(file);
}
