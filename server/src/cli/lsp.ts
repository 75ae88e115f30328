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
import { accountOfServer } from './accountOfServer';
import { UsageProblem } from './files';
import { lifeCycle } from './lifeCycle';
import type { Terminal } from './terminal';

/** Runs until the editor ends the connection. */
export async function runLsp(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    // vscode-languageserver reads the process id itself.
    options: { stdio: { type: 'boolean' }, clientProcessId: { type: 'string' } },
  });
  if (!values.stdio) throw new UsageProblem('the language server speaks through --stdio');
  const found = await findAccount(terminal);
  const writer = new StreamMessageWriter(process.stdout);
  const messageStrategy = lifeCycle(writer);
  const reader = new StreamMessageReader(process.stdin);
  const connection = createConnection(ProposedFeatures.all, reader, writer, { messageStrategy });
  // An editor that died says no more; `exit` is the connection's own.
  for (const event of ['end', 'close'] as const)
    process.stdin.once(event, () => process.exit(messageStrategy.isShutDown ? 0 : 1));
  const log = (line: string): void => connection.console.info(line);
  serve(connection, accountOfServer(found, terminal.folder, log));
  return new Promise((resolve) => connection.onExit(() => resolve(0)));
}
