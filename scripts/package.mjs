// npm run package: turns the sources into the VSIX in package/, and fails where a file outgrows its budget.
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { root, runOrExit } from './install.mjs';

/**
 * Largest sizes, in KB. The server's holds the whole language with its catalogue of steps, the reader of YAML and the
 * protocol's own library, which alone are 350.
 */
const budgets = { 'dist/extension.js': 900, 'dist/server.js': 720 };
const vsixBudget = 1500;

/** Builds the VSIX and resolves to its path. Ends the process where a budget is exceeded. */
export async function packageExtension() {
  runOrExit('node', ['scripts/build.mjs', '--production']);
  const { default: manifest } = await import('../package.json', { with: { type: 'json' } });
  const vsix = join(root, `package/relay-workflows-${manifest.version}.vsix`);
  await mkdir(join(root, 'package'), { recursive: true });
  await createVSIX({
    cwd: root,
    packagePath: vsix,
    // Everything is in the bundles.
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
  const sizes = await Promise.all(
    Object.entries({ ...budgets, [vsix]: vsixBudget }).map(async ([file, budget]) => {
      const { size } = await stat(join(file.startsWith('/') || file.includes(':') ? '' : root, file));
      return { file, size: Math.ceil(size / 1000), budget };
    }),
  );
  for (const { file, size, budget } of sizes) console.log(`${file}: ${size} KB of ${budget} KB`);
  const tooLarge = sizes.filter(({ size, budget }) => size > budget);
  if (tooLarge.length > 0) {
    console.error(`Too large: ${tooLarge.map(({ file }) => file).join(', ')}.`);
    process.exit(1);
  }
  return vsix;
}

if (process.argv[1] === import.meta.filename) await packageExtension();
