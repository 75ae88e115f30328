// Turns a file the user chose into the text of a value; it is read inside the page.
import * as l10n from '@vscode/l10n';
import { visibleOf } from '../../../../server/src/account/visible';
import { longestValue } from '../messages';

const text = {
  read: (file: string, length: number) =>
    l10n.t('Read {0}: {1} characters.', file, length.toLocaleString('en')),
  tooLarge: (file: string) => l10n.t('{0} was not read: it is larger than 1 MiB.', file),
  notText: (file: string) => l10n.t('{0} was not read: it is not a text file (UTF-8).', file),
  unreadable: (file: string) => l10n.t('{0} could not be read.', file),
};

/** The text of the file, up to 1 MiB of UTF-8 without its byte order mark, or none; with words on what happened. */
export async function readFile(file: File): Promise<{ readonly value?: string; readonly words: string }> {
  const name = visibleOf(file.name);
  if (file.size > longestValue) return { words: text.tooLarge(name) };
  let bytes: ArrayBuffer;
  try {
    bytes = await file.arrayBuffer();
  } catch {
    return { words: text.unreadable(name) };
  }
  try {
    const value = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    // Zero bytes are UTF-8 too, and in no text.
    if (value.includes('\0')) return { words: text.notText(name) };
    return { value, words: text.read(name, value.length) };
  } catch {
    return { words: text.notText(name) };
  }
}
