// Turns the context in use into the signed-in account; hands its token to the API alone.
import * as vscode from 'vscode';
import type { Account, Failure } from '../../server/src/account/account';
import { type AccountApi, accountApi } from '../../server/src/account/api';
import { readConfiguration } from '../../server/src/account/configuration';
import type { Secret } from '../../server/src/account/secret';
import { type AccountSource, accountSource } from '../../server/src/account/source';
import { connectionsPageOf } from './accountPage';
import type { Context, Contexts, Credentials } from './contexts';
import { networkSettings } from './network';
import { RenewableApis } from './renewable';

/** What the session in use signs in with; the environment's is never stored. */
type Kind = Credentials['kind'] | 'environment';

interface Begun {
  readonly name: string;
  readonly kind: Kind;
  readonly url: string;
  readonly token: Secret;
  /** The address of its web pages, where that is known. */
  readonly ui?: string | undefined;
  readonly api: AccountApi;
  /** The same, beyond this sign-in. */
  readonly face: AccountApi;
}

/** What a session begins with. */
type Beginning = Omit<Begun, 'api' | 'face'>;

/** An account that is to be used, and why it cannot be asked. */
interface Unusable {
  readonly host: string;
  readonly because: string;
}

/** The one session of the window, and the account that it shows. */
export class Session implements vscode.Disposable {
  readonly account: AccountSource = accountSource({});
  readonly #apis = new RenewableApis();
  #begun: Begun | undefined;
  #unusable: Unusable | undefined;
  #restoring = 0;
  #isSigningIn = false;
  readonly #subscriptions: vscode.Disposable[];

  constructor(
    readonly contexts: Contexts,
    readonly localAccount: { start(): Promise<{ url: string; token: Secret }> },
    readonly log: (line: string) => void,
  ) {
    const restore = () => void this.restore();
    this.#subscriptions = [
      contexts.onDidChange(restore),
      vscode.workspace.onDidGrantWorkspaceTrust(restore),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('relay.context')) restore();
        // Other proxies or certificates: the same session by another way.
        if (change.affectsConfiguration('http') && this.#begun) this.#begin(this.#begun);
      }),
      new vscode.Disposable(this.account.onChange((account) => void this.#findLocalAccount(account))),
    ];
  }

  /** The API of the signed-in account, which goes on when the sign-in is renewed; undefined while signed out. */
  get api(): AccountApi | undefined {
    return this.#begun?.face;
  }

  /** The context in use and how it signed in; undefined while signed out. */
  get begun(): { readonly name: string; readonly kind: Kind } | undefined {
    return this.#begun;
  }

  /** The account's web page of connections, where that is known. */
  get page(): string | undefined {
    return this.#begun && connectionsPageOf(this.#begun.url, this.#begun.ui);
  }

  /** Takes up the context that the setting or the last choice names, else the environment's. An untrusted workspace has none. */
  async restore(): Promise<void> {
    if (this.#isSigningIn) return;
    this.#restoring += 1;
    const restoring = this.#restoring;
    const found = vscode.workspace.isTrusted ? await this.#find() : undefined;
    if (restoring !== this.#restoring) return;
    if (!found) this.#end();
    else if ('because' in found) this.#fail(found);
    else this.#beginOther(found);
  }

  /**
   * Signs in, after the account has accepted the token, and keeps it as a context named like the account. Resolves to
   * why the account did not; nothing is stored then, and an earlier session goes on.
   */
  async signIn(
    kind: Credentials['kind'],
    url: string,
    token: Secret,
    ui?: string,
  ): Promise<Failure | undefined> {
    const api = accountApi({ url, token, network: networkSettings() });
    const [answer, account] = await Promise.all([api.listConnections(), api.readAccount()]);
    api.dispose();
    if (!answer.ok && answer.failure.kind !== 'not-allowed') return answer.failure;
    const credentials: Credentials =
      kind === 'relay CLI' || kind === 'local account' ? { kind } : { kind, url, token };
    const name = await this.#nameFor(credentials, (account.ok && account.value.name) || api.host, api.host);
    // Until it is stored, and no setting names another account, what is stored leads elsewhere.
    this.#isSigningIn = true;
    try {
      this.#begin({ name, kind, url, token, ui });
      await this.contexts.add({ name, credentials });
      await nameInSettings(name);
    } finally {
      this.#isSigningIn = false;
    }
    await this.restore();
    return undefined;
  }

  /** Takes up another of the accounts that are signed in to. */
  async use(name: string): Promise<void> {
    await nameInSettings(name);
    await this.contexts.choose(name);
  }

  /**
   * Signs out here and in the other windows, and forgets the token. A session of the service is ended there as well;
   * resolves to why that failed.
   */
  async signOut(): Promise<Failure | undefined> {
    const begun = this.#begun;
    this.#restoring += 1;
    const ended = begun?.kind === 'session' ? await begun.api.endSession() : undefined;
    // Somebody may have signed in meanwhile.
    if (this.#begun === begun) this.#end();
    // Said also where nothing was stored: the environment's account would come back otherwise.
    await this.contexts.signOut(begun?.name ?? chosenContext());
    return ended?.ok === false ? ended.failure : undefined;
  }

  dispose(): void {
    for (const each of this.#subscriptions) each.dispose();
    this.#end();
  }

  async #find(): Promise<Beginning | Unusable | undefined> {
    const { contexts, current } = await this.contexts.read();
    const wanted = chosenContext() || current;
    const context = contexts.find(({ name }) => name === wanted);
    if (context) return this.#open(context);
    if (wanted) this.log(`Nobody is signed in to "${wanted}" here.`);
    if (wanted || current === null) return undefined;
    const configured = await readConfiguration(process.env, noFile);
    if (!configured) return undefined;
    const name = 'environment';
    if ('problem' in configured) return { host: name, because: configured.problem };
    return { name, kind: name, url: configured.url, token: configured.token };
  }

  async #open({ name, credentials }: Context): Promise<Beginning | Unusable> {
    const { kind } = credentials;
    switch (kind) {
      case 'token':
      case 'session':
        return { name, ...credentials };
      case 'local account':
        try {
          return { name, kind, ...(await this.localAccount.start()) };
        } catch (error) {
          return { host: name, because: (error as Error).message };
        }
      case 'relay CLI': {
        const configured = await configurationOfCli();
        if (configured && !('problem' in configured))
          return { name, kind, url: configured.url, token: configured.token, ui: configured.ui };
        return { host: name, because: configured?.problem ?? 'the relay CLI is signed out' };
      }
    }
  }

  #beginOther(next: Beginning): void {
    const now = this.#begun;
    // A change of the store comes back to the window that made it.
    const isSame = now?.url === next.url && now.token.reveal() === next.token.reveal();
    if (isSame && now.name === next.name) return;
    this.#begin(next);
  }

  // An account that somebody wants is not signed out of: nothing else, such as a lock file, speaks for it.
  #fail({ host, because }: Unusable): void {
    if (this.#unusable?.host === host && this.#unusable.because === because) return;
    this.log(`${host} cannot be asked: ${because}.`);
    this.#end();
    this.#unusable = { host, because };
    const failed = async () => ({ ok: false, failure: { kind: 'unreachable', host, because } }) as const;
    this.account.use({ host, listConnections: failed, readAccount: failed, listSecrets: failed });
    void this.account.refresh();
  }

  #begin({ name, kind, url, token, ui }: Beginning): void {
    this.#begun?.api.dispose();
    this.#unusable = undefined;
    const api = accountApi({ url, token, network: networkSettings() });
    // The local account has another address each time.
    const account = JSON.stringify([name, kind, kind === 'local account' ? '' : url]);
    this.#begun = { name, kind, url, token, ui, api, face: this.#apis.renew(account, api) };
    this.account.use(api);
    void this.account.refresh();
  }

  // The process that served it may have ended: with another window, or by itself.
  async #findLocalAccount(account: Account): Promise<void> {
    const begun = this.#begun;
    const why = account.state === 'ready' ? account.stale : account.state === 'unreachable' && account.why;
    if (begun?.kind !== 'local account' || !why || why.kind !== 'unreachable') return;
    try {
      const running = await this.localAccount.start();
      if (this.#begun === begun) this.#beginOther({ ...begun, ...running });
    } catch (error) {
      this.log((error as Error).message);
    }
  }

  #end(): void {
    this.#begun?.api.dispose();
    this.#begun = undefined;
    this.#unusable = undefined;
    this.account.forget();
  }

  /** The account's name; with its host, where another account is known by that name already. */
  async #nameFor(credentials: Credentials, name: string, host: string): Promise<string> {
    const { contexts } = await this.contexts.read();
    const other = contexts.find((each) => each.name === name)?.credentials;
    const isSame = !other || (other.kind === credentials.kind && urlOf(other) === urlOf(credentials));
    return isSame ? name : `${name} (${credentials.kind === 'relay CLI' ? 'relay CLI' : host})`;
  }
}

/** The account that the relay CLI is signed in to, whatever the environment says besides. */
export function configurationOfCli(): ReturnType<typeof readConfiguration> {
  const { RELAY_API_URL: _url, RELAY_TOKEN: _token, ...environment } = process.env;
  return readConfiguration(environment);
}

/** The address in the settings, which a new sign-in goes to. */
export function apiUrl(): string {
  return vscode.workspace.getConfiguration('relay').get('apiUrl', 'https://api.relay.sh');
}

function chosenContext(): string {
  return vscode.workspace.getConfiguration('relay').get('context', '').trim();
}

// Where a setting names the account, the setting is what has to change.
async function nameInSettings(name: string): Promise<void> {
  const settings = vscode.workspace.getConfiguration('relay');
  const set = settings.inspect<string>('context');
  const { Global, Workspace } = vscode.ConfigurationTarget;
  const target = set?.workspaceFolderValue || set?.workspaceValue ? Workspace : set?.globalValue && Global;
  if (target && chosenContext() !== name) await settings.update('context', name, target);
}

function urlOf(credentials: Credentials): string | undefined {
  return 'url' in credentials ? credentials.url : undefined;
}

function noFile(): Promise<string> {
  return Promise.reject(Object.assign(new Error(), { code: 'ENOENT' }));
}
