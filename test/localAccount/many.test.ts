// An account of 50,000 connections: listed whole, changed, tested for names that are taken, and there again after a restart.
import { expect, it } from 'vitest';
import { Secret } from '../../server/src/account/secret';
import { accountOfTest } from './accountOfTest';
import { ask } from './ask';

it('keeps 50,000 connections', async () => {
  const fields = { accessKeyID: new Secret('a value'), secretAccessKey: new Secret('another value') };
  const seed = Array.from({ length: 50_000 }, (_, index) => ({ type: 'aws', name: `name ${index}`, fields }));
  const { account, folder, key, url } = await accountOfTest({ seed });
  expect((await ask(url)).json.connections).toHaveLength(50_000);
  const create = (name: string) => ask(url, { method: 'POST', body: { type: 'aws', name } });
  expect((await create('name 49999')).status).toBe(409);
  expect((await create('name 50000')).status).toBe(201);
  await account.stop();
  const again = await accountOfTest({ folder, key });
  const { connections } = (await ask(again.url)).json;
  expect([connections.length, connections.at(-1)?.name]).toEqual([50_001, 'name 50000']);
  const path = `/api/connections/${connections.at(-2)?.id}`;
  expect((await ask(again.url, { method: 'DELETE', path })).status).toBe(200);
  expect((await ask(again.url)).json.connections).toHaveLength(50_000);
});
