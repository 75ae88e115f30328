// Waits until a person has confirmed a sign-in in the browser.
import type { AccountApi } from './api';
import type { DeviceSession } from './calls/sessions';
import { type Clock, ownClock, pause } from './clock';

/** How a sign-in in the browser ended. */
export type Confirmation = 'confirmed' | 'expired' | 'cancelled';

/** Between two looks, in milliseconds: soon enough not to be waited for, seldom enough not to be a burden. */
const PAUSE = 2_000;
/** How long to wait where the account does not say until when the code holds, in milliseconds. */
const LONGEST = 15 * 60_000;

/**
 * Asks whether the session's token works, which it does once its code is confirmed (relay/api.md, Endpoints), until the
 * code has expired or the signal fires. An account that cannot be reached meanwhile is asked again.
 */
export async function untilConfirmed(
  api: Pick<AccountApi, 'checkSession'>,
  { expiresAt }: Pick<DeviceSession, 'expiresAt'>,
  signal: AbortSignal,
  clock: Clock = ownClock,
): Promise<Confirmation> {
  const end = expiresAt ?? clock.now() + LONGEST;
  for (;;) {
    if (signal.aborted) return 'cancelled';
    const answer = await api.checkSession(signal);
    if (signal.aborted) return 'cancelled';
    if (answer.ok && answer.value) return 'confirmed';
    if (clock.now() >= end) return 'expired';
    await pause(clock, PAUSE, signal);
  }
}
