// Turns a name and the files that may name it into every place where they do.
import type { Location } from 'vscode-languageserver';
import { keyOfNamed, type Named } from '../workflow/occurrences';
import type { FileNames } from './fileNames';

/** Every place of a name, file by file; declarations only where they are asked for. */
export function referencesIn(
  files: Iterable<FileNames>,
  named: Named,
  includeDeclaration: boolean,
): Location[] {
  const key = keyOfNamed(named);
  const found: Location[] = [];
  for (const { uri, places } of files) {
    for (const { key: each, role, range } of places) {
      if (each !== key) continue;
      if (includeDeclaration || role !== 'declaration') found.push({ uri, range });
    }
  }
  return found;
}
