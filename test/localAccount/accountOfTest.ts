// A local account in a folder of its own, for one test.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Secret } from '../../server/src/account/secret';
import { Faults } from '../../server/src/localAccount/faults';
import { type LocalAccountOptions, startLocalAccount } from '../../server/src/localAccount/localAccount';

export const TOKEN = 'local-token-5d1f0a';

export function keyOfTest(): Secret {
  return new Secret(randomBytes(32).toString('base64'));
}

export async function folderOfTest(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'relay-account-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts an account that is stopped when the test ends. */
export async function accountOfTest(options: Partial<LocalAccountOptions> = {}) {
  const folder = options.folder ?? (await folderOfTest());
  const key = options.key ?? keyOfTest();
  const faults = options.faults ?? new Faults();
  const account = await startLocalAccount({ token: new Secret(TOKEN), ...options, folder, key, faults });
  onTestFinished(() => account.stop());
  return { account, folder, key, faults, url: account.url };
}
