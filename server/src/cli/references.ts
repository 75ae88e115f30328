// relay-workflows references: turns files into the table of everything that they name.
import { parseArgs } from 'node:util';
import type { Account } from '../account/account';
import { resolve } from '../account/resolve';
import { isDynamic, type Part, type Reference } from '../workflow/reference';
import { accountToCheck } from './accountOfEnvironment';
import { readWorkflows, UsageProblem, type WorkflowFile } from './files';
import { visible, writeJson } from './report';
import type { Terminal } from './terminal';

export const referencesUsage = `Usage: relay-workflows references [FILE|DIR|GLOB…] [--format text|json] [--offline]

Lists every reference of the workflows: connections, secrets, parameters, outputs, step states, events and answers,
with what the account knows of each connection.
`;

type Status = 'present' | 'missing' | 'type-mismatch' | 'unknown';

/** Runs the command; resolves to the exit code. */
export async function runReferences(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { format: { type: 'string', default: 'text' }, offline: { type: 'boolean', default: false } },
  });
  const { format, offline } = values;
  if (format !== 'text' && format !== 'json')
    throw new UsageProblem(`--format is text or json, not ${format}`);
  const files = await readWorkflows(positionals, terminal.folder);
  const { account, unchecked, instead } = await accountToCheck(terminal, offline);
  if (instead) terminal.error(`Connections were checked against ${instead}.\n`);
  if (unchecked) terminal.error(`Connections were not checked: ${unchecked}.\n`);
  const entries = files.flatMap((file) => entriesOf(file, account));
  terminal.out(format === 'json' ? writeJson(entries) : writeTable(entries));
  return 0;
}

function entriesOf({ file, workflow }: WorkflowFile, account: Account) {
  return workflow.collected.references.map((reference) => ({
    file,
    kind: reference.kind,
    ...(reference.kind === 'connection' ? written('type', reference.type) : {}),
    ...written('name', reference.name),
    ...('from' in reference ? written('from', reference.from) : {}),
    spelling: reference.spelling,
    dynamic: isDynamic(reference),
    range: workflow.rangeOf(reference.span),
    status: statusOf(reference, account),
  }));
}

function written<K extends 'type' | 'name' | 'from'>(key: K, part: Part): { [P in K]?: string } {
  return part.is === 'written' ? ({ [key]: part.text } as { [P in K]?: string }) : {};
}

function statusOf(reference: Reference, account: Account): Status {
  if (reference.kind !== 'connection') return 'unknown';
  const resolution = resolve(reference, account);
  switch (resolution.is) {
    case 'found':
      return 'present';
    case 'missing':
      return 'missing';
    case 'other-type':
      return 'type-mismatch';
    case 'unwritten':
    case 'computed':
    case 'unknown':
      return 'unknown';
  }
}

function writeTable(entries: ReturnType<typeof entriesOf>): string {
  const rows = entries.map((entry) => [
    `${entry.file}:${entry.range.start.line + 1}:${entry.range.start.character + 1}`,
    entry.kind,
    [entry.type ?? entry.from, entry.name].filter((text) => text !== undefined).join('/') || '(computed)',
    entry.dynamic ? 'dynamic' : entry.status,
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) => `${row.map((cell, column) => visible(cell).padEnd(widths[column] ?? 0)).join('  ')}\n`)
    .join('');
}
