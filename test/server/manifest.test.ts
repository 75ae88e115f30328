// package.json: what it offers is what the code knows, and its words can be translated.
import { expect, test } from 'vitest';
import manifest from '../../package.json';
import words from '../../package.nls.json';
import { codes } from '../../server/src/rules/finding';

test('it offers a severity for every code', () => {
  const offered = manifest.contributes.configuration.properties['relay.diagnostics.severity'].properties;
  expect(Object.keys(offered)).toEqual([...codes]);
});

test('in Restricted Mode a folder does not say which further files are read', () => {
  const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
  expect(restrictedConfigurations).toEqual(['relay.apiUrl', 'relay.stepMetadata']);
});

test('a setting that the server knows one value of can have no other in a folder', () => {
  const { properties } = manifest.contributes.configuration;
  const ofFolders = Object.entries(properties).filter(([, { scope }]) => scope === 'resource');
  // These the client reads, for each document.
  expect(ofFolders.map(([name]) => name)).toEqual(['relay.diagnostics.run', 'relay.detectWorkflows']);
});

test('every word that VS Code shows stands in package.nls.json, and nothing else does', () => {
  const used = JSON.stringify(manifest).match(/(?<=")%[^%"]+%(?=")/g) ?? [];
  expect(new Set(used.map((each) => each.slice(1, -1)))).toEqual(new Set(Object.keys(words)));
  const written = JSON.stringify(manifest.contributes).match(
    /"(?:title|description|markdownDescription|contents|altText|category|label)":"(?!%)/g,
  );
  expect(written).toBe(null);
});
