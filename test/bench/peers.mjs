// npm run bench:peers: this server, yaml-language-server with Relay's tags and a schema, and GitHub's server for Actions on
// a workflow of the same size, in turns in one run. RELAY_WRITE_BENCH=1 writes docs/benchmarks.md.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startPeer } from './peer.mjs';
import { workflowOf } from './workflows.mjs';

const root = resolve(import.meta.dirname, '../..');
const here = join(import.meta.dirname, 'peers');
if (!existsSync(join(here, 'node_modules/yaml-language-server')))
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: here, stdio: 'inherit' });
const modules = join(here, 'node_modules');

const account = {
  state: 'ready',
  host: 'relay.test',
  name: 'ACME',
  asOf: 0,
  connections: [{ id: '1', type: 'aws', name: 'prod' }],
};
const tags = [
  '!Connection mapping',
  '!Connection sequence',
  '!Parameter scalar',
  '!Output mapping',
  '!Fn.equals sequence',
];
const schemaFile = join(tmpdir(), 'relay-bench.schema.json');
writeFileSync(schemaFile, JSON.stringify(schema()));

const servers = {
  'Relay Workflows': {
    command: [join(root, 'dist/server.js')],
    initialization: { relay: { account: 'client' } },
    after: (connection) => connection.sendNotification('relay/account', account),
    document: (count) => ({
      uri: 'file:///bench.yaml',
      languageId: 'relay-workflow',
      text: workflowOf(count),
    }),
    word: 'name: prod',
    installed: () => sizeOf(join(root, 'dist'), /^server\.js$/),
  },
  'yaml-language-server': {
    command: [join(modules, 'yaml-language-server/bin/yaml-language-server')],
    settings: {
      yaml: {
        validate: true,
        hover: true,
        completion: true,
        customTags: tags,
        schemas: { [pathToFileURL(schemaFile).href]: ['*.yaml'] },
        schemaStore: { enable: false },
      },
    },
    document: (count) => ({ uri: 'file:///bench.yaml', languageId: 'yaml', text: workflowOf(count) }),
    word: 'image: relaysh',
    installed: () => sizeOf(modules) - sizeOf(join(modules, '@actions')),
  },
  '@actions/languageserver': {
    command: [join(modules, '@actions/languageserver/bin/actions-languageserver')],
    initialization: { logLevel: 4 },
    document: (count) => ({
      uri: 'file:///repository/.github/workflows/bench.yml',
      languageId: 'yaml',
      text: actionsOf(count),
    }),
    word: 'working-directory: services',
    installed: () => sizeOf(join(modules, '@actions')),
  },
};

const kinds = [
  'start to first diagnostics',
  'edit to diagnostics',
  'CPU per edit, the first 15',
  'CPU per edit, after 45',
  'completion',
  'hover',
  'memory',
];
const sizes = process.argv.slice(2).map(Number).filter(Boolean);
const tables = [];
for (const size of sizes.length > 0 ? sizes : [10, 100, 1000]) {
  const seen = Object.fromEntries(Object.keys(servers).map((name) => [name, []]));
  // The slowest server takes half an hour for five rounds of the largest text.
  for (let round = 0; round < (size > 100 ? 3 : 5); round += 1)
    for (const name of rotated(Object.keys(servers), round))
      seen[name].push(await measure(servers[name], size));
  tables.push({ size, seen });
}
const text = page(tables);
console.log(text);
if (process.env.RELAY_WRITE_BENCH) writeFileSync(join(root, 'docs/benchmarks.md'), text);

async function measure(server, size) {
  const document = server.document(size);
  const peer = await startPeer(server, document);
  const lines = document.text.split('\n');
  const summary = lines.findIndex((line) => /^(summary|name):/.test(line));
  const edits = size >= 1000 ? 5 : 10;
  for (let warm = 0; warm < 5; warm += 1) await peer.edit(summary, 9);
  const before = peer.used();
  const times = [];
  for (let key = 0; key < edits; key += 1) times.push(await peer.edit(summary, 9));
  const after = peer.used();
  // Not for large texts, of which some servers read none within ten seconds.
  const warm = size > 100 ? Number.NaN : await cpuOfWarmEdits(peer, summary);
  const line = lines.findIndex((each) => each.includes(server.word));
  const at = lines[line].indexOf(server.word) + server.word.length - 2;
  const [completions, hovers] = [[], []];
  for (let turn = 0; turn < 5; turn += 1) {
    completions.push((await peer.request('textDocument/completion', line, at)).time);
    hovers.push((await peer.request('textDocument/hover', line, lines[line].search(/\S/) + 2)).time);
  }
  const { memory } = peer.used();
  peer.stop();
  return {
    'start to first diagnostics': peer.firstDiagnostics,
    'edit to diagnostics': middle(times),
    'CPU per edit, the first 15': (after.cpu - before.cpu) / edits,
    'CPU per edit, after 45': warm,
    completion: middle(completions),
    hover: middle(hovers),
    memory,
  };
}

/** Milliseconds per edit once the code has been compiled. */
async function cpuOfWarmEdits(peer, summary) {
  for (let warm = 0; warm < 30; warm += 1) await peer.edit(summary, 9);
  const before = peer.used();
  for (let key = 0; key < 10; key += 1) await peer.edit(summary, 9);
  return (peer.used().cpu - before.cpu) / 10;
}

function page(tables) {
  const names = Object.keys(servers);
  const sections = tables.map(({ size, seen }) => {
    const measured = kinds.filter(
      (kind) =>
        !Object.values(seen)
          .flat()
          .some((each) => Number.isNaN(each[kind])),
    );
    const rows = measured.map((kind) => {
      const cells = names.map((name) => {
        const values = seen[name].map((each) => each[kind]).sort((a, b) => a - b);
        return `${shown(middle(values))} (${shown(values[0])}–${shown(values.at(-1))})`;
      });
      return `| ${kind} | ${cells.join(' | ')} |`;
    });
    return `## ${size} steps\n\n| | ${names.join(' | ')} |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  const installed = names.map((name) => `${(servers[name].installed() / 1e6).toFixed(1)} MB`);
  return `# Benchmarks

Written by \`RELAY_WRITE_BENCH=1 npm run bench:peers\`, which anybody can repeat. The three servers run in turns on one machine
over stdio, five rounds each (three at 1,000 steps); a cell is the median and, in brackets, the least and the most. Times are milliseconds, memory
is MB. An edit is one key in the workflow's summary; "edit to diagnostics" ends with the next diagnostics that the server
sends. \`yaml-language-server\` checks the same text with Relay's tags and a JSON schema of a workflow; GitHub's
\`@actions/languageserver\` checks a workflow of Actions with as many steps, without access to GitHub. They know other things
than this server and do other work; what is the same is the size of the text and what the author waits for.

CPU per edit is told twice, because V8 still compiles while the first edits are made: in those, compiling is most of what this
server spends, and the one place where it may stand behind another. A compile cache, which Node has from version 22 on, is the
open way to less of it.

The machine: ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), Node ${process.version}, load at the end ${loadavg()[0].toFixed(1)}. Such machines are shared:
compare the columns, not the numbers with those of other days.

${sections.join('\n')}
## Installed

| | ${names.join(' | ')} |
| --- | --- | --- | --- |
| size on disk | ${installed.join(' | ')} |
`;
}

/** A workflow of Actions with as many steps, conditions, expressions and names that do not exist. */
function actionsOf(count) {
  const steps = Array.from(
    { length: count },
    (_, index) => `      - name: step-${index}
        id: step-${index}
        if: \${{ inputs.dryRun == 'false' }}
        working-directory: services
        run: echo "Looked at \${{ inputs.region }} in step ${index}"
        env:
          REGION: \${{ inputs.region }}
          BEFORE: \${{ steps.${index % 10 === 9 ? `gone-${index}` : `step-${Math.max(0, index - 1)}`}.outputs.instances }}
          MESSAGE: "Looked at \${{ inputs.region }}"
`,
  );
  return `name: A workflow of ${count} steps
on:
  workflow_dispatch:
    inputs:
      region:
        description: Region to look at
        default: eu-central-1
      dryRun:
        default: 'true'
jobs:
  all:
    runs-on: ubuntu-latest
    steps:
${steps.join('')}`;
}

function schema() {
  const step = {
    type: 'object',
    required: ['name'],
    properties: {
      name: { type: 'string', description: 'Name of the step' },
      image: { type: 'string', description: 'Image to run' },
      spec: { type: 'object' },
      when: {},
      dependsOn: { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] },
    },
    additionalProperties: false,
  };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    properties: {
      apiVersion: { const: 'v1' },
      summary: { type: 'string', description: 'What it is for' },
      parameters: { type: 'object' },
      steps: { type: 'array', items: step },
    },
    additionalProperties: false,
  };
}

function sizeOf(folder, wanted = /./) {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => wanted.test(name))
    .reduce((sum, entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return sum + sizeOf(path);
      return sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0);
    }, 0);
}

function rotated(all, by) {
  return all.map((_, index) => all[(index + by) % all.length]);
}

function middle(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

function shown(value) {
  return String(Number(value.toPrecision(3)));
}
