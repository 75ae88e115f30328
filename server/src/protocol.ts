// What crosses between client and server besides the Language Server Protocol: names, never a credential.
import type { Diagnostic, Position, TextEdit } from 'vscode-languageserver';
import type { Account } from './account/account';
import type { Target } from './workflow/write';

/** `initializationOptions.relay`, all optional. */
export interface RelayOptions {
  /** The client can open the form that creates a connection, and a list to choose one from. */
  readonly forms?: boolean;
  /** `client`: the client asks the account itself, hands over what it knows, and runs Relay's commands itself. */
  readonly account?: 'client';
  /** When to check, for clients that do not pull diagnostics. */
  readonly diagnostics?: { readonly run?: 'onType' | 'onSave' };
  /** The address of docs/diagnostics.md, to which the codes of diagnostics link. */
  readonly docs?: string;
  /** The settings to begin with (server/src/settings.ts); `workspace/didChangeConfiguration` changes them. */
  readonly settings?: unknown;
}

/** Client to server, notification: what is now known of the account. */
export const accountChanged = 'relay/account';
export type AccountChanged = Account;

/**
 * Client to server, request: the edits after which a reference at a position names `target`. Where a literal stands
 * in a connection's place it is replaced; where neither does, a reference is inserted.
 */
export const replaceReference = 'relay/replaceReference';
export interface ReplaceReference {
  readonly uri: string;
  readonly position: Position;
  readonly target: Target;
}
export type ReplaceReferenceAnswer = readonly TextEdit[] | null;

/** Client to server, request: whether an open document is a workflow; the server's decision is the only one. */
export const isWorkflow = 'relay/isWorkflow';
export interface IsWorkflow {
  readonly uri: string;
}

/** Client to server, request without parameters: the diagnostics of every workflow of the workspace, opened or not. */
export const checkWorkspace = 'relay/checkWorkspace';
export type CheckWorkspaceAnswer = readonly { readonly uri: string; readonly diagnostics: Diagnostic[] }[];

/** Server to client, notification: open the form; sent only to clients that said `forms` and run commands on the server. */
export const openForm = 'relay/openForm';

/** Opens the form. Arguments: one Draft, or a list of them to step through; none from the palette. */
export const createCommand = 'relay.connections.create';
export interface Draft extends Partial<Target> {
  /** Where the reference stands, to write back there what was saved. */
  readonly from?: { readonly uri: string; readonly position: Position };
}

/** Lets the author choose a connection for the reference at a place. Argument: Draft. */
export const chooseCommand = 'relay.connections.insertReference';

/** Asks the account anew. No arguments. */
export const refreshCommand = 'relay.connections.refresh';
