// A local account in a folder of its own, for one test; every answer it gives is held against the contract.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { Secret } from '../../server/src/account/secret';
import { Faults } from '../../server/src/localAccount/faults';
import {
  type LocalAccountOptions,
  startLocalAccount,
  type Watched,
} from '../../server/src/localAccount/localAccount';
import { complaintsAbout } from './contractOfTest';

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
  const complaints: unknown[] = [];
  const watch = (answer: Watched) => {
    complaints.push(...complaintsAbout(answer));
    options.watch?.(answer);
  };
  const token = new Secret(TOKEN);
  const account = await startLocalAccount({ token, ...options, watch, folder, key, faults });
  onTestFinished(async () => {
    await account.stop();
    expect(complaints).toEqual([]);
  });
  return { account, folder, key, faults, url: account.url };
}

/** Does what a person does on the sign-in page; gives the status and the text of the page that follows. */
export async function confirmSignIn(
  url: string,
  code: string,
  { role = 'administrator', decision = 'allow', token = TOKEN } = {},
) {
  const body = new URLSearchParams({ code, role, decision, token });
  const response = await fetch(`${url}/sign-in`, { method: 'POST', body, redirect: 'manual' });
  return { status: response.status, text: await response.text() };
}
