// npm start: shows the main job on the sample workflows, in text and in a real VS Code, against a local account.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { installPackages, root, runOrExit } from './install.mjs';

installPackages();
runOrExit('node', ['scripts/build.mjs']);

const temporary = await mkdtemp(join(tmpdir(), 'relay-start-'));
const samples = join(temporary, 'samples');
let account;
let editor;
let ended;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => void end(0));

// A token and a key of this one run: the account and what it keeps are gone when it ends.
const token = randomBytes(24).toString('base64url');
const environment = { ...process.env, RELAY_TOKEN: token };

try {
  await start();
} catch (error) {
  console.error(error);
  await end(1);
}

async function start() {
  await cp(join(root, 'samples'), samples, { recursive: true });
  environment.RELAY_API_URL = await startAccount();
  console.log(`\nThe local account answers at ${environment.RELAY_API_URL}, with sample connections.`);

  console.log('The sample workflows, checked against it:\n');
  spawnSync(process.execPath, [join(root, 'dist/cli.js'), 'check', '.'], {
    cwd: samples,
    env: environment,
    stdio: 'inherit',
  });

  editor = await openEditor();
  console.log('\nStop with Ctrl+C.');
}

/** Starts the local account; resolves to where it answers. */
async function startAccount() {
  const seed = join(root, 'scripts/sample-connections.json');
  const data = join(temporary, 'account');
  const args = [join(root, 'dist/cli.js'), 'account', '--port', '0', '--data', data, '--seed', seed];
  account = spawn(process.execPath, args, {
    env: { ...process.env, RELAY_ACCOUNT_PARENT: 'stdin+secrets' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  account.once('exit', (code) => void end(code ?? 1));
  account.stdin.on('error', () => {}); // Its exit says it.
  account.stdin.write(`${JSON.stringify({ key: randomBytes(32).toString('base64'), token })}\n`);
  const line = await new Promise((resolve) => createInterface(account.stdout).once('line', resolve));
  return JSON.parse(line).url;
}

/** Opens the desktop VS Code where there is one and a screen to show it, else serves one for the browser. */
async function openEditor() {
  if (hasDesktop()) {
    const args = ['--new-window', `--extensionDevelopmentPath=${root}`, samples];
    spawn('code', args, { env: environment, stdio: 'ignore', shell: process.platform === 'win32' });
    console.log('VS Code is opening on the sample workflows.');
    return undefined;
  }
  const { startForUser } = await import('./editorHost.mjs');
  const { HOME, PATH, RELAY_API_URL, RELAY_TOKEN } = environment;
  const served = await startForUser({
    folder: samples,
    extensionFolder: root,
    environment: { HOME, PATH, RELAY_API_URL, RELAY_TOKEN },
  });
  console.log(`\nOpen this in a browser to see the samples in VS Code:\n\n  ${served.url}\n`);
  console.log(
    'Open deploy-service.yaml: its missing connections are underlined, and the light bulb creates them.',
  );
  return served;
}

function hasDesktop() {
  const screen = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (!screen || process.env.RELAY_START_IN_BROWSER) return false;
  return (
    spawnSync('code', ['--version'], { stdio: 'ignore', shell: process.platform === 'win32' }).status === 0
  );
}

/** Stops what was started and leaves nothing behind, once. */
function end(code) {
  ended ??= (async () => {
    account?.stdin.end();
    await editor?.stop();
    await rm(temporary, { recursive: true, force: true, maxRetries: 5 });
    process.exit(code);
  })();
  return ended;
}
