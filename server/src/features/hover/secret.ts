// Turns a secret's name and the account into words: whether the linked workflow has it, or why that is not known.
import type { Account } from '../../account/account';
import { resolveSecretNamed, sayUnknown } from '../../account/resolve';
import { code, paragraphs, text } from './markdown';

/** Markdown about a secret; `link` is the path of the workflow of the account that the file is linked to. */
export function aboutSecret(name: string, account: Account, link: string | undefined): string {
  const owner = link === undefined ? '' : ` of the workflow ${code(link)}`;
  return paragraphs(
    `**Secret** ${code(name)}${owner}: a text that the account keeps for the workflow and shows to nobody.`,
    ...linesOf(name, account, link),
  );
}

function linesOf(name: string, account: Account, link: string | undefined): string[] {
  if (link === undefined)
    return [
      `**? Not checked:** this file is linked to no workflow of the account. The command **Relay: Link File to Workflow…** links it, or its key ${code('name')}, or the setting ${code('relay.workflows.names')}.`,
    ];
  const resolution = resolveSecretNamed(name, account, link);
  const asked = account.state === 'ready' ? text(account.name) : '';
  switch (resolution.is) {
    case 'unknown':
      return [`**? Not checked:** ${text(resolution.because)}.`];
    case 'missing':
      return [`**✗ Missing:** the workflow has no such secret in ${asked}.`];
    case 'found':
      return [
        `**✓ Found** in ${asked}.`,
        ...(account.state === 'ready' && account.stale
          ? [`This may be out of date: ${text(sayUnknown(account))}.`]
          : []),
      ];
  }
}
