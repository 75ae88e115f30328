// The commands that create, choose and refresh connections.
import * as vscode from 'vscode';
import { sayFailure } from '../../../server/src/account/account';
import type { AccountApi } from '../../../server/src/account/api';
import { sayUnsettled, settledCalls } from '../../../server/src/account/settle';
import type { Draft } from '../../../server/src/protocol';
import {
  type ConnectionDraft,
  type CreateOutcome,
  openConnectionForm,
  type SavedConnection,
} from '../form/connectionForm';
import type { LanguageServer } from '../languageServer';
import type { Session } from '../session';

interface Parts {
  readonly extensionUri: vscode.Uri;
  readonly session: Session;
  readonly server: LanguageServer;
  readonly log: (line: string) => void;
}

/** Opens the form once per draft, until one is closed without creating; from the palette, once and empty. */
export async function createConnections(
  parts: Parts,
  argument: Draft | readonly Draft[] | undefined,
): Promise<void> {
  const drafts: readonly Draft[] = Array.isArray(argument)
    ? argument
    : [(argument as Draft | undefined) ?? {}];
  for (const draft of drafts) {
    const saved = await createConnection(parts, draft);
    if (!saved) return;
  }
}

/** Lets the user choose one of the account's connections, and writes it where the draft came from or at the cursor. */
export async function insertReference({ session, server }: Parts, draft: Draft | undefined): Promise<void> {
  const account = session.account.current;
  if (account.state !== 'ready') {
    void vscode.window.showInformationMessage(
      'The connections of the account are not known. Sign in, or refresh them.',
    );
    return;
  }
  const items = account.connections
    .map(({ type, name }) => ({ label: name, description: type, type, name }))
    .sort(
      (a, b) =>
        Number(b.type === draft?.type) - Number(a.type === draft?.type) || a.type.localeCompare(b.type),
    );
  const picked = await vscode.window.showQuickPick(items, {
    title: draft?.name === undefined ? 'Insert a connection' : `Use instead of "${draft.name}"`,
    matchOnDescription: true,
  });
  if (!picked) return;
  const from = draft?.from ?? cursor();
  if (from) await server.replace({ ...from, target: { type: picked.type, name: picked.name } });
  else
    void vscode.window.showInformationMessage(
      'Open a workflow and put the cursor where the reference is to stand.',
    );
}

export async function refreshConnections({ session }: Parts): Promise<void> {
  if (!session.api) {
    await vscode.commands.executeCommand('relay.signIn');
    return;
  }
  const account = await session.account.refresh({ anew: true });
  if (account.state === 'ready' && !account.stale) return;
  const why = account.state === 'ready' ? account.stale : 'why' in account ? account.why : undefined;
  if (why) void vscode.window.showWarningMessage(`Connections were not refreshed: ${sayFailure(why)}.`);
}

async function createConnection(parts: Parts, draft: Draft): Promise<SavedConnection | undefined> {
  const { session, server, extensionUri, log } = parts;
  const api = await signedIn(session);
  if (!api) return undefined;
  const account = session.account.current;
  const known = account.state === 'ready' ? account.connections.map((each) => each.type) : [];
  const saved = await openConnectionForm(
    {
      extensionUri,
      create: async (filled, signal) => {
        const outcome = await create(session, api, filled, signal);
        if ('isForbidden' in outcome && outcome.isForbidden) void offerRequest(api.host, filled, draft);
        return outcome;
      },
      accountName: account.state === 'ready' ? account.name : api.host,
      knownTypes: [...new Set(known)],
      log,
    },
    draft,
  );
  if (draft.from) await returnTo(draft.from, saved, server);
  return saved;
}

async function signedIn(session: Session): Promise<AccountApi | undefined> {
  if (session.api) return session.api;
  const button = 'Sign In…';
  const message = 'Sign in to a Relay account to create connections in it.';
  if ((await vscode.window.showInformationMessage(message, button)) !== button) return undefined;
  await vscode.commands.executeCommand('relay.signIn');
  return session.api;
}

async function create(
  session: Session,
  api: AccountApi,
  draft: ConnectionDraft,
  signal: AbortSignal,
): Promise<CreateOutcome & { readonly isForbidden?: boolean }> {
  const before = session.account.current;
  const known = before.state === 'ready' ? before.connections : undefined;
  const settled = await settledCalls(api).createConnection(draft, known, signal);
  await session.account.refresh({ anew: true });
  if (settled.is === 'done') {
    const { connection, displayOnce } = settled.value;
    return {
      ok: true,
      connection: { type: connection.type, name: connection.name },
      ...(displayOnce && { displayOnce }),
    };
  }
  const answer = settled.refused;
  const isForbidden = answer.failure.kind === 'not-allowed';
  const said = sayUnsettled(settled);
  const role =
    isForbidden && !said.includes(role403) ? ` Adding a connection needs the ${role403} role.` : '';
  return {
    ok: false,
    message: `${said}${role}`,
    ...(answer.items ? { items: answer.items } : {}),
    ...(isForbidden ? { isForbidden } : {}),
  };
}

/** The role that may add connections (relay/api.md, Errors). */
const role403 = 'Administrator';

/** Offers a text for somebody who may add the connection: what is needed and where, and none of the values. */
async function offerRequest(
  host: string,
  { type, name, fields }: ConnectionDraft,
  { from }: Draft,
): Promise<void> {
  const copy = 'Copy Request';
  const message = `Adding a connection to ${host} needs the ${role403} role. Ask somebody who has it.`;
  if ((await vscode.window.showWarningMessage(message, copy)) !== copy) return;
  const file = from && vscode.workspace.asRelativePath(vscode.Uri.parse(from.uri));
  const lines = [
    `Please add a connection to the Relay account at ${host}:`,
    `  type: ${type}`,
    `  name: ${name}`,
    ...(Object.keys(fields).length > 0 ? [`  values to fill in: ${Object.keys(fields).join(', ')}`] : []),
    ...(file ? [`  used by: ${file}`] : []),
  ];
  await vscode.env.clipboard.writeText(`${lines.join('\n')}\n`);
}

/** Puts the cursor back where the form was started from, and writes there what was saved where that differs. */
async function returnTo(
  from: NonNullable<Draft['from']>,
  saved: SavedConnection | undefined,
  server: LanguageServer,
): Promise<void> {
  if (saved) await server.replace({ ...from, target: saved });
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(from.uri));
  const editor = await vscode.window.showTextDocument(document);
  const at = new vscode.Position(from.position.line, from.position.character);
  editor.revealRange(new vscode.Range(at, at), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

function cursor(): Draft['from'] {
  const editor = vscode.window.activeTextEditor;
  return editor && { uri: editor.document.uri.toString(), position: editor.selection.active };
}
