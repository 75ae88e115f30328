// What the local account keeps, as one immutable value, and that value as text.
import { Secret } from '../account/secret';

/** Who may do what: an administrator everything, a viewer only look and test. */
export type Role = 'administrator' | 'viewer';

export interface State {
  readonly connections: readonly StoredConnection[];
  readonly workflows: readonly StoredWorkflow[];
  readonly sessions: readonly StoredSession[];
  readonly tokens: readonly StoredToken[];
}

/** A connection with its values. `values` is the JSON text of its `fields`, as they came in. */
export interface StoredConnection {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly values: Secret;
  /** How it was authorised in a browser; absent where its values were typed in. */
  readonly oauth?: { readonly scopes: readonly string[]; readonly capabilities: readonly string[] };
  /** The last test; absent before the first and after a change of the values. */
  readonly test?: { readonly passed: boolean; readonly at: string; readonly because?: string };
}

export interface StoredWorkflow {
  /** Empty where the workflow is in no folder. */
  readonly folder: string;
  readonly name: string;
  /** Each `value` is the JSON text of what came in. */
  readonly secrets: readonly { readonly name: string; readonly value: Secret }[];
  /** Absent until a text was sent; `uses` are the connections it names. */
  readonly revision?: {
    readonly id: string;
    readonly uses: readonly { readonly type: string; readonly name: string }[];
  };
}

/** A confirmed sign-in. Of its token only the SHA-256 is kept. */
export interface StoredSession {
  readonly digest: string;
  readonly role: Role;
  /** Milliseconds since 1970. */
  readonly endsAt: number;
}

/** An API token, which acts in the role of who made it. Of its secret only the SHA-256 is kept. */
export interface StoredToken {
  readonly id: string;
  readonly name: string;
  readonly digest: string;
  readonly role: Role;
}

export const emptyState: State = { connections: [], workflows: [], sessions: [], tokens: [] };

/** The state as JSON, values included: exists only on its way into a cipher. */
export function writeState({ connections, workflows, sessions, tokens }: State): string {
  return JSON.stringify({
    connections: connections.map((each) => ({ ...each, values: each.values.reveal() })),
    workflows: workflows.map((each) => ({
      ...each,
      secrets: each.secrets.map(({ name, value }) => ({ name, value: value.reveal() })),
    })),
    sessions,
    tokens,
  });
}

/** Trusts its text, which only the key's owner can have written. The first version kept connections only. */
export function readState(text: string): State {
  const { connections, workflows = [], sessions = [], tokens = [] } = JSON.parse(text) as WrittenState;
  return {
    connections: connections.map((each) => ({ ...each, values: new Secret(each.values) })),
    workflows: workflows.map((each) => ({
      ...each,
      secrets: each.secrets.map(({ name, value }) => ({ name, value: new Secret(value) })),
    })),
    sessions,
    tokens,
  };
}

interface WrittenState {
  readonly connections: readonly (Omit<StoredConnection, 'values'> & { readonly values: string })[];
  readonly workflows?: readonly (Omit<StoredWorkflow, 'secrets'> & {
    readonly secrets: readonly { readonly name: string; readonly value: string }[];
  })[];
  readonly sessions?: readonly StoredSession[];
  readonly tokens?: readonly StoredToken[];
}
