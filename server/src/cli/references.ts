// relay-workflows references: turns files into the table of everything that they name.
import { parseArgs } from 'node:util';
import type { Account } from '../account/account';
import { resolve, resolveSecret } from '../account/resolve';
import { visibleOf } from '../account/visible';
import { isDynamic, type Part, type Reference } from '../workflow/reference';
import { accountToCheck, askedBy } from './accountOfEnvironment';
import { configUsage, readConfig } from './config';
import { readWorkflows, UsageProblem, type WorkflowFile } from './files';
import { tableOf, writeJson } from './report';
import type { Terminal } from './terminal';

export const referencesUsage = `Usage: relay-workflows references [FILE|DIR|GLOB…] [options]

Lists every reference of the workflows: connections, secrets, parameters, outputs, step states, events and answers,
with what the account knows of each connection, and of the secrets of workflows that have a "name".

  --format text|json   how to list them (default: text)
  --offline            ask no account; connections are looked up in the lock file, if there is one
  --no-config          take no notice of .vscode/settings.json

${configUsage}
Examples:
  relay-workflows references
  relay-workflows references deploy.yaml --format json

Exit codes: 0 listed; 2 wrong usage, or a file or folder could not be read.
`;

type Status = 'present' | 'missing' | 'type-mismatch' | 'unknown';

/** Runs the command; resolves to the exit code. */
export async function runReferences(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      format: { type: 'string', default: 'text' },
      offline: { type: 'boolean', default: false },
      'no-config': { type: 'boolean', default: false },
    },
  });
  const { format, offline } = values;
  if (format !== 'text' && format !== 'json')
    throw new UsageProblem(`--format is text or json, not ${format}`);
  const config = await readConfig(terminal, !values['no-config']);
  const { files, isWhole } = await readWorkflows(positionals, { config, detects: false }, terminal);
  const { account, said } = await accountToCheck(terminal, offline, askedBy(files));
  for (const line of said) terminal.error(`${visibleOf(line)}\n`);
  const entries = files.flatMap((file) => entriesOf(file, account));
  terminal.out(format === 'json' ? writeJson(entries) : writeTable(entries));
  return isWhole ? 0 : 2;
}

function entriesOf({ file, workflow, link }: WorkflowFile, account: Account) {
  return workflow.collected.references.map((reference) => ({
    file,
    kind: reference.kind,
    ...(reference.kind === 'connection' ? written('type', reference.type) : {}),
    ...written('name', reference.name),
    ...('from' in reference ? written('from', reference.from) : {}),
    spelling: reference.spelling,
    dynamic: isDynamic(reference),
    range: workflow.rangeOf(reference.span),
    status: statusOf(reference, account, link),
  }));
}

function written<K extends 'type' | 'name' | 'from'>(key: K, part: Part): { [P in K]?: string } {
  return part.is === 'written' ? ({ [key]: part.text } as { [P in K]?: string }) : {};
}

function statusOf(reference: Reference, account: Account, link: string | undefined): Status {
  if (reference.kind !== 'connection' && reference.kind !== 'secret') return 'unknown';
  const resolution =
    reference.kind === 'connection' ? resolve(reference, account) : resolveSecret(reference, account, link);
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
  return tableOf(
    entries.map((entry) => [
      `${entry.file}:${entry.range.start.line + 1}:${entry.range.start.character + 1}`,
      entry.kind,
      [entry.type ?? entry.from, entry.name].filter((text) => text !== undefined).join('/') || '(computed)',
      entry.dynamic ? 'dynamic' : entry.status,
    ]),
  );
}
