// Tests connections, one or many, and tells how it went.
import * as l10n from '@vscode/l10n';
import { type Connection, type Failure, sayFailure } from '../../../server/src/account/account';
import type { Tested } from '../../../server/src/account/calls/connections';
import type { WriteAnswer } from '../../../server/src/account/request';
import type { Verdict } from '../form/messages';
import { sayCount } from '../views/words';

/** How the test of one connection went. */
export function verdictOf(answer: WriteAnswer<Tested>): Verdict {
  if (!answer.ok)
    return { is: 'untold', words: l10n.t('It was not tested: {0}.', sayFailure(answer.failure)) };
  const { failed, message } = answer.value;
  if (!failed) return { is: 'passed', words: l10n.t('The test passed.') };
  return {
    is: 'failed',
    words: message === undefined ? l10n.t('The test failed.') : l10n.t('The test failed: {0}', message),
  };
}

/** How the tests of some connections went. */
export interface Tally {
  readonly passed: number;
  readonly failed: readonly Connection[];
  /** Those for which the account did not say. */
  readonly untold: number;
  /** Why the others were not tested. */
  readonly stopped?: Failure;
}

/** Connections that are tested at the same time. */
const atOnce = 4;

/** Ends early when the signal fires, and when the account can or will not be asked any more. */
export async function testEach(
  connections: readonly Connection[],
  test: (connection: Connection) => Promise<WriteAnswer<Tested>>,
  signal: AbortSignal,
): Promise<Tally> {
  let [passed, untold] = [0, 0];
  const failed: Connection[] = [];
  let stopped: Failure | undefined;
  const left = connections.values();
  const worker = async () => {
    for (const connection of left) {
      if (signal.aborted || stopped) return;
      const answer = await test(connection);
      if (signal.aborted) return;
      if (!answer.ok && endsAll(answer.failure)) stopped = answer.failure;
      else if (!answer.ok) untold += 1;
      else if (answer.value.failed) failed.push(connection);
      else passed += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return { passed, failed, untold, ...(stopped && { stopped }) };
}

/** Whether the next connection would be answered in the same way. */
function endsAll(failure: Failure): boolean {
  if (failure.kind === 'answered-error') return failure.status === 429;
  return failure.kind !== 'not-an-answer';
}

/** Most names that are said. */
const most = 5;

/** In words for a person; `all` is how many there were. */
export function sayTally({ passed, failed, untold, stopped }: Tally, all: number): string {
  const left = all - passed - failed.length - untold;
  const names = failed.slice(0, most).map(({ type, name }) => `${type} / ${name}`);
  const more = failed.length > most ? l10n.t(' and {0} more', failed.length - most) : '';
  return [
    l10n.t('{0} of {1} passed the test.', passed, sayCount(all, 'connection')),
    ...(failed.length > 0 ? [`${failed.length} failed: ${names.join(', ')}${more}.`] : []),
    ...(untold > 0 ? [l10n.t('The account did not say how {0} went.', sayCount(untold, 'test'))] : []),
    ...(left > 0
      ? [
          l10n.t(
            '{0} {1} not tested{2}.',
            left,
            left === 1 ? 'was' : 'were',
            stopped ? `: ${sayFailure(stopped)}` : '',
          ),
        ]
      : []),
  ].join(' ');
}
