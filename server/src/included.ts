// Tells which files of a folder the settings let be workflows, and finds them on disk.
import { type Dirent, readdir, stat } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { isAbsolute, join, posix, relative, resolve, sep } from 'node:path';
import { promisify } from 'node:util';
import picomatch from 'picomatch';
import { glob } from 'tinyglobby';
import type { Settings } from './settings';

type Globs = Pick<Settings, 'include' | 'exclude'>;

/** Globs of what is nobody's own workflow, when a folder is searched. */
export const neverSearched = ['**/node_modules/**', '**/.git/**'];

/** Whether globs like `relay.workflows.include` and `.exclude` let a path, from a folder and with `/`, be a workflow. */
export function includedBy({ include, exclude }: Globs): (path: string) => boolean {
  const isIncluded = matching(include.filter((each) => !isNegated(each)));
  const isExcluded = excludedBy({ exclude });
  const isTakenBack = matching(include.filter(isNegated).map((each) => each.slice(1)));
  return (path) => isIncluded(path) && !isExcluded(path) && !isTakenBack(path);
}

/** Whether globs like `relay.workflows.exclude` leave a path out. */
export function excludedBy({ exclude }: Pick<Globs, 'exclude'>): (path: string) => boolean {
  return matching(exclude.filter((each) => !isNegated(each)));
}

// A glob that names a folder means all below it.
function matching(globs: readonly string[]): (path: string) => boolean {
  const fitting = globs.filter((each) => each !== '' && each.length < longest);
  const below = fitting.map((each) => `${each.replace(/\/$/, '')}/**`);
  return picomatch([...fitting, ...below], { dot: true });
}

function isNegated(glob: string): boolean {
  return /^!(?!\()/.test(glob);
}

/** What picomatch takes, and a bit less. */
const longest = 9_000;

/** A file that was found. */
export interface FoundFile {
  readonly path: string;
  /** Where it is without symbolic links. */
  readonly real: string;
}

/**
 * The files below a folder that globs let be, each real one once, in the order of their paths. Globs lead nowhere else:
 * neither up, nor through a link to a folder; a link to a file is a file. Never rejects.
 */
export async function filesIn(folder: string, { include, exclude }: Globs): Promise<FoundFile[]> {
  const wanted = within(folder, include);
  if (wanted.length === 0) return [];
  const links = new Set<string>();
  const found = await glob([...wanted, nothing], {
    cwd: folder,
    absolute: true,
    dot: true,
    followSymbolicLinks: false,
    ignore: [...within(folder, exclude), ...neverSearched],
    fs: { readdir: readingLinks(links) as typeof readdir },
  }).catch(() => []);
  const root = await realpath(folder).catch(() => folder);
  const files = new Map<string, FoundFile>();
  const isLink = (path: string): boolean => links.has(path);
  const paths = found.map((path) => resolve(path)).filter((path) => isBelow(folder, path));
  // A file by its own name comes before the links to it.
  for (const path of paths.sort((a, b) => Number(isLink(a)) - Number(isLink(b)) || (a < b ? -1 : 1))) {
    const real = isLink(path) ? await realpath(path).catch(() => path) : join(root, relative(folder, path));
    if (!files.has(real)) files.set(real, { path, real });
  }
  return [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Whether a path is one of something in a folder. */
export function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

// No path has it. Beside it no glob moves the start of the search, and with it through a link, away from the folder.
const nothing = '\0';

// Globs that begin above the folder would have all of that searched, whether they take files or leave them out.
function within(folder: string, globs: readonly string[]): string[] {
  const root = `${folder.split(sep).join('/').replace(/\/$/, '')}/`;
  return globs.flatMap((each) => {
    const not = isNegated(each) ? '!' : '';
    const given = each.slice(not.length);
    const path = given.startsWith(root) ? given.slice(root.length) : given;
    const leadsAway = /^(?:\.\.|\/|[a-z]:)/i.test(posix.normalize(path));
    return leadsAway || path === '' || path.length >= longest ? [] : not + path;
  });
}

// Links to files are read as files, and remembered; links to folders stay links, which the search leaves alone.
function readingLinks(links: Set<string>) {
  const statOf = promisify(stat);
  return (
    folder: string,
    options: { withFileTypes: true },
    done: (error: NodeJS.ErrnoException | null, entries?: Dirent[]) => void,
  ): void =>
    readdir(folder, options, (error, entries) => {
      if (error) return done(error);
      if (!entries.some((entry) => entry.isSymbolicLink())) return done(null, entries);
      const all = entries.map(async (entry) => {
        if (!entry.isSymbolicLink()) return entry;
        const path = join(folder, entry.name);
        const isFile = await statOf(path).then(
          (found) => found.isFile(),
          () => false,
        );
        if (!isFile) return entry;
        links.add(resolve(path));
        return Object.assign(Object.create(entry), { isFile: () => true, isSymbolicLink: () => false });
      });
      void Promise.all(all).then((read) => done(null, read));
    });
}
