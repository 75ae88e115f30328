// What is kept of the sign-ins: by all windows in the keyring, and what becomes of it where the keyring does not answer.
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { type Context, Contexts } from '../../client/src/contexts';
import { Secret } from '../../server/src/account/secret';

const warnings = vi.hoisted(() => [] as string[]);
vi.mock('vscode', () => ({
  EventEmitter: class {
    event = () => ({ dispose: () => undefined });
    fire = () => undefined;
    dispose = () => undefined;
  },
  window: { showWarningMessage: (message: string) => warnings.push(message) },
}));

/** A keyring in memory, which can be made to fail. */
function keyring() {
  const kept = new Map<string, string>();
  const faults = { get: false, store: false };
  const or = <T>(fails: boolean, value: () => T) =>
    fails ? Promise.reject(new Error('locked')) : Promise.resolve(value());
  const secrets = {
    get: (key: string) => or(faults.get, () => kept.get(key)),
    store: (key: string, text: string) => or(faults.store, () => void kept.set(key, text)),
    onDidChange: () => ({ dispose: () => undefined }),
  };
  return { faults, contexts: new Contexts(secrets as never, () => undefined) };
}

const context = (name: string): Context => ({
  name,
  credentials: { kind: 'token', url: 'https://relay.example', token: new Secret(`token-of-${name}`) },
});

async function known(contexts: Contexts) {
  const { contexts: all, current } = await contexts.read();
  return { names: all.map(({ name }) => name), current };
}

beforeEach(() => {
  warnings.length = 0;
});

describe('signing out', () => {
  test('of the one in use leaves the others, and nobody signed in', async () => {
    const { contexts } = keyring();
    for (const name of ['A', 'B']) await contexts.add(context(name));
    await contexts.signOut('B');
    expect(await known(contexts)).toEqual({ names: ['A'], current: null });
  });

  test('of one that only this window uses leaves the others signed in', async () => {
    const { contexts } = keyring();
    for (const name of ['A', 'B']) await contexts.add(context(name));
    await contexts.signOut('A');
    expect(await known(contexts)).toEqual({ names: ['B'], current: 'B' });
  });

  test('without a name is that of the current one, whose token goes', async () => {
    const { contexts } = keyring();
    await contexts.add(context('A'));
    await contexts.signOut('');
    expect(await known(contexts)).toEqual({ names: [], current: null });
  });

  test('where nothing is stored keeps the environment out, too', async () => {
    const { contexts } = keyring();
    await contexts.signOut('environment');
    expect(await known(contexts)).toEqual({ names: [], current: null });
  });
});

describe('a keyring', () => {
  test('that cannot be read keeps what it has', async () => {
    const { contexts, faults } = keyring();
    await contexts.add(context('A'));
    faults.get = true;
    await contexts.add(context('B'));
    expect(await known(contexts)).toEqual({ names: ['B'], current: 'B' });
    expect(warnings).toHaveLength(1);
    faults.get = false;
    expect(await known(contexts)).toEqual({ names: ['A', 'B'], current: 'B' });
    await contexts.choose('A');
    expect(await known(contexts)).toEqual({ names: ['A', 'B'], current: 'A' });
    expect(warnings).toHaveLength(1);
  });

  test('that cannot be written leaves it all with the window', async () => {
    const { contexts, faults } = keyring();
    await contexts.add(context('A'));
    faults.store = true;
    await contexts.add(context('B'));
    await contexts.remove('A');
    expect(await known(contexts)).toEqual({ names: ['B'], current: 'B' });
    expect(warnings).toHaveLength(2);
  });
});
