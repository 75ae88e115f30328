// How the account's list stays true by itself: a save asks again, and a lock file stands in while nobody is signed in.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { addConnections, signInTo, usingAccount } from '../accounts';
import { person } from '../person';
import { fromPalette, openWorkflow, untilDiagnostics } from '../workbench';

const workflow = `steps:
- name: notify
  image: relaysh/core
  spec:
    connection: !Connection { type: slack, name: ops-room }
`;
const missing = ['connection-missing: ops-room'];

describe('freshness', () => {
  const account = usingAccount('token-of-the-freshness-test');
  const settings = () => vscode.workspace.getConfiguration('relay');
  let document: vscode.TextDocument;

  before(async () => {
    document = await openWorkflow('fresh.yaml', workflow);
    await signInTo(account());
    await untilDiagnostics(document, missing);
  });
  after(async () => {
    await settings().update('account.refreshInterval', undefined, vscode.ConfigurationTarget.Global);
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    if (folder)
      await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder.uri, '.relay'), { recursive: true });
  });

  it('asks again on a save, when the last answer is older than the setting says', async () => {
    await settings().update('account.refreshInterval', 0, vscode.ConfigurationTarget.Global);
    await addConnections(account(), ['slack', 'ops-room']);
    await person.press('End');
    await person.type(' ');
    await person.press('ControlOrMeta+s');
    await untilDiagnostics(document, []);
  });

  it('writes a lock file, which is used and named while nobody is signed in', async () => {
    await vscode.commands.executeCommand('relay.writeLockFile');
    await person.see('.tab >> text=connections.lock.json');
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    const path = join(folder?.uri.fsPath ?? '', '.relay/connections.lock.json');
    const lock = readFileSync(path, 'utf8');
    assert.deepEqual(JSON.parse(lock).connections, [{ type: 'slack', name: 'ops-room' }]);
    await person.picture('lock-file');
    await vscode.commands.executeCommand('relay.signOut');
    await person.see('.statusbar-item >> text=Relay: lock file');
    const other = await openWorkflow('locked.yaml', workflow.replace('ops-room', 'other-room'));
    await untilDiagnostics(document, []);
    await untilDiagnostics(other, ['connection-missing: other-room']);
    await person.picture('lock-file-used');
    writeFileSync(path, '<<<<<<< ours\n');
    await person.see('.statusbar-item[aria-label*="connections.lock.json cannot be used: it is no JSON"]');
    await untilDiagnostics(other, []);
    writeFileSync(path, lock);
    await untilDiagnostics(other, ['connection-missing: other-room']);
    await fromPalette('Relay: Write Lock File');
    await vscode.commands.executeCommand('notifications.showList');
    await person.see('text=The lock file was not written');
  });

  it('finds the local account again when the process that served it has ended', async () => {
    await vscode.commands.executeCommand('relay.localAccount.start');
    await person.see('.statusbar-item >> text=Local account');
    const before = servingProcess();
    process.kill(before, 'SIGKILL');
    const end = Date.now() + 15_000;
    while (servingProcess() === before && Date.now() < end)
      await vscode.commands.executeCommand('relay.connections.refresh');
    assert.notEqual(servingProcess(), before);
    await person.see('.statusbar-item:has-text("Local account"):not(:has-text("out of date"))');
    await untilDiagnostics(document, missing);
  });
});

/** The process that its lock names (server/src/localAccount/folderLock.ts). */
function servingProcess(): number {
  const folder = process.env.RELAY_TEST_USER_FOLDER ?? '';
  const locks = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /account\.lock\.\d+$/.test(file),
  );
  const numberOf = (file: string) => Number(/\d+$/.exec(file)?.[0]);
  const [last = ''] = locks.sort((one, other) => numberOf(other) - numberOf(one));
  return (JSON.parse(readFileSync(join(folder, last), 'utf8')) as { pid: number }).pid;
}
