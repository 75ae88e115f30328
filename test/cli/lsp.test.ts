// relay-workflows lsp --stdio, as a process, with the smallest editor there is: hardly a capability, and LSP 3.17 to the letter.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { accountOfTest, folderOfTest, TOKEN } from '../localAccount/accountOfTest';
import { step } from '../support/marks';

interface Spoken {
  readonly jsonrpc: string;
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number };
}

/** A server, and an editor that answers nothing. */
async function started(environment: Record<string, string> = {}, args: readonly string[] = []) {
  const folder = await folderOfTest();
  const cli = join(__dirname, '../../dist/cli.js');
  const env = { PATH: process.env.PATH, HOME: folder, ...environment };
  const server: ChildProcess = spawn(process.execPath, [cli, 'lsp', '--stdio', ...args], {
    cwd: folder,
    env,
  });
  const ended = once(server, 'exit').then(([code]) => code as number);
  onTestFinished(() => void server.kill());
  if (!server.stdin || !server.stdout) throw new Error('not piped');
  const writer = new StreamMessageWriter(server.stdin);
  const said: Spoken[] = [];
  let heard = () => {};
  new StreamMessageReader(server.stdout).listen((message) => {
    said.push(message as Spoken);
    heard();
  });
  /** The first message of the server that fits, once it is there. */
  const hear = async (fits: (message: Spoken) => boolean): Promise<Spoken> => {
    for (;;) {
      const found = said.find(fits);
      if (found) return found;
      await new Promise<void>((resolve) => {
        heard = resolve;
      });
    }
  };
  const send = (message: object) => writer.write({ jsonrpc: '2.0', ...message });
  let id = 0;
  const ask = async (method: string, params?: object) => {
    id += 1;
    const asked = id;
    await send({ id: asked, method, params });
    return hear((message) => message.id === asked && message.method === undefined);
  };
  const initialize = (textDocument = {}) =>
    ask('initialize', { processId: null, rootUri: null, capabilities: { textDocument } });
  return { folder, server, ended, said, hear, send, ask, initialize };
}

test('sends such an editor diagnostics and plain edits, and asks it nothing', async () => {
  const { url } = await accountOfTest({ seed: [{ type: 'aws', name: 'prod', fields: {} }] });
  const { folder, said, hear, send, ask, initialize, ended } = await started({
    RELAY_API_URL: url,
    RELAY_TOKEN: TOKEN,
  });
  const codeAction = { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } };
  const { result } = (await initialize({ codeAction })) as {
    result: { capabilities: Record<string, unknown> };
  };
  expect(result.capabilities).not.toHaveProperty('executeCommandProvider');
  expect(result.capabilities).not.toHaveProperty('diagnosticProvider');
  await send({ method: 'initialized', params: {} });
  const uri = pathToFileURL(join(folder, 'w.yaml')).href;
  const text = step('a: !Connection { type: aws, name: prdo }');
  await send({
    method: 'textDocument/didOpen',
    params: { textDocument: { uri, languageId: 'yaml', version: 1, text } },
  });
  type Published = { readonly diagnostics: readonly { readonly code: string; readonly range: unknown }[] };
  const published = await hear(
    ({ method, params }) =>
      method === 'textDocument/publishDiagnostics' && (params as Published).diagnostics.length > 0,
  );
  const [diagnostic] = (published.params as Published).diagnostics;
  const docs = pathToFileURL(join(__dirname, '../../docs/diagnostics.md')).href;
  expect(diagnostic).toMatchObject({
    code: 'connection-missing',
    codeDescription: { href: `${docs}#connection-missing` },
  });
  const actions = await ask('textDocument/codeAction', {
    textDocument: { uri },
    range: diagnostic?.range,
    context: { diagnostics: [diagnostic] },
  });
  expect((actions.result as { title: string }[])[0]).toMatchObject({
    title: 'Use "prod"',
    edit: { changes: { [uri]: [{ range: diagnostic?.range, newText: 'prod' }] } },
  });
  expect(JSON.stringify(actions.result)).not.toContain('"command"');
  expect(await ask('relay/nonsense')).toMatchObject({ error: { code: -32601 } });
  expect(await ask('shutdown')).toMatchObject({ result: null });
  await send({ method: 'exit' });
  expect(await ended).toBe(0);
  const requests = said.filter(({ id, method }) => id !== undefined && method !== undefined);
  expect(requests).toEqual([]);
});

test('refuses requests before initialize and after shutdown, as the protocol says', async () => {
  const { ask, send, initialize, ended } = await started();
  const hover = { textDocument: { uri: 'file:///w.yaml' }, position: { line: 0, character: 0 } };
  expect(await ask('textDocument/hover', hover)).toMatchObject({ error: { code: -32002 } });
  await send({ method: 'textDocument/didOpen', params: {} });
  expect(await initialize()).toMatchObject({ result: { serverInfo: { name: 'relay-workflows' } } });
  expect(await initialize()).toMatchObject({ error: { code: -32600 } });
  expect(await ask('textDocument/hover', hover)).toMatchObject({ result: null });
  await ask('shutdown');
  expect(await ask('textDocument/hover', hover)).toMatchObject({ error: { code: -32600 } });
  await send({ method: 'exit' });
  expect(await ended).toBe(0);
});

test('ends with 1 when it is told to without shutdown, or the editor is gone', async () => {
  const told = await started();
  await told.initialize();
  await told.send({ method: 'exit' });
  expect(await told.ended).toBe(1);
  const left = await started();
  await left.initialize();
  left.server.stdin?.end();
  expect(await left.ended).toBe(1);
});

test('ends with the process that it is told to watch', async () => {
  const watched = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  onTestFinished(() => void watched.kill());
  const { initialize, ended } = await started({}, ['--clientProcessId', String(watched.pid)]);
  await initialize();
  watched.kill();
  expect(await ended).toBe(1);
});

test('says why connections are not checked where there is no account', async () => {
  const { hear, send, initialize } = await started();
  await initialize();
  await send({ method: 'initialized', params: {} });
  const log = await hear(({ method }) => method === 'window/logMessage');
  expect(JSON.stringify(log.params)).toContain('Connections are not checked: not signed in');
});
