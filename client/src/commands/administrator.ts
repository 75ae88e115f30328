// Tells who may do what the account refuses to this user, and offers a request to copy for them.
import * as vscode from 'vscode';

/** The role that may change connections (relay/api.md, Errors). */
const role = 'Administrator';

/** What was refused, in words: `Adding a connection`, `add a connection to`, and facts without any value. */
export interface Refused {
  readonly doing: string;
  readonly asked: string;
  readonly facts: readonly string[];
}

/** What the account said, with the role that is needed where it did not say that itself. */
export function withRole(said: string, { doing }: Pick<Refused, 'doing'>): string {
  return said.includes(role) ? said : `${said} ${doing} needs the ${role} role.`;
}

/** Offers a text for somebody who has the role: what is needed and where, and none of the values. */
export async function offerRequest(host: string, { doing, asked, facts }: Refused): Promise<void> {
  const copy = 'Copy Request';
  const message = `${doing} at ${host} needs the ${role} role. Ask somebody who has it.`;
  if ((await vscode.window.showWarningMessage(message, copy)) !== copy) return;
  const lines = [`Please ${asked} the Relay account at ${host}:`, ...facts.map((fact) => `  ${fact}`)];
  await vscode.env.clipboard.writeText(`${lines.join('\n')}\n`);
}
