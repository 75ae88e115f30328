// The encrypted file: nothing readable in it, nothing lost by damage, and a wrong key is no damage.
import { createHash } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../server/src/account/secret';
import { CannotStart } from '../../server/src/localAccount/cannotStart';
import { open, seal } from '../../server/src/localAccount/sealed';
import { readState, type State, type StoredConnection } from '../../server/src/localAccount/state';
import { openStore, readStore } from '../../server/src/localAccount/store';
import { folderOfTest, keyOfTest } from './accountOfTest';

const MARK = 'marked-value-77aa';
const KEY = keyOfTest();

function connection(name: string): StoredConnection {
  const at = '2024-01-01T00:00:00.000Z';
  return {
    id: name,
    type: 'aws',
    name,
    createdAt: at,
    updatedAt: at,
    values: new Secret(JSON.stringify({ key: MARK })),
  };
}

/** A change that makes the connections another list. */
function connections(next: (now: readonly StoredConnection[]) => readonly StoredConnection[]) {
  return (state: State) => ({
    state: { ...state, connections: next(state.connections) },
    result: undefined,
  });
}

async function filled(folder: string, names = ['marked-name']) {
  const { store } = await openStore(folder, KEY);
  await store.change(connections(() => names.map(connection)));
  return join(folder, 'connections.sealed');
}

const revealed = (list: readonly StoredConnection[]) =>
  list.map((each) => ({ ...each, values: each.values.reveal() }));

describe('seal and open', () => {
  it('give back every text, sealed differently each time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const whole = Buffer.from(text).toString();
        const sealed = seal(whole, KEY);
        expect(open(sealed, KEY)).toEqual({ is: 'text', text: whole });
        expect(sealed.equals(seal(whole, KEY))).toBe(false);
      }),
      { numRuns: 30 },
    );
  });

  it('find every flipped bit and every cut, and call none of them a wrong key', () => {
    const sealed = seal('a short text', KEY);
    for (let at = 0; at < sealed.length; at++) {
      const flipped = Buffer.from(sealed);
      flipped[at] = (flipped[at] ?? 0) ^ 1;
      expect(open(flipped, KEY)).toEqual({ is: 'damaged' });
      expect(open(sealed.subarray(0, at), KEY)).toEqual({ is: 'damaged' });
    }
  });

  it('tell another key from damage', () => {
    expect(open(seal('text', KEY), keyOfTest())).toEqual({ is: 'other-key' });
  });
});

describe('the store', () => {
  it('gives back what was stored, and holds nothing readable, names included', async () => {
    const folder = await folderOfTest();
    const path = await filled(folder);
    const { store } = await openStore(folder, KEY);
    expect(revealed(store.state.connections)).toEqual(revealed([connection('marked-name')]));
    const bytes = await readFile(path);
    for (const text of [MARK, 'marked-name', Buffer.from(MARK).toString('base64')]) {
      expect(bytes.includes(text)).toBe(false);
    }
    expect(await readdir(folder)).toEqual(['connections.sealed']);
  });

  if (process.platform !== 'win32')
    it('lets only its owner read the file', async () => {
      const path = await filled(await folderOfTest());
      expect((await stat(path)).mode & 0o777).toBe(0o600);
    });

  it('keeps a damaged file under another name and begins empty', async () => {
    const folder = await folderOfTest();
    const path = await filled(folder);
    const damaged = (await readFile(path)).subarray(0, 70);
    await writeFile(path, damaged);
    const { store, setAside } = await openStore(folder, KEY);
    expect(store.state.connections).toEqual([]);
    expect(setAside).toMatch(/connections\.sealed\.damaged-\d+$/);
    await store.change(connections(() => [connection('new')]));
    expect((await readFile(setAside ?? '')).equals(damaged)).toBe(true);
    expect(await openStore(folder, KEY)).not.toHaveProperty('setAside');
  });

  it('refuses another key and leaves the file as it is', async () => {
    const folder = await folderOfTest();
    const path = await filled(folder);
    const before = await readFile(path);
    await expect(openStore(folder, keyOfTest())).rejects.toThrow(CannotStart);
    expect((await readFile(path)).equals(before)).toBe(true);
  });

  it('ignores what an interrupted write left behind', async () => {
    const folder = await folderOfTest();
    const path = await filled(folder);
    await writeFile(`${path}.0a.new`, 'half of a fi');
    const { store } = await openStore(folder, KEY);
    expect(store.state.connections).toHaveLength(1);
    expect(await readdir(folder)).toEqual(['connections.sealed']);
  });

  it('makes changes one after the other, each seeing the one before', async () => {
    const { store } = await openStore(await folderOfTest(), KEY);
    const names = Array.from({ length: 20 }, (_, index) => String(index));
    await Promise.all(names.map((name) => store.change(connections((now) => [...now, connection(name)]))));
    expect(store.state.connections.map(({ name }) => name)).toEqual(names);
  });

  it('stays as it was when a change is refused or cannot be written', async () => {
    const folder = await folderOfTest();
    await filled(folder, ['kept']);
    const { store } = await openStore(folder, KEY);
    const refused = store.change(() => {
      throw new Error('refused');
    });
    await expect(refused).rejects.toThrow('refused');
    const bad = { ...connection('x'), values: undefined as unknown as Secret };
    await expect(store.change(connections(() => [bad]))).rejects.toThrow();
    expect(store.state.connections.map(({ name }) => name)).toEqual(['kept']);
    await store.change(connections((now) => [...now, connection('next')]));
    expect((await openStore(folder, KEY)).store.state.connections).toHaveLength(2);
  });

  it('finishes what has begun when it is closed, and takes nothing more', async () => {
    const folder = await folderOfTest();
    const { store } = await openStore(folder, KEY);
    const begun = [store.change(connections(() => [connection('a')]))];
    begun.push(store.change(connections((now) => [...now, connection('b')])));
    const closed = store.close();
    await expect(store.change(connections(() => []))).rejects.toThrow('closed');
    await closed;
    const names = (await readStore(folder, KEY)).connections.map(({ name }) => name);
    expect(names).toEqual(['a', 'b']);
    await Promise.all(begun);
  });

  it('can be read while it is served, and says when it cannot', async () => {
    const folder = await folderOfTest();
    const path = await filled(folder);
    expect(revealed((await readStore(folder, KEY)).connections)).toEqual(
      revealed([connection('marked-name')]),
    );
    await expect(readStore(folder, keyOfTest())).rejects.toThrow('another key');
    await writeFile(path, 'rubbish');
    await expect(readStore(folder, KEY)).rejects.toThrow('is damaged');
    expect(await readdir(folder)).toEqual(['connections.sealed']);
  });

  it('reads what the first version kept, and leaves a file of a later version alone', async () => {
    const { values, ...rest } = connection('old');
    const text = JSON.stringify({ connections: [{ ...rest, values: values.reveal() }] });
    const old = readState(text);
    expect([revealed(old.connections), old.workflows, old.sessions, old.tokens]).toEqual([
      revealed([connection('old')]),
      [],
      [],
      [],
    ]);
    const folder = await folderOfTest();
    const path = await filled(folder);
    const sealed = (await readFile(path)).subarray(0, -32);
    sealed[8] = 9;
    const later = Buffer.concat([sealed, createHash('sha256').update(sealed).digest()]);
    await writeFile(path, later);
    await expect(openStore(folder, KEY)).rejects.toThrow('newer version');
    expect((await readFile(path)).equals(later)).toBe(true);
  });
});
