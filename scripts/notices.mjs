// Turns what esbuild bundled into the notices of other people's work: every package in the bundles, with its licence.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The text for the inputs of esbuild's metafiles, paths from `root`. Throws where a package has no licence text. */
export async function noticesOf(inputs, root) {
  const folders = new Set(
    inputs.flatMap((path) => /^(?:.*node_modules\/)(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []),
  );
  const packages = await Promise.all([...folders].map((folder) => packageIn(join(root, folder))));
  const once = new Map(packages.map((each) => [`${each.name} ${each.version}`, each]));
  const sections = [...once.values()]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, version, license, text }) => `## ${name} ${version} (${license})\n\n${text.trim()}\n`);
  return `# Third-party notices\n\nRelay Workflows holds code of the packages below, under their own licences.\n\n${sections.join('\n')}`;
}

async function packageIn(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const file = (await readdir(folder)).find((each) => /^(licen[cs]e|copying)/i.test(each));
  if (file) return { name, version, license, text: await readFile(join(folder, file), 'utf8') };
  if (license === 'MIT')
    return { name, version, license, text: 'The MIT License (https://opensource.org/license/mit).' };
  throw new Error(`${name} has no licence text, and its licence is ${license}.`);
}
