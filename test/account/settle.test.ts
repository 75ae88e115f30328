// What became of a change whose answer was lost: found out by looking, against the real local account.
import { describe, expect, it } from 'vitest';
import { accountApi } from '../../server/src/account/api';
import { Secret } from '../../server/src/account/secret';
import { type Settled, type SettledCalls, settledCalls } from '../../server/src/account/settle';
import type { FaultRule } from '../../server/src/localAccount/faults';
import { accountOfTest, TOKEN } from '../localAccount/accountOfTest';
import { hurriedClock } from '../support/clocks';

const FIELDS = { accessKeyID: new Secret('AKIA-marked') };
const PATH = 'ops/reaper';

interface Change {
  readonly what: string;
  readonly route: string;
  /** The call that looks. */
  readonly look?: string;
  readonly make: (calls: SettledCalls, id: string) => Promise<Settled<unknown>>;
}

const CHANGES: readonly Change[] = [
  {
    what: 'a create',
    route: 'POST /api/connections',
    look: 'GET /api/connections',
    make: (calls) => calls.createConnection({ type: 'aws', name: 'new', fields: FIELDS }, []),
  },
  {
    what: 'an overwrite',
    route: 'PUT /api/connections/:id',
    make: (calls, id) => calls.overwriteConnection(id, 'production', FIELDS),
  },
  {
    what: 'a rename',
    route: 'PUT /api/connections/:id',
    look: 'GET /api/connections/:id',
    make: (calls, id) => calls.renameConnection(id, 'staging'),
  },
  {
    what: 'a delete',
    route: 'DELETE /api/connections/:id',
    look: 'GET /api/connections/:id',
    make: (calls, id) => calls.deleteConnection(id),
  },
  {
    what: 'the create of a secret',
    route: 'POST /api/workflows/:path/secrets',
    look: 'GET /api/workflows/:path/secrets',
    make: (calls) => calls.createSecret(PATH, 'new', new Secret('marked'), ['old']),
  },
  {
    what: 'the delete of a secret',
    route: 'DELETE /api/workflows/:path/secrets/:name',
    look: 'GET /api/workflows/:path/secrets',
    make: (calls) => calls.deleteSecret(PATH, 'old'),
  },
];

/** A local account with one connection and one secret, and the id of the connection. */
async function begun() {
  const { url, faults } = await accountOfTest({
    seed: [{ type: 'aws', name: 'production', fields: FIELDS }],
    workflows: [{ path: PATH, secrets: { old: new Secret('marked') } }],
  });
  const api = accountApi({ url, token: new Secret(TOKEN), clock: hurriedClock() });
  const list = await api.listConnections();
  const known = list.ok ? list.value : [];
  return { api, calls: settledCalls(api), faults, known, id: known[0]?.id ?? '' };
}

describe.each(CHANGES)('$what', ({ route, look, make }) => {
  it('that is answered is done', async () => {
    const { calls, id } = await begun();
    const settled = await make(calls, id);
    expect(settled).toMatchObject({ is: 'done' });
    expect(settled).not.toHaveProperty('found');
  });

  it('whose answer is lost is done all the same', async () => {
    const { calls, id, faults } = await begun();
    faults.set({ route, fault: { is: 'cut-after' } });
    expect(await make(calls, id)).toMatchObject({ is: 'done', found: true });
  });

  it('that is lost on its way is not done', async () => {
    const { calls, id, faults } = await begun();
    faults.set({ route, fault: { is: 'cut-before' } });
    const refused = { failure: { kind: 'unreachable' } };
    expect(await make(calls, id)).toMatchObject({ is: 'not-done', looked: true, refused });
  });

  it('that is refused is not done, and nobody looks', async () => {
    const { calls, id, faults } = await begun();
    const rules: FaultRule[] = [{ route, fault: { is: 'status', status: 422 } }];
    if (look) rules.push({ route: look, fault: { is: 'cut-before' } });
    faults.set(...rules);
    const settled = await make(calls, id);
    expect(settled).toMatchObject({ is: 'not-done', refused: { failure: { status: 422 } } });
    expect(settled).not.toHaveProperty('looked');
  });
});

describe.each(CHANGES.filter(({ look }) => look))('$what', ({ route, look = '', make }) => {
  it('is unclear where the look fails too', async () => {
    const { calls, id, faults } = await begun();
    faults.set({ route, fault: { is: 'cut-after' } }, { route: look, fault: { is: 'cut-before' } });
    const refused = { failure: { kind: 'unreachable' } };
    expect(await make(calls, id)).toMatchObject({ is: 'unclear', refused });
  });
});

describe('what was there before', () => {
  const lost = { route: 'POST /api/connections', fault: { is: 'status', status: 502 } } as const;

  it('is not taken for the connection that was to be created', async () => {
    const { calls, faults, known } = await begun();
    faults.set(lost);
    const draft = { type: 'aws', name: 'production', fields: {} };
    expect(await calls.createConnection(draft, known)).toMatchObject({ is: 'not-done' });
    expect(await calls.createConnection(draft, undefined)).toMatchObject({ is: 'unclear' });
    expect(await calls.createConnection({ ...draft, name: 'new' }, undefined)).toMatchObject({
      is: 'not-done',
    });
  });

  it('is not taken for the secret that was to be created', async () => {
    const { calls, faults } = await begun();
    faults.set({ ...lost, route: 'POST /api/workflows/:path/secrets' });
    expect(await calls.createSecret(PATH, 'old', new Secret('x'), ['old'])).toMatchObject({ is: 'not-done' });
    expect(await calls.createSecret(PATH, 'old', new Secret('x'), undefined)).toMatchObject({
      is: 'unclear',
    });
  });

  it('is asked for before an overwrite, which is not sent where that fails', async () => {
    const { calls, faults, id } = await begun();
    faults.set({ route: 'GET /api/connections/:id', fault: { is: 'status', status: 403 } });
    const refused = { failure: { kind: 'not-allowed' } };
    expect(await calls.overwriteConnection(id, 'other', FIELDS)).toMatchObject({ is: 'not-done', refused });
    faults.set();
    expect(await calls.renameConnection(id, 'production')).toMatchObject({ is: 'done' });
  });
});

it('says that the overwrite of a secret is unclear, because nothing tells', async () => {
  const { calls, faults } = await begun();
  faults.set({ route: 'PUT /api/workflows/:path/secrets/:name', fault: { is: 'cut-after' } });
  expect(await calls.overwriteSecret(PATH, 'old', new Secret('x'))).toMatchObject({ is: 'unclear' });
});

it('finds out what became of a change that was cancelled', async () => {
  const { calls, faults } = await begun();
  const caller = new AbortController();
  faults.set({ route: 'POST /api/connections', fault: { is: 'latency', milliseconds: 60_000 } });
  const draft = { type: 'aws', name: 'new', fields: FIELDS };
  const settled = calls.createConnection(draft, [], caller.signal);
  caller.abort();
  const refused = { failure: { because: 'the request was cancelled' } };
  expect(await settled).toMatchObject({ is: 'not-done', refused });
});
