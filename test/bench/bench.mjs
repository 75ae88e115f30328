// npm run bench: the built server beside a floor that only parses, measured in turns in one run.
import { resolve } from 'node:path';
import { build } from 'esbuild';
import { measureAccounts } from './account.mjs';
import { startServer } from './editor.mjs';
import { workflowOf } from './workflows.mjs';

const root = resolve(import.meta.dirname, '../..');
const servers = {
  ours: [resolve(root, 'dist/server.js')],
  floor: [resolve(root, 'test-output/bench/floor.js')],
};
// Bundled as ours is, so that both start from one file.
await build({
  entryPoints: [resolve(root, 'test/bench/floor.mjs')],
  outfile: servers.floor[0],
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'cjs',
  logLevel: 'warning',
});
const sizes = process.argv.slice(2).map(Number).filter(Boolean);

const rows = [];
for (const size of sizes.length > 0 ? sizes : [10, 100, 1000, 5000]) {
  const rounds = size >= 5000 ? 3 : 5;
  const results = { ours: [], floor: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const name of round % 2 ? ['ours', 'floor'] : ['floor', 'ours'])
      results[name].push(await measure(servers[name], size));
  }
  const median = (name, what) => middle(results[name].map((each) => each[what]));
  for (const what of [
    'first diagnostics',
    'edit',
    'cpu per edit',
    'after a burst',
    'completion',
    'hover',
    'memory',
  ]) {
    const [ours, floor] = [median('ours', what), median('floor', what)];
    rows.push({ steps: size, what, ours: shown(ours), floor: shown(floor), ratio: shown(ours / floor) });
  }
}
console.log('Milliseconds (memory: MB), medians; both servers in turns on one machine.');
console.table(rows);
console.log('A large account: completion of a name in milliseconds, memory of the server in MB.');
const accounts = await measureAccounts(servers.ours, [50, 5_000, 50_000]);
console.table(
  accounts.map(({ connections, completion, memory }) => ({
    connections,
    completion: shown(completion),
    'times that of 50': shown(completion / accounts[0].completion),
    memory: shown(memory),
  })),
);

async function measure(args, size) {
  const text = workflowOf(size);
  const server = await startServer(args, text);
  const edits = size >= 1000 ? 8 : 40;
  const summary = 1;
  for (let warm = 0; warm < (size >= 1000 ? 5 : 40); warm += 1) await server.edit(summary, 9);
  const before = server.used();
  const times = [];
  for (let key = 0; key < edits; key += 1) times.push(await server.edit(summary, 9));
  const after = server.used();
  const place = text.split('\n').findIndex((each) => each.includes('name: prod'));
  const at = text.split('\n')[place].indexOf('prod') + 1;
  const completions = [];
  const hovers = [];
  for (let turn = 0; turn < 7; turn += 1) {
    completions.push(await server.request('textDocument/completion', place, at));
    hovers.push(await server.request('textDocument/hover', place, at));
  }
  const burst = await server.burst(summary, 9, 20, 80);
  const memory = server.used()?.memory ?? Number.NaN;
  server.stop();
  return {
    'first diagnostics': server.firstDiagnostics,
    edit: middle(times),
    'cpu per edit': before && after ? (after.cpu - before.cpu) / edits : Number.NaN,
    'after a burst': burst,
    completion: middle(completions),
    hover: middle(hovers),
    memory,
  };
}

function middle(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

function shown(value) {
  return Number(value.toPrecision(3));
}
