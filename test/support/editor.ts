// A language client in a few lines, over two in-memory streams: it speaks the protocol to a real server.
import { PassThrough } from 'node:stream';
import {
  createConnection,
  createProtocolConnection,
  type Diagnostic,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DidSaveTextDocumentNotification,
  InitializedNotification,
  type InitializeParams,
  InitializeRequest,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type Registration,
  RegistrationRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { type AccountOfServer, serve } from '../../server/src/languageServer';

export interface Editor {
  readonly connection: ProtocolConnection;
  /** What crossed the streams, both ways. */
  readonly traffic: () => string;
  open(uri: string, text: string, languageId?: string): Promise<void>;
  change(uri: string, version: number, text: string): Promise<void>;
  save(uri: string): Promise<void>;
  close(uri: string): Promise<void>;
  /** The first thing that the server asks to be told of, for clients that let it ask. */
  readonly registered: Promise<Registration | undefined>;
  /** The next published diagnostics of a document, for clients that are sent them. */
  published(uri: string): Promise<Diagnostic[]>;
}

export const pulling: InitializeParams['capabilities'] = {
  textDocument: {
    diagnostic: {},
    completion: { completionItem: { snippetSupport: true } },
    hover: { contentFormat: ['markdown', 'plaintext'] },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } },
  },
  workspace: { diagnostics: { refreshSupport: true }, workspaceEdit: { documentChanges: true } },
};

/** Starts a server for a client of these capabilities and initializes it. */
export async function startEditor(
  capabilities: InitializeParams['capabilities'],
  relay?: unknown,
  own?: AccountOfServer,
  folders: readonly string[] = [],
): Promise<Editor & { readonly capabilities: unknown }> {
  const [up, down] = [new PassThrough(), new PassThrough()];
  let traffic = '';
  for (const stream of [up, down]) stream.on('data', (chunk) => (traffic += String(chunk)));
  serve(createConnection(new StreamMessageReader(up), new StreamMessageWriter(down)), own);
  const connection = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
  const arrived = new Map<string, Diagnostic[][]>();
  const waiting = new Map<string, (diagnostics: Diagnostic[]) => void>();
  connection.onNotification(PublishDiagnosticsNotification.type, ({ uri, diagnostics }) => {
    const wait = waiting.get(uri);
    waiting.delete(uri);
    if (wait) wait(diagnostics);
    else arrived.set(uri, [...(arrived.get(uri) ?? []), diagnostics]);
  });
  const registered = new Promise<Registration | undefined>((resolve) =>
    connection.onRequest(RegistrationRequest.type, ({ registrations }) => resolve(registrations[0])),
  );
  connection.listen();
  const workspaceFolders = folders.map((uri) => ({ uri, name: uri }));
  const initializationOptions = relay === undefined ? undefined : { relay };
  const params = { processId: null, rootUri: null, capabilities, initializationOptions, workspaceFolders };
  const answer = await connection.sendRequest(InitializeRequest.type, params);
  await connection.sendNotification(InitializedNotification.type, {});
  return {
    connection,
    capabilities: answer.capabilities,
    traffic: () => traffic,
    registered,
    open: (uri, text, languageId = 'yaml') =>
      connection.sendNotification(DidOpenTextDocumentNotification.type, {
        textDocument: { uri, languageId, version: 1, text },
      }),
    change: (uri, version, text) =>
      connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri, version },
        contentChanges: [{ text }],
      }),
    save: (uri) =>
      connection.sendNotification(DidSaveTextDocumentNotification.type, { textDocument: { uri } }),
    close: (uri) =>
      connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } }),
    published: (uri) => {
      const [next, ...rest] = arrived.get(uri) ?? [];
      arrived.set(uri, rest);
      return next ? Promise.resolve(next) : new Promise((resolve) => waiting.set(uri, resolve));
    },
  };
}
