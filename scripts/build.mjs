// Turns the sources into the bundles in dist/: the extension, the language server, the command line, the form page.
import { context } from 'esbuild';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

const shared = {
  bundle: true,
  minify: production,
  sourcemap: !production,
  logLevel: 'warning',
  legalComments: 'none',
};
const node = { ...shared, platform: 'node', format: 'cjs', target: 'node20.18' };

// Some packages ask for import.meta.url, which CommonJS has not.
const define = { 'import.meta.url': 'bundleUrl' };
const bundleUrl = "const bundleUrl = require('node:url').pathToFileURL(__filename).href;";

const bundles = [
  { ...node, entryPoints: { extension: 'client/src/extension.ts' }, outdir: 'dist', external: ['vscode'] },
  {
    ...node,
    entryPoints: { server: 'server/src/main.ts' },
    outdir: 'dist',
    define,
    banner: { js: bundleUrl },
  },
  {
    ...node,
    entryPoints: { cli: 'server/src/cli/main.ts' },
    outdir: 'dist',
    define,
    banner: { js: `#!/usr/bin/env node\n${bundleUrl}` },
  },
  {
    ...shared,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    entryPoints: { form: 'client/src/form/page/form.ts', formStyle: 'client/src/form/page/form.css' },
    outdir: 'dist',
  },
];

const contexts = await Promise.all(bundles.map((options) => context(options)));
if (watch) {
  await Promise.all(contexts.map((each) => each.watch()));
} else {
  try {
    await Promise.all(contexts.map((each) => each.rebuild()));
  } finally {
    await Promise.all(contexts.map((each) => each.dispose()));
  }
}
