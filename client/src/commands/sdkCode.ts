// The command that copies the code by which a step reads a connection.
import * as vscode from 'vscode';
import {
  type CopySdkCode,
  type SdkCodeAnswer,
  type SdkLanguage,
  sdkCode,
} from '../../../server/src/protocol/commands';
import type { LanguageServer } from '../languageServer';
import { spotOf } from './spot';

const languages: readonly (vscode.QuickPickItem & { readonly language: SdkLanguage })[] = [
  { label: 'Python', description: 'with the package relay-sdk', language: 'python' },
  { label: 'Shell', description: 'with the command ni', language: 'ni' },
];

/** Copies the code for the connection at a place, or at the cursor; from the palette, the language is chosen. */
export async function copySdkCode(server: LanguageServer, argument: CopySdkCode | undefined): Promise<void> {
  const at = await spotOf(argument);
  const code = at && (await server.ask<SdkCodeAnswer>(sdkCode, at.document, { position: at.position }));
  if (!code) {
    void vscode.window.showInformationMessage(
      "Put the cursor on a connection in a step's spec to copy the code that reads it.",
    );
    return;
  }
  const language = argument?.language ?? (await choose());
  if (!language) return;
  await vscode.env.clipboard.writeText(code[language]);
  const what = languages.find((each) => each.language === language)?.label;
  vscode.window.setStatusBarMessage(`$(check) Copied the ${what} code that reads this connection.`, 5_000);
}

async function choose(): Promise<SdkLanguage | undefined> {
  const title = 'Copy the code that reads this connection';
  return (await vscode.window.showQuickPick(languages, { title }))?.language;
}
