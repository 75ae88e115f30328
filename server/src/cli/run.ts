// Turns the arguments of the command line into one command's run and an exit code.
import { version } from '../../../package.json';
import { visibleOf } from '../account/visible';
import { commands } from './commands';
import { UsageProblem } from './files';
import type { Terminal } from './terminal';

const usage = `Usage: relay-workflows COMMAND [options]

Checks Puppet Relay workflows: their language, and every connection that they name against your Relay account.

${Object.entries(commands)
  .map(([name, { summary }]) => `  ${name.padEnd(12)} ${summary}\n`)
  .join('')}
relay-workflows COMMAND --help says more of each, and relay-workflows --version which version this is.

Begin with:
  relay-workflows check --offline      checks every workflow below this folder by itself
  relay-workflows check                the same, and looks connections up in the account

The account is that of the environment variables RELAY_API_URL and RELAY_TOKEN, else that of the relay CLI's configuration.
Colours are for terminals: NO_COLOR=1 takes them away, FORCE_COLOR=1 gives them to files and logs too.
`;

const hint = 'How it is used says';

/** Runs the command that `args` name; resolves to the exit code. Rejects only for a fault of its own. */
export async function run([name = '', ...args]: readonly string[], terminal: Terminal): Promise<number> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) return runNone(name, args, terminal);
  if (args.includes('--help') || args.includes('-h')) {
    terminal.out(await command.usage());
    return 0;
  }
  try {
    return await command.run(args, terminal);
  } catch (error) {
    if (!isWrongUsage(error)) throw error;
    terminal.error(
      `relay-workflows ${name}: ${visibleOf(error.message)}\n${hint}: relay-workflows ${name} --help\n`,
    );
    return 2;
  }
}

function runNone(name: string, args: readonly string[], terminal: Terminal): Promise<number> | number {
  const [topic] = args;
  if (name === 'help' && topic) return run([topic, '--help'], terminal);
  const asked = ['--help', '-h', 'help'].includes(name);
  if (asked) terminal.out(usage);
  else if (name === '--version') terminal.out(`${version}\n`);
  else
    terminal.error(
      name === ''
        ? usage
        : `relay-workflows: there is no command "${name}".\n${hint}: relay-workflows --help\n`,
    );
  return asked || name === '--version' ? 0 : 2;
}

function isWrongUsage(error: unknown): error is Error {
  if (error instanceof UsageProblem) return true;
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
