// The command that moves a credential which stands in a workflow into a connection or a secret of the account.
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { Secret } from '../../../server/src/account/secret';
import {
  type CredentialsAnswer,
  credentials,
  type FoundCredential,
  type MoveCredential,
  type ReplaceCredential,
  type ReplaceCredentialAnswer,
  replaceCredential,
  type WrittenValue,
} from '../../../server/src/protocol/commands';
import { plain } from '../plain';
import { createConnection } from './connections';
import { setSecret } from './secrets';
import type { Parts } from './target';

type By = ReplaceCredential['by'];

/**
 * Opens the form with the value in it, and writes the reference in its place once that is saved. The value is read from
 * the document here: the language server tells only where it stands.
 */
export async function moveCredential(parts: Parts, { uri, range, into }: MoveCredential): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  const found = await findAll(parts, document);
  const credential = found?.find((each) => isSame(each.range, range));
  if (!credential) {
    void vscode.window.showInformationMessage(l10n.t('The credential does not stand there any more.'));
    return;
  }
  const value = valueIn(document, credential.value);
  const by = await (into === 'secret'
    ? moveIntoSecret(parts, document, credential, value)
    : moveIntoConnection(parts, document, credential));
  if (!by) return;
  await replace(parts, document, { label: credential.label, value, by });
}

async function moveIntoConnection(
  parts: Parts,
  document: vscode.TextDocument,
  { connection }: FoundCredential,
): Promise<By | undefined> {
  if (!connection) return undefined;
  const { type, fields } = connection;
  const values = Object.fromEntries(
    fields.map(({ field, value }) => [field, valueIn(document, value)] as const),
  );
  const saved = await createConnection(parts, { type, values });
  return saved && { connection: saved };
}

async function moveIntoSecret(
  parts: Parts,
  document: vscode.TextDocument,
  { key = '', label }: FoundCredential,
  value: Secret,
): Promise<By | undefined> {
  const workflow = await parts.server.linkOf(document);
  if (workflow === undefined) {
    const link = l10n.t('Link File…');
    const message = l10n.t(
      'A secret belongs to a workflow of the account, and this file is linked to none. Link it, then move the credential.',
    );
    if ((await vscode.window.showInformationMessage(message, link)) === link)
      await vscode.commands.executeCommand('relay.workflows.link');
    return undefined;
  }
  const name = await vscode.window.showInputBox({
    title: l10n.t('Move the {0} into a secret of {1}', label, workflow),
    prompt: l10n.t('Name of the secret'),
    value: key,
    validateInput: (typed) => (typed.trim() === '' ? l10n.t('A secret needs a name.') : undefined),
  });
  if (name === undefined) return undefined;
  const secret = name.trim();
  return (await setSecret(parts, { workflow, name: secret }, value)) ? { secret } : undefined;
}

interface Moved {
  readonly label: string;
  readonly value: Secret;
  readonly by: By;
}

/** The text may have changed while the form was open: the credential is looked for by its value. */
async function replace(
  parts: Parts,
  document: vscode.TextDocument,
  { label, value, by }: Moved,
): Promise<void> {
  const found = (await findAll(parts, document)) ?? [];
  const still = found.find((each) => valueIn(document, each.value).reveal() === value.reveal());
  const edits =
    still &&
    (await parts.server.ask<ReplaceCredentialAnswer>(replaceCredential, document, {
      range: still.range,
      by,
    }));
  await vscode.window.showTextDocument(document);
  if (edits && (await parts.server.apply(document, edits))) {
    const message = l10n.t(
      'The {0} is out of the file. If the file was ever shared or committed with it, have it replaced where it was issued.',
      label,
    );
    void vscode.window.showInformationMessage(message);
    return;
  }
  const reference =
    'secret' in by ? l10n.t('the secret "{0}"', by.secret) : `${by.connection.type} / ${by.connection.name}`;
  const message = l10n.t(
    'The {0} is saved as {1}, but the text could not be changed: write the reference in its place.',
    label,
    reference,
  );
  void vscode.window.showWarningMessage(plain(message));
}

/** Undefined where the document was changed meanwhile, so that the places would be others. */
async function findAll(
  { server }: Parts,
  document: vscode.TextDocument,
): Promise<CredentialsAnswer | undefined> {
  const { version } = document;
  const found = await server.ask<CredentialsAnswer>(credentials, document);
  return document.version === version ? found : undefined;
}

function valueIn(document: vscode.TextDocument, written: WrittenValue): Secret {
  const pieces = written.map((piece) =>
    typeof piece === 'string'
      ? piece
      : document.getText(
          new vscode.Range(piece.start.line, piece.start.character, piece.end.line, piece.end.character),
        ),
  );
  // Whatever line breaks the document has, those of a value are plain.
  return new Secret(pieces.join('').replace(/\r\n/g, '\n'));
}

function isSame(one: MoveCredential['range'], other: MoveCredential['range']): boolean {
  return JSON.stringify([one.start, one.end]) === JSON.stringify([other.start, other.end]);
}
