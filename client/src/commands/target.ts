// Finds the connection that a command is about: what it was started on, else what the cursor is on, else what is chosen.
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Connection } from '../../../server/src/account/account';
import type { AccountApi } from '../../../server/src/account/api';
import { sayUnknown } from '../../../server/src/account/resolve';
import type { LanguageServer } from '../languageServer';
import { plain } from '../plain';
import type { Session } from '../session';
import { keyOf } from '../views/connectionTree';
import type { Usages } from '../views/usages';

/** What the commands about connections need of the extension. */
export interface Parts {
  readonly extensionUri: vscode.Uri;
  readonly session: Session;
  readonly server: LanguageServer;
  readonly usages: Usages;
  /** The row of the view that its keys are about. */
  focused(): Promise<unknown>;
  readonly log: (line: string) => void;
}

export interface Target {
  readonly type: string;
  readonly name: string;
}

/** A connection of the account that is signed in to. */
export interface Found {
  readonly api: AccountApi;
  readonly connection: Connection;
  /** The name of the account. */
  readonly owner: string;
}

/** The session's API; where nobody is signed in, a sign-in is offered. `purpose` says what for: `to test connections`. */
export async function signedIn(session: Session, purpose: string): Promise<AccountApi | undefined> {
  if (session.api) return session.api;
  const button = l10n.t('Sign In…');
  const message = l10n.t('Sign in to a Relay account {0}.', purpose);
  if ((await vscode.window.showInformationMessage(message, button)) !== button) return undefined;
  await vscode.commands.executeCommand('relay.signIn');
  return session.api;
}

/** The connection of the account; where it has none of this type and name, that is said. */
export async function findConnection(
  parts: Parts,
  argument: unknown,
  words: { readonly title: string; readonly purpose: string },
): Promise<Found | undefined> {
  const api = await signedIn(parts.session, words.purpose);
  if (!api) return undefined;
  const target = await findTarget(parts, argument, words.title);
  if (!target) return undefined;
  const account = parts.session.account.current;
  if (account.state !== 'ready') {
    sayNothingKnown(parts.session);
    return undefined;
  }
  const connection = account.connections.find((each) => keyOf(each) === keyOf(target));
  if (connection) return { api, connection, owner: account.name };
  const { type, name } = target;
  const create = l10n.t('Create…');
  const message = l10n.t('{0} has no {1} connection named "{2}".', account.name, type, name);
  void vscode.window.showInformationMessage(plain(message), create).then((picked) => {
    if (picked) void vscode.commands.executeCommand('relay.connections.create', { type, name });
  });
  return undefined;
}

/** A type and a name, whether the account has them or not. */
export async function findTarget(
  parts: Parts,
  argument: unknown,
  title: string,
): Promise<Target | undefined> {
  const isOfKeys = typeof argument === 'object' && argument !== null && 'focused' in argument;
  // A key in the view is about the row there, whatever the cursor is on.
  if (isOfKeys) return targetIn(await parts.focused());
  return targetIn(argument) ?? (await targetAtCursor(parts)) ?? (await chosen(parts, title));
}

/** The type and name of what a command was given: a node of a view, or what a quick fix names. */
export function targetIn(given: unknown): Target | undefined {
  const { type, name } = (given ?? {}) as { readonly type?: unknown; readonly name?: unknown };
  return typeof type === 'string' && typeof name === 'string' ? { type, name } : undefined;
}

async function targetAtCursor({ server }: Parts): Promise<Target | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return undefined;
  return targetIn(await server.connectionAt(editor.document, editor.selection.active).catch(() => null));
}

async function chosen({ session }: Parts, title: string): Promise<Target | undefined> {
  const account = session.account.current;
  if (account.state !== 'ready') {
    sayNothingKnown(session);
    return undefined;
  }
  const items = account.connections
    .map(({ type, name }) => ({ label: plain(name), description: type, type, name }))
    .sort((one, other) => one.type.localeCompare(other.type) || one.name.localeCompare(other.name));
  return vscode.window.showQuickPick(items, {
    title,
    matchOnDescription: true,
    placeHolder:
      items.length > 0
        ? l10n.t('A connection of {0}', account.name)
        : l10n.t('{0} has no connections', account.name),
  });
}

export function sayNothingKnown(session: Session): void {
  const why = sayUnknown(session.account.current);
  void vscode.window.showInformationMessage(
    l10n.t('The connections of the account are not known: {0}.', why),
  );
}
