// Keeps an index of what the workflow files of a workspace name; reads files when somebody asks, and again when they change.
import { readFile, realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type FileNames, fileNamesOf, type WorkspaceFile } from './features/fileNames';
import { type FoundFile, filesIn, includedBy, neverSearched } from './included';
import { pathsFrom } from './links';
import type { Settings } from './settings';
import { isNamedWorkflow, mayBeWorkflow, readDeclaration } from './workflow/detection';
import { type Workflow, workflowOf } from './workflow/workflow';

/** Larger files are left out, in bytes: reading one would hold up the editor for seconds. */
const largest = 4_000_000;
/** Still larger ones are not even looked into. */
const largestText = 50_000_000;
/** Files that are read at the same time. */
const atOnce = 16;

/** What is known of one file on disk. `names` is absent where it is no workflow. */
interface KnownFile extends FoundFile {
  readonly changed: string;
  readonly names?: FileNames;
  /** It may be a workflow, and is too large to be read. */
  readonly isTooLarge?: true;
}

/**
 * The workflows of the folders that an editor has open. Files it has open count as they are in the editor, also those of
 * no folder; not those that the settings leave out.
 */
export class Workspace {
  #folders: readonly string[] = [];
  #folderUris: readonly string[] = [];
  #known: ReadonlyMap<string, KnownFile> = new Map();
  /** The settings that the folders were last searched by; absent where they are to be searched again. */
  #searchedBy: Settings | undefined;
  #updating: Promise<void> | undefined;
  /** Whether the editor tells of changed files. Without that, every question looks at the folders again. */
  isWatched = false;

  constructor(
    readonly open: () => Iterable<Workflow>,
    readonly settings: () => Settings,
    /** Is told in a line of what is left out though it may be a workflow. */
    readonly say: (line: string) => void,
  ) {}

  /** The paths of the folders. */
  get folders(): readonly string[] {
    return this.#folders;
  }

  /** The folders by their URIs; those that are no folders of this machine's file system hold no files. */
  setFolders(uris: readonly string[]): void {
    this.#folderUris = uris;
    this.#folders = uris.flatMap((uri) => pathOf(uri) ?? []);
    this.changed();
  }

  /** A file has changed, come or gone. */
  changed(): void {
    this.#searchedBy = undefined;
  }

  /** What every workflow names, the open ones first; `asked` is the open one that the question starts from, if any. */
  async names(asked?: Workflow): Promise<FileNames[]> {
    const others = await this.#others();
    return [...this.#openOnes(asked).map(fileNamesOf), ...others.flatMap(({ names }) => names ?? [])];
  }

  /** Every workflow, the open ones first; of the others only those whose names are wanted are read. */
  async *workflows(
    isWanted: (names: FileNames) => boolean = () => true,
    asked?: Workflow,
  ): AsyncGenerator<WorkspaceFile> {
    const others = await this.#others();
    for (const workflow of this.#openOnes(asked)) yield { workflow, isOpen: true };
    for (const { path, names } of others) {
      if (!names || !isWanted(names)) continue;
      const workflow = await readWorkflow(path);
      if (workflow?.isWorkflow) yield { workflow, isOpen: false };
    }
  }

  /** The paths of the files that are too large to be read and have this text in them. */
  async tooLargeWith(text: string): Promise<string[]> {
    const all = (await this.#others()).filter(({ isTooLarge }) => isTooLarge);
    const texts = await inTurn(all, async ({ path }) => (await readText(path)) ?? text);
    return all.flatMap(({ path }, index) => (texts[index]?.includes(text) ? path : []));
  }

  // A file is open for many reasons: the settings say what belongs to the workspace. Where the question starts always does.
  #openOnes(asked: Workflow | undefined): Workflow[] {
    const { include, exclude } = this.settings();
    const isIncluded = includedBy({ include, exclude: [...exclude, ...neverSearched] });
    const belongs = ({ uri }: Workflow) => {
      const paths = pathsFrom(this.#folderUris, uri);
      return paths.length === 0 || paths.some(isIncluded);
    };
    return [...this.open()].filter((each) => each.isWorkflow && (each === asked || belongs(each)));
  }

  // The known files that are not open, up to date.
  async #others(): Promise<KnownFile[]> {
    if (!this.isWatched) this.changed();
    this.#updating ??= this.#update().finally(() => {
      this.#updating = undefined;
    });
    await this.#updating;
    const paths = [...this.open()].flatMap(({ uri }) => pathOf(uri) ?? []);
    // The same file may be open by another of its names.
    const reals = await Promise.all(paths.map((path) => realpath(path).catch(() => path)));
    const open = new Set([...paths, ...reals].map(keyOf));
    return [...this.#known.values()].filter(
      ({ path, real }) => !open.has(keyOf(path)) && !open.has(keyOf(real)),
    );
  }

  async #update(): Promise<void> {
    while (this.#searchedBy !== this.settings()) {
      this.#searchedBy = this.settings();
      const found = await this.#list(this.#searchedBy);
      const known = new Map<string, KnownFile>();
      // In the order of the paths, whichever is read first.
      const read = await inTurn(found, (file) => lookAt(file, this.#known.get(keyOf(file.path))));
      for (const file of read) {
        if (!file) continue;
        const key = keyOf(file.path);
        known.set(key, file);
        if (file.isTooLarge && !this.#known.get(key)?.isTooLarge)
          this.say(`${file.path} is left out: it is larger than ${largest / 1_000_000} MB.`);
      }
      this.#known = known;
    }
  }

  async #list(globs: Settings): Promise<FoundFile[]> {
    const found = await Promise.all(this.#folders.map((folder) => filesIn(folder, globs)));
    // Folders may lie in one another.
    const files = new Map(found.flat().map((file) => [keyOf(file.real), file]));
    return [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  }
}

async function lookAt(file: FoundFile, before: KnownFile | undefined): Promise<KnownFile | undefined> {
  const { path, real } = file;
  const found = await stat(path).catch(() => undefined);
  if (!found) return undefined;
  const changed = `${found.mtimeMs} ${found.size} ${real}`;
  if (before?.changed === changed) return before;
  if (found.size > largest) {
    const text = found.size > largestText ? undefined : await readText(path);
    return { ...file, changed, ...(text === undefined || mayBe(path, text) ? { isTooLarge: true } : {}) };
  }
  const workflow = await readWorkflow(path);
  return { ...file, changed, ...(workflow?.isWorkflow ? { names: fileNamesOf(workflow) } : {}) };
}

function mayBe(path: string, text: string): boolean {
  const declared = readDeclaration(text);
  return declared === undefined ? isNamedWorkflow(path) || mayBeWorkflow(text) : declared === 'workflow';
}

async function readText(path: string): Promise<string | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  // The editor counts no byte order mark.
  return text?.replace(/^\ufeff/, '');
}

async function readWorkflow(path: string): Promise<Workflow | undefined> {
  const text = await readText(path);
  return text === undefined ? undefined : workflowOf(pathToFileURL(path).href, text, isNamedWorkflow(path));
}

async function inTurn<T, R>(all: readonly T[], work: (each: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  const left = all.entries();
  const worker = async () => {
    for (const [index, each] of left) done[index] = await work(each);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return done;
}

function pathOf(uri: string): string | undefined {
  try {
    return uri.startsWith('file:') ? fileURLToPath(uri) : undefined;
  } catch {
    return undefined; // no path of this machine
  }
}

// Windows writes the same path in several ways.
function keyOf(path: string): string {
  return process.platform === 'win32' ? resolve(path).toLowerCase() : path;
}
