// A language client that measures any server in the same way: what it sends after an edit is what counts.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';

/** Starts a server on a document. `begun` to its first diagnostics are `firstDiagnostics`, in milliseconds. */
export async function startPeer(
  { command, initialization = {}, settings = {}, after },
  { uri, languageId, text },
) {
  const begun = performance.now();
  const child = spawn(process.execPath, [...command, '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'] });
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  let version = 1;
  let waiting = [];
  connection.onNotification('textDocument/publishDiagnostics', (params) => {
    if (params.uri !== uri || (params.version ?? version) < version) return;
    for (const resolve of waiting) resolve(params.diagnostics);
    waiting = [];
  });
  connection.onRequest('workspace/configuration', ({ items }) =>
    items.map(({ section }) => settings[section] ?? null),
  );
  for (const ignored of [
    'client/registerCapability',
    'window/workDoneProgress/create',
    'workspace/workspaceFolders',
  ])
    connection.onRequest(ignored, () => null);
  connection.onUnhandledNotification(() => {});
  connection.listen();
  const diagnosed = () => new Promise((resolve) => waiting.push(resolve));
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: {
      textDocument: {
        publishDiagnostics: {},
        hover: { contentFormat: ['markdown'] },
        completion: { completionItem: { snippetSupport: true } },
      },
      workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: false } },
    },
    initializationOptions: initialization,
  });
  await connection.sendNotification('initialized', {});
  await connection.sendNotification('workspace/didChangeConfiguration', { settings });
  await after?.(connection);
  const first = diagnosed();
  await connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId, version, text },
  });
  const found = await first;
  const firstDiagnostics = performance.now() - begun;
  const timed = async (act) => {
    const start = performance.now();
    const answer = await act();
    return { time: performance.now() - start, answer };
  };
  return {
    firstDiagnostics,
    found: found.length,
    /** Milliseconds from a key to the next diagnostics. */
    edit: async (line, character) => {
      version += 1;
      const at = { line, character };
      const { time } = await timed(async () => {
        const done = diagnosed();
        await connection.sendNotification('textDocument/didChange', {
          textDocument: { uri, version },
          contentChanges: [{ range: { start: at, end: at }, text: 'x' }],
        });
        await done;
      });
      return time;
    },
    request: (method, line, character) =>
      timed(() => connection.sendRequest(method, { textDocument: { uri }, position: { line, character } })),
    /** CPU so far in milliseconds, memory in MB; Linux only. */
    used() {
      const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1].split(' ');
      const rss = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1];
      return { cpu: (Number(stat[11]) + Number(stat[12])) * 10, memory: Number(rss) / 1024 };
    },
    stop() {
      connection.dispose();
      child.kill();
    },
  };
}
