// Turns the arguments FILE, DIR and GLOB into the workflows to check.
import { readFile, stat } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { glob, isDynamicPattern } from 'tinyglobby';
import { visibleOf } from '../account/visible';
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
 * What was found and cannot be read, or is gone by then, is said on stderr and left out.
 * @throws UsageProblem where an argument names nothing, or a file that cannot be read.
 */
export async function readWorkflows(
  args: readonly string[],
  { config, detects }: Selection,
  { folder, progress, error }: Terminal,
): Promise<WorkflowFile[]> {
  const named = new Set<string>();
  const found = new Set<string>();
  for (const arg of args.length === 0 ? ['.'] : args) {
    const path = resolve(folder, arg);
    const kind = await kindOf(path);
    if (kind === 'file') {
      if (!detects || config.includes(path, folder)) named.add(path);
    } else {
      progress?.(`Searching ${arg} …`);
      for (const each of await (kind === 'folder' ? searchFolder(path, config) : searchGlob(arg, folder)))
        found.add(each);
    }
  }
  const files: WorkflowFile[] = [];
  const paths = [...new Set([...named, ...found])].sort();
  for (const [index, path] of paths.entries()) {
    progress?.(`Reading file ${index + 1} of ${paths.length} …`);
    const text = await read(path);
    if (typeof text !== 'string') {
      const problem = `Cannot read ${visibleOf(path)} (${text.code})`;
      if (named.has(path)) throw new UsageProblem(problem);
      error(`${problem}\n`);
      continue;
    }
    const workflow = workflowOf(pathToFileURL(path).href, text, !detects && named.has(path));
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

async function read(path: string): Promise<string | NodeJS.ErrnoException> {
  try {
    // Editors count no byte order mark.
    return (await readFile(path, 'utf8')).replace(/^\ufeff/, '');
  } catch (error) {
    return error as NodeJS.ErrnoException;
  }
}

function shownPath(path: string, folder: string): string {
  return relative(folder, path).split(sep).join('/') || path;
}
