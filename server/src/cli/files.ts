// Turns the arguments FILE, DIR and GLOB into the workflows to check.
import { readFile, stat } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { glob, isDynamicPattern } from 'tinyglobby';
import { type Workflow, workflowOf } from '../workflow/workflow';

/** A workflow and the path to show for it, relative to the working directory. */
export interface WorkflowFile {
  readonly file: string;
  readonly workflow: Workflow;
}

/** Wrong usage; the message says what to do. */
export class UsageProblem extends Error {}

/**
 * Reads the workflows that `args` name. A file that is named is a workflow whatever it looks like; in folders and for
 * globs the content decides. Without arguments the working directory is searched.
 * @throws UsageProblem where an argument names nothing.
 */
export async function readWorkflows(args: readonly string[], folder: string): Promise<WorkflowFile[]> {
  const named = new Map<string, boolean>();
  for (const arg of args.length === 0 ? ['.'] : args) {
    const kind = await kindOf(resolve(folder, arg));
    if (kind === 'file') named.set(resolve(folder, arg), true);
    else
      for (const path of await search(arg, kind === 'folder', folder))
        named.set(path, named.get(path) ?? false);
  }
  const files: WorkflowFile[] = [];
  for (const path of [...named.keys()].sort()) {
    const workflow = workflowOf(pathToFileURL(path).href, await read(path), named.get(path));
    if (workflow.isWorkflow) files.push({ file: shownPath(path, folder), workflow });
  }
  return files;
}

async function search(arg: string, isFolder: boolean, folder: string): Promise<string[]> {
  if (!isFolder && !isDynamicPattern(arg)) throw new UsageProblem(`No such file or folder: ${arg}`);
  const paths = await glob(isFolder ? '**/*.{yaml,yml}' : arg, {
    cwd: isFolder ? resolve(folder, arg) : folder,
    absolute: true,
    dot: false,
    ignore: ['**/node_modules/**'],
    onlyFiles: true,
  });
  if (paths.length === 0 && !isFolder) throw new UsageProblem(`No file matches ${arg}`);
  return paths.map((path) => resolve(path));
}

async function kindOf(path: string): Promise<'file' | 'folder' | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (!found) return undefined;
  return found.isDirectory() ? 'folder' : 'file';
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new UsageProblem(`Cannot read ${path} (${(error as NodeJS.ErrnoException).code})`);
  }
}

function shownPath(path: string, folder: string): string {
  return relative(folder, path).split(sep).join('/') || path;
}
