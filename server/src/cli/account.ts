// `relay-workflows account`: serves the local account until it is told to stop, or exports and imports what it keeps.
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import { AlreadyRunning, CannotStart } from '../localAccount/cannotStart';
import { Faults } from '../localAccount/faults';
import { readKey, readToken } from '../localAccount/keys';
import { type LocalAccount, startLocalAccount } from '../localAccount/localAccount';
import { readSeed } from '../localAccount/seed';
import { hasParent, untilStopped, withSecrets } from './accountParent';
import { accountPlaces } from './accountPlaces';
import { runTransfer, transferUsage } from './accountTransfer';
import { UsageProblem } from './files';
import type { Terminal } from './terminal';

const DEFAULT_PORT = 8730;

export const accountUsage = `Usage: relay-workflows account [--port N] [--data DIR] [--seed FILE]
${transferUsage}
Without export or import, serves a Relay account on this machine (127.0.0.1 only) and keeps what it has in one
encrypted file.

  --port N     port to listen on; 0 for any free one (default: ${DEFAULT_PORT})
  --data DIR   folder to keep it in
  --seed FILE  JSON or YAML, {connections: [{type, name, fields?}], workflows: [{path, secrets?}]}: added where not
               there yet

Environment: RELAY_TOKEN (else a token file in the folder), RELAY_ACCOUNT_KEY (32 bytes in base64, else a key file in
the user's configuration folder).
`;

/**
 * Runs the command until `stop` resolves: by default at SIGINT, SIGTERM or SIGHUP, and with RELAY_ACCOUNT_PARENT=stdin
 * also when stdin ends, which it does when the process that started this one dies. In that mode stdout carries one line
 * of JSON, `{"url": …, "tokenFile"?: …}`, once the account answers, or `{"url": …, "already": true}` when another process
 * serves the folder. RELAY_ACCOUNT_PARENT=stdin+secrets is the same, and takes key and token from the first line of
 * stdin, `{"key": …, "token": …}`, in place of the environment. Resolves to the exit code: 0 stopped, 1 could not start,
 * 2 wrong usage. RELAY_ACCOUNT_FAULTS=1 opens the faults' control route, for tests.
 */
export async function runAccount(
  args: readonly string[],
  terminal: Terminal,
  stdin: Readable = process.stdin,
  stop: () => Promise<void> = () => untilStopped(terminal.environment, stdin),
): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    terminal.out(accountUsage);
    return 0;
  }
  try {
    const [which, ...rest] = args;
    if (which === 'export' || which === 'import') return await runTransfer(which, rest, terminal);
    return await serve(readArguments(args, terminal.folder), terminal, stdin, stop);
  } catch (error) {
    if (!isWrongUsage(error)) throw error;
    terminal.error(`relay-workflows account: ${error.message}\n\n${accountUsage}`);
    return 2;
  }
}

async function serve(
  usage: Usage,
  terminal: Terminal,
  stdin: Readable,
  stop: () => Promise<void>,
): Promise<number> {
  try {
    const { account, tokenFile } = await start(usage, await withSecrets(terminal.environment, stdin));
    report(account, tokenFile, terminal);
    await stop();
    await account.stop();
    return 0;
  } catch (error) {
    terminal.error(`relay-workflows account: ${sayStartFailure(error, usage, terminal.environment)}\n`);
    const running = error instanceof AlreadyRunning ? error.url : undefined;
    if (running && hasParent(terminal.environment)) say(terminal, { url: running, already: true });
    return 1;
  }
}

interface Usage {
  readonly port: number;
  readonly data?: string;
  readonly seed?: string;
}

/** Throws what `isWrongUsage` knows. */
function readArguments(args: readonly string[], from: string): Usage {
  const { values } = parseArgs({
    args: [...args],
    options: { port: { type: 'string' }, data: { type: 'string' }, seed: { type: 'string' } },
  });
  const { port = String(DEFAULT_PORT), data, seed } = values;
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw new UsageProblem('--port must be a number from 0 to 65535');
  if (data === '') throw new UsageProblem('--data must name a folder');
  if (seed === '') throw new UsageProblem('--seed must name a file');
  return {
    port: Number(port),
    ...(data !== undefined && { data: resolve(from, data) }),
    ...(seed !== undefined && { seed: resolve(from, seed) }),
  };
}

function isWrongUsage(error: unknown): error is Error {
  if (error instanceof UsageProblem) return true;
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

async function start({ port, data, seed }: Usage, environment: NodeJS.ProcessEnv) {
  const { folder, keyFile } = accountPlaces(data, environment);
  const tokenFile = join(folder, 'token');
  const { connections = [], workflows = [] } =
    seed === undefined ? {} : readSeed(await readSeedFile(seed), seed);
  const key = await readKey(environment, keyFile);
  const { token, from } = await readToken(environment, tokenFile);
  const faults = environment.RELAY_ACCOUNT_FAULTS === '1' ? { faults: new Faults() } : {};
  const account = await startLocalAccount({
    folder,
    port,
    key,
    token,
    seed: connections,
    workflows,
    ...faults,
  });
  return { account, tokenFile: from === 'file' ? tokenFile : undefined };
}

async function readSeedFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    throw new CannotStart(`The seed ${path} cannot be read`);
  }
}

function report({ url, setAside }: LocalAccount, tokenFile: string | undefined, terminal: Terminal): void {
  if (setAside) {
    terminal.error(
      `The file of the local account was damaged. It is kept as ${setAside}; the account begins empty.\n`,
    );
  }
  if (hasParent(terminal.environment)) {
    say(terminal, { url, tokenFile });
    return;
  }
  const token = tokenFile ? `Its token is in ${tokenFile}` : 'Its token is that of RELAY_TOKEN';
  terminal.out(`The local account answers at ${url}\n${token}\nStop it with Ctrl+C.\n`);
}

/** The one line for a parent process. */
function say(
  terminal: Terminal,
  line: { url: string; tokenFile?: string | undefined; already?: true },
): void {
  terminal.out(`${JSON.stringify(line)}\n`);
}

function sayStartFailure(error: unknown, { data }: Usage, environment: NodeJS.ProcessEnv): string {
  if (error instanceof CannotStart) return error.message;
  const { code, path } = error as NodeJS.ErrnoException;
  const { folder } = accountPlaces(data, environment);
  const refusing = path === undefined || path === folder ? folder : dirname(path);
  return `The local account could not start${code ? ` (${code})` : ''}. Can ${refusing} be written to?`;
}
