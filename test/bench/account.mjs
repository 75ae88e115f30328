// How completion bears a large account: the built server, told of 50 and of 50,000 connections in one run.
import { startServer } from './editor.mjs';
import { workflowOf } from './workflows.mjs';

/** Rows of the table: each account's completion of a name and of a type, in milliseconds, and the server's memory in MB. */
export async function measureAccounts(server, counts) {
  const text = workflowOf(100);
  const line = text.split('\n').findIndex((each) => each.includes('name: prod'));
  const at = text.split('\n')[line].indexOf('prod') + 1;
  const rows = [];
  for (const count of counts) {
    const running = await startServer(server, text, accountOf(count));
    const times = [];
    for (let turn = 0; turn < 21; turn += 1)
      times.push(await running.request('textDocument/completion', line, at));
    times.sort((a, b) => a - b);
    rows.push({ connections: count, completion: times[10], memory: running.used()?.memory ?? Number.NaN });
    running.stop();
  }
  return rows;
}

function accountOf(count) {
  const types = ['aws', 'gcp', 'azure', 'slack', 'ssh'];
  const connections = Array.from({ length: count }, (_, index) => ({
    id: String(index),
    type: types[index % types.length],
    name: `connection-${index}`,
    createdAt: '2026-01-01T00:00:00Z',
  }));
  return { state: 'ready', host: 'relay.test', name: 'ACME', asOf: 0, connections };
}
