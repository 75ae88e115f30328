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
import { defaultSettings, readSettings, type Settings } from '../settings';
import { readNearest } from './nearest';
import type { Terminal } from './terminal';

/** VS Code's file for the settings of a folder, which other editors read too. */
const settingsPath = '.vscode/settings.json';

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
  const settings = found && 'text' in found ? settingsIn(found.text) : undefined;
  if (found && !settings) {
    const why = 'problem' in found ? found.problem : 'it is no JSON with comments';
    terminal.error(`The settings ${relative(terminal.folder, found.path)} were not used: ${why}.\n`);
  }
  const used = settings ?? defaultSettings;
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

function settingsIn(text: string): Settings | undefined {
  // What VS Code reads its settings as: JSON that may have comments and commas at the end of lists.
  const all = readJSON(stripComments(text.replace(/^\ufeff/, ''), { trailingCommas: true }));
  if (!isObject(all)) return undefined;
  const setting = (name: string) => all[`relay.${name}`];
  const [include, exclude, names] = ['include', 'exclude', 'names'].map((each) =>
    setting(`workflows.${each}`),
  );
  return readSettings({
    diagnostics: { severity: setting('diagnostics.severity') },
    workflows: { include, exclude, names },
    stepMetadata: setting('stepMetadata'),
    connectionTypes: setting('connectionTypes'),
  });
}
