// Shortens what a message quotes of a text, which may be as long as the file.

/** The text itself, or its beginning with a mark that more follows. */
export function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
