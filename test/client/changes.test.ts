// Changes of a connection that cannot be taken back: what is asked, and what is done, against the real local account.
import { describe, expect, test } from 'vitest';
import { connectionsPageOf } from '../../client/src/accountPage';
import { type Changing, deleteConnection } from '../../client/src/changes/deletion';
import { overwriteConnection } from '../../client/src/changes/overwriting';
import {
  deletionQuestion,
  overwriteQuestion,
  type Question,
  renameQuestion,
} from '../../client/src/changes/question';
import { renameEverywhere, unfitName } from '../../client/src/changes/renaming';
import { sayTally, testEach } from '../../client/src/changes/testing';
import { accountApi } from '../../server/src/account/api';
import { Secret } from '../../server/src/account/secret';
import { settledCalls } from '../../server/src/account/settle';
import { accountOfTest, TOKEN } from '../localAccount/accountOfTest';
import { connection } from '../support/marks';

const uses = { here: ['deploy.yaml:7', 'flows/a.yaml:3'], owner: 'ACME' };

/** A local account with one connection, and a user who answers each question in the same way. */
async function begun({ agrees }: { readonly agrees: boolean }) {
  const { url, faults } = await accountOfTest();
  const api = accountApi({ url, token: new Secret(TOKEN) });
  const made = await api.createConnection({
    type: 'aws',
    name: 'prod',
    fields: { accessKeyID: new Secret('x'), secretAccessKey: new Secret('y') },
  });
  if (!made.ok) throw new Error('not created');
  const questions: Question[] = [];
  let refreshed = 0;
  const changing: Changing = {
    ask: async (question) => {
      questions.push(question);
      return agrees;
    },
    calls: settledCalls(api),
    busy: (work) => work(new AbortController().signal),
    refresh: async () => {
      refreshed += 1;
    },
  };
  const names = async () => {
    const list = await api.listConnections();
    return list.ok ? list.value.map(({ name }) => name) : [];
  };
  return {
    api,
    faults,
    changing,
    questions,
    names,
    refreshed: () => refreshed,
    connection: made.value.connection,
  };
}

describe('a connection', () => {
  test('is deleted once that is agreed to, and the account is asked anew', async () => {
    const { connection, changing, questions, names, refreshed } = await begun({ agrees: true });
    expect(await deleteConnection(connection, uses, changing)).toMatchObject({ is: 'done' });
    expect(questions.map(({ button }) => button)).toEqual(['Delete']);
    expect(await names()).toEqual([]);
    expect(refreshed()).toBe(1);
  });

  test('is kept where it is not', async () => {
    const { connection, changing, names, refreshed } = await begun({ agrees: false });
    expect(await deleteConnection(connection, uses, changing)).toEqual({ is: 'kept' });
    expect(await names()).toEqual(['prod']);
    expect(refreshed()).toBe(0);
  });

  test('that this user may not delete is still there, and the refusal is told', async () => {
    const { connection, changing, names, faults } = await begun({ agrees: true });
    faults.set({ route: 'DELETE /api/connections/:id', fault: { is: 'status', status: 403 } });
    expect(await deleteConnection(connection, uses, changing)).toMatchObject({
      is: 'not-done',
      refused: { failure: { kind: 'not-allowed' } },
    });
    expect(await names()).toEqual(['prod']);
  });
});

describe('the values of a connection', () => {
  const fields = { accessKeyID: new Secret('x'), secretAccessKey: new Secret(' ') };
  const never = new AbortController().signal;

  test('are overwritten once that is agreed to', async () => {
    const { api, connection, changing, questions } = await begun({ agrees: true });
    expect(await overwriteConnection(connection, fields, uses, changing, never)).toMatchObject({
      is: 'done',
      value: { connection: { name: 'prod' } },
    });
    expect(questions.map(({ button }) => button)).toEqual(['Overwrite']);
    // The local account fails the test of a blank value, so these are the new ones.
    expect(await api.testConnection(connection.id)).toMatchObject({ ok: true, value: { failed: true } });
  });

  test('are kept where it is not', async () => {
    const { api, connection, changing } = await begun({ agrees: false });
    expect(await overwriteConnection(connection, fields, uses, changing, never)).toEqual({ is: 'kept' });
    expect(await api.testConnection(connection.id)).toMatchObject({ ok: true, value: { failed: false } });
  });
});

describe('a rename', () => {
  const text = (obstacle?: string, failure?: string) => {
    const done: string[] = [];
    return {
      done,
      obstacle: async () => obstacle,
      rename: async () => {
        done.push('renamed');
        return failure;
      },
    };
  };

  test('changes the text after the account', async () => {
    const { connection, changing, names, questions } = await begun({ agrees: true });
    const files = text();
    const before: string[][] = [];
    const rename = async () => {
      before.push(await names());
      return files.rename();
    };
    expect(await renameEverywhere(connection, 'live', uses, { ...files, rename }, changing)).toEqual({
      is: 'renamed',
    });
    expect(before).toEqual([['live']]);
    expect(files.done).toEqual(['renamed']);
    expect(questions.map(({ button }) => button)).toEqual(['Rename']);
  });

  test('that the text cannot follow changes nothing, and nothing is asked', async () => {
    const { connection, changing, names, questions } = await begun({ agrees: true });
    const files = text('An anchor stands in the way.');
    expect(await renameEverywhere(connection, 'live', uses, files, changing)).toEqual({
      is: 'obstructed',
      because: 'An anchor stands in the way.',
    });
    expect([await names(), files.done, questions]).toEqual([['prod'], [], []]);
  });

  test('that the account refuses leaves the text alone', async () => {
    const { connection, changing, names, faults } = await begun({ agrees: true });
    faults.set({ route: 'PUT /api/connections/:id', fault: { is: 'status', status: 500 } });
    const files = text();
    expect(await renameEverywhere(connection, 'live', uses, files, changing)).toMatchObject({
      is: 'not-done',
    });
    expect([await names(), files.done]).toEqual([['prod'], []]);
  });

  test('whose answer is lost is looked for, and followed', async () => {
    const { connection, changing, names, faults } = await begun({ agrees: true });
    faults.set({ route: 'PUT /api/connections/:id', fault: { is: 'cut-after' }, times: 1 });
    const files = text();
    expect(await renameEverywhere(connection, 'live', uses, files, changing)).toEqual({ is: 'renamed' });
    expect([await names(), files.done]).toEqual([['live'], ['renamed']]);
  });

  test('that the text did not follow in the end says so', async () => {
    const { connection, changing, names } = await begun({ agrees: true });
    const files = text(undefined, 'VS Code did not take it.');
    expect(await renameEverywhere(connection, 'live', uses, files, changing)).toEqual({
      is: 'text-left',
      because: 'VS Code did not take it.',
    });
    expect(await names()).toEqual(['live']);
  });

  test('needs a name that is fit and free', () => {
    const prod = connection('aws', 'prod');
    const all = [prod, connection('aws', 'live'), connection('gcp', 'other')];
    expect(
      ['', ' x', 'a\tb', 'prod', 'live', 'other', 'new one'].map((to) => unfitName(prod, to, all)),
    ).toEqual([
      'Enter a name.',
      'There is a space at the start or at the end.',
      'A name is one line of text, without control characters.',
      'This is its name already.',
      'Another aws connection has this name.',
      undefined,
      undefined,
    ]);
  });
});

describe('what is asked', () => {
  const prod = connection('aws', 'prod', { workflows: ['ops/reaper'] });

  test('names the uses here and in the account, and says what cannot be seen', () => {
    expect(deletionQuestion(prod, uses)).toEqual({
      message: 'Delete the aws connection "prod" of ACME?',
      detail: [
        'It cannot be brought back: its values cannot be read.',
        'This workspace names it in 2 places:\n• deploy.yaml:7\n• flows/a.yaml:3',
        '1 workflow in ACME uses it:\n• ops/reaper',
        'Other workspaces cannot be seen.',
      ].join('\n\n'),
      button: 'Delete',
    });
    expect(overwriteQuestion(prod, uses).detail).toContain('flows/a.yaml:3');
    expect(renameQuestion(prod, 'live', uses)).toMatchObject({
      message: 'Rename the aws connection "prod" of ACME to "live"?',
      detail: expect.stringContaining('go on naming the old one'),
    });
  });

  test('says so where nothing uses it, and where that is not known', () => {
    const unused = { ...prod, workflows: [] };
    expect(deletionQuestion(unused, { ...uses, here: [] }).detail).toContain(
      'No workflow of this workspace names it.\n\nNo workflow in ACME uses it.',
    );
    expect(deletionQuestion(connection('aws', 'prod'), { ...uses, here: undefined }).detail).toContain(
      'The workflows of this workspace could not be read.\n\nACME does not say which of its workflows use it.',
    );
  });

  test('counts what would not fit', () => {
    const here = Array.from({ length: 25 }, (_, index) => `a.yaml:${index}`);
    const { detail } = deletionQuestion(prod, { ...uses, here });
    expect(detail).toContain('in 25 places');
    expect(detail).toContain('• a.yaml:9\n… and 15 more');
  });
});

describe('testing all', () => {
  const many = Array.from({ length: 20 }, (_, index) => connection('aws', `c${index}`));
  const passed = { ok: true, value: { status: 'any', failed: false } } as const;
  const never = new AbortController().signal;

  test('counts what passed and names what failed', async () => {
    const tally = await testEach(
      many,
      async ({ name }) => (name === 'c7' ? { ok: true, value: { status: 'any', failed: true } } : passed),
      never,
    );
    expect(sayTally(tally, 20)).toBe('19 of 20 connections passed the test. 1 failed: aws / c7.');
  });

  test('goes on after an error of one, and ends where the account will not be asked any more', async () => {
    const refused = (status: number) =>
      ({ ok: false, failure: { kind: 'answered-error', host: 'relay.test', status } }) as const;
    let asked = 0;
    const tally = await testEach(
      many,
      async () => {
        asked += 1;
        return asked === 1 ? refused(500) : asked < 6 ? passed : refused(429);
      },
      never,
    );
    expect(asked).toBeLessThan(12);
    expect(sayTally(tally, 20)).toBe(
      '4 of 20 connections passed the test. The account did not say how 1 test went. 15 were not tested: relay.test answered with an error (HTTP 429).',
    );
  });

  test('ends when it is given up', async () => {
    const given = new AbortController();
    let asked = 0;
    const tally = await testEach(
      many,
      async () => {
        asked += 1;
        if (asked === 5) given.abort();
        return passed;
      },
      given.signal,
    );
    expect(asked).toBeLessThan(9);
    expect(sayTally(tally, 20)).toMatch(/^\d of 20 connections passed the test\. 1\d were not tested\.$/);
  });
});

test.each([
  ['https://api.relay.sh', undefined, 'https://app.relay.sh/connections'],
  ['https://relay.example', 'https://ui.relay.example', 'https://ui.relay.example/connections'],
  ['https://relay.example', undefined, undefined],
  ['http://127.0.0.1:8080', undefined, undefined],
  ['https://relay.example', 'command:evil', undefined],
  ['nonsense', undefined, undefined],
])('the page of %s (%s) is %s', (api, ui, page) => {
  expect(connectionsPageOf(api, ui)).toBe(page);
});
