// A language client that measures: it starts a server over stdio and times what it answers.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';

const uri = 'file:///bench.yaml';
const account = {
  state: 'ready',
  host: 'relay.test',
  name: 'ACME',
  asOf: 0,
  connections: [{ id: '1', type: 'aws', name: 'prod' }],
};

/** Starts `node ARGS --stdio`; `firstDiagnostics` is the time from the start of the process, in milliseconds. */
export async function startServer(args, text, known = account) {
  const begun = performance.now();
  const child = spawn(process.execPath, [...args, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  let version = 1;
  const waiting = new Map();
  connection.onNotification('textDocument/publishDiagnostics', (params) =>
    waiting.get(params.version)?.(params.diagnostics),
  );
  connection.listen();
  const diagnosed = (wanted) => new Promise((resolve) => waiting.set(wanted, resolve));
  await connection.sendRequest('initialize', {
    processId: null,
    rootUri: null,
    capabilities: {},
    initializationOptions: { relay: { account: 'client' } },
  });
  await connection.sendNotification('initialized', {});
  await connection.sendNotification('relay/account', known);
  const first = diagnosed(1);
  await connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'relay-workflow', version, text },
  });
  const found = await first;
  const firstDiagnostics = performance.now() - begun;

  const change = async (line, character, inserted) => {
    version += 1;
    const at = { line, character };
    await connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ range: { start: at, end: at }, text: inserted }],
    });
    return version;
  };
  const timed = async (act) => {
    const start = performance.now();
    await act();
    return performance.now() - start;
  };
  return {
    firstDiagnostics,
    found: found.length,
    /** Milliseconds from a key to its diagnostics. */
    edit: (line, character) =>
      timed(async () => {
        const done = diagnosed(version + 1);
        await change(line, character, 'x');
        await done;
      }),
    /** Milliseconds from the last of `count` keys, `pause` apart, to its diagnostics. */
    async burst(line, character, count, pause) {
      for (let key = 0; key < count - 1; key += 1) {
        await change(line, character, 'x');
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
      return this.edit(line, character);
    },
    request: (method, line, character) =>
      timed(() => connection.sendRequest(method, { textDocument: { uri }, position: { line, character } })),
    /** CPU of the server so far, in milliseconds, and its memory in MB. Linux only; elsewhere undefined. */
    used() {
      try {
        const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1].split(' ');
        const rss = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1];
        return { cpu: (Number(stat[11]) + Number(stat[12])) * 10, memory: Number(rss) / 1024 };
      } catch {
        return undefined;
      }
    },
    stop() {
      connection.dispose();
      child.kill();
    },
  };
}
