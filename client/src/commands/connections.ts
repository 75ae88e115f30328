// The commands that create, choose and refresh connections.
import * as vscode from 'vscode';
import { sayFailure } from '../../../server/src/account/account';
import type { AccountApi } from '../../../server/src/account/api';
import { type Settled, sayUnsettled, settledCalls } from '../../../server/src/account/settle';
import type { Draft } from '../../../server/src/protocol';
import {
  type ConnectionDraft,
  type CreateOutcome,
  type FormStart,
  openConnectionForm,
  type SavedConnection,
} from '../form/connectionForm';
import type { LanguageServer } from '../languageServer';
import type { Session } from '../session';
import { connectionsViewId } from '../views/connectionsView';
import { offerRequest, type Refused, withRole } from './administrator';
import { type Parts, signedIn, targetIn } from './target';

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

/**
 * Writes a reference where the draft came from or at the cursor: to what was chosen in a view, else to one of the
 * account's connections, which the user chooses.
 */
export async function insertReference(parts: Parts, draft: Draft | undefined): Promise<void> {
  const chosen = draft?.from ? undefined : targetIn(draft);
  const target = chosen ?? (await chooseConnection(parts, draft));
  if (!target) return;
  const from = draft?.from ?? cursor();
  const isWritten = from && (await parts.server.replace({ ...from, target }));
  if (isWritten) await showAgain(from);
  else
    void vscode.window.showInformationMessage(
      'Open a workflow and put the cursor where the reference is to stand.',
    );
}

async function chooseConnection(
  { session }: Parts,
  draft: Draft | undefined,
): Promise<SavedConnection | undefined> {
  const account = session.account.current;
  if (account.state !== 'ready') {
    void vscode.window.showInformationMessage(
      'The connections of the account are not known. Sign in, or refresh them.',
    );
    return undefined;
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
  return picked && { type: picked.type, name: picked.name };
}

export async function refreshConnections({ session }: Parts): Promise<void> {
  if (!session.api) {
    await vscode.commands.executeCommand('relay.signIn');
    return;
  }
  const account = await vscode.window.withProgress({ location: { viewId: connectionsViewId } }, () =>
    session.account.refresh({ anew: true }),
  );
  if (account.state === 'ready' && !account.stale) return;
  const why = account.state === 'ready' ? account.stale : 'why' in account ? account.why : undefined;
  if (why) void vscode.window.showWarningMessage(`Connections were not refreshed: ${sayFailure(why)}.`);
}

/** Opens the form, with what is given in it; gives what was created. */
export async function createConnection(
  parts: Parts,
  draft: Draft & Pick<FormStart, 'values'>,
): Promise<SavedConnection | undefined> {
  const { session, server, extensionUri, log } = parts;
  const api = await signedIn(session, 'to create connections in it');
  if (!api) return undefined;
  const account = session.account.current;
  const known = account.state === 'ready' ? account.connections.map((each) => each.type) : [];
  const saved = await openConnectionForm(
    {
      extensionUri,
      create: async (filled, signal) => {
        const outcome = await create(session, api, filled, signal);
        if (outcome.isForbidden)
          void requestFor(parts, filled).then((facts) => offerRequest(api.host, { ...adding, facts }));
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
      saved: { type: connection.type, name: connection.name },
      ...(displayOnce && { displayOnce }),
    };
  }
  return refusalOf(settled, adding);
}

/** What a form shows of a change that was not made. */
export function refusalOf(
  settled: Exclude<Settled<unknown>, { is: 'done' }>,
  refused: Pick<Refused, 'doing'>,
): Extract<CreateOutcome, { ok: false }> & { readonly isForbidden: boolean } {
  const { failure, items } = settled.refused;
  const isForbidden = failure.kind === 'not-allowed';
  const said = sayUnsettled(settled);
  const message = isForbidden ? withRole(said, refused) : said;
  return { ok: false, message, ...(items && { items }), isForbidden };
}

const adding = { doing: 'Adding a connection', asked: 'add a connection to' };

/** What somebody who may add the connection needs to know: none of the values. */
async function requestFor(
  { usages }: Parts,
  { type, name, fields }: ConnectionDraft,
): Promise<readonly string[]> {
  const places = (await usages.of({ type, name })) ?? [];
  const files = new Set(places.map(({ uri }) => vscode.workspace.asRelativePath(vscode.Uri.parse(uri))));
  const values = Object.keys(fields);
  return [
    `type: ${type}`,
    `name: ${name}`,
    ...(values.length > 0 ? [`values to fill in: ${values.join(', ')}`] : []),
    ...(files.size > 0 ? [`used by: ${[...files].join(', ')}`] : []),
  ];
}

/** Puts the cursor back where the form was started from, and writes there what was saved where that differs. */
async function returnTo(
  from: NonNullable<Draft['from']>,
  saved: SavedConnection | undefined,
  server: LanguageServer,
): Promise<void> {
  if (saved) await server.replace({ ...from, target: saved });
  await showAgain(from);
}

/** Shows the place that a form was started from. */
export async function showAgain(from: NonNullable<Draft['from']>): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(from.uri));
  const editor = await vscode.window.showTextDocument(document);
  const at = new vscode.Position(from.position.line, from.position.character);
  editor.revealRange(new vscode.Range(at, at), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

function cursor(): Draft['from'] {
  const editor = vscode.window.activeTextEditor;
  return editor && { uri: editor.document.uri.toString(), position: editor.selection.active };
}
