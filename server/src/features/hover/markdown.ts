// Turns names and texts of the file and the account into Markdown that shows them as they are, whatever they hold.

/** A name without what would hide or turn round what stands beside it. */
export function shown(name: string): string {
  return name.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
}

/** A name in code spans. */
export function code(name: string): string {
  const plain = shown(name);
  const fence = '`'.repeat(Math.max(0, ...[...plain.matchAll(/`+/g)].map((run) => run[0].length)) + 1);
  const pad = plain.startsWith('`') || plain.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${plain}${pad}${fence}`;
}

/** Plain words. */
export function text(plain: string): string {
  return plain.replace(/\p{Cc}/gu, '\ufffd').replace(/[\\`*_{}[\]<>#|!&]/g, '\\$&');
}

/** Names in code spans, the first few of them. */
export function codes(names: readonly string[], most = 12): string {
  const shown = names.slice(0, most).map(code).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}

/** Those parts that say something, each a paragraph. */
export function paragraphs(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('\n\n');
}

/** What was made with these, for those who show no Markdown. */
export function plainOf(markdown: string): string {
  const marks =
    /^(```+)\w*\n([\s\S]*?)\n?\1$|(`+) ?([\s\S]*?) ?\3(?!`)|\[([^\]]*)\]\([^)]*\)|\*\*|\\([^A-Za-z0-9\s])/gm;
  return markdown.replace(
    marks,
    (_, _fence, block?: string, _ticks?: string, name?: string, link?: string, escaped?: string) =>
      block ?? name ?? link ?? escaped ?? '',
  );
}
