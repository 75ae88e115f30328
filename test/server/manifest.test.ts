// package.json: what it offers is what the code knows, and its words can be translated.
import { expect, test } from 'vitest';
import manifest from '../../package.json';
import words from '../../package.nls.json';
import { codes } from '../../server/src/rules/finding';

test('it offers a severity for every code', () => {
  const offered = manifest.contributes.configuration.properties['relay.diagnostics.severity'].properties;
  expect(Object.keys(offered)).toEqual([...codes]);
});

test('every word that VS Code shows stands in package.nls.json, and nothing else does', () => {
  const used = JSON.stringify(manifest).match(/(?<=")%[^%"]+%(?=")/g) ?? [];
  expect(new Set(used.map((each) => each.slice(1, -1)))).toEqual(new Set(Object.keys(words)));
  const written = JSON.stringify(manifest.contributes).match(
    /"(?:title|description|markdownDescription|contents|altText|category|label)":"(?!%)/g,
  );
  expect(written).toBe(null);
});
