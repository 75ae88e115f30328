// What a check writes for GitHub and for terminals, and what may be written at all.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { writeAnnotations } from '../../server/src/cli/annotations';
import { appearanceOf } from '../../server/src/cli/appearance';
import { progressOn } from '../../server/src/cli/progress';
import type { Reported } from '../../server/src/cli/report';
import { folderOfTest } from '../localAccount/accountOfTest';
import { relayWorkflows } from '../support/commandLine';

const text = 'steps:\n- name: one\n  image: relaysh/core\n  dependsOn: nobody\n';
const said = 'No step is named "nobody", so this step would wait for ever. Name a step of this workflow.';

async function folderWith(name: string): Promise<string> {
  const folder = await folderOfTest();
  await mkdir(join(folder, name, '..'), { recursive: true });
  await writeFile(join(folder, name), text);
  return folder;
}

test('annotations name the file from the folder that GitHub checked out, and the place within the line', async () => {
  const root = await folderWith('flows/w.yaml');
  const annotation = (file: string) =>
    `::error file=${file},line=4,endLine=4,col=14,endColumn=19,title=depends-on-unknown::${said}\n`;
  const run = (folder: string, environment: Record<string, string> = {}) =>
    relayWorkflows(['check', '--format', 'github', '--offline'], { folder, environment });
  expect(await run(root)).toMatchObject({ code: 1, out: annotation('flows/w.yaml') });
  expect((await run(join(root, 'flows'))).out).toBe(annotation('w.yaml'));
  expect((await run(join(root, 'flows'), { GITHUB_WORKSPACE: root })).out).toBe(annotation('flows/w.yaml'));
});

test('annotations say what could not be checked, and a message or name ends none of them', () => {
  const at = (line: number, character: number) => ({ line, character });
  const found: Reported = {
    file: 'a,b:c%.yaml',
    code: 'yaml-syntax',
    severity: 'hint',
    message: '100%\r\n::error::no',
    range: { start: at(0, 2), end: at(0, 2) },
  };
  const lines = { ...found, file: '/r/w.yaml', message: 'm', range: { start: at(1, 2), end: at(3, 0) } };
  const report = { found: [found, lines], said: ['Not: so.'], isChecked: false };
  expect(writeAnnotations(report, '/r', '/r').split('\n')).toEqual([
    '::notice file=a%2Cb%3Ac%25.yaml,line=1,endLine=1,col=3,endColumn=3,title=yaml-syntax::100%25‹U+000D›‹U+000A›::error::no',
    '::notice file=w.yaml,line=2,endLine=4,title=yaml-syntax::m',
    '::warning title=not checked::Not: so.',
    '',
  ]);
});

test('colours and hyperlinks add nothing that can be read', async () => {
  const folder = await folderWith('a b.yaml');
  const run = (colors: boolean, links: boolean) =>
    relayWorkflows(['check', '--offline'], { folder, colors, links });
  const plain = (await run(false, false)).out;
  expect(plain).toBe(`a b.yaml:4:14 error ${said} depends-on-unknown\n\n1 error in 1 file\n`);
  const rich = (await run(true, true)).out;
  expect(rich).toContain('a%20b.yaml\x1b\\');
  expect(stripVTControlCharacters(rich)).toBe(plain);
});

test.each<[Record<string, string>, boolean, boolean, boolean]>([
  [{}, false, false, false],
  [{}, true, true, false],
  [{ TERM: 'dumb' }, true, false, false],
  [{ NO_COLOR: '1', FORCE_COLOR: '1' }, true, false, false],
  [{ NO_COLOR: '' }, true, true, false],
  [{ FORCE_COLOR: '1' }, false, true, false],
  [{ FORCE_COLOR: '0' }, true, false, false],
  [{ TERM: 'xterm-kitty' }, true, true, true],
  [{ TERM_PROGRAM: 'WezTerm' }, false, false, false],
  [{ TERM_PROGRAM: 'vscode' }, true, true, false],
  [{ VTE_VERSION: '6800' }, true, true, true],
  [{ VTE_VERSION: '4900' }, true, true, false],
])('%j at a terminal: %s gives colours: %s, hyperlinks: %s', (environment, isTerminal, colors, links) => {
  expect(appearanceOf(environment, isTerminal)).toEqual({ colors, links });
});

test('progress is shown after a second, on one line, and goes before anything else is written', () => {
  let now = 0;
  let written = '';
  let waiting: (() => void) | undefined;
  const after = (_: number, run: () => void) => {
    waiting = run;
    return () => {
      waiting = undefined;
    };
  };
  const write = (piece: string) => {
    written += piece;
  };
  const progress = progressOn(write, () => 12, { now: () => now, after });
  progress.show('one');
  now = 999;
  progress.show('two');
  progress.clear();
  expect(written).toBe('');
  progress.show('three');
  now = 1_000;
  waiting?.();
  now = 1_050;
  progress.show('four');
  now = 1_100;
  progress.show('a long line of text');
  progress.show('');
  expect(written).toBe('\r\x1b[Kthree\r\x1b[Ka long line\r\x1b[K');
  expect(waiting).toBeUndefined();
});
