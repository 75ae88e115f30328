// The whole protocol, as an editor speaks it, over streams.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import {
  type CodeAction,
  CodeActionKind,
  CodeActionRequest,
  type CompletionList,
  CompletionRequest,
  DiagnosticRefreshRequest,
  DidChangeConfigurationNotification,
  DocumentDiagnosticRequest,
  ExecuteCommandRequest,
  HoverRequest,
  type TextDocumentEdit,
  type TextEdit,
} from 'vscode-languageserver/node';
import { docsBeside } from '../../server/src/docs';
import { readClient } from '../../server/src/features/client';
import { accountChanged, openForm, replaceReference } from '../../server/src/protocol';
import { type Editor, pulling, startEditor } from '../support/editor';
import { ready, step } from '../support/marks';

const uri = 'file:///w.yaml';
const text = step('a: !Connection { type: aws, name: prod }\nb: !Connection { type: aws, name: tset }');
const range = { start: { line: 5, character: 38 }, end: { line: 5, character: 38 } };
const vscode = { forms: true, account: 'client' };

const pull = (editor: Editor, previousResultId?: string) =>
  editor.connection.sendRequest(DocumentDiagnosticRequest.type, {
    textDocument: { uri },
    ...(previousResultId === undefined ? {} : { previousResultId }),
  });

const codes = (diagnostics: readonly { code?: unknown }[]) => diagnostics.map((each) => each.code);

describe('a client that pulls', () => {
  test('is asked to pull again when the account changes, without an edit', async () => {
    const editor = await startEditor(pulling, vscode);
    await editor.open(uri, text);
    const before = await pull(editor);
    expect(before).toMatchObject({ kind: 'full', items: [] });
    expect(await pull(editor, before.resultId)).toEqual({ kind: 'unchanged', resultId: before.resultId });

    const asked = new Promise<void>((resolve) =>
      editor.connection.onRequest(DiagnosticRefreshRequest.type, () => resolve()),
    );
    await editor.connection.sendNotification(accountChanged, ready('aws/prod', 'aws/test'));
    await asked;
    const after = await pull(editor, before.resultId);
    if (after.kind !== 'full') throw new Error('not full');
    expect(after.items).toEqual([
      expect.objectContaining({
        code: 'connection-missing',
        source: 'relay',
        severity: 1,
        range: { start: { line: 5, character: 38 }, end: { line: 5, character: 42 } },
      }),
    ]);
  });

  test('gets the diagnostics of what is opened again, whatever its version', async () => {
    const editor = await startEditor(pulling, vscode);
    await editor.open(uri, step('a: !Nope x'));
    const before = await pull(editor);
    await editor.close(uri);
    await editor.open(uri, text);
    expect(await pull(editor, before.resultId)).toMatchObject({ kind: 'full', items: [] });
  });

  test('gets fixes that are bound to the version, and commands for the form', async () => {
    const editor = await startEditor(pulling, vscode);
    await editor.connection.sendNotification(accountChanged, ready('aws/prod', 'aws/test'));
    await editor.open(uri, text);
    const actions = (await editor.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri },
      range,
      context: { diagnostics: [] },
    })) as CodeAction[];
    const isFix = ({ kind }: CodeAction) => kind === CodeActionKind.QuickFix;
    expect(actions.filter(isFix).map((action) => action.title)).toEqual([
      'Use "test"',
      'Create aws connection "tset"…',
      'Use another connection…',
      'Disable connection-missing for this line',
    ]);
    const edit = actions[0]?.edit?.documentChanges?.[0] as TextDocumentEdit;
    expect(edit.textDocument).toEqual({ uri, version: 1 });
    expect(actions[0]?.diagnostics).toEqual([expect.objectContaining({ code: 'connection-missing' })]);
    expect(actions[1]?.command).toMatchObject({
      command: 'relay.connections.create',
      arguments: [{ type: 'aws', name: 'tset' }],
    });
  });

  test('is offered to create all that is missing, each once', async () => {
    const editor = await startEditor(pulling, vscode);
    await editor.connection.sendNotification(accountChanged, ready());
    await editor.open(uri, `${text}    c: \${connections.aws.tset}\n`);
    const actions = (await editor.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri },
      range,
      context: { diagnostics: [] },
    })) as CodeAction[];
    const all = actions.find((action) => action.title.startsWith('Create all'));
    expect(all?.title).toBe('Create all 2 missing connections…');
    expect(all?.command?.arguments?.[0]).toMatchObject([{ name: 'prod' }, { name: 'tset' }]);
  });

  test('completes and hovers', async () => {
    const editor = await startEditor(pulling, vscode);
    await editor.connection.sendNotification(accountChanged, ready('aws/prod'));
    await editor.open(uri, text);
    const at = { textDocument: { uri }, position: range.start };
    const list = (await editor.connection.sendRequest(CompletionRequest.type, at)) as CompletionList;
    expect(list.items.map((item) => item.label)).toEqual(['prod', 'Create new aws connection…']);
    expect(await editor.connection.sendRequest(HoverRequest.type, at)).toMatchObject({
      range: { start: { line: 5, character: 7 } },
    });
  });

  test('can have a reference renamed to what was saved', async () => {
    const editor = await startEditor(pulling, vscode);
    await editor.open(uri, text);
    const request = { uri, position: { line: 5, character: 7 }, target: { type: 'gcp', name: 'a: b' } };
    const edits = await editor.connection.sendRequest<TextEdit[]>(replaceReference, request);
    expect(edits.map((edit) => edit.newText)).toEqual(['gcp', '"a: b"']);
  });
});

test('a lock file speaks for the files of the folders alone', async () => {
  const editor = await startEditor({}, vscode, undefined, ['file:///work']);
  await editor.connection.sendNotification(accountChanged, { ...ready('aws/prod'), lockFile: true });
  const [inside, outside] = ['file:///work/deep/w.yaml', 'file:///workshop/w.yaml'];
  for (const each of [inside, outside]) await editor.open(each, text);
  expect(codes(await editor.published(inside))).toEqual(['connection-missing']);
  expect(await editor.published(outside)).toEqual([]);
  const at = { textDocument: { uri: outside }, position: range.start };
  expect(JSON.stringify(await editor.connection.sendRequest(HoverRequest.type, at))).toContain(
    'the lock file speaks for the files of its folder alone',
  );
});

test.each([
  { textDocument: { codeAction: { dataSupport: true, resolveSupport: {} } } },
  { textDocument: { completion: { completionItem: { insertTextModeSupport: {} } } } },
])('a client of the capabilities %j is served', async (capabilities) => {
  const editor = await startEditor(capabilities as never);
  await editor.open(uri, step('a: !Nope x'));
  expect(codes(await editor.published(uri))).toEqual(['tag-unknown']);
});

test('where no reference stands, a whole one is written', async () => {
  const editor = await startEditor(pulling, vscode);
  await editor.open(uri, `${text}    c: \n`);
  const request = { uri, position: { line: 6, character: 7 }, target: { type: 'aws', name: 'x' } };
  const edits = await editor.connection.sendRequest<TextEdit[]>(replaceReference, request);
  expect(edits.map((edit) => edit.newText)).toEqual(['!Connection { type: aws, name: x }']);
});

test('where a literal stands in the place of a connection, it is replaced', async () => {
  const editor = await startEditor(pulling, vscode);
  const place = 'connection: my account';
  await editor.open(
    uri,
    `steps:\n- name: a\n  image: relaysh/aws-s3-step-bucket-list\n  spec:\n    aws:\n      ${place}\n`,
  );
  const request = { uri, position: { line: 5, character: 20 }, target: { type: 'aws', name: 'x' } };
  const edits = await editor.connection.sendRequest<TextEdit[]>(replaceReference, request);
  expect(edits).toEqual([
    {
      range: { start: { line: 5, character: 18 }, end: { line: 5, character: 28 } },
      newText: '!Connection { type: aws, name: x }',
    },
  ]);
});

describe('a client that only listens', () => {
  test('is sent diagnostics on open, on each change, and when the account changes', async () => {
    const editor = await startEditor({}, { account: 'client' });
    await editor.open(uri, text);
    expect(codes(await editor.published(uri))).toEqual([]);
    await editor.connection.sendNotification(accountChanged, ready('aws/prod'));
    expect(codes(await editor.published(uri))).toEqual(['connection-missing']);
    await editor.change(uri, 2, text.replace('tset', 'prod'));
    expect(codes(await editor.published(uri))).toEqual([]);
    await editor.change(uri, 3, `${text}  - broken: [`);
    expect(codes(await editor.published(uri))).toContain('yaml-syntax');
  });

  test('may ask for checks on save alone', async () => {
    const settings = { diagnostics: { run: 'onSave' } };
    const editor = await startEditor({}, { account: 'client', settings });
    await editor.open(uri, text);
    expect(codes(await editor.published(uri))).toEqual([]);
    await editor.change(uri, 2, `${text}  - broken: [`);
    await editor.save(uri);
    expect(codes(await editor.published(uri))).toContain('yaml-syntax');
    await editor.save(uri);
    expect(codes(await editor.published(uri))).toContain('yaml-syntax');
  });

  test('may ask for that later, and take it back', async () => {
    const editor = await startEditor({}, { account: 'client' });
    const run = (when: string) =>
      editor.connection.sendNotification(DidChangeConfigurationNotification.type, {
        settings: { relay: { diagnostics: { run: when } } },
      });
    await editor.open(uri, text);
    expect(codes(await editor.published(uri))).toEqual([]);
    await run('onSave');
    expect(codes(await editor.published(uri))).toEqual([]);
    await editor.save(uri);
    expect(codes(await editor.published(uri))).toEqual([]);
    await run('onType');
    expect(codes(await editor.published(uri))).toEqual([]);
    await editor.change(uri, 2, `${text}  - broken: [`);
    expect(codes(await editor.published(uri))).toContain('yaml-syntax');
  });
});

describe('settings', () => {
  const change = (editor: Editor, relay: unknown) =>
    editor.connection.sendNotification(DidChangeConfigurationNotification.type, { settings: { relay } });

  test('give a code another severity, or silence it, without an edit', async () => {
    const editor = await startEditor({}, { account: 'client' });
    await editor.connection.sendNotification(accountChanged, ready('aws/prod'));
    await editor.open(uri, text);
    expect((await editor.published(uri)).map((each) => each.severity)).toEqual([1]);
    await change(editor, { diagnostics: { severity: { 'connection-missing': 'hint' } } });
    expect((await editor.published(uri)).map((each) => each.severity)).toEqual([4]);
    await change(editor, { diagnostics: { severity: { 'connection-missing': 'off' } } });
    expect(await editor.published(uri)).toEqual([]);
    await change(editor, undefined);
    expect((await editor.published(uri)).map((each) => each.severity)).toEqual([1]);
  });

  test('may come with the first request, and codes link to their section', async () => {
    const settings = { diagnostics: { severity: { 'connection-missing': 'info', nonsense: 'error' } } };
    const editor = await startEditor(pulling, {
      account: 'client',
      settings,
      docs: 'file:///docs/diagnostics.md',
    });
    await editor.connection.sendNotification(accountChanged, ready('aws/prod'));
    await editor.open(uri, text);
    expect(await pull(editor)).toMatchObject({
      items: [{ severity: 3, codeDescription: { href: 'file:///docs/diagnostics.md#connection-missing' } }],
    });
  });
});

test('codes link to what the package brings along, where it does', async () => {
  const root = join(__dirname, '../..');
  const docs = docsBeside(join(root, 'dist'));
  expect(docs).toBe(pathToFileURL(join(root, 'docs/diagnostics.md')).href);
  expect(docsBeside(__dirname)).toBe(undefined);
  const given = { capabilities: {}, processId: null, rootUri: null };
  const relay = { docs: 'https://docs.test' };
  expect(readClient(given, docs).docs).toBe(docs);
  expect(readClient({ ...given, initializationOptions: { relay } }, docs).docs).toBe(relay.docs);
});

describe('a client that says nothing of itself', () => {
  const actionsOf = async (editor: Editor) => {
    await editor.connection.sendNotification(accountChanged, ready('aws/test'));
    await editor.open(uri, text);
    const asked = { textDocument: { uri }, range, context: { diagnostics: [] } };
    return editor.connection.sendRequest(CodeActionRequest.type, asked);
  };

  test('is not given code actions, which it may not know', async () => {
    const editor = await startEditor({});
    expect(editor.capabilities).toMatchObject({ codeActionProvider: true });
    expect(await actionsOf(editor)).toEqual([]);
  });

  test('is given commands, where it can run them', async () => {
    const editor = await startEditor({ workspace: { executeCommand: {} } }, { forms: true });
    expect(await actionsOf(editor)).toEqual([
      {
        title: 'Create aws connection "tset"…',
        command: 'relay.connections.create',
        arguments: [expect.objectContaining({ type: 'aws', name: 'tset' })],
      },
      expect.objectContaining({ title: 'Create all 2 missing connections…' }),
    ]);
  });

  test('is sent no tags', async () => {
    const unused = `parameters: { region: {} }\n${text}`;
    const tagsFor = async (publishDiagnostics: object) => {
      const editor = await startEditor({ textDocument: { publishDiagnostics } });
      await editor.open(uri, unused);
      return (await editor.published(uri)).map(({ tags }) => tags);
    };
    expect(await tagsFor({})).toEqual([undefined]);
    expect(await tagsFor({ tagSupport: { valueSet: [2] } })).toEqual([undefined]);
    expect(await tagsFor({ tagSupport: { valueSet: [1, 2] } })).toEqual([[1]]);
  });
});

describe('commands', () => {
  test('are those the client can run: none without workspace/executeCommand', async () => {
    expect((await startEditor({})).capabilities).not.toHaveProperty('executeCommandProvider');
    const plain = await startEditor({ ...pulling, workspace: { executeCommand: {} } });
    expect(plain.capabilities).toMatchObject({
      executeCommandProvider: { commands: ['relay.connections.refresh'] },
    });
    await plain.connection.sendNotification(accountChanged, ready());
    await plain.open(uri, text);
    const actions = (await plain.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri },
      range,
      context: { diagnostics: [] },
    })) as CodeAction[];
    expect(actions.length).toBeGreaterThan(0);
    expect(actions.filter((action) => action.command)).toEqual([]);
  });

  test('reach the client that can open forms as a notification', async () => {
    const editor = await startEditor({ workspace: { executeCommand: {} } }, { forms: true });
    expect(editor.capabilities).toMatchObject({
      executeCommandProvider: { commands: ['relay.connections.refresh', 'relay.connections.create'] },
    });
    const opened = new Promise((resolve) => editor.connection.onNotification(openForm, resolve));
    const draft = { type: 'aws', name: 'x' };
    await editor.connection.sendRequest(ExecuteCommandRequest.type, {
      command: 'relay.connections.create',
      arguments: [draft],
    });
    expect(await opened).toEqual(draft);
  });
});

test('a client that knows no Markdown gets plain words', async () => {
  const editor = await startEditor({});
  await editor.connection.sendNotification(accountChanged, ready('aws/test_1'));
  await editor.open(uri, text);
  const at = { textDocument: { uri }, position: range.start };
  const hover = await editor.connection.sendRequest(HoverRequest.type, at);
  expect(hover).toMatchObject({ contents: { kind: 'plaintext' } });
  expect(JSON.stringify(hover?.contents)).not.toMatch(/\*\*|`|\\\\/);
});

test('other YAML is left alone, and nothing fails for documents that are not open', async () => {
  const editor = await startEditor(pulling, vscode);
  await editor.open(uri, 'services: { web: { image: "${connections" } }\na: [');
  expect(await pull(editor)).toMatchObject({ items: [] });
  const at = { textDocument: { uri: 'file:///other.yaml' }, position: { line: 0, character: 0 } };
  expect(await editor.connection.sendRequest(CompletionRequest.type, at)).toBeNull();
  expect(await editor.connection.sendRequest(HoverRequest.type, at)).toBeNull();
});

test('bytes that are no options are taken as none', async () => {
  for (const relay of [null, 7, 'x', [], { forms: 'yes', account: 1 }]) {
    expect((await startEditor(pulling, relay)).capabilities).toHaveProperty('hoverProvider');
  }
});
