// npm run test:package: what is shipped, as a stranger gets it: the VSIX installed by VS Code's own command line does the
// main job, and the npm package checks a folder from its tarball, with nothing else installed.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installEditorHost } from './editorHost.mjs';
import { nodeForVscode, serverScript } from './editorInstall.mjs';
import { root, runOrExit } from './install.mjs';
import { packageExtension } from './package.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'relay-package-'));
try {
  const vsix = await packageExtension();
  await installEditorHost();
  const extensions = join(scratch, 'extensions');
  const user = join(scratch, 'user');
  run(nodeForVscode(), [
    serverScript,
    ...['--install-extension', vsix, '--extensions-dir', extensions],
    ...['--server-data-dir', user, '--user-data-dir', user, '--accept-server-license-terms'],
  ]);
  const installed = readdirSync(extensions).find((name) => name.startsWith('relay-workflows.'));
  assert.ok(installed, 'VS Code did not install the VSIX');
  runOrExit('node', [
    'scripts/testEditor.mjs',
    ...['--extension', join(extensions, installed), '--grep', 'main job|the walkthrough'],
  ]);
  checkTarball();
  console.log('The VSIX and the npm package do their job.');
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function checkTarball() {
  const [{ filename }] = JSON.parse(
    run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', scratch], { cwd: root }).stdout,
  );
  const project = join(scratch, 'project');
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{"private":true}');
  writeFileSync(join(project, 'flow.yaml'), 'steps:\n- name: a\n  image: b\n  spec: { c: "${nope.x}" }\n');
  const quiet = ['--offline', '--no-audit', '--no-fund', '--ignore-scripts'];
  run('npm', ['install', join(scratch, filename), ...quiet], { cwd: project });
  assert.deepEqual(
    readdirSync(join(project, 'node_modules')).filter((name) => !name.startsWith('.')),
    ['relay-workflows'],
  );
  const { status, stdout } = spawnSync('npx', ['--offline', 'relay-workflows', 'check'], {
    cwd: project,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  assert.match(stdout, /^flow\.yaml:4:17 error .*expression-invalid/);
  assert.equal(status, 1);
}

function run(command, args, options = {}) {
  const done = spawnSync(command, args, { encoding: 'utf8', ...options });
  assert.equal(done.status, 0, `${command} ${args.join(' ')}\n${done.stdout}\n${done.stderr}`);
  return done;
}
