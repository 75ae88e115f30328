// Turns text of unknown origin into text that is safe to show: nothing invisible, nothing reordered, nothing obeyed.

// Control characters drive a terminal; line separators and format characters (zero width, turning the direction of text)
// make one name look like another.
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** The text with every such character written out, as in `prod‹U+202E›`. */
export function visibleOf(text: string): string {
  return text.replace(unseen, (character) => {
    const code = character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0');
    return `‹U+${code}›`;
  });
}
