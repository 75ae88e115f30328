// Shows how the test of what was saved went: in words, with an icon and a colour from the style.

import { visibleOf } from '../../../../server/src/account/visible';
import type { Verdict } from '../messages';

/** Puts it into its place, or takes it away. */
export function showVerdict(place: HTMLElement, verdict: Verdict | undefined): void {
  place.className = verdict ? `verdict ${verdict.is}` : '';
  place.textContent = verdict ? visibleOf(verdict.words) : '';
}
