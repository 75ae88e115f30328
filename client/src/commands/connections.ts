// The commands that create, choose and refresh connections.
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { failureOf, sayFailure } from '../../../server/src/account/account';
import type { Draft } from '../../../server/src/protocol';
import { type FormStart, openConnectionForm, type SavedConnection } from '../form/connectionForm';
import type { LanguageServer } from '../languageServer';
import { plain } from '../plain';
import { connectionsViewId } from '../views/connectionsView';
import { setWord } from '../views/treeView';
import { formWork } from './formWork';
import { type HeldPlace, holdPlace, showPlace } from './heldPlace';
import { type Parts, signedIn, targetIn } from './target';

/** Opens the form once per draft, until one is closed that was neither created nor skipped; from the palette, once and empty. */
export async function createConnections(
  parts: Parts,
  argument: Draft | readonly Draft[] | undefined,
): Promise<void> {
  const drafts: readonly Draft[] = Array.isArray(argument)
    ? argument
    : [(argument as Draft | undefined) ?? {}];
  // All from the start: what is written for one moves the places of the others.
  const places = await Promise.all(drafts.map(({ from }) => from && holdPlace(from, parts.server)));
  try {
    for (const [index, draft] of drafts.entries()) {
      let isSkipped = false;
      const skipped = () => {
        isSkipped = true;
      };
      const step = drafts.length > 1 && { step: { at: index + 1, of: drafts.length, skipped } };
      const saved = await createConnection(parts, { ...draft, ...step });
      const place = places[index];
      if (place) await returnTo(place, saved, parts.server);
      if (!saved && !isSkipped) return;
    }
  } finally {
    for (const place of places) place?.dispose();
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
  if (isWritten) await showPlace(vscode.Uri.parse(from.uri), from.position);
  else
    void vscode.window.showInformationMessage(
      l10n.t('Open a workflow and put the cursor where the reference is to stand.'),
    );
}

async function chooseConnection(
  { session }: Parts,
  draft: Draft | undefined,
): Promise<SavedConnection | undefined> {
  const account = session.account.current;
  if (account.state !== 'ready') {
    void vscode.window.showInformationMessage(
      l10n.t('The connections of the account are not known. Sign in, or refresh them.'),
    );
    return undefined;
  }
  const items = account.connections
    .map(({ type, name }) => ({ label: plain(name), description: type, type, name }))
    .sort(
      (a, b) =>
        Number(b.type === draft?.type) - Number(a.type === draft?.type) || a.type.localeCompare(b.type),
    );
  const picked = await vscode.window.showQuickPick(items, {
    title:
      draft?.name === undefined ? l10n.t('Insert a connection') : l10n.t('Use instead of "{0}"', draft.name),
    matchOnDescription: true,
  });
  return picked && { type: picked.type, name: picked.name };
}

export async function refreshConnections({ session }: Parts): Promise<void> {
  // What kept an account from being asked may have been mended.
  if (!session.api) await session.restore();
  if (!session.api && session.account.current.state === 'signed-out') {
    await vscode.commands.executeCommand('relay.signIn');
    return;
  }
  const account = await vscode.window.withProgress({ location: { viewId: connectionsViewId } }, () =>
    session.account.refresh({ anew: true }),
  );
  const why = failureOf(account);
  if (why)
    void vscode.window.showWarningMessage(l10n.t('Connections were not refreshed: {0}.', sayFailure(why)));
}

/** Opens the form, with what is given in it; gives what was created. */
export async function createConnection(
  parts: Parts,
  draft: Draft & Pick<FormStart, 'values' | 'step'>,
): Promise<SavedConnection | undefined> {
  const { session, extensionUri, log } = parts;
  const api = await signedIn(session, l10n.t('to create connections in it'));
  if (!api) return undefined;
  const account = session.account.current;
  const known = account.state === 'ready' ? account.connections.map((each) => each.type) : [];
  const saved = await openConnectionForm(
    {
      extensionUri,
      ...formWork(parts, api),
      accountName: account.state === 'ready' ? account.name : api.host,
      knownTypes: [...new Set(known)],
      log,
    },
    draft,
  );
  if (saved) setWord('connections.created', true);
  return saved;
}

/** Puts the cursor back where the form was started from, and writes there what was saved where that differs. */
async function returnTo(
  place: HeldPlace,
  saved: SavedConnection | undefined,
  server: LanguageServer,
): Promise<void> {
  const isWritten = !saved || (await place.write(saved));
  await place.show();
  if (isWritten) return;
  const copy = l10n.t('Copy Reference');
  const message = l10n.t(
    'The file was changed meanwhile, so nothing was written into it: {0} / {1} is in the account, and can be named there.',
    saved.type,
    saved.name,
  );
  void vscode.window.showInformationMessage(plain(message), copy).then(async (picked) => {
    if (picked) await vscode.env.clipboard.writeText(await server.writeReference(saved));
  });
}

function cursor(): Draft['from'] {
  const editor = vscode.window.activeTextEditor;
  return editor && { uri: editor.document.uri.toString(), position: editor.selection.active };
}
