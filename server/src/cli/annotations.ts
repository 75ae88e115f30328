// Turns a report into GitHub's workflow commands, which its pages show as annotations beside the lines.
import { relative, resolve, sep } from 'node:path';
import { visibleOf } from '../account/visible';
import type { Severity } from '../rules/finding';
import type { Report, Reported } from './report';

const levels: Record<Severity, string> = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
  hint: 'notice',
};

/** Lines such as `::error file=…,line=…::message`. Files are named from `root`, the folder of the repository. */
export function writeAnnotations({ found, said, isChecked }: Report, folder: string, root: string): string {
  const lines = found.map((each) => annotation(each, relative(root, resolve(folder, each.file))));
  const unchecked = isChecked ? [] : said.map((line) => `::warning title=not checked::${escaped(line)}`);
  return [...lines, ...unchecked].map((line) => `${line}\n`).join('');
}

/** Lines and columns count from 1; the last column is one of those meant. Columns are for one line only. */
function annotation({ code, severity, message, range: { start, end } }: Reported, file: string): string {
  const properties = {
    file: file.split(sep).join('/'),
    line: start.line + 1,
    endLine: end.line + 1,
    ...(start.line === end.line && {
      col: start.character + 1,
      endColumn: Math.max(start.character + 1, end.character),
    }),
    title: code,
  };
  const written = Object.entries(properties).map(([name, value]) => `${name}=${escapedProperty(value)}`);
  return `::${levels[severity]} ${written.join(',')}::${escaped(message)}`;
}

function escaped(text: string): string {
  return visibleOf(text).replaceAll('%', '%25');
}

function escapedProperty(value: string | number): string {
  return escaped(String(value)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
