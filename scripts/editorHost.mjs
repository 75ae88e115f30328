// Turns the installed VS Code server into a running one on loopback, for a test or for a person, and finds a browser.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import {
  home,
  installEditorHost,
  nodeForVscode,
  pins,
  serverScript,
  unpackBrowser,
} from './editorInstall.mjs';

export { installEditorHost };

const startSeconds = 60;

/** What makes VS Code quiet: no welcome, no telemetry, no updates, no trust question, no chat. */
export const quietSettings = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/**
 * Starts the installed VS Code server on loopback and waits until it listens. It ends with this process, or when stopped.
 * `userFolder` keeps settings and state; `environment` is what the extension host gets on top of this environment; `port`
 * may be 0 or a range (`8700-8799`). The address opens `folder` and carries the connection token, if there is one.
 */
export async function startEditorHost(options) {
  const { folder, userFolder, extensionsFolder, environment = {}, connectionToken } = options;
  await mkdir(userFolder, { recursive: true });
  await mkdir(extensionsFolder, { recursive: true });
  const tokenFile = join(userFolder, 'connection-token');
  if (connectionToken !== undefined) await writeFile(tokenFile, connectionToken, { mode: 0o600 });
  const args = ['--require', join(pins, 'preload.cjs'), serverScript];
  args.push('--host', '127.0.0.1', '--port', String(options.port ?? 0));
  args.push(
    '--server-data-dir',
    userFolder,
    '--user-data-dir',
    userFolder,
    '--extensions-dir',
    extensionsFolder,
  );
  args.push(
    '--accept-server-license-terms',
    '--telemetry-level',
    'off',
    '--disable-getting-started-override',
  );
  if (connectionToken === undefined) args.push('--without-connection-token');
  else args.push('--connection-token-file', tokenFile);
  if (options.smokeTest) args.push('--enable-smoke-test-driver');

  // It reads nothing from stdin, but ends when that does: with this process, however it ends.
  const env = { ...process.env, ...environment };
  const server = spawn(nodeForVscode(), args, { cwd: userFolder, env, stdio: 'pipe' });
  const ended = new Promise((resolve) => {
    server.on('exit', (code) => resolve(`ended with code ${code}`));
    server.on('error', (error) => resolve(`did not start: ${error.message}`));
  });
  const stop = async () => {
    server.kill();
    const timer = setTimeout(() => server.kill('SIGKILL'), 5000);
    await ended;
    clearTimeout(timer);
  };
  try {
    const url = new URL(`http://127.0.0.1:${await listeningPort(server, ended)}/`);
    if (folder !== undefined) url.searchParams.set('folder', decodeURIComponent(remotePath(folder)));
    if (connectionToken !== undefined) url.searchParams.set('tkn', connectionToken);
    return { url: url.href, stop, ended };
  } catch (failure) {
    await stop();
    throw failure;
  }
}

/**
 * Opens `folder` in a VS Code for a person, with the extension of `extensionFolder` installed as if from a VSIX.
 * The address is the secret: it carries a random connection token. Settings stay in .vscode-host/user, and what the
 * browser keeps for the address (sign-in) is found again, since the port is the first free one from 8700 on.
 */
export async function startForUser({ folder, extensionFolder, environment, port = '8700-8799' }) {
  await installEditorHost();
  const userFolder = join(home, 'user');
  const extensionsFolder = join(userFolder, 'extensions');
  await writeSettings(userFolder, quietSettings, { keep: true });
  await installUnpacked(extensionFolder, extensionsFolder);
  const connectionToken = randomBytes(16).toString('hex');
  return startEditorHost({ folder, userFolder, extensionsFolder, environment, connectionToken, port });
}

/** Writes the user's settings.json; with `keep`, only where there is none yet. */
export async function writeSettings(userFolder, settings, { keep = false } = {}) {
  const file = join(userFolder, 'User/settings.json');
  if (keep && existsSync(file)) return;
  await mkdir(join(userFolder, 'User'), { recursive: true });
  await writeFile(file, `${JSON.stringify(settings, null, 2)}\n`);
}

/** The path, percent-encoded, under which the workbench knows a file of this machine. */
export function remotePath(file) {
  return pathToFileURL(file).pathname;
}

/**
 * A headless browser: the one RELAY_BROWSER names, the system's Chromium, Chrome (macOS) or Edge (Windows), else the
 * one that came with the npm packages (Linux on x64).
 */
export async function launchBrowser() {
  const system = existsSync('/usr/bin/chromium') ? '/usr/bin/chromium' : undefined;
  const executablePath = process.env.RELAY_BROWSER ?? system;
  if (executablePath !== undefined) return launch({ executablePath });
  if (process.platform === 'darwin') return launch({ channel: 'chrome' });
  if (process.platform === 'win32') return launch({ channel: 'msedge' });
  if (process.arch !== 'x64')
    throw new Error('There is no browser: install chromium, or name one in RELAY_BROWSER.');
  const unpacked = await unpackBrowser();
  const env = { ...process.env, LD_LIBRARY_PATH: join(unpacked, 'al2023/lib') };
  if (!existsSync('/etc/fonts/fonts.conf')) env.FONTCONFIG_PATH = join(unpacked, 'fonts');
  return launch({ env, executablePath: join(unpacked, 'chromium') });
}

function launch(options) {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'];
  args.push('--disable-background-networking', '--disable-component-update');
  // Signals are for the script that launches it.
  const signals = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };
  return chromium.launch({ args, ...signals, ...options });
}

/** Installs the extension of a folder. Copied, since VS Code writes to and deletes what is in its extensions folder. */
export async function installUnpacked(extensionFolder, extensionsFolder) {
  const manifest = JSON.parse(await readFile(join(extensionFolder, 'package.json'), 'utf8'));
  const target = join(extensionsFolder, `${manifest.publisher}.${manifest.name}-${manifest.version}`);
  await rm(target, { recursive: true, force: true });
  // VS Code lists the folder anew when its own list is gone.
  await rm(join(extensionsFolder, 'extensions.json'), { force: true });
  await mkdir(target, { recursive: true });
  const notPackaged = ['node_modules', 'test', 'test-output'];
  for (const name of await readdir(extensionFolder)) {
    if (name.startsWith('.') || notPackaged.includes(name)) continue;
    await cp(join(extensionFolder, name), join(target, name), { recursive: true });
  }
}

async function listeningPort(server, ended) {
  let output = '';
  let timer;
  const port = new Promise((resolve) => {
    const read = (text) => {
      output += text;
      const found = /Server bound to 127\.0\.0\.1:(\d+)/.exec(output)?.[1];
      if (found !== undefined) resolve(found);
    };
    for (const stream of [server.stdout, server.stderr]) stream.setEncoding('utf8').on('data', read);
    ended.then(() => resolve(undefined));
    timer = setTimeout(() => resolve(undefined), startSeconds * 1000);
  });
  const found = await port;
  clearTimeout(timer);
  // What it says from here on goes nowhere, but must be taken from it.
  for (const stream of [server.stdout, server.stderr]) stream.removeAllListeners('data').resume();
  if (found !== undefined) return found;
  const why = await Promise.race([ended, `did not listen within ${startSeconds} s`]);
  throw new Error(`VS Code's server ${why}.\n${output.slice(-3000)}`);
}
