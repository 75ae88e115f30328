// Turns one change of the account's connections into what came of it, in words and as a value.
import { type Connection, sayFailure } from '../account/account';
import type { AccountApi } from '../account/api';
import type { Fields, Saved, Tested } from '../account/calls/connections';
import { type Settled, sayUnsettled, settledCalls } from '../account/settle';
import { visibleOf } from '../account/visible';
import { nameAdvice, typeAdvice, valueAdvice } from './connectionAdvice';
import { readFields, type ValueSources } from './connectionValues';
import { ask } from './prompt';
import type { Terminal } from './terminal';

interface Named {
  readonly type: string;
  readonly name: string;
}

type Create = Named & { readonly is: 'create'; readonly sources: ValueSources; readonly test: boolean };
type Overwrite = Named & {
  readonly is: 'overwrite';
  readonly sources: ValueSources;
  readonly test: boolean;
  /** Without asking first. */
  readonly yes: boolean;
};
type Rename = Named & {
  readonly is: 'rename';
  readonly to: string;
  /** Without asking first. */
  readonly yes: boolean;
};
type Test = Named & { readonly is: 'test' };
type Delete = Named & { readonly is: 'delete'; readonly yes: boolean };

export type Change = Create | Overwrite | Rename | Test | Delete;

export interface Outcome {
  readonly is: Settled<unknown>['is'];
  /** For the person who asked. */
  readonly said: string;
  /** The account's words on members of the request, by path. */
  readonly items?: Readonly<Record<string, string>>;
  /** As it is now. */
  readonly connection?: Connection;
  readonly test?: Tested;
  /** A test was asked for, and how it went is not known. */
  readonly isUntested?: true;
  /** What the account made itself and gives this one time. */
  readonly shownOnce?: Fields;
}

/**
 * Makes a change of the account whose connections are `list`. Never rejects for what the account answers.
 * @throws UsageProblem for values that are none.
 */
export async function changeConnection(
  change: Change,
  list: readonly Connection[],
  api: AccountApi,
  terminal: Terminal,
): Promise<Outcome> {
  const shown = `${change.type}/${change.name}`;
  const there = list.find(({ type, name }) => type === change.type && name === change.name);
  if (change.is === 'create') {
    if (!there) return create(change, list, api, terminal);
    return notDone(`${api.host} has ${shown} already. Its values are replaced by: connections overwrite`);
  }
  if (!there) return notDone(sayAbsent(change, list, api));
  // A change names it by its id.
  if (there.id === '') return notDone(`${api.host} does not say the id of ${shown}, so it cannot be changed`);
  switch (change.is) {
    case 'overwrite':
      return overwrite(change, there, api, terminal);
    case 'rename':
      return rename(change, there, list, api, terminal);
    case 'test':
      return tested({ is: 'done', said: '', connection: there }, {}, api, terminal);
    case 'delete':
      return remove(change, there, api, terminal);
  }
}

async function create(
  { type, name, sources, test }: Create,
  list: readonly Connection[],
  api: AccountApi,
  terminal: Terminal,
): Promise<Outcome> {
  const types = list.map((each) => each.type);
  advise('--type', typeAdvice(type, types), terminal);
  advise('--name', nameAdvice(type, name), terminal);
  const fields = await readFields(sources, terminal);
  if (!fields) return givenUp;
  for (const line of valueAdvice(type, fields)) terminal.error(`${line}\n`);
  terminal.progress?.(`Creating ${type}/${name} …`);
  const settled = await settledCalls(api).createConnection({ type, name, fields }, list);
  const outcome = saved(settled, `Created ${type}/${name} in ${api.host}.`);
  return test && outcome.is === 'done' ? tested(await withId(outcome, api), fields, api, terminal) : outcome;
}

function advise(option: string, advice: string | undefined, terminal: Terminal): void {
  if (advice !== undefined) terminal.error(`${option}: ${advice}\n`);
}

/** The account may leave out the id of what it has created. */
async function withId(outcome: Outcome, api: AccountApi): Promise<Outcome> {
  const { connection } = outcome;
  if (connection?.id !== '') return outcome;
  const list = await api.listConnections();
  const listed =
    list.ok && list.value.find(({ type, name }) => type === connection.type && name === connection.name);
  return listed ? { ...outcome, connection: listed } : outcome;
}

async function overwrite(
  { sources, test, yes }: Overwrite,
  there: Connection,
  api: AccountApi,
  terminal: Terminal,
): Promise<Outcome> {
  const question = `Replace all values of ${there.type}/${there.name} in ${api.host}?${sayUses(there)}`;
  if (!yes && !(await isSure(question, terminal))) return givenUp;
  const fields = await readFields(sources, terminal);
  if (!fields) return givenUp;
  for (const line of valueAdvice(there.type, fields)) terminal.error(`${line}\n`);
  terminal.progress?.(`Overwriting ${there.type}/${there.name} …`);
  const settled = await settledCalls(api).overwriteConnection(there.id, there.name, fields);
  const outcome = saved(
    settled,
    `Overwrote the values of ${there.type}/${there.name} in ${api.host}.`,
    there,
  );
  return test && outcome.is === 'done' ? tested(outcome, fields, api, terminal) : outcome;
}

async function rename(
  { to, yes }: Rename,
  there: Connection,
  list: readonly Connection[],
  api: AccountApi,
  terminal: Terminal,
): Promise<Outcome> {
  if (list.some(({ type, name }) => type === there.type && name === to))
    return notDone(`${api.host} has ${there.type}/${to} already`);
  advise('--to', nameAdvice(there.type, to), terminal);
  const question = `Rename ${there.type}/${there.name} to ${to} in ${api.host}?${sayUses(there)}`;
  // It costs no value, so that a script need not say --yes.
  if (!yes && terminal.asking && !(await isSure(question, terminal))) return givenUp;
  const settled = await settledCalls(api).renameConnection(there.id, to);
  const workflows = there.workflows?.length
    ? ` They still name it ${there.name}: ${there.workflows.join(', ')}.`
    : '';
  return saved(settled, `Renamed ${there.type}/${there.name} to ${to} in ${api.host}.${workflows}`, {
    ...there,
    name: to,
  });
}

async function remove(
  { yes }: Delete,
  there: Connection,
  api: AccountApi,
  terminal: Terminal,
): Promise<Outcome> {
  const shown = `${there.type}/${there.name}`;
  if (!yes && !(await isSure(`Delete ${shown} from ${api.host}?${sayUses(there)}`, terminal))) return givenUp;
  const settled = await settledCalls(api).deleteConnection(there.id);
  return saved(settled, `Deleted ${shown} from ${api.host}.`);
}

/** Adds to what was done, if anything, how a test of the connection went, to which the values `sent` were given. */
async function tested(before: Outcome, sent: Fields, api: AccountApi, terminal: Terminal): Promise<Outcome> {
  const { connection } = before;
  const shown = `${connection?.type}/${connection?.name}`;
  const untested = (why: string): Outcome => ({
    ...before,
    is: before.said === '' ? 'not-done' : 'done',
    said: `${before.said} Whether ${shown} works is not known: ${why}`.trim(),
    isUntested: true,
  });
  if (!connection?.id) return untested('the account does not say its id.');
  terminal.progress?.(`Testing ${shown} …`);
  const answer = await api.testConnection(connection.id, undefined, sent);
  if (!answer.ok) return untested(answer.message ?? `${sayFailure(answer.failure)}.`);
  const { value: test } = answer;
  const because = test.message ? `: ${test.message}` : '.';
  const how = test.failed ? `The test of ${shown} failed${because}` : `${shown} works.`;
  const { message: _, ...availability } = test;
  const now = { ...connection, availability };
  return { ...before, said: `${before.said} ${how}`.trim(), connection: now, test };
}

function saved(settled: Settled<Saved | undefined>, said: string, otherwise?: Connection): Outcome {
  if (settled.is !== 'done') {
    const { items } = settled.refused;
    return { is: settled.is, said: sayUnsettled(settled), ...(items && { items }) };
  }
  const { connection = otherwise, displayOnce } = settled.value ?? {};
  return {
    is: 'done',
    said: settled.found ? `${said} The answer was lost; a look showed that it is so.` : said,
    ...(connection && { connection }),
    ...(displayOnce && { shownOnce: displayOnce }),
  };
}

function sayAbsent({ type, name }: Named, list: readonly Connection[], { host }: AccountApi): string {
  const others = list.filter((each) => each.name === name).map((each) => `${each.type}/${each.name}`);
  const closest = others.length > 0 ? `, but ${others.join(', ')}` : '';
  return `${host} has no ${type} connection named "${name}"${closest}`;
}

function sayUses({ workflows = [] }: Connection): string {
  return workflows.length > 0 ? ` Workflows of the account that use it: ${workflows.join(', ')}.` : '';
}

const givenUp: Outcome = { is: 'not-done', said: 'Nothing was changed.' };

function notDone(why: string): Outcome {
  return { is: 'not-done', said: `${why}.` };
}

async function isSure(question: string, { asking }: Terminal): Promise<boolean> {
  const answer = asking && (await ask(`${visibleOf(question)} [y/N] `, asking));
  return /^y(es)?$/i.test(answer?.trim() ?? '');
}
