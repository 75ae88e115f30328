// Turns the sources into the bundles in dist/: the extension, the language server, the command line, the form page, and
// undici, which is loaded when an account is first asked. --production also writes the notices of other people's work.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { context } from 'esbuild';
import { noticesOf } from './notices.mjs';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

const shared = {
  bundle: true,
  minify: production,
  sourcemap: !production,
  logLevel: 'warning',
  legalComments: 'none',
  metafile: production,
};
/** Slow to load and half of the extension, so that it stands in a file of its own. */
const undiciApart = {
  name: 'undici apart',
  setup: (build) => build.onResolve({ filter: /^undici$/ }, () => ({ path: './undici.js', external: true })),
};
const node = { ...shared, platform: 'node', format: 'cjs', target: 'node20.18' };

// Some packages ask for import.meta.url, which CommonJS has not.
const define = { 'import.meta.url': 'bundleUrl' };
const bundleUrl = "const bundleUrl = require('node:url').pathToFileURL(__filename).href;";

const bundles = [
  {
    ...node,
    entryPoints: { extension: 'client/src/extension.ts' },
    outdir: 'dist',
    external: ['vscode'],
    plugins: [undiciApart],
  },
  {
    ...node,
    stdin: { contents: "export { Agent, EnvHttpProxyAgent, Pool } from 'undici';", resolveDir: '.' },
    outfile: 'dist/undici.js',
  },
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
    plugins: [undiciApart],
  },
  {
    ...shared,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    entryPoints: {
      form: 'client/src/form/page/form.ts',
      secretForm: 'client/src/form/page/secret.ts',
      formStyle: 'client/src/form/page/form.css',
    },
    outdir: 'dist',
  },
];

const contexts = await Promise.all(bundles.map((options) => context(options)));
if (watch) {
  await Promise.all(contexts.map((each) => each.watch()));
} else {
  try {
    const results = await Promise.all(contexts.map((each) => each.rebuild()));
    if (production) {
      const root = join(import.meta.dirname, '..');
      const inputs = results.flatMap(({ metafile }) => Object.keys(metafile.inputs));
      await writeFile(join(root, 'dist/THIRD_PARTY_NOTICES.md'), await noticesOf(inputs, root));
    }
  } finally {
    await Promise.all(contexts.map((each) => each.dispose()));
  }
}
