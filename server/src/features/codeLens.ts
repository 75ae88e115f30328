// Turns a workflow and the account into one line above it: how many connections and secrets it names, how many are missing.
import type { CodeLens } from 'vscode-languageserver';
import type { Account } from '../account/account';
import { type Resolution, resolve, resolveSecret } from '../account/resolve';
import { createCommand, type Draft } from '../protocol';
import type { ConnectionReference } from '../workflow/reference';
import type { Workflow } from '../workflow/workflow';
import type { Situation } from './client';

/** The lens of a workflow; clients that open forms can create from it what is missing. */
export function codeLensesOf(workflow: Workflow, { account, client, linkOf }: Situation): CodeLens[] {
  const asked = connectionsOf(workflow, account);
  const link = linkOf(workflow);
  const secrets = link === undefined ? [] : secretsOf(workflow, account, link);
  const parts = [...sayCounts('connection', asked), ...sayCounts('secret', secrets)];
  // One reason for both is said once, behind both.
  const title = parts.filter((part, index) => parts.lastIndexOf(part) === index).join(' · ');
  if (title === '') return [];
  const missing = asked.filter(isMissing);
  const drafts = missing.map(({ reference }) => draftOf(workflow, reference));
  const creates = client.forms && drafts.length > 0;
  const command = creates ? { title, command: createCommand, arguments: [drafts] } : { title, command: '' };
  return [{ range: workflow.rangeOf({ start: 0, end: 0 }), command }];
}

interface Resolved {
  readonly resolution: Resolution | ReturnType<typeof resolveSecret>;
}

interface Asked extends Resolved {
  readonly reference: ConnectionReference;
}

// Each connection once, however often it is named; what is half-written or computed is none yet.
function connectionsOf({ collected }: Workflow, account: Account): Asked[] {
  const found = new Map<string, Asked>();
  for (const reference of collected.references) {
    if (reference.kind !== 'connection') continue;
    const { type, name } = reference;
    if (type.is !== 'written' || name.is !== 'written') continue;
    const key = JSON.stringify([type.text, name.text]);
    const resolution = resolve(reference, account);
    if (resolution.is !== 'unwritten' && !found.has(key)) found.set(key, { reference, resolution });
  }
  return [...found.values()];
}

// Each secret once, of a file that is linked to a workflow of the account.
function secretsOf({ collected }: Workflow, account: Account, link: string): Resolved[] {
  const found = new Map<string, Resolved>();
  for (const reference of collected.references) {
    if (reference.kind !== 'secret' || reference.name.is !== 'written') continue;
    const resolution = resolveSecret(reference, account, link);
    if (resolution.is !== 'unwritten') found.set(reference.name.text, { resolution });
  }
  return [...found.values()];
}

function sayCounts(what: string, asked: readonly Resolved[]): string[] {
  if (asked.length === 0) return [];
  const missing = asked.filter(isMissing).length;
  return [count(asked.length, what), ...(missing === 0 ? [] : [`${missing} missing`]), ...sayUnknown(asked)];
}

function isMissing({ resolution }: Resolved): boolean {
  return resolution.is === 'missing' || resolution.is === 'other-type';
}

function sayUnknown(asked: readonly Resolved[]): string[] {
  const unknown = asked.flatMap(({ resolution }) => (resolution.is === 'unknown' ? resolution.because : []));
  const [because] = unknown;
  if (because === undefined) return [];
  return [`${unknown.length < asked.length ? `${unknown.length} ` : ''}not checked: ${because}`];
}

function draftOf(workflow: Workflow, { type, name }: ConnectionReference): Draft {
  if (type.is !== 'written' || name.is !== 'written') return {};
  const position = workflow.rangeOf(name.span).start;
  return { type: type.text, name: name.text, from: { uri: workflow.uri, position } };
}

function count(many: number, what: string): string {
  return `${many} ${what}${many === 1 ? '' : 's'}`;
}
