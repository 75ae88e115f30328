// Turns pinned npm packages into an installed VS Code server, the Node it wants, and a browser, all in .vscode-host.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** What is written for this project's VS Code: the installation, and what a user keeps in it. */
export const home = resolve(import.meta.dirname, '../.vscode-host');
/** The pinned packages, and what replaces or adds to a part of them. */
export const pins = resolve(import.meta.dirname, '../test/editor/host');
const installed = join(home, 'host');
const serverFolder = 'node_modules/code-server/lib/vscode';
/** The script that is VS Code's server. */
export const serverScript = join(installed, serverFolder, 'out/server-main.js');

/**
 * Installs what `test/editor/host` pins, from the npm registry alone; `say` gets a line at its begin and end.
 * Does nothing when that is already there; one that was interrupted starts again. Rejects with npm's own words.
 */
export async function installEditorHost(say = console.log) {
  const wanted = await wantedStamp();
  if ((await readFile(join(installed, 'stamp'), 'utf8').catch(() => '')) === wanted) return;
  const begun = Date.now();
  say('Installing VS Code for the browser into .vscode-host (once, about 740 MB) …');
  await removeInterrupted();
  const partial = `${installed}.${process.pid}`;
  try {
    await installInto(partial);
    await writeFile(join(partial, 'stamp'), wanted);
    await rm(installed, { recursive: true, force: true });
    await rename(partial, installed);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  say(`Installed in ${Math.round((Date.now() - begun) / 1000)} s.`);
}

/** The installed Node that VS Code's server wants, or this one, where npm has none for the platform. */
export function nodeForVscode() {
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const binary = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';
  const packages = [`node-${system}-${process.arch}`, `node-bin-${system}-${process.arch}`];
  const own = Number.parseInt(process.versions.node, 10) >= 24 ? process.execPath : undefined;
  const packaged = packages.map((name) => join(installed, 'node_modules', name, binary));
  const found = packaged.find((file) => existsSync(file)) ?? own;
  if (found !== undefined) return found;
  throw new Error(`npm has no Node 24 for ${system} on ${process.arch}. Run this with Node 24 instead.`);
}

/**
 * Unpacks the installed browser, once, and returns its folder: chromium, the libraries it needs, fonts.
 * The package unpacks into TMPDIR and takes half a file for a whole one; so it gets a folder that is named when whole.
 */
export async function unpackBrowser() {
  const unpacked = join(installed, 'browser');
  if (existsSync(unpacked)) return unpacked;
  const partial = `${unpacked}.${process.pid}`;
  await mkdir(partial, { recursive: true });
  const script = "import('@sparticuz/chromium').then((each) => each.default.executablePath())";
  // The name of this runtime makes it unpack its libraries too.
  const env = { ...process.env, TMPDIR: partial, AWS_LAMBDA_JS_RUNTIME: 'nodejs20.x' };
  await run(process.execPath, ['--eval', script], { cwd: installed, env });
  await rename(partial, unpacked);
  return unpacked;
}

/** The pinned versions, and the platform, since the folder may be shared with a container. */
async function wantedStamp() {
  const hash = createHash('sha256');
  for (const file of ['package-lock.json', 'spdlog.cjs']) hash.update(await readFile(join(pins, file)));
  return `${process.platform}-${process.arch} ${hash.digest('hex')}\n`;
}

async function installInto(folder) {
  await mkdir(folder, { recursive: true });
  const files = ['package.json', 'package-lock.json', '.npmrc'];
  for (const file of files) await cp(join(pins, file), join(folder, file));
  await npm(['ci', '--ignore-scripts', '--include=optional'], folder);
  // `npm ci` refuses its shrinkwrap, which is out of step with its package.json. Of the optional packages, native extras
  // all, it needs only @parcel/watcher, which it finds among ours.
  const server = join(folder, serverFolder);
  await npm(['install', '--omit=dev', '--omit=optional', '--ignore-scripts', '--no-save'], server);
  // Without its native part nothing is logged, not even what an extension writes to its output channel.
  await cp(join(pins, 'spdlog.cjs'), join(server, 'node_modules/@vscode/spdlog/index.js'));
}

/** Folders named after a process that installed into them, and is gone. */
async function removeInterrupted() {
  for (const name of await readdir(home).catch(() => [])) {
    const [, pid] = /^host\.(\d+)$/.exec(name) ?? [];
    if (pid === undefined || isAlive(Number(pid))) continue;
    // What that process started may still be writing; then it is removed next time.
    await rm(join(home, name), { recursive: true, force: true }).catch(() => {});
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function npm(args, cwd) {
  // On Windows npm is a script that only a shell can start; the arguments are our own words.
  const shell = process.platform === 'win32';
  return run('npm', [...args, '--no-progress', '--loglevel=error'], { cwd, shell });
}

function run(command, args, options) {
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (text) => {
      output += text;
    };
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', read);
    const fail = (why) => {
      const what = [command, ...args].join(' ');
      reject(new Error(`\`${what}\` failed in ${options.cwd}: ${why}\n${output.slice(-3000)}`));
    };
    child.on('error', (error) => fail(error.message));
    child.on('close', (code) => (code === 0 ? resolve() : fail(`exit code ${code}`)));
  });
}
