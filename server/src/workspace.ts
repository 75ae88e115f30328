// Keeps an index of what the workflow files of a workspace name; reads files when somebody asks, and again when they change.
import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { glob } from 'tinyglobby';
import { type FileNames, fileNamesOf, type WorkspaceFile } from './features/fileNames';
import { includedBy, neverSearched } from './included';
import { pathsFrom } from './links';
import type { Settings } from './settings';
import { type Workflow, workflowOf } from './workflow/workflow';

/** Larger files are nobody's workflow, in bytes. */
const largest = 1_000_000;
/** Files that are read at the same time. */
const atOnce = 16;

/** What is known of one file on disk. `names` is absent where it is no workflow. */
interface KnownFile {
  readonly path: string;
  readonly changed: string;
  readonly names?: FileNames;
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
    const open = new Set([...this.open()].map(({ uri }) => keyOf(pathOf(uri) ?? '')));
    return [...this.#known].flatMap(([key, file]) => (open.has(key) ? [] : file));
  }

  async #update(): Promise<void> {
    while (this.#searchedBy !== this.settings()) {
      this.#searchedBy = this.settings();
      const paths = await this.#list(this.#searchedBy);
      const known = new Map<string, KnownFile>();
      // In the order of the paths, whichever is read first.
      const waiting = paths.map((path) => [keyOf(path), path] as const);
      const read = await inTurn(waiting, ([key, path]) => lookAt(path, this.#known.get(key)));
      waiting.forEach(([key], index) => {
        const file = read[index];
        if (file) known.set(key, file);
      });
      this.#known = known;
    }
  }

  async #list({ include, exclude }: Settings): Promise<string[]> {
    const found = await Promise.all(
      this.#folders.map((cwd) =>
        glob([...include], {
          cwd,
          absolute: true,
          dot: true,
          onlyFiles: true,
          followSymbolicLinks: false,
          ignore: [...exclude, ...neverSearched],
        }).catch(() => []),
      ),
    );
    return [...new Set(found.flat().map((path) => resolve(path)))].sort();
  }
}

async function lookAt(path: string, before: KnownFile | undefined): Promise<KnownFile | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (!found) return undefined;
  const changed = `${found.mtimeMs} ${found.size}`;
  if (before?.changed === changed) return before;
  const workflow = found.size > largest ? undefined : await readWorkflow(path);
  return { path, changed, ...(workflow?.isWorkflow ? { names: fileNamesOf(workflow) } : {}) };
}

async function readWorkflow(path: string): Promise<Workflow | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  // The editor counts no byte order mark.
  const plain = text?.replace(/^\ufeff/, '');
  const isNamed = /\.relay\.ya?ml$/i.test(path);
  return plain === undefined ? undefined : workflowOf(pathToFileURL(path).href, plain, isNamed);
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
