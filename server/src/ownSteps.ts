// Reads the metadata of the user's own steps from disk (`relay.stepMetadata`) into the catalogue.
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { glob } from 'tinyglobby';
import { readStepMetadata } from './catalogue/stepMetadata';
import { type PackedImage, setOwnSteps } from './catalogue/steps';
import { readPlainYaml } from './workflow/yamlText';

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
 * Reads the files that the patterns (paths or globs, from each of the folders) name, and puts their images in the
 * catalogue in the place of those read before. Resolves to what is wrong, a line a file; never rejects.
 */
export async function readOwnSteps(
  folders: readonly string[],
  patterns: readonly string[],
): Promise<readonly string[]> {
  const images: PackedImage[] = [];
  const wrong: string[] = [];
  for (const path of await pathsOf(folders, patterns)) {
    const read = await readOne(path);
    if ('image' in read) images.push(read.image);
    else wrong.push(`${path}: ${read.wrong}. The step is left out of the catalogue.`);
  }
  setOwnSteps(images);
  return wrong;
}

async function pathsOf(folders: readonly string[], patterns: readonly string[]): Promise<string[]> {
  if (patterns.length === 0) return [];
  const found = await Promise.all(
    folders.map((cwd) => glob([...patterns], { cwd, absolute: true, onlyFiles: true }).catch(() => [])),
  );
  return [...new Set(found.flat().map((path) => resolve(path)))].sort();
}

async function readOne(path: string): Promise<ReturnType<typeof readStepMetadata>> {
  const metadata = await readPlain(path);
  const files = new Map<string, unknown>();
  // The files that its schemas name are read first, so that reading the metadata needs no disk.
  readStepMetadata(metadata, (file) => files.set(file, undefined) && {});
  for (const file of files.keys()) files.set(file, await readPlain(resolve(dirname(path), file)));
  return readStepMetadata(metadata, (file) => files.get(file));
}

/** YAML, of which JSON is a part. */
async function readPlain(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : readPlainYaml(text);
}
