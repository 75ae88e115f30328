// Tells which files of a folder the settings let be workflows.
import picomatch from 'picomatch';
import type { Settings } from './settings';

/** Globs of what is nobody's own workflow, when a folder is searched. */
export const neverSearched = ['**/node_modules/**', '**/.git/**'];

/** Whether globs like `relay.workflows.include` and `.exclude` let a path, from a folder and with `/`, be a workflow. */
export function includedBy({ include, exclude }: Pick<Settings, 'include' | 'exclude'>) {
  const isIncluded = picomatch([...include], { dot: true });
  const isLeftOut = picomatch([...exclude], { dot: true });
  return (path: string): boolean => isIncluded(path) && !isLeftOut(path);
}
