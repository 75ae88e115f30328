// Turns times and counts into the words that the views share.

import * as l10n from '@vscode/l10n';

const units = [
  { unit: 'year', seconds: 365 * 86_400 },
  { unit: 'month', seconds: 30 * 86_400 },
  { unit: 'day', seconds: 86_400 },
  { unit: 'hour', seconds: 3_600 },
  { unit: 'minute', seconds: 60 },
] as const;
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** How long ago an RFC 3339 time is, as in `3 days ago`; `now` in milliseconds. Undefined where it is no time. */
export function sayAgo(time: string | undefined, now: number): string | undefined {
  const then = Date.parse(time ?? '');
  if (Number.isNaN(then)) return undefined;
  const seconds = (now - then) / 1_000;
  const found = units.find((each) => seconds >= each.seconds);
  return found ? relative.format(-Math.floor(seconds / found.seconds), found.unit) : l10n.t('just now');
}

/** `1 place`, `2 places`. */
export function sayCount(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
