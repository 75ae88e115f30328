// What a client's commands ask of a workflow, over the whole protocol.
import { describe, expect, test } from 'vitest';
import {
  type CodeAction,
  CodeActionKind,
  CodeActionRequest,
  HoverRequest,
  MarkupContent,
} from 'vscode-languageserver/node';
import { accountChanged } from '../../server/src/protocol';
import {
  type CredentialsAnswer,
  credentials,
  type ExplainAnswer,
  explain,
  type MetadataAnswer,
  metadata,
  type ReplaceCredentialAnswer,
  replaceCredential,
  type SdkCodeAnswer,
  sdkCode,
} from '../../server/src/protocol/commands';
import { type Editor, pulling, startEditor } from '../support/editor';
import { ready, step } from '../support/marks';

const uri = 'file:///w.yaml';
const vscode = { forms: true, account: 'client' };
// Put together, so that no scanner of sources takes it for a real one.
const token = ['xoxb', '123456789012', 'abcdefghij'].join('-');
const text = step(`a: !Connection { type: aws, name: prod }\nb: ${token}`);
const onReference = { line: 4, character: 38 };
const onToken = { line: 5, character: 10 };

async function opened(relay?: unknown): Promise<Editor> {
  const editor = await startEditor(pulling, relay);
  await editor.connection.sendNotification(accountChanged, ready('aws/prod'));
  await editor.open(uri, text);
  return editor;
}

function actionsAt(editor: Editor, position: typeof onToken, only?: string[]): Promise<CodeAction[]> {
  const range = { start: position, end: position };
  const context = { diagnostics: [], ...(only && { only }) };
  const request = { textDocument: { uri }, range, context };
  return editor.connection.sendRequest(CodeActionRequest.type, request) as Promise<CodeAction[]>;
}

test('what is asked about a reference is answered', async () => {
  const { connection } = await opened(vscode);
  const at = { uri, position: onReference };
  expect(await connection.sendRequest<ExplainAnswer>(explain, at)).toMatchObject({
    title: 'Connection aws / prod: found',
  });
  expect(await connection.sendRequest<SdkCodeAnswer>(sdkCode, at)).toMatchObject({
    ni: expect.stringContaining('{ .a.accessKeyID }'),
  });
  const file = await connection.sendRequest<MetadataAnswer>(metadata, { uri });
  expect(file?.parts[0]).toContain('aws/prod:');
});

describe('of a document that is no workflow, or not open', () => {
  test.each<[string, object, unknown]>([
    [explain, { position: onReference }, null],
    [sdkCode, { position: onReference }, null],
    [metadata, {}, null],
    [credentials, {}, []],
    [replaceCredential, { range: { start: onToken, end: onToken }, by: { secret: 'x' } }, null],
  ])('%s answers nothing', async (request, more, nothing) => {
    const { connection, open } = await startEditor(pulling, vscode);
    await open('file:///other.yaml', 'kind: Deployment\n');
    for (const each of ['file:///other.yaml', 'file:///closed.yaml'])
      expect(await connection.sendRequest(request, { uri: each, ...more })).toEqual(nothing);
  });
});

test('a credential is found, moved and replaced, and crosses with the document alone', async () => {
  const editor = await opened(vscode);
  const before = editor.traffic().length;
  const actions = await actionsAt(editor, onToken);
  expect(actions.map(({ title }) => title)).toEqual([
    'Move the Slack token into a connection…',
    'Move the Slack token into a secret…',
  ]);
  const [found] = await editor.connection.sendRequest<CredentialsAnswer>(credentials, { uri });
  const range = found?.range;
  expect(actions[0]?.command?.arguments).toEqual([{ uri, range, into: 'connection' }]);
  const by = { connection: { type: 'slack', name: 'ops' } };
  expect(
    await editor.connection.sendRequest<ReplaceCredentialAnswer>(replaceCredential, { uri, range, by }),
  ).toEqual([{ range, newText: '${connections.slack.ops.apiToken}' }]);
  const since = editor.traffic().slice(before);
  expect(since).toContain('relay/replaceCredential');
  expect(since).not.toContain(token.slice(5));
});

test('actions are given by the kinds that are asked for', async () => {
  const editor = await opened(vscode);
  const kindsOf = async (...only: string[]) =>
    (await actionsAt(editor, onReference, only)).map(({ kind }) => kind);
  expect(await kindsOf('refactor')).toEqual([CodeActionKind.RefactorRewrite]);
  expect(await kindsOf(CodeActionKind.RefactorExtract)).toEqual([]);
  expect((await kindsOf('')).length).toBeGreaterThan(3);
});

test('the hover leads to the explanation only where commands are run', async () => {
  const hoverOf = async (relay: unknown) => {
    const { connection } = await opened(relay);
    const hover = await connection.sendRequest(HoverRequest.type, {
      textDocument: { uri },
      position: onReference,
    });
    return MarkupContent.is(hover?.contents) ? hover.contents.value : '';
  };
  expect(await hoverOf(vscode)).toContain('(command:relay.explainReference?');
  expect(await hoverOf(undefined)).not.toContain('command:');
});
