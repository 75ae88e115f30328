// Tells which names a connection may be given: those that can be written in a workflow and told from others.

/** What keeps a text from being a name; undefined where it may be one. */
export function unfitnessOf(name: string): 'empty' | 'space' | 'control' | undefined {
  if (name.trim() === '') return 'empty';
  if (name !== name.trim()) return 'space';
  return /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\ufeff]/u.test(name) ? 'control' : undefined;
}
