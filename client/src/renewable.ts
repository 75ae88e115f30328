// Gives one account the same API for as long as the window lives, whichever token and network it is asked by.
import type { AccountApi } from '../../server/src/account/api';

/** What an open form holds: a sign-in that is renewed meanwhile, or made again, is what it saves with. */
export class RenewableApis {
  readonly #current = new Map<string, AccountApi>();
  readonly #faces = new Map<string, AccountApi>();

  /** The lasting face of an account's API, which from now on asks by `api`. */
  renew(account: string, api: AccountApi): AccountApi {
    this.#current.set(account, api);
    const known = this.#faces.get(account);
    if (known) return known;
    const face = new Proxy(api, {
      get: (_, member) => Reflect.get(this.#current.get(account) ?? api, member),
    });
    this.#faces.set(account, face);
    return face;
  }
}
