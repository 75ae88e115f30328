// The commands that let the account test connections.
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Connection } from '../../../server/src/account/account';
import { sayFailure } from '../../../server/src/account/account';
import type { AccountApi } from '../../../server/src/account/api';
import { sayTally, testEach } from '../changes/testing';
import { plain } from '../plain';
import { offerRequest } from './administrator';
import { busy } from './busy';
import { findConnection, type Parts, sayNothingKnown, signedIn } from './target';

/** The connections whose tests have not been answered yet, for the view. */
export class TestsUnderWay implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #ids = new Map<string, number>();
  readonly onDidChange = this.#changed.event;

  get ids(): readonly string[] {
    return [...this.#ids.keys()];
  }

  /** Has a connection tested, and remembers it meanwhile. */
  async test(api: AccountApi, { id }: Connection, signal: AbortSignal) {
    this.#count(id, 1);
    try {
      return await api.testConnection(id, signal);
    } finally {
      this.#count(id, -1);
    }
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #count(id: string, more: 1 | -1): void {
    const count = (this.#ids.get(id) ?? 0) + more;
    if (count > 0) this.#ids.set(id, count);
    else this.#ids.delete(id);
    this.#changed.fire();
  }
}

const overwrite = l10n.t('Overwrite Values…');

export async function testOne(parts: Parts, tests: TestsUnderWay, argument: unknown): Promise<void> {
  const words = { title: l10n.t('Test a connection'), purpose: l10n.t('to test its connections') };
  const found = await findConnection(parts, argument, words);
  if (!found) return;
  const { api, connection, owner } = found;
  const { type, name } = connection;
  const what = plain(`${type} / ${name}`);
  const { answer, isGivenUp } = await busy(l10n.t('Testing {0}…', what), async (signal) => {
    const answer = await tests.test(api, connection, signal);
    return { answer, isGivenUp: signal.aborted };
  });
  await parts.session.account.refresh({ anew: true });
  if (isGivenUp) return;
  if (!answer.ok) {
    if (answer.failure.kind === 'not-allowed') {
      const facts = [`type: ${type}`, `name: ${name}`];
      void offerRequest(api.host, {
        doing: l10n.t('Testing a connection'),
        asked: l10n.t('test a connection of'),
        facts,
      });
    } else
      void vscode.window.showErrorMessage(
        l10n.t('{0} was not tested: {1}.', what, plain(sayFailure(answer.failure))),
      );
    return;
  }
  const { failed, message } = answer.value;
  if (!failed) {
    void vscode.window.showInformationMessage(l10n.t('{0} of {1} passed the test.', what, plain(owner)));
    return;
  }
  const because = message === undefined ? '.' : `: ${plain(message)}`;
  const picked = await vscode.window.showWarningMessage(
    l10n.t('{0} of {1} failed the test{2}', what, plain(owner), because),
    overwrite,
  );
  if (picked) await vscode.commands.executeCommand('relay.connections.overwrite', { type, name });
}

export async function testAll({ session }: Parts, tests: TestsUnderWay): Promise<void> {
  const api = await signedIn(session, l10n.t('to test its connections'));
  if (!api) return;
  const account = await session.account.refresh();
  if (account.state !== 'ready') return sayNothingKnown(session);
  const { connections } = account;
  if (connections.length === 0) {
    void vscode.window.showInformationMessage(l10n.t('There are no connections to test.'));
    return;
  }
  let done = 0;
  const location = vscode.ProgressLocation.Notification;
  const title = l10n.t('Testing the connections of {0}', api.host);
  const tally = await vscode.window.withProgress(
    { location, title, cancellable: true },
    (progress, cancelled) => {
      const ended = new AbortController();
      cancelled.onCancellationRequested(() => ended.abort());
      const test = async (connection: Connection) => {
        const answer = await tests.test(api, connection, ended.signal);
        done += 1;
        const message = l10n.t('{0} of {1}', done, connections.length);
        progress.report({ message, increment: 100 / connections.length });
        return answer;
      };
      return testEach(connections, test, ended.signal);
    },
  );
  await session.account.refresh({ anew: true });
  const message = sayTally(tally, connections.length);
  const show = l10n.t('Show Connections');
  const isGood = tally.passed === connections.length;
  const picked = isGood
    ? await vscode.window.showInformationMessage(plain(message))
    : await vscode.window.showWarningMessage(plain(message), show);
  if (picked) await vscode.commands.executeCommand('relay.connections.focus');
}
