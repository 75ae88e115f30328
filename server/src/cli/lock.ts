// relay-workflows lock: writes the account's types and names into the lock file, or compares the two.
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { lockDifference, lockFilePath, writeLock } from '../account/lockFile';
import { findAccount, sayUnchecked } from './accountOfEnvironment';
import { findLock } from './lockOnDisk';
import { visible } from './report';
import type { Terminal } from './terminal';

export const lockUsage = `Usage: relay-workflows lock [--check]

Writes the types and names of the account's connections, nothing else, into ${lockFilePath} of the working
directory, or of the nearest folder above that has one. Where no account is configured, and with --offline, workflows are
checked against it.

  --check   compares the account with the file, and writes nothing

The account is that of RELAY_API_URL and RELAY_TOKEN, else that of the relay CLI's configuration.

Exit codes: 0 written, or the same; 1 different; 2 wrong usage; 3 the account did not answer with its list.
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
  await replaceFile(path, writeLock(connections));
  const count = connections.length === 1 ? '1 connection' : `${connections.length} connections`;
  terminal.out(`${count} of ${visible(account.name)} written to ${visible(path)}\n`);
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
  for (const each of added) terminal.out(`+ ${visible(each)}\n`);
  for (const each of gone) terminal.out(`- ${visible(each)}\n`);
  const isSame = added.length + gone.length === 0;
  if (!isSame)
    terminal.error(`${found.path} differs from the account. Write it anew with: relay-workflows lock\n`);
  return isSame ? 0 : 1;
}

/** A reader never sees half of it. */
async function replaceFile(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const beside = `${path}.${process.pid}.tmp`;
  await writeFile(beside, text);
  await rename(beside, path);
}
