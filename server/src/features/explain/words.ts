// Small words of an explanation.

/** Most names of one list. */
const most = 20;

/** Names behind a colon; nothing for none. */
export function list(names: readonly string[]): string {
  if (names.length === 0) return '';
  const more = names.length > most ? ` and ${names.length - most} more` : '';
  return `: ${names.slice(0, most).join(', ')}${more}`;
}

/** A moment, in milliseconds since 1970. */
export function time(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** Characters of a line, without its label. */
const width = 76;

/** The lines of a text; a word that is longer than one stays whole. */
export function wrapped(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ').filter((each) => each !== '')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
