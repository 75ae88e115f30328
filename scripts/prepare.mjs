// npm's "prepare": gives a checkout that npm or pre-commit installs from Git the bundles that a package has. Does nothing
// where they are.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root, runOrExit } from './install.mjs';

if (!existsSync(join(root, 'dist/cli.js'))) {
  // `npm install --global git+https://…` says --global to us too, and has installed nothing here.
  if (!existsSync(join(root, 'node_modules/esbuild')))
    runOrExit('npm', ['ci', '--no-global', '--ignore-scripts', '--no-audit', '--no-fund']);
  runOrExit('node', ['scripts/build.mjs', '--production']);
}
