// Turns diagnostics into the text of a report.
import { createColors } from 'picocolors';
import type { Range } from 'vscode-languageserver';
import type { Severity } from '../rules/finding';

/** One diagnostic of a file; lines and characters count from 0, characters in UTF-16 units. */
export interface Reported {
  readonly file: string;
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly range: Range;
}

export function writeJson(reported: readonly unknown[]): string {
  return `${JSON.stringify(reported, null, 2)}\n`;
}

/** One line each, `file:line:column` counting from 1 as editors and terminals do, and a last line that counts. */
export function writeText(reported: readonly Reported[], colors: boolean): string {
  if (reported.length === 0) return '';
  const { bold, dim, red, yellow, blue, gray } = createColors(colors);
  const paint: Record<Severity, (text: string) => string> = {
    error: red,
    warning: yellow,
    information: blue,
    hint: gray,
  };
  const lines = reported.map(({ file, range, severity, message, code }) => {
    const place = `${file}:${range.start.line + 1}:${range.start.character + 1}`;
    return `${bold(visible(place))} ${paint[severity](severity)} ${visible(message)} ${dim(code)}`;
  });
  return `${[...lines, '', count(reported)].join('\n')}\n`;
}

function count(reported: readonly Reported[]): string {
  const files = new Set(reported.map((each) => each.file)).size;
  const counts = (['error', 'warning', 'information', 'hint'] as const).flatMap((severity) => {
    const found = reported.filter((each) => each.severity === severity).length;
    return found === 0 ? [] : `${found} ${severity}${found === 1 || severity === 'information' ? '' : 's'}`;
  });
  return `${counts.join(', ')} in ${files} ${files === 1 ? 'file' : 'files'}`;
}

/** A text with its control characters shown, so that a name in a file cannot drive the terminal. */
export function visible(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) =>
    JSON.stringify(character)
      .slice(1, -1)
      .replace(/^[^\\].*/, '\ufffd'),
  );
}
