// Turns a connection reference and the account into words: what is known of the connection, or why nothing is.
import type { Account, Connection } from '../../account/account';
import { resolve, sayUnknown } from '../../account/resolve';
import { connectionTypeOf } from '../../catalogue/connectionTypes';
import type { ConnectionReference, Part } from '../../workflow/reference';
import { code, paragraphs, text } from './markdown';

/** Markdown about the reference; never a value. */
export function aboutReference(reference: ConnectionReference, account: Account): string {
  return paragraphs(titleOf(reference), ...linesOf(reference, account));
}

/** Markdown about a connection that the account has. */
export function aboutConnection(connection: Connection): string {
  const { type, name } = connection;
  return paragraphs(
    `**${displayNameOf(type)} connection** ${code(type)} / ${code(name)}`,
    factsOf(connection),
  );
}

function titleOf({ type, name }: ConnectionReference): string {
  const display = type.is === 'written' && connectionTypeOf(type.text) ? displayNameOf(type.text) : undefined;
  const title = display === undefined ? 'Connection' : `${display} connection`;
  return `**${title}** ${sayPart(type, 'any type')} / ${sayPart(name, 'any name')}`;
}

function displayNameOf(type: string): string {
  return connectionTypeOf(type)?.displayName ?? text(type);
}

function sayAsked({ name, asOf, lockFile }: Extract<Account, { state: 'ready' }>): string {
  return lockFile ? `the lock file ${code(name)}; no account is asked` : `${text(name)}, asked ${time(asOf)}`;
}

function sayPart(part: Part, absent: string): string {
  if (part.is === 'written') return code(part.text);
  return part.is === 'computed' ? '*computed*' : `*${absent}*`;
}

function linesOf(reference: ConnectionReference, account: Account): string[] {
  const resolution = resolve(reference, account);
  const asked = account.state === 'ready' ? sayAsked(account) : '';
  switch (resolution.is) {
    case 'unwritten':
      return [
        reference.type.is === 'absent' || reference.name.is === 'absent'
          ? 'Not checked: type or name is not written yet.'
          : 'Not checked: this is not written in a shape that Relay accepts.',
      ];
    case 'computed':
      return ['Not checked: which connection this is, is known only when the workflow runs.'];
    case 'unknown':
      return [`**? Not checked:** ${text(resolution.because)}.`];
    case 'missing':
      return [`**✗ Missing:** not in ${asked}.`];
    case 'other-type':
      return [
        `**✗ Missing:** in ${asked}, this name is there as ${resolution.connections.map((each) => code(each.type)).join(', ')}.`,
      ];
    case 'found': {
      const stale =
        account.state === 'ready' && account.stale
          ? [`This may be out of date: ${text(sayUnknown(account))}.`]
          : [];
      return [`**✓ Found** in ${asked}.`, ...stale, factsOf(resolution.connection)];
    }
  }
}

function factsOf({ createdAt, updatedAt, availability, workflows }: Connection): string {
  const facts: string[] = [];
  if (createdAt) facts.push(`Created ${text(createdAt)}`);
  if (updatedAt && updatedAt !== createdAt) facts.push(`Updated ${text(updatedAt)}`);
  if (availability) {
    const when = availability.testedAt ? ` (${text(availability.testedAt)})` : '';
    facts.push(`Last test: ${availability.failed ? 'failed, ' : ''}${text(availability.status)}${when}`);
  }
  if (workflows && workflows.length > 0) facts.push(`Used by ${workflows.slice(0, 10).map(code).join(', ')}`);
  return facts.map((fact) => `- ${fact}`).join('\n');
}

function time(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
