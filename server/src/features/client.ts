// What the connected editor can do, read once from its initialize request; and all that a feature is told with it.
import { DiagnosticTag, type InitializeParams, InsertTextMode, MarkupKind } from 'vscode-languageserver';
import type { Account } from '../account/account';
import type { LinkOf } from '../links';
import { isObject } from '../objects';
import type { RelayOptions } from '../protocol';
import type { Settings } from '../settings';

export interface Client {
  /** It asks for diagnostics, also when told that the account has changed; other clients are sent them. */
  readonly pullsDiagnostics: boolean;
  readonly snippets: boolean;
  /** It leaves the indentation of what a completion inserts as it is written. */
  readonly indentsAsWritten: boolean;
  /** It shows the documentation of completions as Markdown. */
  readonly markdown: boolean;
  /** It shows hovers as Markdown. */
  readonly hoversMarkdown: boolean;
  readonly versionedEdits: boolean;
  /** It takes code actions, not commands alone. */
  readonly codeActions: boolean;
  /** It shows what has no effect as such. */
  readonly tagsUnnecessary: boolean;
  /** It asks for the edits of a code action once that is chosen. */
  readonly resolvesEdits: boolean;
  /** It opens forms and lists, so commands that need one may be offered. */
  readonly forms: boolean;
  /** It hands over the account and runs Relay's commands itself. */
  readonly bringsAccount: boolean;
  readonly executesCommands: boolean;
  /** The address that the codes of diagnostics link into. */
  readonly docs: string | undefined;
  /** It asks for the name before it renames. */
  readonly preparesRename: boolean;
  /** It takes symbols with others below them. */
  readonly nestsSymbols: boolean;
  /** It can be asked to tell of changed files. */
  readonly watchesFiles: boolean;
  /** It tells when folders come and go. */
  readonly changesFolders: boolean;
  readonly refreshesInlayHints: boolean;
  readonly refreshesCodeLenses: boolean;
}

/** `docs` is the address that the codes of diagnostics link into where the client names none. */
export function readClient({ capabilities, initializationOptions }: InitializeParams, docs?: string): Client {
  const { textDocument, workspace } = capabilities;
  const completionItem = textDocument?.completion?.completionItem;
  const relay = readOptions(initializationOptions);
  const executesCommands = workspace?.executeCommand !== undefined;
  const bringsAccount = relay.account === 'client';
  return {
    pullsDiagnostics:
      textDocument?.diagnostic !== undefined && workspace?.diagnostics?.refreshSupport === true,
    snippets: completionItem?.snippetSupport === true,
    indentsAsWritten: completionItem?.insertTextModeSupport?.valueSet?.includes(InsertTextMode.asIs) === true,
    markdown: completionItem?.documentationFormat?.includes(MarkupKind.Markdown) === true,
    hoversMarkdown: textDocument?.hover?.contentFormat?.includes(MarkupKind.Markdown) === true,
    codeActions: textDocument?.codeAction?.codeActionLiteralSupport !== undefined,
    tagsUnnecessary:
      textDocument?.publishDiagnostics?.tagSupport?.valueSet?.includes(DiagnosticTag.Unnecessary) === true,
    versionedEdits: workspace?.workspaceEdit?.documentChanges === true,
    resolvesEdits:
      textDocument?.codeAction?.dataSupport === true &&
      textDocument.codeAction.resolveSupport?.properties?.includes('edit') === true,
    forms: relay.forms === true && (bringsAccount || executesCommands),
    bringsAccount,
    executesCommands,
    docs: typeof relay.docs === 'string' ? relay.docs : docs,
    preparesRename: textDocument?.rename?.prepareSupport === true,
    nestsSymbols: textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true,
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    changesFolders: workspace?.workspaceFolders === true,
    refreshesInlayHints: workspace?.inlayHint?.refreshSupport === true,
    refreshesCodeLenses: workspace?.codeLens?.refreshSupport === true,
  };
}

/** What features are told besides the workflow. */
export interface Situation {
  readonly account: Account;
  readonly settings: Settings;
  readonly client: Client;
  readonly linkOf: LinkOf;
}

export function readOptions(options: unknown): RelayOptions {
  const relay = (options as { relay?: unknown } | null | undefined)?.relay;
  return isObject(relay) ? relay : {};
}
