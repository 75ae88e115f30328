// Turns diagnostics into the text of a report.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createColors } from 'picocolors';
import type { Range } from 'vscode-languageserver';
import { visibleOf } from '../account/visible';
import type { Code, Severity } from '../rules/finding';
import type { Terminal } from './terminal';

/** One diagnostic of a file; lines and characters count from 0, characters in UTF-16 units. */
export interface Reported {
  /** From the working directory. */
  readonly file: string;
  readonly code: Code;
  readonly severity: Severity;
  readonly message: string;
  readonly range: Range;
}

/** What a check has to say. */
export interface Report {
  readonly found: readonly Reported[];
  /** Lines on what could not be checked, or was checked against something else than an account. */
  readonly said: readonly string[];
  /** Whether all that there was to check could be. */
  readonly isChecked: boolean;
}

export function writeJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** One line each, `file:line:column` counting from 1 as editors and terminals do, and a last line that counts. */
export function writeText(
  { found }: Report,
  { folder, colors, links }: Pick<Terminal, 'folder' | 'colors' | 'links'>,
): string {
  if (found.length === 0) return '';
  const { bold, dim, red, yellow, blue, gray } = createColors(colors);
  const paint: Record<Severity, (text: string) => string> = {
    error: red,
    warning: yellow,
    information: blue,
    hint: gray,
  };
  const lines = found.map(({ file, range, severity, message, code }) => {
    const shown = bold(visibleOf(`${file}:${range.start.line + 1}:${range.start.character + 1}`));
    const place = links ? linked(shown, pathToFileURL(resolve(folder, file)).href) : shown;
    return `${place} ${paint[severity](severity)} ${visibleOf(message)} ${dim(code)}`;
  });
  return `${[...lines, '', count(found)].join('\n')}\n`;
}

/** OSC 8, which terminals show as the text alone. */
function linked(text: string, address: string): string {
  return `\x1b]8;;${address}\x1b\\${text}\x1b]8;;\x1b\\`;
}

function count(found: readonly Reported[]): string {
  const files = new Set(found.map((each) => each.file)).size;
  const counts = (['error', 'warning', 'information', 'hint'] as const).flatMap((severity) => {
    const few = found.filter((each) => each.severity === severity).length;
    return few === 0 ? [] : `${few} ${severity}${few === 1 || severity === 'information' ? '' : 's'}`;
  });
  return `${counts.join(', ')} in ${files} ${files === 1 ? 'file' : 'files'}`;
}

/** Rows as lines, their cells one below the other. */
export function tableOf(rows: readonly (readonly string[])[]): string {
  const shown = rows.map((row) => row.map(visibleOf));
  const widths = shown.reduce<readonly number[]>(
    (widest, row) => row.map((cell, column) => Math.max(cell.length, widest[column] ?? 0)),
    [],
  );
  const lines = shown.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}
