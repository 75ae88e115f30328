// The dependencies of docs/architecture.md, held: who may import whom.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = resolve(__dirname, '..');

/** What each place may import of the project, as the beginnings of paths. Its own folder and `everyones` are always allowed. */
const everyones = 'server/src/objects';
const allowed: Record<string, readonly string[]> = {
  'server/src/workflow/': [],
  'server/src/catalogue/': [],
  'server/src/account/': ['server/src/workflow/reference', 'server/src/workflow/yaml'],
  'server/src/rules/': [
    'server/src/workflow/',
    'server/src/catalogue/',
    'server/src/account/account',
    'server/src/account/resolve',
  ],
  'server/src/features/': [
    'server/src/workflow/',
    'server/src/catalogue/',
    'server/src/account/account',
    'server/src/account/resolve',
    'server/src/account/visible',
    'server/src/rules/',
    'server/src/links',
    'server/src/protocol',
    'server/src/settings',
  ],
  'server/src/localAccount/': [
    'server/src/account/',
    'server/src/catalogue/connectionTypes',
    'server/src/rules/findings',
    'server/src/workflow/',
  ],
  'client/src/': [
    'server/src/account/',
    'server/src/catalogue/',
    'server/src/protocol',
    // A kubeconfig is YAML too.
    'server/src/workflow/yaml',
  ],
};

/** Packages that one place alone may import. */
const owners: Record<string, RegExp> = {
  yaml: /^server\/src\/workflow\/yaml/,
  undici: /^server\/src\/account\/dispatcher/,
  fastify: /^server\/src\/localAccount\//,
  vscode: /^client\/src\//,
};

const files = ['server/src', 'client/src'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true })
    .map((file) => join(folder, String(file)))
    .filter((file) => file.endsWith('.ts')),
);

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const named = [...text.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map((match) => match[1] ?? '');
  return named.map((name) => (name.startsWith('.') ? relative(root, resolve(root, file, '..', name)) : name));
}

describe.each(Object.entries(allowed))('%s', (place, others) => {
  const within = files.filter((file) => file.startsWith(place));
  test.each(within)('%s', (file) => {
    const foreign = importsOf(file).filter((name) => /^(server|client)\//.test(name));
    expect(
      foreign.filter((name) => ![place, everyones, ...others].some((each) => name.startsWith(each))),
    ).toEqual([]);
  });
});

test.each(Object.entries(owners))('only its owner imports %s', (name, owner) => {
  const importers = files.filter((file) => importsOf(file).includes(name));
  expect(importers.length).toBeGreaterThan(0);
  expect(importers.filter((file) => !owner.test(file))).toEqual([]);
});

test('the language server reads no network: it loads no HTTP', () => {
  const reached = new Set<string>();
  const visit = (file: string): void => {
    if (reached.has(file)) return;
    reached.add(file);
    for (const name of importsOf(file))
      if (/^server\//.test(name)) visit(`${name}.ts`);
      else reached.add(name);
  };
  visit('server/src/main.ts');
  expect(
    [...reached].filter((name) =>
      ['undici', 'fastify', 'node:http', 'node:https', 'node:net'].includes(name),
    ),
  ).toEqual([]);
  expect(reached).toContain('server/src/rules/findings.ts');
});

test('files stay small enough to be read', () => {
  const long = files.filter((file) => readFileSync(join(root, file), 'utf8').split('\n').length > 320);
  expect(long).toEqual([]);
});
