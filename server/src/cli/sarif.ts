// Turns a report into SARIF 2.1.0, the format in which services take the findings of any checker.
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ArtifactLocation, Log, Notification, ReportingDescriptor, Result } from 'sarif';
import { version } from '../../../package.json';
import { type Code, codes, type Severity } from '../rules/finding';
import { type Report, type Reported, writeJson } from './report';

/** What each code says, for those who have only the log. */
const sayings: Record<Code, string> = {
  'connection-missing': 'The account has no connection of this type and name.',
  'connection-type-mismatch': 'The account has a connection of this name, under another type.',
  'connection-type-unknown': 'Nobody knows this type of connection.',
  'connection-malformed': 'The reference to a connection has a shape that Relay refuses.',
  'connection-unavailable': "The account's last test of this connection failed.",
  'connection-wrong-for-step': 'The step reads a connection of another type here.',
  'connection-expected': 'The step reads a connection here and finds a plain value.',
  'secret-missing': 'The workflow has no secret of this name in the account.',
  'spec-invalid': 'The value does not fit what the step reads.',
  'parameter-undefined': 'No parameter of this name is declared.',
  'parameter-unused': 'Nothing reads this parameter.',
  'output-step-unknown': 'The output, state or answer is of a step that is not there.',
  'depends-on-unknown': 'The step waits for one that is not there.',
  'depends-on-cycle': 'Steps wait for each other and never start.',
  'step-duplicate': 'Two steps have one name.',
  'trigger-duplicate': 'Two triggers have one name.',
  'workflow-invalid': 'The structure of the workflow is not one that Relay accepts.',
  'tag-unknown': 'Relay does not know this tag.',
  'tag-malformed': 'The tag has a shape that Relay refuses.',
  'function-unknown': 'Relay has no function of this name.',
  'expression-syntax': 'The template is no expression.',
  'expression-invalid': 'The expression can never be evaluated.',
  'reference-out-of-scope': 'What is named is not there at this place.',
  'yaml-syntax': 'The file is not YAML that Relay can read.',
};

const levels = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
} as const satisfies Record<Severity, string>;

/** The log as JSON. Files are named from `root`, the folder of the repository; those outside by their whole address. */
export function writeSarif(report: Report, folder: string, root: string): string {
  return writeJson(logOf(report, folder, root));
}

function logOf({ found, said, isChecked }: Report, folder: string, root: string): Log {
  const notifications = said.map(
    (text): Notification => ({ level: isChecked ? 'note' : 'warning', message: { text } }),
  );
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'relay-workflows', semanticVersion: version, rules: codes.map(ruleOf) } },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { ROOT: { uri: new URL('.', pathToFileURL(join(root, 'file'))).href } },
        invocations: [{ executionSuccessful: isChecked, toolExecutionNotifications: notifications }],
        results: found.map((each) => resultOf(each, folder, root)),
      },
    ],
  };
}

function ruleOf(code: Code): ReportingDescriptor {
  const text = sayings[code];
  const more = `relay-workflows --help, and the section ${code} of its docs/diagnostics.md, say more.`;
  return { id: code, shortDescription: { text }, fullDescription: { text }, help: { text: more } };
}

/** Lines and columns count from 1; the region ends before its last column. */
function resultOf(
  { file, code, severity, message, range: { start, end } }: Reported,
  folder: string,
  root: string,
): Result {
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: levels[severity],
    message: { text: message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: artifactOf(resolve(folder, file), root),
          region: {
            startLine: start.line + 1,
            startColumn: start.character + 1,
            endLine: end.line + 1,
            endColumn: end.character + 1,
          },
        },
      },
    ],
  };
}

function artifactOf(path: string, root: string): ArtifactLocation {
  const fromRoot = relative(root, path);
  if (fromRoot.startsWith('..') || isAbsolute(fromRoot)) return { uri: pathToFileURL(path).href };
  return { uri: fromRoot.split(sep).map(encodeURIComponent).join('/'), uriBaseId: 'ROOT' };
}
