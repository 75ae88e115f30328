// Reads the metadata of the user's own steps from disk (`relay.stepMetadata`) into the catalogue.
import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { readStepMetadata } from './catalogue/stepMetadata';
import { type PackedImage, setOwnSteps } from './catalogue/steps';
import { filesIn, isBelow } from './included';
import { readPlainYaml } from './workflow/yamlText';

/** More than anybody writes; settings may come with a folder that nobody has looked at. */
const most = 1_000;
/** The largest file that is read, in bytes. */
const largest = 1_000_000;

/** Keeps the catalogue in step with the files that the settings name, one reading after the other. */
export class OwnSteps {
  #reading: Promise<void> = Promise.resolve();
  #hadAny = false;

  /** `changed` is called when the catalogue has others now, and `say` with a line for each file that is wrong. */
  constructor(
    readonly folders: () => readonly string[],
    readonly patterns: () => readonly string[],
    readonly changed: () => void,
    readonly say: (line: string) => void,
  ) {}

  /** Files, folders or settings have changed. */
  update(): Promise<void> {
    this.#reading = this.#reading.then(async () => {
      const patterns = this.patterns();
      if (patterns.length === 0 && !this.#hadAny) return;
      this.#hadAny = patterns.length > 0;
      for (const line of await readOwnSteps(this.folders(), patterns)) this.say(line);
      this.changed();
    });
    return this.#reading;
  }
}

/**
 * Reads the files that the patterns (paths or globs, from each of the folders, and of what is in them) name, and puts
 * their images in the catalogue in the place of those read before. Resolves to what is wrong, a line a file; never rejects.
 */
export async function readOwnSteps(
  folders: readonly string[],
  patterns: readonly string[],
): Promise<readonly string[]> {
  const images: PackedImage[] = [];
  const wrong: string[] = [];
  const paths = await pathsOf(folders, patterns);
  for (const path of paths.slice(0, most)) {
    const read = await readOne(path, folders);
    if ('image' in read) images.push(read.image);
    else wrong.push(`${path}: ${read.wrong}. The step is left out of the catalogue.`);
  }
  if (paths.length > most)
    wrong.push(`relay.stepMetadata names ${paths.length} files; the first ${most} of them are read.`);
  setOwnSteps(images);
  return wrong;
}

async function pathsOf(folders: readonly string[], patterns: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    folders.map((folder) => filesIn(folder, { include: patterns, exclude: [] })),
  );
  return [...new Set(found.flat().map(({ path }) => path))].sort();
}

async function readOne(
  path: string,
  folders: readonly string[],
): Promise<ReturnType<typeof readStepMetadata>> {
  const metadata = await readPlain(path);
  const files = new Map<string, unknown>();
  // The files that its schemas name are read first, so that reading the metadata needs no disk.
  readStepMetadata(metadata, (file) => files.set(file, undefined) && {});
  for (const file of files.keys()) {
    const beside = resolve(dirname(path), file);
    if (folders.some((folder) => isBelow(folder, beside))) files.set(file, await readPlain(beside));
  }
  return readStepMetadata(metadata, (file) => files.get(file));
}

/** YAML, of which JSON is a part; undefined for what is no file, or too large a one. */
async function readPlain(path: string): Promise<unknown> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile() || found.size > largest) return undefined;
  const text = await readFile(path, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : readPlainYaml(text);
}
