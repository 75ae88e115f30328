// `relay-workflows account export` and `import`: carries what a local account keeps from one machine to another.
import { readFile, stat, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { visibleOf } from '../account/visible';
import { CannotStart } from '../localAccount/cannotStart';
import { type Merged, merge, readExport, writeExport } from '../localAccount/exported';
import { hasCode } from '../localAccount/files';
import { lockFolder } from '../localAccount/folderLock';
import { readKey } from '../localAccount/keys';
import { openStore, readStore } from '../localAccount/store';
import { readPassphrase } from './accountPassphrase';
import { accountPlaces } from './accountPlaces';
import { UsageProblem } from './files';
import type { Terminal } from './terminal';

export const transferUsage = `       relay-workflows account export [--data DIR] [--passphrase-file FILE] FILE
       relay-workflows account import [--data DIR] [--passphrase-file FILE] FILE

export writes connections and workflow secrets, values included, into a new file that a passphrase opens; import adds
those that are not there yet and leaves the others as they are. The passphrase is the first line of the named file, or
is asked for. An account that is running can be exported; stop it to import.
`;

/**
 * Resolves to the exit code: 0 done, 1 could not. Throws UsageProblem for wrong arguments. A passphrase is never an
 * argument or in the environment, where other programs could read it.
 */
export async function runTransfer(
  which: 'export' | 'import',
  args: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const asked = readArguments(args, terminal);
  try {
    await (which === 'export' ? exportTo(asked, terminal) : importFrom(asked, terminal));
    return 0;
  } catch (error) {
    if (!(error instanceof CannotStart)) throw error;
    terminal.error(`relay-workflows account ${which}: ${error.message}\n`);
    return 1;
  }
}

interface Asked {
  readonly file: string;
  readonly data?: string;
  readonly passphraseFile?: string;
}

function readArguments(args: readonly string[], { folder }: Terminal): Asked {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { data: { type: 'string' }, 'passphrase-file': { type: 'string' } },
  });
  const [file, ...others] = positionals;
  if (!file || others.length > 0) throw new UsageProblem('name one file');
  const { data, 'passphrase-file': passphraseFile } = values;
  if (data === '') throw new UsageProblem('--data must name a folder');
  if (passphraseFile === '') throw new UsageProblem('--passphrase-file must name a file');
  return {
    file: resolve(folder, file),
    ...(data !== undefined && { data: resolve(folder, data) }),
    ...(passphraseFile !== undefined && { passphraseFile: resolve(folder, passphraseFile) }),
  };
}

async function exportTo({ file, data, passphraseFile }: Asked, terminal: Terminal): Promise<void> {
  const { folder, keyFile } = accountPlaces(data, terminal.environment);
  if (!(await isThere(folder))) throw new CannotStart(`There is no local account in ${folder}`);
  if (await isThere(file)) throw new CannotStart(`${file} is there already. Name a new file`);
  const state = await readStore(folder, await readKey(terminal.environment, keyFile));
  const bytes = await writeExport(state, await readPassphrase(passphraseFile, true));
  await writeNew(file, bytes);
  const secrets = state.workflows.flatMap((each) => each.secrets);
  terminal.out(
    `Exported ${count(state.connections, 'connection')}, ${count(state.workflows, 'workflow')} and ` +
      `${count(secrets, 'secret')} to ${file}\nWhoever has the file and its passphrase has every value.\n`,
  );
}

async function importFrom({ file, data, passphraseFile }: Asked, terminal: Terminal): Promise<void> {
  const bytes = await readFile(file).catch(() => {
    throw new CannotStart(`${file} cannot be read`);
  });
  const imported = await readExport(bytes, await readPassphrase(passphraseFile, false));
  const { folder, keyFile } = accountPlaces(data, terminal.environment);
  const key = await readKey(terminal.environment, keyFile);
  const lock = await lockFolder(folder, key);
  try {
    const { store, setAside } = await openStore(folder, key, lock.confirm);
    if (setAside) terminal.error(`The file of the local account was damaged. It is kept as ${setAside}\n`);
    const { added, left } = await store.change((state) => {
      const merged = merge(state, imported);
      return { state: merged.state, result: merged };
    });
    terminal.out(sayNames('Added', added));
    terminal.out(sayNames('Left as they were, because they are there already', left));
  } finally {
    await lock.release();
  }
}

function sayNames(what: string, { connections, workflows, secrets }: Merged['added']): string {
  const counts = [count(connections, 'connection'), count(workflows, 'workflow'), count(secrets, 'secret')];
  const names = [...connections, ...secrets].map((name) => `  ${visibleOf(name)}\n`);
  return `${what}: ${counts.join(', ')}\n${names.join('')}`;
}

function count(things: readonly unknown[], one: string): string {
  return `${things.length} ${one}${things.length === 1 ? '' : 's'}`;
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** Only its owner can read it, and what is there is never replaced. */
async function writeNew(file: string, bytes: Buffer): Promise<void> {
  try {
    await writeFile(file, bytes, { mode: 0o600, flag: 'wx', flush: true });
  } catch (error) {
    const because = hasCode(error, 'ENOENT') ? 'its folder is not there' : 'it cannot be written';
    throw new CannotStart(`${file}: ${because}`);
  }
}
