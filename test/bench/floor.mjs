// The floor: a language server that does nothing but parse the text with the yaml package, on each change. It is told the
// tags of the text, as ours is: a warning for each unknown one would cost it a quarter of its time.
import { createConnection, ProposedFeatures, TextDocuments } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { parseDocument } from 'yaml';

const tags = ['!Connection', '!Parameter', '!Output', '!Fn.equals'].flatMap((tag) => [
  { tag, collection: 'map' },
  { tag, collection: 'seq' },
  { tag, resolve: (value) => value },
]);
const connection = createConnection(ProposedFeatures.all);
const documents = new TextDocuments(TextDocument);
connection.onInitialize(() => ({
  capabilities: { textDocumentSync: 2, hoverProvider: true, completionProvider: {} },
}));
connection.onHover(() => null);
connection.onCompletion(() => null);
documents.onDidChangeContent(({ document }) => {
  parseDocument(document.getText(), {
    keepSourceTokens: true,
    prettyErrors: false,
    uniqueKeys: false,
    schema: 'failsafe',
    logLevel: 'error',
    customTags: (known) => [...known, ...tags],
  });
  void connection.sendDiagnostics({ uri: document.uri, version: document.version, diagnostics: [] });
});
documents.listen(connection);
connection.listen();
