// Turns a folder into the files below it, links to files included, and into the folders that could not be searched.
import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { includedBy, neverSearched } from '../included';

interface Searched {
  readonly files: string[];
  /** Path of a folder → why it cannot be read. */
  readonly closed: Map<string, string>;
}

const isSearched = includedBy({ include: ['**'], exclude: neverSearched });

/** Searches a folder and all below it; links to folders are not followed. Never rejects. */
export async function search(folder: string): Promise<Searched> {
  const found: Searched = { files: [], closed: new Map() };
  // `way` is the path from the folder, with `/` behind each name.
  const enter = async (path: string, way: string): Promise<void> => {
    const entries = await readdir(path, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
      found.closed.set(path, error.code ?? String(error));
      return [];
    });
    const looks = entries.map(async (entry) => {
      const inner = join(path, entry.name);
      const below = `${way}${entry.name}/`;
      if (entry.isDirectory()) return isSearched(`${below}file`) ? enter(inner, below) : undefined;
      if (entry.isFile() || (entry.isSymbolicLink() && (await isFile(inner)))) found.files.push(inner);
    });
    await Promise.all(looks);
  };
  await enter(folder, '');
  return found;
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}

/** Paths in order, of several of one file only one: the first of `named`, else the file's own before a link to it. */
export async function eachFileOnce(paths: Iterable<string>, named: ReadonlySet<string>): Promise<string[]> {
  const chosen = new Map<string, string>();
  const rank = (path: string, real: string) => (named.has(path) ? 0 : path === real ? 1 : 2);
  for (const path of [...paths].sort()) {
    const real = await realpath(path).catch(() => path);
    const other = chosen.get(real);
    if (other === undefined || rank(path, real) < rank(other, real)) chosen.set(real, path);
  }
  return [...chosen.values()].sort();
}
