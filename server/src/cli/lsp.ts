// relay-workflows lsp --stdio: the language server for any editor, which asks the account itself.
import { parseArgs } from 'node:util';
import {
  createConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { serve } from '../languageServer';
import { findAccount } from './accountOfEnvironment';
import { UsageProblem } from './files';
import { lifeCycle } from './lifeCycle';
import { findLock } from './lockOnDisk';
import type { Terminal } from './terminal';

/** An account's answer older than this many milliseconds is asked for again when a file is saved. */
const aged = 5 * 60_000;

/** Runs until the editor ends the connection. */
export async function runLsp(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    // vscode-languageserver reads the process id itself.
    options: { stdio: { type: 'boolean' }, clientProcessId: { type: 'string' } },
  });
  if (!values.stdio) throw new UsageProblem('the language server speaks through --stdio');
  const { source, notSignedIn, isConfigured } = await findAccount(terminal);
  const lock = isConfigured ? undefined : await findLock(terminal.folder);
  const locked = lock && 'account' in lock ? lock.account : undefined;
  const writer = new StreamMessageWriter(process.stdout);
  const messageStrategy = lifeCycle(writer);
  const reader = new StreamMessageReader(process.stdin);
  const connection = createConnection(ProposedFeatures.all, reader, writer, { messageStrategy });
  // An editor that died says no more; `exit` is the connection's own.
  for (const event of ['end', 'close'] as const)
    process.stdin.once(event, () => process.exit(messageStrategy.isShutDown ? 0 : 1));
  const sayUnchecked = (): void => {
    if (!notSignedIn) return;
    connection.console.info(
      lock && locked
        ? `Connections are checked against the lock file ${lock.path}, not an account: ${notSignedIn}.`
        : `Connections are not checked: ${notSignedIn}.`,
    );
  };
  serve(connection, {
    get current() {
      return locked ?? source.current;
    },
    onChange: (listener) => void source.onChange(listener),
    // Asked for when the editor is ready, and whenever it wants to know anew.
    refresh() {
      sayUnchecked();
      return source.refresh();
    },
    want: (paths) => void source.want(paths),
    refreshIfOld: () => void source.refreshIfOlder(aged),
  });
  return new Promise((resolve) => connection.onExit(() => resolve(0)));
}
