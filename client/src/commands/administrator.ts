// Tells who may do what the account refuses to this user, and offers a request to copy for them.
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

/** The role that may change connections (relay/api.md, Errors). */
const role = l10n.t('Administrator');

/** What was refused, in words: `Adding a connection`, `add a connection to`, and facts without any value. */
export interface Refused {
  readonly doing: string;
  readonly asked: string;
  readonly facts: readonly string[];
}

/** What the account said, with the role that is needed where it did not say that itself. */
export function withRole(said: string, { doing }: Pick<Refused, 'doing'>): string {
  return said.includes(role) ? said : l10n.t('{0} {1} needs the {2} role.', said, doing, role);
}

/** Offers a text for somebody who has the role: what is needed and where, and none of the values. */
export async function offerRequest(host: string, { doing, asked, facts }: Refused): Promise<void> {
  const copy = l10n.t('Copy Request');
  const message = l10n.t('{0} at {1} needs the {2} role. Ask somebody who has it.', doing, host, role);
  if ((await vscode.window.showWarningMessage(message, copy)) !== copy) return;
  const lines = [
    l10n.t('Please {0} the Relay account at {1}:', asked, host),
    ...facts.map((fact) => `  ${fact}`),
  ];
  await vscode.env.clipboard.writeText(`${lines.join('\n')}\n`);
}
