// relay-workflows lock: writes the account's types and names into the lock file, or compares the two.
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { lockDifference, lockFilePath, writeLock } from '../account/lockFile';
import { visibleOf } from '../account/visible';
import { findAccount, sayUnchecked } from './accountOfEnvironment';
import { findLock } from './lockOnDisk';
import type { Terminal } from './terminal';

export const lockUsage = `Usage: relay-workflows lock [--check]

Writes the types and names of the account's connections, nothing else, into ${lockFilePath} of the working
directory, or of the nearest folder above that has one. Where no account is configured, and with --offline, workflows are
checked against it.

  --check   compares the account with the file, and writes nothing

The account is that of RELAY_API_URL and RELAY_TOKEN, else that of the relay CLI's configuration.

Exit codes: 0 written, or the same; 1 different; 2 wrong usage; 3 the account did not answer with its list, or the
file cannot be written.
`;

/** Runs the command; resolves to the exit code. */
export async function runLock(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { check: { type: 'boolean', default: false } },
  });
  const { source, notSignedIn } = await findAccount(terminal);
  const account = await source.refresh();
  const unknown = sayUnchecked(account, notSignedIn);
  if (account.state !== 'ready' || unknown !== undefined) {
    terminal.error(`The lock file was not ${values.check ? 'compared' : 'written'}: ${unknown}.\n`);
    return 3;
  }
  const { connections } = account;
  const found = await findLock(terminal.folder);
  const path = found?.path ?? join(terminal.folder, lockFilePath);
  if (values.check) return compare(found, connections, terminal);
  const problem = await replaceFile(path, writeLock(connections));
  if (problem !== undefined) {
    terminal.error(`${visibleOf(path)} cannot be written (${problem})\n`);
    return 3;
  }
  const count = connections.length === 1 ? '1 connection' : `${connections.length} connections`;
  terminal.out(`${count} of ${visibleOf(account.name)} written to ${visibleOf(path)}\n`);
  return 0;
}

type Named = Parameters<typeof writeLock>[0];

function compare(
  found: Awaited<ReturnType<typeof findLock>>,
  connections: Named,
  terminal: Terminal,
): number {
  if (!found) {
    terminal.error(`There is no ${lockFilePath}. Write it with: relay-workflows lock\n`);
    return 1;
  }
  if ('problem' in found) {
    terminal.error(
      `${found.path} cannot be used: ${found.problem}. Write it anew with: relay-workflows lock\n`,
    );
    return 1;
  }
  const added = lockDifference(connections, found.connections);
  const gone = lockDifference(found.connections, connections);
  for (const each of added) terminal.out(`+ ${visibleOf(each)}\n`);
  for (const each of gone) terminal.out(`- ${visibleOf(each)}\n`);
  const isSame = added.length + gone.length === 0;
  if (!isSame)
    terminal.error(`${found.path} differs from the account. Write it anew with: relay-workflows lock\n`);
  return isSame ? 0 : 1;
}

/** A reader never sees half of it. Resolves to the code of what the disk refused; undefined where it is written. */
async function replaceFile(path: string, text: string): Promise<string | undefined> {
  const beside = `${path}.${process.pid}.tmp`;
  try {
    // The folder above is there. With `recursive`, Node.js would try for ever where none can be made, as in /proc.
    await mkdir(dirname(path)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    await writeFile(beside, text);
    await rename(beside, path);
    return undefined;
  } catch (error) {
    await rm(beside, { force: true }).catch(() => {});
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
}
