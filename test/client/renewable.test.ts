// What an open form holds of an account goes on by the sign-in of now.
import { expect, test } from 'vitest';
import { RenewableApis } from '../../client/src/renewable';
import type { AccountApi } from '../../server/src/account/api';

const apiOf = (host: string) => ({ host, listConnections: async () => host }) as unknown as AccountApi;

test('an API asks by the last sign-in to its account, and by no other account', async () => {
  const apis = new RenewableApis();
  const held = apis.renew('ACME', apiOf('first'));
  expect(await held.listConnections()).toBe('first');
  const other = apis.renew('Other', apiOf('other'));
  expect(apis.renew('ACME', apiOf('second'))).toBe(held);
  expect([held.host, await held.listConnections()]).toEqual(['second', 'second']);
  expect(await other.listConnections()).toBe('other');
});
