// Turns times and counts into the words that the views share.

import * as l10n from '@vscode/l10n';

const units = [
  { unit: 'year', seconds: 365 * 86_400 },
  { unit: 'month', seconds: 30 * 86_400 },
  { unit: 'day', seconds: 86_400 },
  { unit: 'hour', seconds: 3_600 },
  { unit: 'minute', seconds: 60 },
] as const;
const relative = new Intl.RelativeTimeFormat(
  languageOf(
    l10n.t({ message: 'en', comment: ['The language tag (BCP 47) in which times are told: "3 days ago".'] }),
  ),
  {
    numeric: 'auto',
  },
);

// A translator may write anything.
function languageOf(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? 'en';
  } catch {
    return 'en';
  }
}

/** How long ago an RFC 3339 time is, as in `3 days ago`; `now` in milliseconds. Undefined where it is no time. */
export function sayAgo(time: string | undefined, now: number): string | undefined {
  const then = Date.parse(time ?? '');
  if (Number.isNaN(then)) return undefined;
  const seconds = (now - then) / 1_000;
  const found = units.find((each) => seconds >= each.seconds);
  return found ? relative.format(-Math.floor(seconds / found.seconds), found.unit) : l10n.t('just now');
}

const counts = {
  connection: [l10n.t('1 connection'), (count) => l10n.t('{0} connections', count)],
  place: [l10n.t('1 place'), (count) => l10n.t('{0} places', count)],
  problem: [l10n.t('1 problem'), (count) => l10n.t('{0} problems', count)],
  test: [l10n.t('1 test'), (count) => l10n.t('{0} tests', count)],
  use: [l10n.t('1 use'), (count) => l10n.t('{0} uses', count)],
  workflow: [l10n.t('1 workflow'), (count) => l10n.t('{0} workflows', count)],
} as const satisfies Record<string, readonly [string, (count: number) => string]>;

/** `1 place`, `2 places`. */
export function sayCount(count: number, what: keyof typeof counts): string {
  const [one, more] = counts[what];
  return count === 1 ? one : more(count);
}
