// What the tests from outside share: accounts to ask, and a VS Code whose windows a browser opens as a person does.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  installEditorHost,
  installUnpacked,
  launchBrowser,
  quietSettings,
  startEditorHost,
  writeSettings,
} from './editorHost.mjs';
import { root } from './install.mjs';

const pictures = join(root, 'test-output/pictures');

/**
 * Gives `run` a place: a scratch folder, a workspace in it with these files (texts by path), and a list of what is to be
 * undone at the end, last first. When it fails, each page of `place.pages` is pictured.
 */
export async function fromOutside(files, run) {
  const scratch = await mkdtemp(join(tmpdir(), 'relay-outside-'));
  const undo = [() => rm(scratch, { recursive: true, force: true, maxRetries: 5 })];
  const place = {
    scratch,
    folder: join(scratch, 'workspace'),
    userFolder: join(scratch, 'user'),
    undo,
    pages: [],
  };
  try {
    await mkdir(pictures, { recursive: true });
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(place.folder, path)), { recursive: true });
      await writeFile(join(place.folder, path), text);
    }
    await run(place);
  } catch (error) {
    for (const [index, page] of place.pages.entries())
      await page.screenshot({ path: join(pictures, `failed-outside-${index}.png`) }).catch(() => {});
    throw error;
  } finally {
    for (const step of undo.reverse()) await step();
  }
}

/** Starts a local account, with the sample connections in it or empty; gives its address, token and folder. */
export async function startAccount({ scratch, undo }, { samples = true } = {}) {
  const token = randomBytes(24).toString('base64url');
  const folder = await mkdtemp(join(scratch, 'account-'));
  const args = ['account', '--port', '0', '--data', folder];
  if (samples) args.push('--seed', join(root, 'scripts/sample-connections.json'));
  const account = spawn(process.execPath, [join(root, 'dist/cli.js'), ...args], {
    env: { ...process.env, RELAY_ACCOUNT_PARENT: 'stdin+secrets' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  account.stdin.write(`${JSON.stringify({ key: randomBytes(32).toString('base64'), token })}\n`);
  undo.push(() => account.stdin.end());
  const line = await new Promise((resolve) => createInterface(account.stdout).once('line', resolve));
  return { url: JSON.parse(line).url, token, folder };
}

const mediaType = 'application/vnd.puppet.relay.v20200615';

/** Sends what another user of the account would; gives the answer. `kind` is what `body` is written in. */
export async function ask({ url, token }, method, path, body, kind = 'json') {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      accept: `${mediaType}+json`,
      ...(body !== undefined && { 'content-type': `${mediaType}+${kind}` }),
    },
    body: kind === 'json' && body !== undefined ? JSON.stringify(body) : body,
  });
  const text = await answer.text();
  assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}

/**
 * Starts a VS Code with the extension, and a browser of one person; gives what opens another window on the workspace, and
 * what makes an account the one to sign in to.
 */
export async function startVscode(place, { settings = {}, environment = {} } = {}) {
  const { scratch, folder, userFolder, undo, pages } = place;
  await installEditorHost();
  const [extensionsFolder, home] = ['extensions', 'home'].map((each) => join(scratch, each));
  await mkdir(home);
  await mkdir(extensionsFolder);
  await writeSettings(userFolder, {
    ...quietSettings,
    'git.enabled': false,
    'http.proxySupport': 'off',
    ...settings,
  });
  // Of the machine that the extension runs on: the user's own settings do not count for it.
  const machine = join(userFolder, 'Machine');
  await mkdir(machine);
  const signInGoesTo = ({ url }) =>
    writeFile(join(machine, 'settings.json'), JSON.stringify({ 'relay.apiUrl': url }));
  await installUnpacked(root, extensionsFolder);
  const own = { HOME: home, USERPROFILE: home, XDG_CONFIG_HOME: join(home, '.config') };
  const unset = { RELAY_API_URL: undefined, RELAY_TOKEN: undefined };
  const host = await startEditorHost({
    folder,
    userFolder,
    extensionsFolder,
    environment: { ...unset, ...own, EXTENSIONS_GALLERY: '{}', ...environment },
  });
  undo.push(host.stop);
  const browser = await launchBrowser();
  undo.push(() => browser.close());
  const person = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  await person.addInitScript(obeyFocus);
  const openWindow = async () => {
    const page = await person.newPage();
    pages.push(page);
    await page.goto(host.url);
    await page.waitForSelector('.statusbar-item');
    return page;
  };
  return { openWindow, signInGoesTo };
}

/** Runs in each page: a browser without a screen says that every page has the focus; here one has it that is told so. */
function obeyFocus() {
  let isFocused = true;
  document.hasFocus = () => isFocused;
  globalThis.setFocused = (focused) => {
    isFocused = focused;
    globalThis.dispatchEvent(new Event(focused ? 'focus' : 'blur'));
  };
}

/** Makes one of the pages the window that the person is in. */
export async function enter(page, pages) {
  for (const other of pages.filter((each) => each !== page)) await other.evaluate('setFocused(false)');
  await page.bringToFront();
  await page.evaluate('setFocused(true)');
}

/** Shows the Relay views of a window, whatever it shows now. */
export async function openViews(page) {
  // Before its icon is there, the palette knows none of the extension's commands.
  await page.waitForSelector('.activitybar [aria-label^="Relay"]');
  await fromPalette(page, 'Focus on Connections View');
  await page.waitForSelector('.pane-header:has-text("Connections")');
}

/** The row of a view, by a text in it. */
export function row(page, text) {
  return page.locator(`.pane-body .monaco-list-row:has-text("${text}")`).filter({ visible: true }).first();
}

/** The page of the form that is in front. */
export function formOf(page) {
  return page.locator('iframe.webview.ready').last().contentFrame().frameLocator('iframe#active-frame');
}

/** Runs a command from the palette, by its title. */
export async function fromPalette(page, title) {
  const short = title.replace(/^Relay: /, '');
  const entry = `.quick-input-list .monaco-list-row.focused >> text=${short}`;
  // Keys go astray while a window is still taking its place: a person looks, and types again.
  for (let tries = 1; ; tries += 1) {
    await page.keyboard.press('F1');
    await page.waitForSelector('.quick-input-widget input');
    await page.keyboard.type(title);
    const isThere = await page.waitForSelector(entry, { timeout: 8_000 }).then(
      () => true,
      (problem) => (tries < 4 ? false : Promise.reject(problem)),
    );
    if (isThere) break;
    await page.keyboard.press('Escape');
  }
  await page.keyboard.press('Enter');
}

/** Opens a file of the workspace by its name. */
export async function openFile(page, name) {
  await page.keyboard.press('ControlOrMeta+P');
  await page.waitForSelector('.quick-input-widget input');
  await page.keyboard.type(name);
  await page.waitForSelector(`.quick-input-list .monaco-list-row.focused >> text=${name}`);
  await page.keyboard.press('Enter');
  await page.waitForSelector(`.tab.active >> text=${name}`);
}

/** Waits until the status bar says this. */
export async function status(page, text) {
  await page.waitForSelector(`.statusbar-item >> text=${text}`);
}

/** Writes test-output/pictures/NAME.png. */
export async function picture(page, name) {
  await page.screenshot({ path: join(pictures, `${name}.png`), animations: 'disabled' });
}
