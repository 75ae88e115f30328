// A workspace that nobody has trusted yet: it is checked by itself, the account is not asked, and the window says so.
import assert from 'node:assert/strict';
import { createServer, request } from 'node:http';
import {
  fromOutside,
  fromPalette,
  openFile,
  openViews,
  picture,
  startAccount,
  startVscode,
  status,
} from './outside.mjs';

const workflow = `steps:
- name: list-machines
  image: relaysh/core
  spec:
    connection: !Connection { type: slack, name: nowhere }
    token: \${nope.x}
`;

export async function testRestricted() {
  await fromOutside({ 'flow.yaml': workflow }, async (place) => {
    const account = await startAccount(place);
    const counting = await countRequests(account, place);
    const code = await startVscode(place, {
      settings: {
        'security.workspace.trust.enabled': true,
        'security.workspace.trust.startupPrompt': 'always',
        'security.workspace.trust.banner': 'never',
      },
      environment: { RELAY_API_URL: counting.url, RELAY_TOKEN: account.token },
    });
    const page = await code.openWindow();
    await page.waitForSelector('.monaco-dialog-box >> text=Do you trust the authors');
    await page.click('.monaco-dialog-box .monaco-button:has-text("No")');
    await openFile(page, 'flow.yaml');
    await status(page, 'Relay: restricted');
    await page.waitForSelector('.squiggly-error');
    await fromPalette(page, 'Relay: Sign In…');
    await page.waitForSelector(
      '.notification-list-item >> text=In Restricted Mode no Relay account is asked.',
    );
    await openViews(page);
    await page.waitForSelector('.welcome-view-content >> text=Restricted Mode');
    await picture(page, 'restricted-mode');
    assert.equal(await page.locator('.squiggly-error').count(), 1);
    assert.equal(counting.asked(), 0);

    await page.click('.statusbar-item >> text=Relay: restricted');
    await page.waitForSelector('.workspace-trust-editor');
    await picture(page, 'restricted-trust');
    await page.click('.workspace-trust-editor .monaco-button:has-text("Trust")');
    await status(page, 'Local account');
    await openFile(page, 'flow.yaml');
    await page.waitForFunction(() => document.querySelectorAll('.squiggly-error').length === 2);
    assert.ok(counting.asked() > 0);
    await picture(page, 'restricted-trusted');
  });
  console.log('Restricted Mode: a workspace that is not trusted is checked without the account.');
}

/** Stands before the account and counts what it is asked. */
async function countRequests(account, { undo }) {
  let asked = 0;
  const { hostname, port } = new URL(account.url);
  const server = createServer((incoming, response) => {
    asked += 1;
    const { method, url: path, headers } = incoming;
    const outgoing = request({ hostname, port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    incoming.pipe(outgoing);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  undo.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${server.address().port}`, asked: () => asked };
}
