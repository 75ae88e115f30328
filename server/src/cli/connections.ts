// relay-workflows connections: lists and changes the connections of the account.
import { parseArgs } from 'node:util';
import { type Connection, sayFailure } from '../account/account';
import { unfitnessOf } from '../account/fitName';
import { visibleOf } from '../account/visible';
import { connectionTypes } from '../catalogue/connectionTypes';
import { findAccount } from './accountOfEnvironment';
import { type Change, changeConnection, type Outcome } from './connectionChanges';
import { readSources } from './connectionValues';
import { UsageProblem } from './files';
import { tableOf, writeJson } from './report';
import type { Terminal } from './terminal';

export const connectionsUsage = `Usage: relay-workflows connections list [--type T] [--json]
       relay-workflows connections create --type T --name N [--field KEY=@FILE]… [--test] [--json]
       relay-workflows connections overwrite --type T --name N [--field KEY=@FILE]… [--test] [--yes] [--json]
       relay-workflows connections rename --type T --name N --to N [--yes] [--json]
       relay-workflows connections test --type T --name N [--json]
       relay-workflows connections delete --type T --name N [--yes] [--json]

Lists and changes the connections of the account. Values come from files, from standard input, or from what you type,
which is not shown; never from arguments or the environment, where other programs can read them. The account does not
give them back.

  --type T             the type of the connection, such as aws
  --name N             its name
  --to N               its new name
  --field KEY=@FILE    the value of a field: the text of a file, or of standard input where FILE is -. Every field of
                       the type that is not given is asked for
  --test               let the account test the connection afterwards
  --yes                do not ask before values are overwritten or a connection is deleted, for which there must be a
                       terminal otherwise, nor at a terminal before one is renamed
  --json               write what came of it as JSON

A value of one line ends before its line break. The types that are known, and their fields:

${connectionTypes
  .filter(({ fields }) => fields.length > 0)
  .map(({ type, fields }) => `  ${type.padEnd(12)} ${fields.map(({ name }) => name).join(', ')}\n`)
  .join('')}
The account is that of RELAY_API_URL and RELAY_TOKEN, else that of the relay CLI's configuration.

Examples:
  relay-workflows connections create --type slack --name team-room
  relay-workflows connections create --type gcp --name prod --field serviceAccountKey=@key.json --test
  vault read -field=token secret/dd | relay-workflows connections overwrite --type sysdig --name eu --field token=@- --yes
  relay-workflows connections list --json

Exit codes: 0 done; 1 not done, refused, or the test failed; 2 wrong usage; 3 the account could not be asked, or nobody
knows whether it was done.
`;

type Action = 'list' | Change['is'];

/** What may stand behind each action, besides --json. */
const taken: Readonly<Record<Action, readonly string[]>> = {
  list: ['type'],
  create: ['type', 'name', 'field', 'test'],
  overwrite: ['type', 'name', 'field', 'test', 'yes'],
  rename: ['type', 'name', 'to', 'yes'],
  test: ['type', 'name'],
  delete: ['type', 'name', 'yes'],
};

/** What loses something, and is therefore not done unasked. */
const losing: readonly Action[] = ['overwrite', 'delete'];

/** Runs the command; resolves to the exit code. */
export async function runConnections(args: readonly string[], terminal: Terminal): Promise<number> {
  const asked = readArguments(args, terminal);
  const { api, notSignedIn } = await findAccount(terminal);
  if (!api) return failed(notSignedIn ?? '', terminal);
  try {
    terminal.progress?.(`Asking ${api.host} …`);
    const list = await api.listConnections();
    terminal.progress?.('');
    if (!list.ok) return failed(sayFailure(list.failure), terminal);
    if (asked.change)
      return report(await changeConnection(asked.change, list.value, api, terminal), asked.json, terminal);
    const wanted = list.value.filter(({ type }) => asked.type === undefined || type === asked.type);
    terminal.out(asked.json ? writeJson(wanted) : writeConnections(wanted));
    return 0;
  } finally {
    api.dispose();
  }
}

interface Arguments {
  /** Absent for a list. */
  readonly change?: Change;
  /** Of the connections to list. */
  readonly type: string | undefined;
  readonly json: boolean;
}

function readArguments([action = '', ...args]: readonly string[], terminal: Terminal): Arguments {
  if (!isAction(action)) throw new UsageProblem(`say what to do: ${Object.keys(taken).join(', ')}`);
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      type: { type: 'string' },
      name: { type: 'string' },
      to: { type: 'string' },
      field: { type: 'string', multiple: true, default: [] },
      test: { type: 'boolean', default: false },
      yes: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  // What was given is not repeated: it may be a value.
  if (positionals.length > 0) throw new UsageProblem(`${action} takes options only`);
  for (const [option, value] of Object.entries(values)) {
    const isGiven = Array.isArray(value) ? value.length > 0 : Boolean(value);
    if (isGiven && option !== 'json' && !taken[action].includes(option))
      throw new UsageProblem(`${action} takes no --${option}`);
  }
  const { type, name, to, field, test, yes, json } = values;
  if (action === 'list') return { type, json };
  if (!type || !name) throw new UsageProblem('--type and --name say which connection');
  const canAsk = terminal.asking !== undefined;
  if (losing.includes(action) && !yes && !canAsk)
    throw new UsageProblem(`there is no terminal to ask at whether to ${action} it: give --yes`);
  const which = { type, name };
  switch (action) {
    case 'create':
    case 'overwrite':
      if (action === 'create') refuseUnfit('--name', name);
      return {
        change: { is: action, ...which, sources: readSources(type, field, canAsk), test, yes },
        type,
        json,
      };
    case 'rename':
      if (to === undefined) throw new UsageProblem('--to says its new name');
      refuseUnfit('--to', to);
      return { change: { is: action, ...which, to, yes }, type, json };
    case 'test':
      return { change: { is: action, ...which }, type, json };
    case 'delete':
      return { change: { is: action, ...which, yes }, type, json };
  }
}

/** Names that are there already may be any. */
function refuseUnfit(option: string, name: string): void {
  const unfitness = unfitnessOf(name);
  if (unfitness === 'empty') throw new UsageProblem(`${option} is empty`);
  if (unfitness === 'space') throw new UsageProblem(`${option} has a space at the start or at the end`);
  if (unfitness === 'control')
    throw new UsageProblem(`${option} must be one line of text, without control characters`);
}

function isAction(text: string): text is Action {
  return Object.hasOwn(taken, text);
}

function failed(why: string, terminal: Terminal): number {
  terminal.error(`Nothing was done: ${visibleOf(why)}.\n`);
  return 3;
}

function writeConnections(connections: readonly Connection[]): string {
  return tableOf(
    connections.map(({ type, name, updatedAt, createdAt, availability }) => [
      type,
      name,
      updatedAt ?? createdAt ?? '',
      `${availability?.status ?? ''} ${availability?.testedAt ?? ''}`.trim(),
    ]),
  );
}

function report(
  { is, said, items = {}, connection, test, isUntested, shownOnce = {} }: Outcome,
  json: boolean,
  terminal: Terminal,
): number {
  const once = Object.entries(shownOnce).map(([field, value]) => [field, value.reveal()] as const);
  if (json) {
    const made = once.length > 0 && { shownOnce: Object.fromEntries(once) };
    terminal.out(writeJson({ outcome: is, said, items, connection, test, ...made }));
  }
  if (!json || is !== 'done') {
    const lines = [said, ...Object.entries(items).map(([path, item]) => `  ${path}: ${item}`)];
    const text = lines.map((line) => `${visibleOf(line)}\n`).join('');
    if (is === 'done') terminal.out(text);
    else terminal.error(text);
  }
  if (!json && once.length > 0) writeOnce(once, terminal);
  if (is === 'unclear' || isUntested) return 3;
  return is === 'done' && !test?.failed ? 0 : 1;
}

/** For a person's eyes; into a log or a file only as JSON, which somebody asked for. */
function writeOnce(once: readonly (readonly [string, string])[], terminal: Terminal): void {
  if (terminal.isSeen) {
    terminal.out('The account shows these values this one time:\n');
    for (const [field, value] of once) terminal.out(`  ${visibleOf(field)}: ${visibleOf(value)}\n`);
    return;
  }
  const fields = once.map(([field]) => visibleOf(field)).join(', ');
  terminal.error(
    `The account showed ${fields} this one time. It was not written, because standard output is no terminal: overwrite ` +
      'the connection in a terminal or with --json to have it made anew.\n',
  );
}
