// The commands that give secrets of the account's workflows a value, and delete them.
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { sayFailure } from '../../../server/src/account/account';
import type { AccountApi } from '../../../server/src/account/api';
import type { Secret } from '../../../server/src/account/secret';
import { type Settled, sayUnsettled, settledCalls } from '../../../server/src/account/settle';
import type { SecretDraft } from '../../../server/src/protocol';
import type { Outcome } from '../form/purpose';
import { openSecretForm } from '../form/secretForm';
import { plain } from '../plain';
import type { Session } from '../session';
import { offerRequest, withRole } from './administrator';
import { showPlace } from './heldPlace';
import { signedIn } from './target';
import { type Parts as ChoosingParts, chooseWorkflow } from './workflows';

interface Parts extends ChoosingParts {
  readonly extensionUri: vscode.Uri;
  readonly log: (line: string) => void;
}

/** A secret of a workflow, and the names of those that are there. */
interface Chosen {
  readonly workflow: string;
  readonly name: string;
  readonly names: readonly string[];
}

const setting = l10n.t('Setting a secret');

/**
 * Opens the form for the secret of a draft, with a value in it where one is given; without a draft, workflow and secret
 * are chosen first. Tells whether a value was saved.
 */
export async function setSecret(
  parts: Parts,
  draft: SecretDraft | undefined,
  given?: Secret,
): Promise<boolean> {
  const { session, extensionUri, log } = parts;
  const api = await signedIn(session, l10n.t('to set secrets of its workflows'));
  if (!api) return false;
  const title = l10n.t('Set a secret');
  const workflow = draft?.workflow ?? (await chooseWorkflow(parts, api, title));
  const names = workflow && (await namesOf(api, workflow));
  const name = names && (draft?.name ?? (await chooseOrName(names, l10n.t('{0} of {1}', title, workflow))));
  if (!workflow || !names || !name) return false;
  const { current } = session.account;
  const accountName = current.state === 'ready' ? current.name : api.host;
  const chosen = { workflow, name, names };
  const isSaved = await openSecretForm(
    {
      extensionUri,
      log,
      set: async (value, signal) => {
        const settled = await save(api, chosen, value, signal);
        await session.account.refresh({ anew: true });
        const isForbidden = settled.is !== 'done' && settled.refused.failure.kind === 'not-allowed';
        const facts = requestFor(chosen, draft?.from);
        if (isForbidden)
          void offerRequest(api.host, { doing: setting, asked: l10n.t('set a secret in'), facts });
        return outcomeOf(settled, setting);
      },
    },
    { accountName, workflow, name, overwrites: names.includes(name) },
    given,
  );
  if (draft?.from) await showPlace(vscode.Uri.parse(draft.from.uri), draft.from.position);
  return isSaved;
}

/** Deletes a secret that is chosen, once that is confirmed. */
export async function deleteSecret(parts: Parts): Promise<void> {
  const { session } = parts;
  const api = await signedIn(session, l10n.t('to delete secrets of its workflows'));
  if (!api) return;
  const title = l10n.t('Delete a secret');
  const workflow = await chooseWorkflow(parts, api, title);
  const names = workflow && (await namesOf(api, workflow));
  if (!workflow || !names) return;
  if (names.length === 0) {
    void vscode.window.showInformationMessage(plain(l10n.t('{0} has no secrets.', workflow)));
    return;
  }
  const name = await vscode.window.showQuickPick([...names], {
    title: l10n.t('{0} of {1}', title, workflow),
  });
  if (name === undefined || !(await confirmsDelete(workflow, name))) return;
  await remove(session, api, workflow, name);
}

async function confirmsDelete(workflow: string, name: string): Promise<boolean> {
  const detail = l10n.t(
    'Its value cannot be brought back. Runs of the workflow that read it fail from now on; whether other files read it cannot be seen here.',
  );
  const button = l10n.t('Delete');
  const message = l10n.t('Delete the secret "{0}" of {1}?', name, workflow);
  return (await vscode.window.showWarningMessage(plain(message), { modal: true, detail }, button)) === button;
}

async function remove(session: Session, api: AccountApi, workflow: string, name: string): Promise<void> {
  const settled = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: l10n.t('Deleting the secret "{0}"…', name) },
    () => settledCalls(api).deleteSecret(workflow, name),
  );
  await session.account.refresh({ anew: true });
  const outcome = outcomeOf(settled, l10n.t('Deleting a secret'));
  if (outcome.ok)
    void vscode.window.showInformationMessage(
      plain(l10n.t('The secret "{0}" of {1} was deleted.', name, workflow)),
    );
  else void vscode.window.showErrorMessage(plain(l10n.t('The secret was not deleted. {0}', outcome.message)));
}

function save(
  api: AccountApi,
  { workflow, name, names }: Chosen,
  value: Secret,
  signal: AbortSignal,
): Promise<Settled<undefined>> {
  const calls = settledCalls(api);
  return names.includes(name)
    ? calls.overwriteSecret(workflow, name, value, signal)
    : calls.createSecret(workflow, name, value, names, signal);
}

function outcomeOf(settled: Settled<undefined>, doing: string): Outcome<true> {
  if (settled.is === 'done') return { ok: true, saved: true };
  const { failure, items } = settled.refused;
  const said = sayUnsettled(settled);
  const isTaken = failure.kind === 'answered-error' && failure.status === 409;
  const message = failure.kind === 'not-allowed' ? withRole(said, { doing }) : said;
  return {
    ok: false,
    message: isTaken
      ? l10n.t('{0} Close this form and set the secret again to overwrite it.', message)
      : message,
    ...(items && { items }),
  };
}

/** What somebody who may set the secret needs to know; not the value. */
function requestFor({ workflow, name }: Chosen, from: SecretDraft['from']): readonly string[] {
  const file = from && vscode.workspace.asRelativePath(vscode.Uri.parse(from.uri));
  return [`workflow: ${workflow}`, `secret: ${name}`, ...(file ? [l10n.t('used by: {0}', file)] : [])];
}

/** The names of a workflow's secrets as they are now; undefined, with the reason shown, where they are not known. */
async function namesOf(api: AccountApi, workflow: string): Promise<readonly string[] | undefined> {
  const answer = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Window,
      title: l10n.t('Asking {0} for the secrets of {1}…', api.host, workflow),
    },
    () => api.listSecrets(workflow),
  );
  if (answer.ok && answer.value) return answer.value;
  const why = answer.ok
    ? l10n.t('{0} has no workflow "{1}".', api.host, workflow)
    : l10n.t('The secrets of {0} are not known: {1}.', workflow, sayFailure(answer.failure));
  void vscode.window.showWarningMessage(plain(why));
  return undefined;
}

/** Lets the user choose one of the names, or type a new one. */
function chooseOrName(names: readonly string[], title: string): Promise<string | undefined> {
  const pick = vscode.window.createQuickPick<vscode.QuickPickItem & { readonly name: string }>();
  const existing = names.map((name) => ({ label: plain(name), description: l10n.t('overwrite'), name }));
  const show = () => {
    const name = pick.value.trim();
    const isNew = name !== '' && !names.includes(name);
    const created = { label: l10n.t('$(add) Create secret "{0}"', plain(name)), alwaysShow: true, name };
    pick.items = isNew ? [...existing, created] : existing;
  };
  pick.title = title;
  pick.placeholder =
    names.length > 0
      ? l10n.t('Choose a secret, or type the name of a new one')
      : l10n.t('Name of the new secret');
  pick.onDidChangeValue(show);
  show();
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      const [chosen] = pick.selectedItems;
      if (!chosen) return;
      resolve(chosen.name);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}
