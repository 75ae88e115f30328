// Lets the user choose among the workflows of the account, and links the open file to one of them.
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { sayFailure } from '../../../server/src/account/account';
import type { AccountApi } from '../../../server/src/account/api';
import type { AccountWorkflow } from '../../../server/src/account/calls/workflows';
import type { LanguageServer } from '../languageServer';
import { plain } from '../plain';
import type { Session } from '../session';
import { signedIn } from './target';

/** What choosing needs of the extension. */
export interface Parts {
  readonly session: Session;
  readonly server: Pick<LanguageServer, 'isWorkflow' | 'linkOf'>;
}

const setting = 'workflows.names';

/**
 * Lets the user choose a workflow of the account, the one that the open file is linked to first. A file that is linked to
 * none can be linked on the way. Resolves to the path; to undefined where nothing is chosen or nothing is known.
 */
export async function chooseWorkflow(
  parts: Parts,
  api: AccountApi,
  title: string,
): Promise<string | undefined> {
  const workflows = await workflowsOf(api);
  if (!workflows) return undefined;
  const document = await openWorkflow(parts);
  const link = document && (await parts.server.linkOf(document));
  const choices: Choice[] = itemsOf(workflows, link);
  if (document && !workflows.some(({ path }) => path === link)) {
    const label = l10n.t('$(link) Link {0} to a workflow…', nameOf(document));
    choices.push({ label, path: '', links: true });
  }
  const chosen = await vscode.window.showQuickPick(choices, {
    title,
    placeHolder: l10n.t('Workflow of the account'),
  });
  if (document && chosen?.links) return chooseLink(document, workflows, link);
  return chosen?.path;
}

/** Links the open file to a workflow of the account that the user chooses, or to none. */
export async function linkFile(parts: Parts): Promise<void> {
  const document = await openWorkflow(parts);
  if (!document) {
    void vscode.window.showInformationMessage(l10n.t('Open the workflow that is to be linked.'));
    return;
  }
  const api = await signedIn(parts.session, l10n.t('to link files to its workflows'));
  const workflows = api && (await workflowsOf(api));
  if (workflows) await chooseLink(document, workflows, await parts.server.linkOf(document));
}

async function chooseLink(
  document: vscode.TextDocument,
  workflows: readonly AccountWorkflow[],
  link: string | undefined,
): Promise<string | undefined> {
  if (document.isUntitled) {
    void vscode.window.showInformationMessage(l10n.t('Save the file first: it is linked by its path.'));
    return undefined;
  }
  const none = {
    label: '$(circle-slash) None',
    description: l10n.t('its secrets are not checked'),
    path: '',
  };
  const chosen = await vscode.window.showQuickPick([...itemsOf(workflows, link), none], {
    title: l10n.t('Link {0} to a workflow of the account', nameOf(document)),
    placeHolder: l10n.t('Written into the setting relay.{0}', setting),
  });
  if (!chosen) return undefined;
  await writeLink(document.uri, chosen.path);
  return chosen.path || undefined;
}

/** Into the workspace's settings; for a file outside its folders, into the user's. */
async function writeLink(uri: vscode.Uri, path: string): Promise<void> {
  const settings = vscode.workspace.getConfiguration('relay');
  const set = settings.inspect<Readonly<Record<string, string>>>(setting);
  const isInside = vscode.workspace.getWorkspaceFolder(uri) !== undefined;
  const file = isInside
    ? vscode.workspace.asRelativePath(uri, false)
    : uri.path.replace(/^\/(?=[a-z]:\/)/i, '');
  const before = isInside ? set?.workspaceValue : set?.globalValue;
  const target = isInside ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  await settings.update(setting, { ...before, [file]: path }, target);
}

/** The workflows of the account; undefined, with the reason shown, where there is none to choose. */
async function workflowsOf(api: AccountApi): Promise<readonly AccountWorkflow[] | undefined> {
  const answer = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: l10n.t('Asking {0} for its workflows…', api.host) },
    () => api.listWorkflows(),
  );
  if (answer.ok && answer.value.length > 0) return answer.value;
  if (answer.ok) void vscode.window.showInformationMessage(l10n.t('{0} has no workflows.', api.host));
  else
    void vscode.window.showWarningMessage(
      l10n.t('The workflows are not known: {0}.', sayFailure(answer.failure)),
    );
  return undefined;
}

interface Choice extends vscode.QuickPickItem {
  readonly path: string;
  /** It leads to a choice of what to link the open file to. */
  readonly links?: true;
}

function itemsOf(workflows: readonly AccountWorkflow[], link: string | undefined): Choice[] {
  const items = workflows.map(({ path, description = '' }) => ({
    label: plain(path),
    description: path === link ? l10n.t('linked to the open file') : '',
    detail: description,
    path,
  }));
  return items.sort(
    (a, b) => Number(b.path === link) - Number(a.path === link) || a.path.localeCompare(b.path),
  );
}

/** The document in front, where it is a workflow. */
async function openWorkflow({ server }: Parts): Promise<vscode.TextDocument | undefined> {
  const document = vscode.window.activeTextEditor?.document;
  return document && (await server.isWorkflow(document)) ? document : undefined;
}

function nameOf({ uri }: vscode.TextDocument): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}
