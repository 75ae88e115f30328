// Waiting for a sign-in in the browser to be confirmed, with a clock that only moves when it is waited for.
import { expect, test } from 'vitest';
import { untilConfirmed } from '../../server/src/account/confirmation';
import type { Answer } from '../../server/src/account/request';

const offline = {
  ok: false,
  failure: { kind: 'unreachable', host: 'relay.test', because: 'connection refused' },
} as const;

function waiting(answers: readonly Answer<boolean>[], onAsk: (count: number) => void = () => {}) {
  let now = 1_000;
  let asked = 0;
  const checkSession = async () => {
    asked += 1;
    onAsk(asked);
    return answers[Math.min(asked, answers.length) - 1] as Answer<boolean>;
  };
  const clock = {
    now: () => now,
    random: () => 0,
    after(milliseconds: number, run: () => void) {
      now += milliseconds;
      queueMicrotask(run);
      return () => {};
    },
  };
  return { api: { checkSession }, clock, asked: () => asked };
}

const not = { ok: true, value: false } as const;

test('ends as soon as the token works, also when the account was out of reach meanwhile', async () => {
  const { api, clock, asked } = waiting([not, offline, { ok: true, value: true }]);
  expect(await untilConfirmed(api, { expiresAt: 60_000 }, new AbortController().signal, clock)).toBe(
    'confirmed',
  );
  expect(asked()).toBe(3);
});

test.each([{ expiresAt: 9_000 }, {}])('ends when the code has run out: %j', async (session) => {
  const { api, clock } = waiting([not]);
  expect(await untilConfirmed(api, session, new AbortController().signal, clock)).toBe('expired');
  expect(clock.now()).toBeGreaterThanOrEqual(9_000);
  expect(clock.now()).toBeLessThan(20 * 60_000);
});

test('ends at once when it is given up, and asks nothing more', async () => {
  const ended = new AbortController();
  const { api, clock, asked } = waiting([not], (count) => {
    if (count === 2) ended.abort();
  });
  expect(await untilConfirmed(api, { expiresAt: 60_000 }, ended.signal, clock)).toBe('cancelled');
  expect(asked()).toBe(2);
});
