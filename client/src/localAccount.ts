// Runs the local account as a process of this window's, with key and token from SecretStorage.

import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { Secret } from '../../server/src/account/secret';

export interface Running {
  readonly url: string;
  readonly token: Secret;
}

/** The local account: one for all windows, served by the one that started it first. */
export class LocalAccount implements vscode.Disposable {
  #child: ChildProcess | undefined;
  #starting: Promise<Running> | undefined;

  constructor(
    readonly extension: vscode.ExtensionContext,
    readonly log: (line: string) => void,
  ) {}

  /** Starts it, or finds it running. Rejects with a message for a person. */
  start(): Promise<Running> {
    this.#starting ??= this.#start().finally(() => {
      // One that another window serves may end unseen: it is looked for each time.
      if (!this.#child) this.#starting = undefined;
    });
    return this.#starting;
  }

  /** Stops it, where this window is the one that runs it. */
  stop(): boolean {
    const child = this.#child;
    this.#child = undefined;
    this.#starting = undefined;
    // The end of its stdin tells the account to stop; it closes its files itself.
    child?.stdin?.end();
    return child !== undefined;
  }

  dispose(): void {
    this.stop();
  }

  async #start(): Promise<Running> {
    const token = await this.#kept('relay.localAccount.token', () => randomBytes(32).toString('base64url'));
    const key = await this.#kept('relay.localAccount.key', () => randomBytes(32).toString('base64'));
    const folder = vscode.Uri.joinPath(this.extension.globalStorageUri, 'localAccount').fsPath;
    const child = spawn(
      process.execPath,
      [this.extension.asAbsolutePath('dist/cli.js'), 'account', '--port', '0', '--data', folder],
      {
        stdio: ['pipe', 'pipe', 'pipe'],
        env: {
          ...withoutRelay(process.env),
          ELECTRON_RUN_AS_NODE: '1',
          RELAY_ACCOUNT_PARENT: 'stdin+secrets',
        },
      },
    );
    // Not in its environment, where other programs can read them.
    child.stdin?.on('error', () => undefined).write(`${JSON.stringify({ key, token })}\n`);
    const url = await this.#answerOf(child);
    return { url, token: new Secret(token) };
  }

  #answerOf(child: ChildProcess): Promise<string> {
    return new Promise((resolve, reject) => {
      let said = '';
      child.stderr?.on('data', (text) => {
        said += String(text);
        this.log(`Local account: ${String(text).trim()}`);
      });
      const fail = () => reject(new Error(said.trim() || l10n.t('The local account did not start')));
      child.once('error', fail);
      child.once('exit', () => {
        if (this.#child === child) this.stop();
        fail();
      });
      if (!child.stdout) return fail();
      createInterface(child.stdout).once('line', (line) => {
        const answer = readAnswer(line);
        if (!answer) return fail();
        // Where another window serves it already, this process has nothing left to do and ends.
        if (!answer.already) this.#child = child;
        resolve(answer.url);
      });
    });
  }

  async #kept(name: string, make: () => string): Promise<string> {
    const known = await this.extension.secrets.get(name);
    if (known !== undefined) return known;
    const made = make();
    await this.extension.secrets.store(name, made);
    return made;
  }
}

/** What is set for other accounts, or for tests, is not for this one. */
function withoutRelay(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('RELAY_')));
}

function readAnswer(line: string): { url: string; already: boolean } | undefined {
  try {
    const { url, already } = JSON.parse(line) as { url?: unknown; already?: unknown };
    return typeof url === 'string' ? { url, already: already === true } : undefined;
  } catch {
    return undefined;
  }
}
