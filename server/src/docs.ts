// Finds the descriptions of the diagnostics' codes that this package brings along.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The address of docs/diagnostics.md beside the folder of the running code; undefined where it is not there. */
export function docsBeside(folder: string): string | undefined {
  const path = join(folder, '../docs/diagnostics.md');
  return existsSync(path) ? pathToFileURL(path).href : undefined;
}
