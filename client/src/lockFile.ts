// Stands in for the account while nobody is signed in: the connections that the workspace's lock file lists.
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Account } from '../../server/src/account/account';
import { accountOfLock, lockFilePath, readLock, writeLock } from '../../server/src/account/lockFile';
import type { AccountSource } from '../../server/src/account/source';

type Lock = ReturnType<typeof readLock>;

/** What is known of the account, from wherever. */
export type KnownAccount = Pick<AccountSource, 'current' | 'onChange'>;

/** The account while there is a session, else what the lock files say. */
export class AccountOrLockFile implements KnownAccount, vscode.Disposable {
  #locked: Account | undefined;
  #reading = 0;
  readonly #changed = new vscode.EventEmitter<Account>();
  readonly #subscriptions: vscode.Disposable[];

  constructor(
    readonly account: AccountSource,
    readonly log: (line: string) => void,
  ) {
    const watcher = vscode.workspace.createFileSystemWatcher(`**/${lockFilePath}`);
    // A folder that goes takes its files with it in silence.
    const folders = vscode.workspace.createFileSystemWatcher('**/.relay', true, true);
    const read = () => void this.read();
    this.#subscriptions = [
      this.#changed,
      watcher,
      watcher.onDidChange(read),
      watcher.onDidCreate(read),
      watcher.onDidDelete(read),
      folders,
      folders.onDidDelete(read),
      vscode.workspace.onDidChangeWorkspaceFolders(read),
      new vscode.Disposable(account.onChange(() => this.#changed.fire(this.current))),
    ];
  }

  get current(): Account {
    const { current } = this.account;
    return current.state === 'signed-out' ? (this.#locked ?? current) : current;
  }

  /** Wants to know the secrets of these workflows, of which a lock file knows nothing. */
  want(paths: readonly string[]): void {
    void this.account.want(paths);
  }

  onChange(listener: (account: Account) => void): () => void {
    const subscription = this.#changed.event(listener);
    return () => subscription.dispose();
  }

  /**
   * Reads the lock files. One list speaks for the whole window, so it counts only where every folder has one: a folder
   * without would have its connections called missing.
   */
  async read(): Promise<void> {
    this.#reading += 1;
    const reading = this.#reading;
    const folders = vscode.workspace.workspaceFolders ?? [];
    const locks = await Promise.all(folders.map((folder) => this.#readOne(folder)));
    if (reading !== this.#reading) return;
    const before = this.current;
    this.#locked = accountOf(locks);
    if (this.current !== before) this.#changed.fire(this.current);
  }

  dispose(): void {
    for (const each of this.#subscriptions) each.dispose();
  }

  async #readOne(folder: vscode.WorkspaceFolder): Promise<Lock | undefined> {
    const uri = lockFileOf(folder);
    const bytes = await vscode.workspace.fs.readFile(uri).then(
      (read) => read,
      () => undefined,
    );
    if (!bytes) return undefined;
    const lock = readLock(new TextDecoder().decode(bytes));
    if ('problem' in lock) this.log(`${uri.fsPath} is not used: ${lock.problem}.`);
    return lock;
  }
}

function accountOf(locks: readonly (Lock | undefined)[]): Account | undefined {
  const found = locks.filter((each) => each !== undefined);
  const bad = found.find((each) => 'problem' in each);
  if (bad) return { state: 'signed-out', because: `${lockFilePath} cannot be used: ${bad.problem}` };
  if (found.length === 0 || found.length < locks.length) return undefined;
  return accountOfLock(
    lockFilePath,
    found.flatMap((each) => ('connections' in each ? each.connections : [])),
  );
}

/** Writes the connections of the signed-in account into the lock file of a folder, which is chosen where there are several. */
export async function writeLockFile(account: AccountSource): Promise<void> {
  const known = await account.refresh();
  if (known.state !== 'ready' || known.stale) {
    void vscode.window.showWarningMessage(
      l10n.t(
        'The lock file was not written: the account has not answered with its whole list. The status bar says why.',
      ),
    );
    return;
  }
  const folders = vscode.workspace.workspaceFolders ?? [];
  const folder =
    folders.length > 1
      ? await vscode.window.showWorkspaceFolderPick({
          placeHolder: l10n.t('The folder whose lock file is written'),
        })
      : folders[0];
  if (!folder) {
    if (folders.length === 0)
      void vscode.window.showInformationMessage(l10n.t('Open a folder: the lock file is written into it.'));
    return;
  }
  const uri = lockFileOf(folder);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(writeLock(known.connections)));
  await vscode.window.showTextDocument(uri, { preview: false });
}

function lockFileOf(folder: vscode.WorkspaceFolder): vscode.Uri {
  return vscode.Uri.joinPath(folder.uri, ...lockFilePath.split('/'));
}
