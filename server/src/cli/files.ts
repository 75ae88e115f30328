// Turns the arguments FILE, DIR and GLOB into the workflows to check.
import { readFile, stat } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { glob, isDynamicPattern } from 'tinyglobby';
import { neverSearched } from '../included';
import { type Workflow, workflowOf } from '../workflow/workflow';
import type { Config } from './config';
import type { Terminal } from './terminal';

export interface WorkflowFile {
  /** The path to show for it, relative to the working directory. */
  readonly file: string;
  readonly workflow: Workflow;
  /** The workflow of the account that it is linked to. */
  readonly link: string | undefined;
}

/** Wrong usage; the message says what to do. */
export class UsageProblem extends Error {}

/** What arguments mean besides the files that they name. */
export interface Selection {
  readonly config: Config;
  /** Whether the content decides of named files too. */
  readonly detects: boolean;
}

/**
 * Reads the workflows that `args` name. A file that is named is a workflow whatever it looks like; in folders and for
 * globs the content decides, and in folders the settings too. Without arguments the working directory is searched.
 * @throws UsageProblem where an argument names nothing.
 */
export async function readWorkflows(
  args: readonly string[],
  { config, detects }: Selection,
  { folder, progress }: Terminal,
): Promise<WorkflowFile[]> {
  const named = new Map<string, boolean>();
  for (const arg of args.length === 0 ? ['.'] : args) {
    const path = resolve(folder, arg);
    const kind = await kindOf(path);
    if (kind === 'file') {
      if (!detects || config.includes(path, folder)) named.set(path, !detects);
    } else {
      progress?.(`Searching ${arg} …`);
      const found = kind === 'folder' ? await searchFolder(path, config) : await searchGlob(arg, folder);
      for (const each of found) named.set(each, named.get(each) ?? false);
    }
  }
  const files: WorkflowFile[] = [];
  for (const [index, path] of [...named.keys()].sort().entries()) {
    progress?.(`Reading file ${index + 1} of ${named.size} …`);
    const workflow = workflowOf(pathToFileURL(path).href, await read(path), named.get(path));
    if (workflow.isWorkflow)
      files.push({ file: shownPath(path, folder), workflow, link: config.linkOf(workflow) });
  }
  return files;
}

async function searchFolder(folder: string, config: Config): Promise<string[]> {
  const paths = await glob('**', {
    cwd: folder,
    absolute: true,
    dot: true,
    ignore: neverSearched,
    onlyFiles: true,
    followSymbolicLinks: false,
  });
  return paths.map((path) => resolve(path)).filter((path) => config.includes(path, folder));
}

async function searchGlob(pattern: string, folder: string): Promise<string[]> {
  if (!isDynamicPattern(pattern)) throw new UsageProblem(`No such file or folder: ${pattern}`);
  const paths = await glob(pattern, { cwd: folder, absolute: true, ignore: neverSearched, onlyFiles: true });
  if (paths.length === 0) throw new UsageProblem(`No file matches ${pattern}`);
  return paths.map((path) => resolve(path));
}

async function kindOf(path: string): Promise<'file' | 'folder' | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (!found) return undefined;
  return found.isDirectory() ? 'folder' : 'file';
}

async function read(path: string): Promise<string> {
  try {
    // Editors count no byte order mark.
    return (await readFile(path, 'utf8')).replace(/^\ufeff/, '');
  } catch (error) {
    throw new UsageProblem(`Cannot read ${path} (${(error as NodeJS.ErrnoException).code})`);
  }
}

function shownPath(path: string, folder: string): string {
  return relative(folder, path).split(sep).join('/') || path;
}
