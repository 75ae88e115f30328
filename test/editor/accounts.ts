// Accounts of the tests' own, each in a process of its own, signed in to as a person does, and changed behind the editor's back.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before } from 'mocha';
import * as vscode from 'vscode';
import { MEDIA_TYPE, YAML_MEDIA_TYPE } from '../../server/src/account/contract/schema';
import type { FaultRule } from '../../server/src/localAccount/faults';
import { person } from './person';
import { closeEverything } from './workbench';

/** An account of this test's, in a process of its own. */
export interface ServedAccount {
  readonly url: string;
  readonly token: string;
  /** Where it keeps its data. */
  readonly folder: string;
  /** Replaces what goes wrong from now on. */
  fail(...rules: readonly FaultRule[]): Promise<void>;
  stop(): void;
}

/** Serves an account for the tests of one `describe`; afterwards everything is closed, signed out and stopped. */
export function usingAccount(token: string): () => ServedAccount {
  let account: ServedAccount | undefined;
  before(async () => {
    account = await serveAccount(token);
  });
  after(async () => {
    await closeEverything();
    await vscode.commands.executeCommand('relay.signOut');
    const settings = vscode.workspace.getConfiguration('relay');
    for (const key of ['apiUrl', 'trace.server']) {
      await settings.update(key, undefined, vscode.ConfigurationTarget.Global);
    }
    account?.stop();
  });
  return () => {
    if (!account) throw new Error('the account is served only while the tests run');
    return account;
  };
}

async function serveAccount(token: string): Promise<ServedAccount> {
  const extension = vscode.extensions.getExtension('relay-workflows.relay-workflows');
  const folder = mkdtempSync(join(tmpdir(), 'relay-account-'));
  const args = [
    join(extension?.extensionPath ?? '', 'dist/cli.js'),
    'account',
    '--port',
    '0',
    '--data',
    folder,
  ];
  const child = spawn(process.execPath, args, {
    env: {
      ...process.env,
      ELECTRON_RUN_AS_NODE: '1',
      RELAY_ACCOUNT_PARENT: 'stdin',
      RELAY_ACCOUNT_FAULTS: '1',
      RELAY_TOKEN: token,
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const { url } = JSON.parse(await firstLine(child)) as { url: string };
  return {
    url,
    token,
    folder,
    fail: async (...rules) => {
      await ask({ url, token }, 'PUT', '/testing/faults', JSON.stringify(rules), 'application/json');
    },
    stop: () => {
      child.stdin?.end();
      child.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    },
  };
}

/** Where an account is, and what opens it. */
export type Opened = Pick<ServedAccount, 'url' | 'token'>;

/** Gives an account's token to the palette's command, as a person does. */
export async function giveToken({ url, token }: Opened): Promise<void> {
  await vscode.workspace.getConfiguration('relay').update('apiUrl', url, vscode.ConfigurationTarget.Global);
  const done = vscode.commands.executeCommand('relay.signIn');
  await person.see('.quick-input-widget >> text=API token');
  await person.press('Enter');
  await person.see('.quick-input-widget >> text=Paste an API token');
  await person.type(token);
  await person.press('Enter');
  await done;
}

/** The same, until the status bar names the account. */
export async function signInTo(account: Opened): Promise<void> {
  await giveToken(account);
  await person.see('.statusbar-item >> text=Local account');
}

/** Adds connections to an account, each with one value or none, as its other users would. */
export async function addConnections(
  account: Opened,
  ...connections: readonly (readonly [type: string, name: string, value?: string])[]
): Promise<void> {
  for (const [type, name, value] of connections) {
    const auth = value === undefined ? {} : { auth: { type: 'secret', fields: { key: value } } };
    await ask(account, 'POST', '/api/connections', JSON.stringify({ type, name, ...auth }));
  }
}

/** The connections of an account, as `type/name`. */
export async function listed(account: Opened): Promise<readonly string[]> {
  const answer = await ask(account, 'GET', '/api/connections');
  const { connections } = (await answer.json()) as { connections: { type: string; name: string }[] };
  return connections.map(({ type, name }) => `${type}/${name}`);
}

/** Brings a workflow into an account, as uploading it does. */
export async function bringWorkflow(account: Opened, path: string): Promise<void> {
  const route = `/api/workflows/${encodeURIComponent(path)}/revisions`;
  await ask(account, 'POST', route, 'steps: []\n', YAML_MEDIA_TYPE);
}

async function ask(
  { url, token }: Opened,
  method: string,
  route: string,
  body?: string,
  bodyType = MEDIA_TYPE,
): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, accept: MEDIA_TYPE, 'content-type': bodyType };
  const answer = await fetch(`${url}${route}`, { method, headers, ...(body !== undefined && { body }) });
  if (!answer.ok) throw new Error(`${method} ${route} was refused with ${answer.status}`);
  return answer;
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => reject(new Error('the account did not start')));
    if (child.stdout) createInterface(child.stdout).once('line', resolve);
  });
}
