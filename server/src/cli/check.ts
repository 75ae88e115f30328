// relay-workflows check: turns files into a report of diagnostics and an exit code.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { Account } from '../account/account';
import { visibleOf } from '../account/visible';
import type { Severity } from '../rules/finding';
import { findingsOf } from '../rules/findings';
import { atSeverity } from '../settings';
import { isNamedWorkflow } from '../workflow/detection';
import { workflowOf } from '../workflow/workflow';
import { accountToCheck, askedBy } from './accountOfEnvironment';
import { writeAnnotations } from './annotations';
import { type Config, configUsage, readConfig } from './config';
import { type Input, readWorkflows, UsageProblem, type WorkflowFile } from './files';
import { type Report, type Reported, writeJson, writeText } from './report';
import { writeSarif } from './sarif';
import type { Terminal } from './terminal';

export const checkUsage = `Usage: relay-workflows check [FILE|DIR|GLOB…] [options]

Reports what is wrong in Relay workflows. A file that is named is taken for a workflow whatever it looks like; in folders
and for globs the content decides. Without arguments, searches the working directory.

  --format text|json|sarif|github   how to report (default: text); github writes annotations for GitHub Actions
  --severity error|warning|info|hint
                         exit with 1 from this severity on (default: warning)
  --offline              ask no account; connections are looked up in the lock file, if there is one
  --detect               let the content decide of named files too, and the settings' globs: for hooks
  --stdin-filename NAME  read the workflow from standard input (give - as the file) and call it NAME
  --no-config            take no notice of .vscode/settings.json

The account is that of RELAY_API_URL and RELAY_TOKEN, else that of the relay CLI's configuration. Where none is configured,
connections are looked up in .relay/connections.lock.json of this folder or one above (see relay-workflows lock); those of
files elsewhere in the one above them, and nowhere where the files have several.

The secrets of a workflow are those of the account's workflow that its key "name" names, or the setting
relay.workflows.names; without either, or where the account has no such workflow, they are not looked up.

${configUsage}
Examples:
  relay-workflows check
  relay-workflows check deploy.yaml 'ops/**/*.yaml' --offline
  relay-workflows check --format sarif > relay-workflows.sarif
  relay-workflows check --stdin-filename deploy.yaml - < deploy.yaml

Exit codes: 0 nothing found; 1 findings; 2 wrong usage, or nothing found but a file or folder could not be read; 3 nothing
found but connections or secrets could not be checked.
`;

const levels: readonly Severity[] = ['hint', 'information', 'warning', 'error'];
const formats = ['text', 'json', 'sarif', 'github'] as const;

/** Runs the command; resolves to the exit code. */
export async function runCheck(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = readOptions(args);
  const config = await readConfig(terminal, options.isConfigured);
  const { files, isWhole } = await readInput(options, config, terminal);
  if (files.length === 0 && isWhole) terminal.error('No workflows found.\n');
  const { account, isChecked, said } = await accountToCheck(terminal, options.offline, askedBy(files));
  const found = files.flatMap((file, index) => {
    terminal.progress?.(`Checking workflow ${index + 1} of ${files.length} …`);
    return foundIn(file, account, config);
  });
  terminal.out(written({ found, said, isChecked }, options.format, terminal));
  for (const line of said) terminal.error(`${visibleOf(line)}\n`);
  if (found.some((each) => levels.indexOf(each.severity) >= options.least)) return 1;
  if (!isWhole) return 2;
  return isChecked ? 0 : 3;
}

interface Options {
  readonly files: readonly string[];
  readonly format: (typeof formats)[number];
  readonly least: number;
  readonly offline: boolean;
  readonly detects: boolean;
  readonly isConfigured: boolean;
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
      detect: { type: 'boolean', default: false },
      'stdin-filename': { type: 'string' },
      'no-config': { type: 'boolean', default: false },
    },
  });
  const format = formats.find((each) => each === values.format);
  if (!format) throw new UsageProblem(`--format is text, json, sarif or github, not ${values.format}`);
  const least = levels.indexOf((values.severity === 'info' ? 'information' : values.severity) as Severity);
  if (least < 0) throw new UsageProblem(`--severity is error, warning, info or hint, not ${values.severity}`);
  const stdinName = values['stdin-filename'];
  if (stdinName === undefined && positionals.includes('-')) {
    throw new UsageProblem('Reading standard input needs --stdin-filename NAME');
  }
  const { offline, detect: detects, 'no-config': isUnconfigured } = values;
  return { files: positionals, format, least, offline, detects, isConfigured: !isUnconfigured, stdinName };
}

async function readInput(
  { files, stdinName, detects }: Options,
  config: Config,
  terminal: Terminal,
): Promise<Input> {
  if (stdinName === undefined) return readWorkflows(files, { config, detects }, terminal);
  const others = files.filter((file) => file !== '-');
  if (others.length > 0) throw new UsageProblem('--stdin-filename reads standard input; name no other files');
  const uri = pathToFileURL(resolve(terminal.folder, stdinName)).href;
  const workflow = workflowOf(uri, await terminal.readInput(), !detects || isNamedWorkflow(stdinName));
  const file: WorkflowFile = { file: stdinName, workflow, link: config.linkOf(workflow) };
  return { files: workflow.isWorkflow ? [file] : [], isWhole: true };
}

function foundIn(
  { file, workflow, link }: WorkflowFile,
  account: Account,
  { settings }: Config,
): readonly Reported[] {
  return atSeverity(findingsOf(workflow, account, link), settings).map(
    ({ code, severity, message, span }) => ({
      file,
      code,
      severity,
      message,
      range: workflow.rangeOf(span),
    }),
  );
}

function written(report: Report, format: Options['format'], terminal: Terminal): string {
  const { folder } = terminal;
  // GitHub counts paths from the folder that it has checked out.
  const root = terminal.environment.GITHUB_WORKSPACE || folder;
  switch (format) {
    case 'text':
      return writeText(report, terminal);
    case 'json':
      return writeJson(report.found);
    case 'sarif':
      return writeSarif(report, folder, root);
    case 'github':
      return writeAnnotations(report, folder, root);
  }
}
