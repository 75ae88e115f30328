// Clocks of tests: one whose pauses end at once and are written down.
import type { Clock } from '../../server/src/account/clock';

/** A clock that stands still but for its pauses, which take no time. `random` is always the same. */
export function hurriedClock(random = 1): Clock & { readonly pauses: number[] } {
  const pauses: number[] = [];
  let passed = 0;
  return {
    pauses,
    now: () => Date.now() + passed,
    random: () => random,
    after(milliseconds, run) {
      pauses.push(milliseconds);
      passed += milliseconds;
      const soon = setImmediate(run);
      return () => clearImmediate(soon);
    },
  };
}
