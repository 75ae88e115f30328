// Turns the settings that an editor keeps for a folder into those of the command line.
import { isAbsolute, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import stripComments from 'strip-json-comments';
import { visibleOf } from '../account/visible';
import { setOwnTypes } from '../catalogue/connectionTypes';
import { includedBy } from '../included';
import { type LinkOf, linking } from '../links';
import { isObject, readJSON } from '../objects';
import { readOwnSteps } from '../ownSteps';
import { closestOf } from '../rules/closest';
import { type Code, codes } from '../rules/finding';
import { defaultSettings, readSettings, type Settings } from '../settings';
import { readNearest } from './nearest';
import type { Terminal } from './terminal';

/** VS Code's file for the settings of a folder, which other editors read too. */
const settingsPath = '.vscode/settings.json';
const severitySetting = 'relay.diagnostics.severity';

export const configUsage = `Settings are those of ${settingsPath} of this folder or the nearest one above: relay.diagnostics.severity,
relay.workflows.include, relay.workflows.exclude, relay.workflows.names, relay.stepMetadata and relay.connectionTypes. Globs
start from the folder that has .vscode.
`;

export interface Config {
  readonly settings: Settings;
  /** The workflow of the account that a file is linked to. */
  readonly linkOf: LinkOf;
  /** Whether the settings let a file be a workflow that was found in a folder. */
  includes(path: string, folder: string): boolean;
}

/**
 * The settings of the nearest `.vscode/settings.json`, or the defaults where there is none or `isWanted` is false. Puts
 * the user's own steps and types into the catalogue. A file that cannot be used is said so on stderr and counts as absent.
 */
export async function readConfig(terminal: Terminal, isWanted: boolean): Promise<Config> {
  const found = isWanted ? await readNearest(terminal.folder, settingsPath) : undefined;
  const root = found?.root ?? terminal.folder;
  const shown = relative(terminal.folder, found?.path ?? '');
  const written = found && 'text' in found ? readWritten(found.text) : undefined;
  if (found && !written) {
    const why = 'problem' in found ? found.problem : 'it is no JSON with comments';
    terminal.error(`The settings ${shown} were not used: ${why}.\n`);
  }
  for (const mistake of mistakesIn(written?.[severitySetting]))
    terminal.error(`${severitySetting} of ${shown}: ${visibleOf(mistake)}\n`);
  const used = written ? settingsOf(written) : defaultSettings;
  setOwnTypes(used.connectionTypes);
  for (const line of await readOwnSteps([root], used.stepMetadata)) terminal.error(`${visibleOf(line)}\n`);
  return {
    settings: used,
    linkOf: linking(used.workflowNames, [pathToFileURL(root).href]),
    includes: including(used, root),
  };
}

/** A path counts from the folder of the settings; one that is elsewhere from the folder it was found in. */
function including(settings: Settings, root: string): Config['includes'] {
  const isIncluded = includedBy(settings);
  return (path, folder) => {
    const fromRoot = relative(root, path);
    const isBelow = !fromRoot.startsWith('..') && !isAbsolute(fromRoot);
    const shown = (isBelow ? fromRoot : relative(folder, path)).split(sep).join('/');
    return isIncluded(shown);
  };
}

type Written = Readonly<Record<string, unknown>>;

// What VS Code reads its settings as: JSON that may have comments and commas at the end of lists.
function readWritten(text: string): Written | undefined {
  const all = readJSON(stripComments(text.replace(/^\ufeff/, ''), { trailingCommas: true }));
  return isObject(all) ? all : undefined;
}

function settingsOf(written: Written): Settings {
  const setting = (name: string) => written[`relay.${name}`];
  const [include, exclude, names] = ['include', 'exclude', 'names'].map((each) =>
    setting(`workflows.${each}`),
  );
  return readSettings({
    diagnostics: { severity: written[severitySetting] },
    workflows: { include, exclude, names },
    stepMetadata: setting('stepMetadata'),
    connectionTypes: setting('connectionTypes'),
  });
}

/** What is to be said of each code and severity of `relay.diagnostics.severity` that is none, and so changes nothing. */
function mistakesIn(severity: unknown): readonly string[] {
  if (!isObject(severity)) return [];
  return Object.entries(severity).flatMap(([code, word]) => {
    if (!codes.includes(code as Code)) return sayMistake('code', code, codes, 'See docs/diagnostics.md.');
    if (readSettings({ diagnostics: { severity: { [code]: word } } }).severity.has(code as Code)) return [];
    const shown = typeof word === 'string' ? word : JSON.stringify(word);
    return sayMistake('severity', shown, severityWords, severityAdvice);
  });
}

const severityWords = ['error', 'warning', 'information', 'hint', 'off'];
const severityAdvice = `It is one of ${severityWords.join(', ')}.`;

function sayMistake(what: string, word: string, known: readonly string[], otherwise: string): string {
  const [closest] = closestOf(word, known);
  const advice = closest === undefined ? otherwise : `Did you mean "${closest}"?`;
  return `there is no ${what} "${word}". ${advice}`;
}
