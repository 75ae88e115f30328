// Finds the file that speaks for a folder: its own, or that of the nearest folder above.
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export type Nearest = {
  readonly path: string;
  /** The folder that the file speaks for. */
  readonly root: string;
} & ({ readonly text: string } | { readonly problem: string });

/** `name` is the path of the file below its folder. Resolves to undefined where no folder has one; never rejects. */
export async function readNearest(folder: string, name: string): Promise<Nearest | undefined> {
  for (let root = folder; ; root = dirname(root)) {
    const path = join(root, name);
    try {
      return { path, root, text: await readFile(path, 'utf8') };
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT' && code !== 'ENOTDIR') return { path, root, problem: `cannot be read (${code})` };
    }
    if (dirname(root) === root) return undefined;
  }
}
