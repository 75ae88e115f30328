// Keeps what the workspace's workflows name, as the language server tells it, for the views and commands.
import * as vscode from 'vscode';
import type { NamedConnection, UsagesAnswer } from '../../../server/src/protocol';
import type { LanguageServer } from '../languageServer';
import { keyOf } from './connectionTree';

/** Asks the server from when somebody wants to know (`keep`), and again each time that it tells of another answer. */
export class Usages implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #watching: vscode.Disposable;
  #current: UsagesAnswer | undefined;
  #asking: Promise<UsagesAnswer | undefined> | undefined;
  #isKept = false;

  /** Fires with each answer. */
  readonly onDidChange = this.#changed.event;

  constructor(
    readonly server: Pick<LanguageServer, 'usages' | 'onDidChangeUsages'>,
    readonly log: (line: string) => void,
  ) {
    this.#watching = server.onDidChangeUsages(() => {
      if (this.#isKept) void this.read();
    });
  }

  /** The last answer; undefined before the first. */
  get current(): UsagesAnswer | undefined {
    return this.#current;
  }

  /** From now on the answer is kept up to date. */
  keep(): void {
    if (this.#isKept) return;
    this.#isKept = true;
    void this.read();
  }

  /** What is named now. Undefined, never rejecting, where the server cannot be asked. */
  async read(): Promise<UsagesAnswer | undefined> {
    // What is under way may have been read before the change that this call is about.
    await this.#asking;
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  /** Where a connection is named now; undefined where the server cannot be asked. */
  async of(target: {
    readonly type: string;
    readonly name: string;
  }): Promise<NamedConnection['places'] | undefined> {
    const answer = await this.read();
    const key = keyOf(target);
    return answer && (answer.connections.find((each) => keyOf(each) === key)?.places ?? []);
  }

  dispose(): void {
    this.#watching.dispose();
    this.#changed.dispose();
  }

  async #ask(): Promise<UsagesAnswer | undefined> {
    try {
      this.#current = await this.server.usages();
      this.#changed.fire();
      return this.#current;
    } catch (error) {
      this.log(`The workspace's workflows could not be read: ${(error as Error).message}`);
      return undefined;
    }
  }
}
