// Looks for marked values everywhere that they could have been left: in files, and in what the window keeps.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { person } from './person';

/** What shows that one of these words was left: the word, its base64, and itself backwards. */
export function marksOf(words: readonly string[]): readonly string[] {
  return words.flatMap((word) => [
    word,
    Buffer.from(word).toString('base64').slice(0, 20),
    [...word].reverse().join(''),
  ]);
}

/** The marks that a text holds. */
export function marksIn(text: string, marks: readonly string[]): readonly string[] {
  return marks.filter((mark) => text.includes(mark));
}

/** The marks in the files below folders, each as `MARK in FILE`; and whether a file holds each of the `expected` texts. */
export function searchFiles(
  folders: readonly string[],
  marks: readonly string[],
  expected: readonly string[] = [],
): { readonly leaks: readonly string[]; readonly missing: readonly string[] } {
  const leaks: string[] = [];
  const missing = new Set(expected);
  for (const file of new Set(folders.flatMap(filesBelow))) {
    const text = readFileSync(file).toString('latin1');
    leaks.push(...marksIn(text, marks).map((mark) => `${mark} in ${file}`));
    for (const each of missing) if (text.includes(each)) missing.delete(each);
  }
  return { leaks, missing: [...missing] };
}

/** Every text that the window shows: editors, views, panels, status bar and notifications. */
export async function shownByWindow(): Promise<string> {
  const parts = '.monaco-workbench :is(.part, .notifications-center, .notifications-toasts)';
  return String(
    await person.run(
      `() => [...document.querySelectorAll('${parts}')].map((part) => part.innerText).join('\\n')`,
    ),
  );
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => statSync(file).size < 50_000_000);
}
