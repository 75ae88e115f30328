// relay-workflows check: turns files into a report of diagnostics and an exit code.
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import type { Account } from '../account/account';
import { resolve } from '../account/resolve';
import type { Severity } from '../rules/finding';
import { findingsOf } from '../rules/findings';
import { workflowOf } from '../workflow/workflow';
import { accountToCheck, type CheckedAgainst } from './accountOfEnvironment';
import { readWorkflows, UsageProblem, type WorkflowFile } from './files';
import { type Reported, writeJson, writeText } from './report';
import type { Terminal } from './terminal';

export const checkUsage = `Usage: relay-workflows check [FILE|DIR|GLOB…] [options]

Reports what is wrong in Relay workflows. Without arguments, searches the working directory.

  --format text|json         how to report (default: text)
  --severity LEVEL           exit with 1 from this severity on: error, warning, info or hint (default: warning)
  --offline                  ask no account; connections are looked up in the lock file, if there is one
  --stdin-filename NAME      read the workflow from standard input (give - as the file) and call it NAME

The account is that of RELAY_API_URL and RELAY_TOKEN, else that of the relay CLI's configuration. Where none is configured,
connections are looked up in .relay/connections.lock.json of this folder or one above (see relay-workflows lock).

Exit codes: 0 nothing found, 1 findings, 2 wrong usage, 3 nothing found but connections could not be checked.
`;

const levels: readonly Severity[] = ['hint', 'information', 'warning', 'error'];

/** Runs the command; resolves to the exit code. */
export async function runCheck(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = readOptions(args);
  const files = await readInput(options, terminal);
  if (files.length === 0) terminal.error('No workflows found.\n');
  const { account, unchecked, instead } = await accountFor(files, options.offline, terminal);
  const reported = files.flatMap(({ file, workflow }) =>
    findingsOf(workflow, account).map(
      ({ code, severity, message, span }): Reported => ({
        file,
        code,
        severity,
        message,
        range: workflow.rangeOf(span),
      }),
    ),
  );
  terminal.out(options.format === 'json' ? writeJson(reported) : writeText(reported, terminal.colors));
  const counted = reported.filter((each) => levels.indexOf(each.severity) >= options.least);
  if (instead) terminal.error(`Connections were checked against ${instead}.\n`);
  if (unchecked) terminal.error(`Connections were not checked: ${unchecked}.\n`);
  if (counted.length > 0) return 1;
  return unchecked ? 3 : 0;
}

interface Options {
  readonly files: readonly string[];
  readonly format: 'text' | 'json';
  readonly least: number;
  readonly offline: boolean;
  readonly stdinName?: string | undefined;
}

function readOptions(args: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      format: { type: 'string', default: 'text' },
      severity: { type: 'string', default: 'warning' },
      offline: { type: 'boolean', default: false },
      'stdin-filename': { type: 'string' },
    },
  });
  const { format, offline } = values;
  if (format !== 'text' && format !== 'json')
    throw new UsageProblem(`--format is text or json, not ${format}`);
  const least = levels.indexOf((values.severity === 'info' ? 'information' : values.severity) as Severity);
  if (least < 0) throw new UsageProblem(`--severity is error, warning, info or hint, not ${values.severity}`);
  const stdinName = values['stdin-filename'];
  if (stdinName === undefined && positionals.includes('-')) {
    throw new UsageProblem('Reading standard input needs --stdin-filename NAME');
  }
  return { files: positionals, format, least, offline, stdinName };
}

async function readInput({ files, stdinName }: Options, terminal: Terminal): Promise<WorkflowFile[]> {
  if (stdinName === undefined) return readWorkflows(files, terminal.folder);
  const others = files.filter((file) => file !== '-');
  if (others.length > 0) throw new UsageProblem('--stdin-filename reads standard input; name no other files');
  const workflow = workflowOf(
    `file:///${encodeURIComponent(basename(stdinName))}`,
    await terminal.readInput(),
    true,
  );
  return [{ file: stdinName, workflow }];
}

/** What to check against: nothing is asked where no connection is named. */
async function accountFor(
  files: readonly WorkflowFile[],
  offline: boolean,
  terminal: Terminal,
): Promise<CheckedAgainst> {
  const nothing: Account = { state: 'signed-out' };
  return files.some((file) => asksAccount(file, nothing))
    ? accountToCheck(terminal, offline)
    : { account: nothing };
}

function asksAccount({ workflow }: WorkflowFile, nothing: Account): boolean {
  return workflow.collected.references.some(
    (reference) => reference.kind === 'connection' && resolve(reference, nothing).is === 'unknown',
  );
}
