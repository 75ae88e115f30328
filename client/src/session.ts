// Turns a token into the signed-in account: keeps it in SecretStorage, bound to its address, and hands it to the API alone.
import * as vscode from 'vscode';
import type { Failure } from '../../server/src/account/account';
import { readAddress } from '../../server/src/account/address';
import { type AccountApi, accountApi } from '../../server/src/account/api';
import { readConfiguration } from '../../server/src/account/configuration';
import { Secret } from '../../server/src/account/secret';
import { type AccountSource, accountSource } from '../../server/src/account/source';

const storageKey = 'relay.session';

/** Where a session comes from: the address in the settings, the local account, or the environment of VS Code. */
type Origin = 'settings' | 'local account' | 'environment';

/** The one session of the window, and the account that it shows. */
export class Session implements vscode.Disposable {
  readonly account: AccountSource = accountSource({});
  #api: AccountApi | undefined;
  #from: Origin | undefined;
  #credentials: { readonly url: string; readonly token: Secret } | undefined;
  readonly #subscriptions: vscode.Disposable[];

  constructor(
    readonly secrets: vscode.SecretStorage,
    readonly localAccount: { start(): Promise<{ url: string; token: Secret }> },
    readonly log: (line: string) => void,
  ) {
    this.#subscriptions = [
      // Another window has signed in or out.
      secrets.onDidChange(({ key }) => {
        if (key === storageKey) void this.restore();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => void this.restore()),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('relay.apiUrl') && this.#from === 'settings') void this.restore();
      }),
    ];
  }

  /** The API of the signed-in account; undefined while signed out. */
  get api(): AccountApi | undefined {
    return this.#api;
  }

  /** Whether the session is with the local account. */
  get isLocal(): boolean {
    return this.#from === 'local account';
  }

  /** Takes up the stored session, else the environment's, else none. An untrusted workspace has none. */
  async restore(): Promise<void> {
    if (!vscode.workspace.isTrusted) return this.#end();
    const stored = await this.#read();
    if (stored === 'signed out') return this.#end();
    if (stored === 'local account') return this.#beginLocal();
    if (stored) return this.#begin(stored.url, stored.token, 'settings');
    const configured = await readConfiguration(process.env, () =>
      Promise.reject(Object.assign(new Error(), { code: 'ENOENT' })),
    );
    if (!configured) return this.#end();
    if ('problem' in configured) {
      this.log(`The environment's account is not used: ${configured.problem}.`);
      return this.#end();
    }
    this.#begin(configured.url, configured.token, 'environment');
  }

  /**
   * Signs in, after the account has accepted the token. Resolves to why it did not; nothing is stored then, and an
   * earlier session goes on.
   */
  async signIn(
    url: string,
    token: Secret,
    from: Exclude<Origin, 'environment'>,
  ): Promise<Failure | undefined> {
    const answer = await accountApi({ url, token }).listConnections();
    if (!answer.ok && answer.failure.kind !== 'not-allowed') return answer.failure;
    this.#credentials = undefined; // also the token of a session that has failed since begins a new one
    this.#begin(url, token, from);
    // The local account has another address each time, and a token of its own that is stored with it.
    await this.#store(from === 'local account' ? { from } : { url, token: token.reveal() });
    return undefined;
  }

  /** Signs out here and in the other windows. */
  async signOut(): Promise<void> {
    this.#end();
    // Said rather than deleted: the environment's account would come back otherwise.
    await this.#store({ signedOut: true });
  }

  dispose(): void {
    for (const each of this.#subscriptions) each.dispose();
    this.account.forget();
  }

  #begin(url: string, token: Secret, from: Origin): void {
    const now = this.#credentials;
    // A change of the store comes back to the window that made it.
    if (now?.url === url && now.token.reveal() === token.reveal()) return;
    this.#credentials = { url, token };
    this.#api = accountApi({ url, token });
    this.#from = from;
    this.account.use(this.#api);
    void this.account.refresh();
  }

  async #beginLocal(): Promise<void> {
    try {
      const { url, token } = await this.localAccount.start();
      this.#begin(url, token, 'local account');
    } catch (error) {
      this.log((error as Error).message);
      this.#end();
    }
  }

  #end(): void {
    this.#api = undefined;
    this.#from = undefined;
    this.#credentials = undefined;
    this.account.forget();
  }

  async #read(): Promise<{ url: string; token: Secret } | 'local account' | 'signed out' | undefined> {
    try {
      const stored: unknown = JSON.parse((await this.secrets.get(storageKey)) ?? 'null');
      if (typeof stored !== 'object' || stored === null) return undefined;
      const { url, token, from, signedOut } = stored as Record<string, unknown>;
      if (signedOut === true) return 'signed out';
      if (from === 'local account') return from;
      // A token goes to the origin that it was issued for: another address in the settings means another sign-in.
      const bound = typeof url === 'string' && originOf(url) === originOf(apiUrl());
      return bound && typeof token === 'string' ? { url, token: new Secret(token) } : undefined;
    } catch {
      this.log('The stored session could not be read: sign in again.');
      return undefined;
    }
  }

  async #store(session: Record<string, string | boolean>): Promise<void> {
    try {
      await this.secrets.store(storageKey, JSON.stringify(session));
    } catch {
      const message =
        'This machine has no working keyring, so Relay stays signed in only until the window is closed.';
      void vscode.window.showWarningMessage(message);
    }
  }
}

/** The address in the settings. */
export function apiUrl(): string {
  return vscode.workspace.getConfiguration('relay').get('apiUrl', 'https://api.relay.sh');
}

function originOf(url: string): string | undefined {
  const address = readAddress(url);
  return 'origin' in address ? address.origin : undefined;
}
