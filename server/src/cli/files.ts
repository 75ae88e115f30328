// Turns the arguments FILE, DIR and GLOB into the workflows to check.
import { readFile, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { glob, isDynamicPattern } from 'tinyglobby';
import { visibleOf } from '../account/visible';
import { neverSearched } from '../included';
import { isNamedWorkflow } from '../workflow/detection';
import { type Workflow, workflowOf } from '../workflow/workflow';
import type { Config } from './config';
import { eachFileOnce, search } from './search';
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

/** What was read. */
export interface Input {
  readonly files: readonly WorkflowFile[];
  /** Whether all that was found could be read; what could not was said on stderr. */
  readonly isWhole: boolean;
}

/**
 * Reads the workflows that `args` name. A file that is named is a workflow whatever it looks like; in folders and for
 * globs its name and content decide, and in folders the settings too. Without arguments the working directory is searched.
 * What was found and cannot be read, or is gone by then, is said on stderr and left out.
 * @throws UsageProblem where an argument names nothing, or a file that cannot be read.
 */
export async function readWorkflows(
  args: readonly string[],
  { config, detects }: Selection,
  { folder, progress, error }: Terminal,
): Promise<Input> {
  let isWhole = true;
  const leaveOut = (path: string, why: string): void => {
    isWhole = false;
    error(`${sayUnread(path, why)}\n`);
  };
  const named = new Set<string>();
  const found = new Set<string>();
  for (const arg of args.length === 0 ? ['.'] : args) {
    const path = resolve(folder, arg);
    const kind = await kindOf(path);
    if (kind === 'file') {
      if (!detects || config.includes(path, folder)) named.add(path);
      continue;
    }
    progress?.(`Searching ${arg} …`);
    const { files, closed } =
      kind === 'folder' ? await search(path) : { files: await searchGlob(arg, folder), closed: [] };
    for (const each of files) if (kind !== 'folder' || config.includes(each, path)) found.add(each);
    // Whether the settings let a file in it be a workflow, only a file tells.
    for (const [each, why] of closed)
      if (config.includes(join(each, 'workflow.yaml'), path)) leaveOut(each, why);
  }
  const files: WorkflowFile[] = [];
  const paths = await eachFileOnce([...named, ...found], named);
  for (const [index, path] of paths.entries()) {
    progress?.(`Reading file ${index + 1} of ${paths.length} …`);
    const isNamed = named.has(path);
    const { text, problem } = await read(path);
    const workflow = workflowOf(
      pathToFileURL(path).href,
      text,
      (!detects && isNamed) || isNamedWorkflow(path),
    );
    if (problem !== undefined && isNamed) throw new UsageProblem(sayUnread(path, problem));
    if (problem !== undefined && (text === '' || workflow.isWorkflow)) leaveOut(path, problem);
    else if (workflow.isWorkflow)
      files.push({ file: shownPath(path, folder), workflow, link: config.linkOf(workflow) });
  }
  return { files, isWhole };
}

function sayUnread(path: string, why: string): string {
  return `Cannot read ${visibleOf(path)} (${why})`;
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

interface Content {
  /** As editors count it: without a byte order mark. */
  readonly text: string;
  /** Why that is not what the file says; `text` is then its nearest reading. */
  readonly problem?: string;
}

async function read(path: string): Promise<Content> {
  try {
    return decoded(await readFile(path));
  } catch (error) {
    return { text: '', problem: (error as NodeJS.ErrnoException).code ?? String(error) };
  }
}

// Relay's reader takes what YAML allows but UTF-32: UTF-8, and UTF-16 with a byte order mark.
function decoded(bytes: Buffer): Content {
  const mark = bytes.toString('hex', 0, 2);
  const encoding = mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : 'utf-8';
  try {
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes) };
  } catch {
    const problem = `it is not ${encoding.toUpperCase()}`;
    return { text: new TextDecoder(encoding).decode(bytes), problem };
  }
}

function shownPath(path: string, folder: string): string {
  return relative(folder, path).split(sep).join('/') || path;
}
