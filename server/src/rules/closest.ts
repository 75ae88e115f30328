// Finds the written names that an author most likely meant.
import { distance } from 'fastest-levenshtein';

/** Beyond this many names, comparing them all would be felt while typing. */
const most = 5000;

/** The names nearest to `wanted` by edit distance, nearest first; none that differ in more than about a third. */
export function closestOf(wanted: string, names: Iterable<string>, count = 1): string[] {
  return nearestOf(wanted, names, count, Math.max(2, Math.ceil(wanted.length * 0.4)));
}

/** The names nearest to `wanted`, nearest first, of those that differ in no more characters than `limit`. */
export function nearestOf(
  wanted: string,
  names: Iterable<string>,
  count: number,
  limit = Number.POSITIVE_INFINITY,
): string[] {
  const near: { name: string; far: number }[] = [];
  let seen = 0;
  for (const name of names) {
    seen += 1;
    if (seen > most) break;
    if (name === wanted || Math.abs(name.length - wanted.length) > limit) continue;
    const far = distance(wanted.toLowerCase(), name.toLowerCase());
    if (far <= limit) near.push({ name, far });
  }
  near.sort((a, b) => a.far - b.far || (a.name < b.name ? -1 : 1));
  return near.slice(0, count).map((each) => each.name);
}
