// Keeps what the account says that the signed-in user may do, asked once for each session.
import * as l10n from '@vscode/l10n';
import type { AccountApi } from '../../server/src/account/api';
import type { Permission } from '../../server/src/account/calls/sessions';
import type { Session } from './session';

export class Permissions {
  #of: AccountApi | undefined;
  #known: readonly Permission[] = [];

  constructor(readonly session: Session) {}

  /** What is known now; nothing where the account has not said. `then` is called when it has answered. */
  now(then: () => void): readonly Permission[] {
    const { api } = this.session;
    if (api !== this.#of) {
      this.#of = api;
      this.#known = [];
      void api?.readAccess().then((answer) => {
        if (api !== this.#of || !answer.ok) return;
        this.#known = answer.value;
        then();
      });
    }
    return this.#known;
  }
}

/** In words for a person: what the user may not do, or that nothing is denied. The names' meaning is unknown. */
export function sayPermissions(permissions: readonly Permission[]): string {
  const denied = permissions
    .filter(({ granted }) => !granted)
    .map(({ name, description }) => description ?? name);
  if (permissions.length === 0) return '';
  if (denied.length === 0) return l10n.t('The account lets you do everything that it lists.');
  return l10n.t('The account does not let you: {0}.', denied.join('; '));
}
