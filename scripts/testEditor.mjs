// Turns test/editor/suite into a verdict: runs it inside a real VS Code, in a browser or (--desktop) on the desktop.
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import {
  installEditorHost,
  launchBrowser,
  quietSettings,
  remotePath,
  startEditorHost,
  writeSettings,
} from './editorHost.mjs';
import { servePerson } from './person.mjs';

const root = resolve(import.meta.dirname, '..');
const output = join(root, 'test-output');
const suite = join(output, 'editor-suite');
const minutes = 10;
const verbose = process.env.RELAY_TEST_VERBOSE !== undefined;
const testSettings = {
  ...quietSettings,
  'files.autoSave': 'off',
  'git.enabled': false,
  // Everything the tests talk to is on loopback.
  'http.proxySupport': 'off',
};

const { values: asked } = parseArgs({
  options: {
    desktop: { type: 'boolean', default: false },
    extension: { type: 'string', default: root },
    folder: { type: 'string', default: join(root, 'samples') },
    grep: { type: 'string' },
  },
});

/** What the run is at, for the message of a run that does not end. */
let where = 'starting';
/** What is to be undone at the end, last first. */
const undo = [];
const last = { errors: [], begun: false, result: undefined };
let ended = false;

const watchdog = setTimeout(() => end(new Error(`No end after ${minutes} minutes.`)), minutes * 60_000);
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => end(new Error(`Stopped by ${signal}.`)));
await runSuite().then(() => end(), end);

async function runSuite() {
  await rm(join(output, 'editor-results.json'), { force: true });
  await rm(join(output, 'pictures'), { recursive: true, force: true });
  at('bundling the tests');
  await bundleSuite();
  const scratch = await mkdtemp(join(tmpdir(), 'relay-editor-'));
  undo.push(() => rm(scratch, { recursive: true, force: true, maxRetries: 5 }));
  const folder = join(scratch, 'workspace');
  await cp(resolve(asked.folder), folder, { recursive: true });
  const userFolder = join(scratch, 'user');
  await writeSettings(userFolder, testSettings);
  const run = {
    folder,
    userFolder,
    extensionsFolder: join(scratch, 'extensions'),
    home: join(scratch, 'home'),
  };
  await mkdir(run.home);
  await (asked.desktop ? runOnDesktop(run) : runInBrowser(run));
}

async function runInBrowser({ folder, userFolder, extensionsFolder, home }) {
  at("installing VS Code's server");
  await installEditorHost();
  at('starting the browser');
  const browser = await launchBrowser();
  undo.push(() => browser.close());
  const permissions = ['clipboard-read', 'clipboard-write'];
  const window = await browser.newContext({ viewport: { width: 1280, height: 800 }, permissions });
  const page = await window.newPage();
  const person = await serve(async () => page);
  at("starting VS Code's server");
  const environment = {
    ...environmentOf(person, userFolder),
    // A home of its own, so that no test sees what the person who runs it is signed in to.
    ...{ HOME: home, USERPROFILE: home, XDG_CONFIG_HOME: join(home, '.config') },
    // No marketplace, so that nothing is asked of the network.
    EXTENSIONS_GALLERY: '{}',
  };
  const host = await startEditorHost({ folder, userFolder, extensionsFolder, environment, smokeTest: true });
  undo.push(host.stop);

  const url = new URL(host.url);
  const remote = (file) => `vscode-remote://${url.host}${remotePath(file)}`;
  const payload = [
    ['extensionDevelopmentPath', remote(resolve(asked.extension))],
    ['extensionTestsPath', remote(join(suite, 'index.js'))],
  ];
  url.searchParams.set('payload', JSON.stringify(payload));
  const exit = new Promise((resolve, reject) => {
    page.on('crash', () => reject(new Error('The page crashed.')));
    page.on('close', () => reject(new Error('The page was closed.')));
    host.ended.then(() => reject(new Error("VS Code's server ended.")));
    page.exposeFunction('codeAutomationExit', resolve).catch(reject);
  });
  page.on('console', log);
  at('opening VS Code');
  console.log(`Testing in VS Code's web workbench, in Chromium ${browser.version()}.`);
  const [code] = await Promise.all([exit, page.goto(url.href)]);
  if (code !== 0) throw new Error(`VS Code ended the tests with code ${code}.`);
}

async function runOnDesktop({ folder, userFolder, extensionsFolder }) {
  at('downloading VS Code for the desktop');
  const vscodeExecutablePath = await downloadAndUnzipVSCode({
    cachePath: join(root, '.vscode-host/desktop'),
  }).catch((error) => {
    throw new Error(
      `The desktop VS Code could not be downloaded: ${error.message}. \`npm run test:editor\` needs no download.`,
    );
  });
  const port = await freePort();
  let window;
  const person = await serve(() => (window ??= connectToWindow(port)));
  // What makes runTests stop VS Code, should it still run by then.
  undo.push(() => process.emit('SIGINT'));
  at('opening VS Code');
  console.log(`Testing in the desktop VS Code, ${vscodeExecutablePath}.`);
  await runTests({
    vscodeExecutablePath,
    extensionDevelopmentPath: resolve(asked.extension),
    extensionTestsPath: join(suite, 'index.js'),
    extensionTestsEnv: environmentOf(person, userFolder),
    launchArgs: [
      folder,
      `--remote-debugging-port=${port}`,
      `--user-data-dir=${userFolder}`,
      `--extensions-dir=${extensionsFolder}`,
    ],
  });
}

/** The page of the desktop's window, by way of its debugging port. */
async function connectToWindow(port) {
  const desktop = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  undo.push(() => desktop.close());
  const pages = desktop.contexts().flatMap((each) => each.pages());
  const window = pages.find((page) => page.url().includes('workbench'));
  if (window === undefined)
    throw new Error(`VS Code has no window among: ${pages.map((page) => page.url()).join(', ')}`);
  return window;
}

async function serve(openPage) {
  const person = await servePerson({ openPage, pictures: join(output, 'pictures'), report: hear });
  undo.push(person.stop);
  return person;
}

function hear({ line, test, result }) {
  last.begun = true;
  if (line !== undefined) console.log(line);
  if (test !== undefined) at(`the test "${test}"`);
  if (result !== undefined) last.result = result;
}

function environmentOf(person, userFolder) {
  return {
    RELAY_API_URL: undefined,
    RELAY_TOKEN: undefined,
    RELAY_TEST_PERSON_URL: person.url,
    // Where VS Code keeps settings, state and logs: a test looks there for what must not be there.
    RELAY_TEST_USER_FOLDER: userFolder,
    ...(asked.grep === undefined ? {} : { RELAY_TEST_GREP: asked.grep }),
  };
}

async function bundleSuite() {
  const source = join(root, 'test/editor/suite');
  await rm(suite, { recursive: true, force: true });
  await build({
    entryPoints: (await readdir(source))
      .filter((file) => file.endsWith('.ts'))
      .map((file) => join(source, file)),
    outdir: suite,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20.18',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** What VS Code's console says: printed when asked for; the errors, in brief, also when no test came to run. */
function log(message) {
  // VS Code styles with %c.
  const text = message.text().replace(/^%c.*?#\w+ /, '');
  if (verbose) console.log(`  | ${text}`);
  else if (message.type() === 'error')
    last.errors = [...last.errors.slice(-9), text.split('\n', 5).join('\n')];
}

function at(what) {
  where = what;
  if (verbose) console.log(`  | now: ${what}`);
}

/** Undoes everything, writes the results and sets the exit code: 0 only if tests ran and none failed. */
async function end(error) {
  if (ended) return;
  ended = true;
  clearTimeout(watchdog);
  const { passed = 0, failed = 0 } = last.result ?? {};
  if (!last.begun) console.error(last.errors.join('\n'));
  if (last.result !== undefined && passed + failed === 0) console.error('No test ran.');
  else if (error !== undefined && failed === 0) console.error(`${error.message} (While: ${where}.)`);
  await mkdir(output, { recursive: true });
  await writeFile(join(output, 'editor-results.json'), `${JSON.stringify({ passed, failed })}\n`);
  process.exitCode = error === undefined && passed > 0 && failed === 0 ? 0 : 1;
  setTimeout(() => process.exit(1), 20_000).unref();
  for (const step of undo.reverse())
    await Promise.resolve(step()).catch((failure) => console.error(failure.message));
}
