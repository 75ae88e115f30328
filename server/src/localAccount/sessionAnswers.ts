// Answers the calls about signing in and out, and about who is signed in.
import type { Caller } from './callers';
import type { Answers } from './routes';
import type { SignIns } from './signIns';
import type { Role } from './state';
import type { Store } from './store';

type SessionAnswers = Pick<
  Answers,
  'startDeviceSession' | 'readSession' | 'endSession' | 'readProfile' | 'readAccount' | 'readAccess'
>;

/** `urlOf` gives the address of one of the account's own pages. */
export function sessionAnswers(
  store: Store,
  signIns: SignIns,
  urlOf: (path: string) => string,
): SessionAnswers {
  return {
    startDeviceSession() {
      const { token, code, expiresAt } = signIns.begin();
      return {
        token,
        user_code: code,
        verification_uri: urlOf('/sign-in'),
        verification_uri_complete: urlOf(`/sign-in?code=${code}`),
        expires_at: new Date(expiresAt).toISOString(),
      };
    },
    readSession: () => ({}),
    async endSession({ caller }) {
      await endSession(store, caller);
      return {};
    },
    readProfile: ({ caller: { role } }) => ({ user: users[role] }),
    readAccount: () => ({ account: { id: 'local-account', name: 'Local account' } }),
    readAccess: ({ caller: { role } }) => ({
      permission_grants: permissions.map(({ name, description, viewer }) => ({
        granted: role === 'administrator' || viewer,
        permission: { name, description },
      })),
    }),
  };
}

/** API tokens, the owner's included, are no sessions: they outlive a sign-out. */
async function endSession(store: Store, { by, digest }: Caller): Promise<void> {
  if (by !== 'session') return;
  await store.change((state) => ({
    state: { ...state, sessions: state.sessions.filter((each) => each.digest !== digest) },
    result: undefined,
  }));
}

const users: Readonly<Record<Role, { readonly id: string; readonly name: string }>> = {
  administrator: { id: 'local-user', name: 'Local user' },
  viewer: { id: 'local-viewer', name: 'Local viewer' },
};

/** The names are this account's own: what Relay calls its permissions is not known. */
const permissions = [
  { name: 'local.connections.read', description: 'List and test connections', viewer: true },
  { name: 'local.connections.write', description: 'Add, change and delete connections', viewer: false },
  { name: 'local.secrets.read', description: 'List the names of workflow secrets', viewer: true },
  { name: 'local.secrets.write', description: 'Add, change and delete workflow secrets', viewer: false },
] as const;
