// Turns a name or value into a word on what was probably copied with it by accident.
import * as l10n from '@vscode/l10n';
import { visibleOf } from './visible';

const text = {
  lineBreakAtEnd: l10n.t('There is a line break at the end.'),
  spaceAtStart: l10n.t('There is a space at the start.'),
  spaceAtEnd: l10n.t('There is a space at the end.'),
  spaceAround: l10n.t('There are spaces around it.'),
  unseen: l10n.t('There are characters in it that cannot be seen.'),
};

/**
 * White space before or after a text of one line, or characters in any text that show nothing. Text of several lines
 * (keys, JSON) ends with a line break by right, and begins and ends as it likes. Undefined where nothing looks wrong.
 */
export function strayAdviceOf(value: string): string | undefined {
  const core = value.trim();
  if (core === '') return undefined;
  const isLong = /[\r\n]/.test(core);
  const seen = isLong ? core.replace(/[\t\r\n]/g, '') : core;
  if (seen !== visibleOf(seen)) return text.unseen;
  if (isLong || core === value) return undefined;
  if (/[\r\n]/.test(value.slice(value.trimEnd().length))) return text.lineBreakAtEnd;
  if (value === value.trimStart()) return text.spaceAtEnd;
  return value === value.trimEnd() ? text.spaceAtStart : text.spaceAround;
}
