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
