// What the connected editor can do, read once from its initialize request.
import type { InitializeParams } from 'vscode-languageserver';
import type { RelayOptions } from '../protocol';

export interface Client {
  /** It asks for diagnostics, also when told that the account has changed; other clients are sent them. */
  readonly pullsDiagnostics: boolean;
  readonly snippets: boolean;
  readonly versionedEdits: boolean;
  /** It opens forms and lists, so commands that need one may be offered. */
  readonly forms: boolean;
  /** It hands over the account and runs Relay's commands itself. */
  readonly bringsAccount: boolean;
  readonly executesCommands: boolean;
  readonly checksOnSave: boolean;
}

export function readClient({ capabilities, initializationOptions }: InitializeParams): Client {
  const { textDocument, workspace } = capabilities;
  const relay = readOptions(initializationOptions);
  const executesCommands = workspace?.executeCommand !== undefined;
  const bringsAccount = relay.account === 'client';
  return {
    pullsDiagnostics:
      textDocument?.diagnostic !== undefined && workspace?.diagnostics?.refreshSupport === true,
    snippets: textDocument?.completion?.completionItem?.snippetSupport === true,
    versionedEdits: workspace?.workspaceEdit?.documentChanges === true,
    forms: relay.forms === true && (bringsAccount || executesCommands),
    bringsAccount,
    executesCommands,
    checksOnSave: relay.diagnostics?.run === 'onSave',
  };
}

function readOptions(options: unknown): RelayOptions {
  const relay = (options as { relay?: unknown } | null | undefined)?.relay;
  return typeof relay === 'object' && relay !== null ? (relay as RelayOptions) : {};
}
