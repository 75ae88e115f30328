// Turns a workflow and the account into one line above it: how many connections it names and how many are missing.
import type { CodeLens } from 'vscode-languageserver';
import type { Account } from '../account/account';
import { type Resolution, resolve } from '../account/resolve';
import { createCommand, type Draft } from '../protocol';
import type { ConnectionReference } from '../workflow/reference';
import type { Workflow } from '../workflow/workflow';
import type { Situation } from './client';

/** The lens of a workflow; clients that open forms can create from it what is missing. */
export function codeLensesOf(workflow: Workflow, { account, client }: Situation): CodeLens[] {
  const asked = connectionsOf(workflow, account);
  if (asked.length === 0) return [];
  const missing = asked.filter(({ resolution }) => ['missing', 'other-type'].includes(resolution.is));
  const parts = [count(asked.length, 'connection'), ...sayMissing(missing.length), ...sayUnknown(asked)];
  const title = parts.join(' · ');
  const drafts = missing.map(({ reference }) => draftOf(workflow, reference));
  const creates = client.forms && drafts.length > 0;
  const command = creates ? { title, command: createCommand, arguments: [drafts] } : { title, command: '' };
  return [{ range: workflow.rangeOf({ start: 0, end: 0 }), command }];
}

interface Asked {
  readonly reference: ConnectionReference;
  readonly resolution: Resolution;
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

function sayMissing(missing: number): string[] {
  return missing === 0 ? [] : [`${missing} missing`];
}

function sayUnknown(asked: readonly Asked[]): string[] {
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
