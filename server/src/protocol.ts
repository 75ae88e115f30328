// What crosses between client and server besides the Language Server Protocol: names, never a credential.
import type { Diagnostic, Position, Range, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { Account } from './account/account';
import type { Target } from './workflow/write';

/** `initializationOptions.relay`, all optional. */
export interface RelayOptions {
  /** The client can open the form that creates a connection, and a list to choose one from. */
  readonly forms?: boolean;
  /** `client`: the client asks the account itself, hands over what it knows, and runs Relay's commands itself. */
  readonly account?: 'client';
  /** The address of docs/diagnostics.md, to which the codes of diagnostics link, where it is not the one that this package has. */
  readonly docs?: string;
  /** The settings to begin with (server/src/settings.ts); `workspace/didChangeConfiguration` changes them. */
  readonly settings?: unknown;
}

/** Client to server, notification: what is now known of the account. */
export const accountChanged = 'relay/account';
export type AccountChanged = Account;

/**
 * Client to server, request: the edits after which a reference at a position names `target`. Where a literal stands
 * in a connection's place it is replaced; where neither does, a reference is inserted. Null where the place is another
 * one than `was` said.
 */
export const replaceReference = 'relay/replaceReference';
export interface ReplaceReference {
  readonly uri: string;
  readonly position: Position;
  readonly target: Target;
  /** What `relay/connectionAt` answered for the place earlier. */
  readonly was?: ConnectionAtAnswer;
}
export type ReplaceReferenceAnswer = readonly TextEdit[] | null;

/** Client to server, request: whether an open document is a workflow; the server's decision is the only one. */
export const isWorkflow = 'relay/isWorkflow';
export interface IsWorkflow {
  readonly uri: string;
}

/**
 * Server to client, notification: the workflows of the account, by path, whose secrets open files speak of. Sent only to
 * clients that hand over the account, whenever it is other workflows than before.
 */
export const secretsWanted = 'relay/secretsWanted';
export interface SecretsWanted {
  readonly paths: readonly string[];
}

/** Client to server, request: the workflow of the account, by path, that an open document is linked to. */
export const workflowLink = 'relay/workflowLink';
export interface WorkflowLink {
  readonly uri: string;
}
export type WorkflowLinkAnswer = { readonly path: string } | null;

/** Client to server, request without parameters: the diagnostics of every workflow of the workspace, opened or not. */
export const checkWorkspace = 'relay/checkWorkspace';
export type CheckWorkspaceAnswer = readonly { readonly uri: string; readonly diagnostics: Diagnostic[] }[];

/** Client to server, request without parameters: every connection that the workflows of the workspace name, opened or not. */
export const usages = 'relay/usages';
export interface UsagesAnswer {
  /** How many workflows there are. */
  readonly workflows: number;
  /** Each once, by type and name. */
  readonly connections: readonly NamedConnection[];
}
export interface NamedConnection {
  /** Absent, as `name`, where it is known only when the workflow runs. */
  readonly type?: string;
  readonly name?: string;
  /** What the account says of it, by the account that the server was told of last. */
  readonly status: 'present' | 'missing' | 'type-mismatch' | 'unknown';
  /** The types that the account has the name under, of `type-mismatch`. */
  readonly types?: readonly string[];
  /** Why nothing is known, of `unknown`, in words for a person. */
  readonly because?: string;
  readonly places: readonly UsagePlace[];
}
export interface UsagePlace {
  readonly uri: string;
  /** The name; the whole reference where no name is written. */
  readonly range: Range;
  /** Whether the workflow cannot go on without the connection at this place. */
  readonly needed: boolean;
}

/** Server to client, notification: `relay/usages` has another answer than the last time. Not sent before it was asked. */
export const usagesChanged = 'relay/usagesChanged';

/** Client to server, request: the connection that is named at a position, as far as it is written; null where none is. */
export const connectionAt = 'relay/connectionAt';
export interface ConnectionAt {
  readonly uri: string;
  readonly position: Position;
}
export type ConnectionAtAnswer = Partial<Target> | null;

/** Client to server, request: the text of a reference to a connection (Target), in tag form, on one line. */
export const writeReference = 'relay/writeReference';

/**
 * Client to server, request: the edits after which every workflow that names a connection names it `to`. That the new
 * name is one which workflows use already is no obstacle: only the account knows whether it is taken.
 */
export const renameConnection = 'relay/renameConnection';
export interface RenameConnection extends Target {
  readonly to: string;
}
export type RenameConnectionAnswer = { readonly edit: WorkspaceEdit } | { readonly refused: string };

/** Client to server, request: where in an open document the account's paths (`steps.0.spec`) are; null for one that is nowhere. */
export const placesOfPaths = 'relay/placesOfPaths';
export interface PlacesOfPaths {
  readonly uri: string;
  readonly paths: readonly string[];
}
export type PlacesOfPathsAnswer = readonly (Range | null)[];

/** Server to client, notification: open the form; sent only to clients that said `forms` and run commands on the server. */
export const openForm = 'relay/openForm';

/** Opens the form. Arguments: one Draft, or a list of them to step through; none from the palette. */
export const createCommand = 'relay.connections.create';
export interface Draft extends Partial<Target> {
  /** Where the reference stands, to write back there what was saved. */
  readonly from?: { readonly uri: string; readonly position: Position };
}

/** Opens the form that gives a secret its value. Argument: SecretDraft; none from the palette. */
export const setSecretCommand = 'relay.secrets.set';
export interface SecretDraft {
  /** The path of the workflow, in the account, that has the secret or is to have it. */
  readonly workflow: string;
  readonly name: string;
  /** Where the secret is named, to return there. */
  readonly from?: Draft['from'];
}

/** Lets the author choose a connection for the reference at a place. Argument: Draft. */
export const chooseCommand = 'relay.connections.insertReference';

/** Tests a connection of the account. Argument: Target; none from the palette, as with the next. */
export const testCommand = 'relay.connections.test';

/** Opens the form that gives a connection other values. Argument: Target. */
export const overwriteCommand = 'relay.connections.overwrite';

/** Asks the account anew. No arguments. */
export const refreshCommand = 'relay.connections.refresh';
