// Navigation as an editor asks for it, over streams, and the index of the workspace's files on a real disk.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  CancellationTokenSource,
  CodeLensRefreshRequest,
  CodeLensRequest,
  DefinitionRequest,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  DidChangeWorkspaceFoldersNotification,
  DidCloseTextDocumentNotification,
  DocumentHighlightRequest,
  DocumentLinkRequest,
  DocumentSymbolRequest,
  FileChangeType,
  FoldingRangeRequest,
  type InitializeParams,
  InlayHintRefreshRequest,
  InlayHintRequest,
  type Location,
  LogMessageNotification,
  type Position,
  PrepareRenameRequest,
  ReferencesRequest,
  RenameRequest,
  SelectionRangeRequest,
  SemanticTokensRangeRequest,
  SemanticTokensRequest,
  ShowMessageNotification,
  type WorkspaceEdit,
  WorkspaceSymbolRequest,
} from 'vscode-languageserver/node';
import { accountChanged, type CheckWorkspaceAnswer, checkWorkspace } from '../../server/src/protocol';
import { type Editor, pulling, startEditor } from '../support/editor';
import { ready, step } from '../support/marks';
import { atMarks } from '../support/places';

const uri = 'file:///w.yaml';
const vscode = { forms: true, account: 'client' };
const start = { line: 0, character: 0 };

describe('one document', () => {
  const marked = `steps:
- name: «one»
  image: relaysh/core
- name: two
  image: relaysh/core
  dependsOn: [«one»]
  spec: { a: !Connection [aws, prod] }
`;
  const { text, positions } = atMarks(marked);
  const [declared = start, used = start] = positions;
  const at = { textDocument: { uri }, position: used };
  const whole = { start, end: { line: 9, character: 0 } };

  test('answers every request', async () => {
    const editor = await startEditor(pulling, { ...vscode, settings: { inlayHints: 'all' } });
    const ask = editor.connection.sendRequest.bind(editor.connection);
    await editor.open(uri, text);
    const of = { textDocument: { uri } };
    expect(await ask(DefinitionRequest.type, at)).toMatchObject([{ uri, range: { start: declared } }]);
    expect(await ask(DocumentHighlightRequest.type, at)).toHaveLength(2);
    const context = { includeDeclaration: false };
    expect(await ask(ReferencesRequest.type, { ...at, context })).toMatchObject([{ range: { start: used } }]);
    expect(await ask(PrepareRenameRequest.type, at)).toMatchObject({ placeholder: 'one' });
    expect(await ask(RenameRequest.type, { ...at, newName: 'first' })).toMatchObject({
      documentChanges: [
        { textDocument: { uri, version: 1 }, edits: [{ newText: 'first' }, { newText: 'first' }] },
      ],
    });
    expect(await ask(DocumentLinkRequest.type, of)).toHaveLength(2);
    expect(await ask(FoldingRangeRequest.type, of)).not.toHaveLength(0);
    expect(await ask(SelectionRangeRequest.type, { ...of, positions })).toHaveLength(2);
    expect(await ask(SemanticTokensRequest.type, of)).toEqual({ data: [6, 26, 3, 8, 0, 0, 5, 4, 1, 0] });
    expect(await ask(SemanticTokensRangeRequest.type, { ...of, range: whole })).toHaveProperty(
      'data.length',
      10,
    );
    expect(await ask(InlayHintRequest.type, { ...of, range: whole })).toMatchObject([
      { label: '? not checked' },
    ]);
    expect(await ask(CodeLensRequest.type, of)).toHaveLength(1);
    // This client takes no tree.
    expect(await ask(DocumentSymbolRequest.type, of)).toMatchObject([{ location: { uri } }, {}, {}, {}]);
  });

  test('a rename that cannot be is refused in words', async () => {
    const editor = await startEditor(pulling, vscode);
    await editor.open(uri, text);
    await expect(
      editor.connection.sendRequest(RenameRequest.type, { ...at, newName: 'two' }),
    ).rejects.toThrow('The name "two" is taken: line 4 of w.yaml names another step so.');
  });

  test('other YAML, and documents that are not open, have nothing', async () => {
    const editor = await startEditor(pulling, vscode);
    await editor.open(uri, 'services: { web: { image: x } }\n');
    for (const textDocument of [{ uri }, { uri: 'file:///none.yaml' }]) {
      const nowhere = { textDocument, position: start };
      const ask = editor.connection.sendRequest.bind(editor.connection);
      expect(await ask(DefinitionRequest.type, nowhere)).toBeNull();
      expect(
        await ask(ReferencesRequest.type, { ...nowhere, context: { includeDeclaration: true } }),
      ).toBeNull();
      expect(await ask(RenameRequest.type, { ...nowhere, newName: 'x' })).toBeNull();
      expect(await ask(FoldingRangeRequest.type, { textDocument })).toBeNull();
      expect(await ask(SemanticTokensRequest.type, { textDocument })).toBeNull();
    }
  });

  test('hints and lenses are asked for again when the account or the settings change', async () => {
    const refreshing = { inlayHint: { refreshSupport: true }, codeLens: { refreshSupport: true } };
    const editor = await startEditor(
      { ...pulling, workspace: { ...pulling.workspace, ...refreshing } },
      vscode,
    );
    const asked = [InlayHintRefreshRequest.type, CodeLensRefreshRequest.type].map(
      (type) => new Promise<void>((resolve) => editor.connection.onRequest(type, () => resolve())),
    );
    await editor.connection.sendNotification(accountChanged, ready());
    await Promise.all(asked);
    await editor.open(uri, text);
    const settings = { relay: { inlayHints: 'problems' } };
    await editor.connection.sendNotification(DidChangeConfigurationNotification.type, { settings });
    const shown = await editor.connection.sendRequest(InlayHintRequest.type, {
      textDocument: { uri },
      range: whole,
    });
    expect(shown).toMatchObject([{ label: '✗ not in ACME' }]);
  });
});

describe('a workspace', () => {
  let folder = '';
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'relay-workspace-')));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const uriOf = (file: string) => pathToFileURL(join(folder, file)).href;
  function write(file: string, text: string): void {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  const named = (name: string) => step(`a: !Connection [aws, ${name}]`);
  // The position of the name in what `named` gives.
  const position: Position = { line: 4, character: 25 };
  const watching: InitializeParams['capabilities'] = {
    ...pulling,
    workspace: {
      ...pulling.workspace,
      didChangeWatchedFiles: { dynamicRegistration: true },
      workspaceFolders: true,
    },
  };
  const start = (relay: unknown = vscode, capabilities = watching) =>
    startEditor(capabilities, relay, undefined, [pathToFileURL(folder).href]);
  const referencesTo = async (editor: Editor, from: string): Promise<string[]> => {
    const found = await editor.connection.sendRequest(ReferencesRequest.type, {
      textDocument: { uri: from },
      position,
      context: { includeDeclaration: true },
    });
    return ((found ?? []) as Location[]).map((each) => each.uri.replace(pathToFileURL(folder).href, '.'));
  };
  const told = (editor: Editor, file: string, type: FileChangeType) =>
    editor.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri: uriOf(file), type }],
    });

  test('finds a connection in all its workflows, opened or not, and only in those', async () => {
    write('a.yaml', named('prod'));
    write('deep/er/b.yml', named('prod'));
    write('c d.yaml', `${named('prod')}    b: \${connections.aws.prod}\n`);
    write('other.yaml', named('dev'));
    write('services.yaml', 'services: { web: { image: "!Connection [aws, prod]" } }\n');
    write('ignored.yaml', `# relay: ignore\n${named('prod')}`);
    write('node_modules/x/w.yaml', named('prod'));
    write('.git/w.yaml', named('prod'));
    write('large.yaml', `${named('prod')}#${'x'.repeat(1_000_000)}`);
    symlinkSync('node_modules/x/w.yaml', join(folder, 'link.yaml'));
    symlinkSync('a.yaml', join(folder, 'link-to-open.yaml'));
    symlinkSync('other.yaml', join(folder, 'link-to-other.yaml'));
    symlinkSync('node_modules', join(folder, 'packages'));
    write('broken.yaml', '\u0000: [');
    write('notes.txt', named('prod'));
    const editor = await start();
    await editor.open(uriOf('a.yaml'), named('prod'));
    expect(await referencesTo(editor, uriOf('a.yaml'))).toEqual([
      './a.yaml',
      './c%20d.yaml',
      './c%20d.yaml',
      './deep/er/b.yml',
      './large.yaml',
      './link.yaml',
    ]);
  });

  test('has a file once, also where it is open by another name', async () => {
    write('a.yaml', named('prod'));
    write('b.yaml', named('prod'));
    symlinkSync('b.yaml', join(folder, 'c.yaml'));
    const editor = await start();
    await editor.open(uriOf('a.yaml'), named('prod'));
    await editor.open(uriOf('c.yaml'), named('prod'));
    expect(await referencesTo(editor, uriOf('a.yaml'))).toEqual(['./a.yaml', './c.yaml']);
  });

  test('ends with its folders, whatever the globs say', async () => {
    write('in/a.yaml', named('prod'));
    write('out/b.yaml', named('prod'));
    symlinkSync('../out', join(folder, 'in/link'));
    const include = ['*.yaml', '../out/*.yaml', join(folder, 'out/*.yaml'), 'link/*.yaml'];
    const settings = { workflows: { include, exclude: ['../../**'] } };
    const editor = await startEditor(watching, { ...vscode, settings }, undefined, [uriOf('in')]);
    await editor.open('untitled:a', named('prod'));
    expect(await referencesTo(editor, 'untitled:a')).toEqual(['untitled:a', './in/a.yaml']);
  });

  test('tells which files are too large to be read, and warns when one may name what is renamed', async () => {
    const filling = `#${'x'.repeat(4_000_000)}`;
    write('large.yaml', `${named('prod')}${filling}`);
    write('data.yaml', `prod: 1\n${filling}`);
    const editor = await start();
    const said: string[] = [];
    editor.connection.onNotification(LogMessageNotification.type, ({ message }) => void said.push(message));
    const warnings: string[] = [];
    editor.connection.onNotification(
      ShowMessageNotification.type,
      ({ message }) => void warnings.push(message),
    );
    const rename = async (name: string) => {
      await editor.open(uriOf(`${name}.yaml`), named(name));
      const at = { textDocument: { uri: uriOf(`${name}.yaml`) }, position, newName: 'new' };
      await editor.connection.sendRequest(RenameRequest.type, at);
    };
    await rename('prod');
    await rename('test');
    const large = join(folder, 'large.yaml');
    expect(said).toEqual([`${large} is left out: it is larger than 4 MB.`]);
    expect(warnings).toEqual([
      `"prod" may also stand in ${large}, too large to be read: look there yourself.`,
    ]);
  });

  test('an open document counts as it is in the editor', async () => {
    write('a.yaml', named('prod'));
    write('b.yaml', named('prod'));
    const editor = await start();
    await editor.open(uriOf('a.yaml'), named('prod'));
    await editor.open(uriOf('b.yaml'), named('other'));
    expect(await referencesTo(editor, uriOf('a.yaml'))).toEqual(['./a.yaml']);
    await editor.connection.sendNotification(DidCloseTextDocumentNotification.type, {
      textDocument: { uri: uriOf('b.yaml') },
    });
    expect(await referencesTo(editor, uriOf('a.yaml'))).toEqual(['./a.yaml', './b.yaml']);
  });

  test('is looked at again when the editor tells of a change, and not before', async () => {
    write('a.yaml', named('prod'));
    write('b.yaml', named('prod'));
    const editor = await start();
    expect(await editor.registered).toMatchObject({
      method: 'workspace/didChangeWatchedFiles',
      registerOptions: {
        watchers: [{ globPattern: '**/*.{yaml,yml,schema.json}' }, { globPattern: '**', kind: 4 }],
      },
    });
    await editor.open(uriOf('a.yaml'), named('prod'));
    expect(await referencesTo(editor, uriOf('a.yaml'))).toEqual(['./a.yaml', './b.yaml']);
    write('b.yaml', named('other'));
    write('c.yaml', named('prod'));
    expect(await referencesTo(editor, uriOf('a.yaml'))).toEqual(['./a.yaml', './b.yaml']);
    await told(editor, 'b.yaml', FileChangeType.Changed);
    expect(await referencesTo(editor, uriOf('a.yaml'))).toEqual(['./a.yaml', './c.yaml']);
    rmSync(join(folder, 'c.yaml'));
    await told(editor, 'c.yaml', FileChangeType.Deleted);
    expect(await referencesTo(editor, uriOf('a.yaml'))).toEqual(['./a.yaml']);
  });

  test('is looked at each time where the editor cannot watch files', async () => {
    write('a.yaml', named('prod'));
    const editor = await start(vscode, pulling);
    await editor.open(uriOf('a.yaml'), named('prod'));
    expect(await referencesTo(editor, uriOf('a.yaml'))).toEqual(['./a.yaml']);
    write('b.yaml', named('prod'));
    expect(await referencesTo(editor, uriOf('a.yaml'))).toEqual(['./a.yaml', './b.yaml']);
  });

  test('follows the folders and the globs of the settings', async () => {
    write('one/a.yaml', named('prod'));
    write('two/b.yaml', named('prod'));
    write('two/old/c.yaml', named('prod'));
    const editor = await startEditor(watching, vscode, undefined, [uriOf('one')]);
    await editor.open(uriOf('one/a.yaml'), named('prod'));
    expect(await referencesTo(editor, uriOf('one/a.yaml'))).toEqual(['./one/a.yaml']);
    await editor.connection.sendNotification(DidChangeWorkspaceFoldersNotification.type, {
      event: {
        added: [
          { uri: uriOf('two'), name: 'two' },
          { uri: 'vscode-vfs://x/y', name: 'y' },
        ],
        removed: [],
      },
    });
    expect(await referencesTo(editor, uriOf('one/a.yaml'))).toHaveLength(3);
    const settings = { relay: { workflows: { exclude: ['**/old/**'] } } };
    await editor.connection.sendNotification(DidChangeConfigurationNotification.type, { settings });
    expect(await referencesTo(editor, uriOf('one/a.yaml'))).toEqual(['./one/a.yaml', './two/b.yaml']);
    await editor.connection.sendNotification(DidChangeWorkspaceFoldersNotification.type, {
      event: { added: [], removed: [{ uri: uriOf('two'), name: 'two' }] },
    });
    expect(await referencesTo(editor, uriOf('one/a.yaml'))).toEqual(['./one/a.yaml']);
  });

  test('a connection is renamed in every file, opened or not', async () => {
    write('a.yaml', named('prod'));
    write('b.yaml', `${named('prod')}    b: \${connections.aws.prod}\n`);
    write('c.yaml', named('other'));
    const editor = await start();
    await editor.open(uriOf('a.yaml'), named('prod'));
    const at = { textDocument: { uri: uriOf('a.yaml') }, position };
    const rename = (newName: string) => editor.connection.sendRequest(RenameRequest.type, { ...at, newName });
    const edit = (await rename('live one')) as WorkspaceEdit;
    expect(edit.documentChanges).toMatchObject([
      { textDocument: { uri: uriOf('a.yaml'), version: 1 }, edits: [{ newText: 'live one' }] },
      {
        textDocument: { uri: uriOf('b.yaml'), version: null },
        edits: [{ newText: 'live one' }, { newText: "'live one'" }],
      },
    ]);
    await expect(rename('other')).rejects.toThrow(
      'The name "other" is taken: line 5 of c.yaml names another aws connection so.',
    );
  });

  test('has its steps, parameters and connections as symbols', async () => {
    write('a.yaml', named('prod'));
    const editor = await start();
    const found = await editor.connection.sendRequest(WorkspaceSymbolRequest.type, { query: '' });
    expect(found?.map(({ name }) => name)).toEqual(['one', 'prod']);
  });

  test('is checked as a whole, each file as it is now', async () => {
    write('a.yaml', named('prod'));
    write('b.yaml', named('gone'));
    write('c.yaml', named('gone'));
    write('d.yaml', 'services: {}\n');
    const editor = await start();
    await editor.connection.sendNotification(accountChanged, ready('aws/prod'));
    await editor.open(uriOf('c.yaml'), named('prod'));
    const checked = await editor.connection.sendRequest<CheckWorkspaceAnswer>(checkWorkspace);
    expect(checked.map((each) => [each.uri, ...each.diagnostics.map(({ code }) => code)])).toEqual([
      [uriOf('c.yaml')],
      [uriOf('a.yaml')],
      [uriOf('b.yaml'), 'connection-missing'],
    ]);
  });

  test('is checked no further once that is given up', async () => {
    for (let file = 0; file < 50; file += 1) write(`${file}.yaml`, named('prod'));
    const editor = await start();
    const ended = new CancellationTokenSource();
    const checked = editor.connection.sendRequest<CheckWorkspaceAnswer>(checkWorkspace, ended.token);
    ended.cancel();
    expect((await checked).length).toBeLessThan(50);
  });

  test('without folders holds what is open', async () => {
    const editor = await startEditor(pulling, vscode);
    await editor.open('untitled:one', named('prod'));
    await editor.open('untitled:two', named('prod'));
    expect(await referencesTo(editor, 'untitled:one')).toEqual(['untitled:one', 'untitled:two']);
  });
});
