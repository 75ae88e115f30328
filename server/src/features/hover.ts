// Turns the reference under the cursor into a hover: what the account knows of it, or why nothing is known.
import { type Hover, MarkupKind, type Position } from 'vscode-languageserver';
import type { Account, Connection } from '../account/account';
import { resolve, sayUnknown } from '../account/resolve';
import { connectionTypeOf } from '../catalogue/connectionTypes';
import type { ConnectionReference, Part } from '../workflow/reference';
import { touches } from '../workflow/span';
import type { Workflow } from '../workflow/workflow';

export function hoverAt(workflow: Workflow, account: Account, position: Position): Hover | null {
  const reference = connectionAt(workflow, position);
  if (!reference) return null;
  const value = [titleOf(reference), ...linesOf(reference, account)].join('\n\n');
  return { range: workflow.rangeOf(reference.span), contents: { kind: MarkupKind.Markdown, value } };
}

/** The connection reference at a position, the innermost where they nest. */
export function connectionAt(workflow: Workflow, position: Position): ConnectionReference | undefined {
  const offset = workflow.offsetAt(position);
  return workflow.collected.references.findLast(
    (reference): reference is ConnectionReference =>
      reference.kind === 'connection' && touches(reference.span, offset),
  );
}

function titleOf({ type, name }: ConnectionReference): string {
  const known = type.is === 'written' ? connectionTypeOf(type.text) : undefined;
  const display = known ? `${known.displayName} connection` : 'Connection';
  return `**${display}** ${sayPart(type, 'any type')} / ${sayPart(name, 'any name')}`;
}

function sayPart(part: Part, absent: string): string {
  if (part.is === 'written') return code(part.text);
  return part.is === 'computed' ? '*computed*' : `*${absent}*`;
}

function linesOf(reference: ConnectionReference, account: Account): string[] {
  const resolution = resolve(reference, account);
  const asked = account.state === 'ready' ? `${text(account.name)}, asked ${time(account.asOf)}` : '';
  switch (resolution.is) {
    case 'unwritten':
      return ['Not checked: type or name is not written yet.'];
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
      return [`**✓ Found** in ${asked}.`, ...stale, factsOf(resolution.connection)].filter(
        (line) => line !== '',
      );
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

// Names come from the file and the account: they are shown as text, whatever they hold.
function code(name: string): string {
  const plain = name.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
  const fence = '`'.repeat(Math.max(0, ...[...plain.matchAll(/`+/g)].map((run) => run[0].length)) + 1);
  const pad = plain.startsWith('`') || plain.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${plain}${pad}${fence}`;
}

function text(plain: string): string {
  return plain.replace(/\p{Cc}/gu, '\ufffd').replace(/[\\`*_{}[\]<>#|!&]/g, '\\$&');
}
