// The command that copies the code by which a step reads a connection.
import * as l10n from '@vscode/l10n';
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
  { label: l10n.t('Python'), description: l10n.t('with the package relay-sdk'), language: 'python' },
  { label: l10n.t('Shell'), description: l10n.t('with the command ni'), language: 'ni' },
];

/** Copies the code for the connection at a place, or at the cursor; from the palette, the language is chosen. */
export async function copySdkCode(server: LanguageServer, argument: CopySdkCode | undefined): Promise<void> {
  const at = await spotOf(argument);
  const code = at && (await server.ask<SdkCodeAnswer>(sdkCode, at.document, { position: at.position }));
  if (!code) {
    void vscode.window.showInformationMessage(
      l10n.t("Put the cursor on a connection in a step's spec to copy the code that reads it."),
    );
    return;
  }
  const language = argument?.language ?? (await choose());
  if (!language) return;
  await vscode.env.clipboard.writeText(code[language]);
  const what = languages.find((each) => each.language === language)?.label ?? language;
  vscode.window.setStatusBarMessage(
    l10n.t('$(check) Copied the {0} code that reads this connection.', what),
    5_000,
  );
}

async function choose(): Promise<SdkLanguage | undefined> {
  const title = l10n.t('Copy the code that reads this connection');
  return (await vscode.window.showQuickPick(languages, { title }))?.language;
}
