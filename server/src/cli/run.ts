// Turns the arguments of the command line into one command's run and an exit code.
import { checkUsage, runCheck } from './check';
import { UsageProblem } from './files';
import { lockUsage, runLock } from './lock';
import { referencesUsage, runReferences } from './references';
import type { Terminal } from './terminal';

const usage = `Usage: relay-workflows COMMAND [options]

  check        reports what is wrong in Relay workflows
  references   lists everything that workflows name
  lock         writes down which connections the account has, to check without it
  account      serves a local Relay account on this machine
  lsp          the language server, for any editor (--stdio)

relay-workflows COMMAND --help says more.
`;

type Command = (args: readonly string[], terminal: Terminal) => Promise<number>;

// Loaded when they run: a check needs neither the local account's server nor the language server.
const commands: Record<string, { readonly usage: string; readonly run: Command }> = {
  check: { usage: checkUsage, run: runCheck },
  lock: { usage: lockUsage, run: runLock },
  references: { usage: referencesUsage, run: runReferences },
  account: { usage: '', run: async (...given) => (await import('./account')).runAccount(...given) },
  lsp: {
    usage: 'Usage: relay-workflows lsp --stdio\n',
    run: async (...given) => (await import('./lsp')).runLsp(...given),
  },
};

/** Runs the command that `args` name; resolves to the exit code. Never rejects. */
export async function run([name = '', ...args]: readonly string[], terminal: Terminal): Promise<number> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    const asked = name === '--help' || name === '-h' || name === 'help';
    if (asked) terminal.out(usage);
    else terminal.error(name === '' ? usage : `relay-workflows: there is no command "${name}".\n\n${usage}`);
    return asked ? 0 : 2;
  }
  if (command.usage !== '' && (args.includes('--help') || args.includes('-h'))) {
    terminal.out(command.usage);
    return 0;
  }
  try {
    return await command.run(args, terminal);
  } catch (error) {
    const wrong =
      error instanceof UsageProblem ||
      (error as { code?: unknown }).code?.toString().startsWith('ERR_PARSE_ARGS');
    if (!wrong) throw error;
    terminal.error(`relay-workflows ${name}: ${(error as Error).message}\n\n${command.usage}`);
    return 2;
  }
}
