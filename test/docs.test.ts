// What the README says is true: its commands run, it knows every command and setting, and its links lead somewhere.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import manifest from '../package.json';
import words from '../package.nls.json';
import { accountOfTest, folderOfTest, TOKEN } from './localAccount/accountOfTest';
import { relayWorkflows } from './support/commandLine';
import { step } from './support/marks';

const root = resolve(__dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const readme = read('README.md');
const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...readdirSync(join(root, 'docs'))]
  .filter((file) => file.endsWith('.md'))
  .map((file) => (existsSync(join(root, file)) ? file : `docs/${file}`));

describe('the command lines of the README', () => {
  // These two serve until they are ended: test/cli/account.test.ts and test/cli/lsp.test.ts run them.
  const serving = /^(?:account|lsp --stdio)$/;
  const lines = [...readme.matchAll(/^ {4}npx relay-workflows ([^#\n]*?) *(?:#.*)?$/gm)].map(
    ([, line = '']) => line,
  );

  test('are there', () => expect(lines.filter((line) => serving.test(line))).toHaveLength(2));

  for (const line of lines.filter((each) => !serving.test(each)))
    test(line, async () => {
      const { url } = await accountOfTest();
      const folder = await folderOfTest();
      await writeFile(join(folder, 'deploy.yaml'), step('a: !Connection [aws, gone]'));
      const environment = { RELAY_API_URL: url, RELAY_TOKEN: TOKEN };
      const ran = await relayWorkflows(line.split(' '), { folder, environment });
      expect(ran).toMatchObject({ code: line.startsWith('check') ? 1 : 0, error: '' });
    });
});

test('the README has every command of the palette and every setting', () => {
  const hidden = new Set(
    manifest.contributes.menus.commandPalette
      .filter(({ when }) => when === 'false')
      .map(({ command }) => command),
  );
  const titles = manifest.contributes.commands
    .filter(({ command }) => !hidden.has(command))
    .map(({ title }) => (words as Record<string, string>)[title.slice(1, -1)] ?? title);
  // "Sign In… / Sign Out" stands for two, "Start / Stop Local Account" as well.
  const rows = [...readme.matchAll(/^\| Relay: (.*?) \|/gm)].map(([, row = '']) => row).join(' / ');
  const has = (title: string) =>
    rows.includes(title) ||
    rows.includes(`${title.split(' ')[0]} / Stop ${title.split(' ').slice(1).join(' ')}`);
  expect(titles.filter((title) => !has(title))).toEqual([]);
  const settings = Object.keys(manifest.contributes.configuration.properties);
  const isNamed = (name: string) =>
    readme.includes(`\`${name}\``) || readme.includes(`\`.${name.split('.').at(-1)}\``);
  expect(settings.filter((name) => !isNamed(name))).toEqual([]);
});

test.each(pages)('the links and pictures of %s lead somewhere', (page) => {
  const text = read(page).replace(/```[\s\S]*?```|`[^`]*`/g, '');
  const links = [...text.matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)].map(([, link = '']) => link);
  const broken = links.filter((link) => {
    const [path = '', section] = link.split('#');
    const file = path === '' ? page : join(dirname(page), path);
    if (!existsSync(join(root, file))) return true;
    return section !== undefined && !sectionsOf(read(file)).has(section);
  });
  expect(broken).toEqual([]);
});

/** The sections of a page, by the names that links call them. */
function sectionsOf(text: string): ReadonlySet<string> {
  const titles = [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) => title);
  return new Set(
    titles.map((title) =>
      title
        .toLowerCase()
        .replace(/[^\w\- ]/g, '')
        .replaceAll(' ', '-'),
    ),
  );
}

test('the tour has its pictures, thirty or more, each taken by a test', () => {
  const shown = [...read('docs/tour.md').matchAll(/\]\(tour\/([\w-]+)\.png\)/g)].map(([, name = '']) => name);
  expect(new Set(shown).size).toBeGreaterThanOrEqual(30);
  const suite = join(root, 'test/editor/suite');
  const tests = [
    ...readdirSync(suite).map((file) => join(suite, file)),
    join(root, 'scripts/testQuestions.mjs'),
  ];
  const taken = tests
    .flatMap((file) => [
      ...readFileSync(file, 'utf8').matchAll(/[`'"]([\w-]+-?)(?:\$\{[^}]*\})?(?:\.png)?[`'"]/g),
    ])
    .map(([, name = '']) => name);
  const isTaken = (name: string) =>
    taken.some((each) => each === name || (each.endsWith('-') && name.startsWith(each)));
  expect(shown.filter((name) => !isTaken(name))).toEqual([]);
});
