// What docs/editors.md tells people to write for editors that this project's tests cannot start: it names a command that
// runs, and settings that the server takes. Neovim and Emacs are driven by npm run test:neovim and test:emacs.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commands } from '../../server/src/cli/commands';
import { readSettings } from '../../server/src/settings';

const docs = readFileSync(join(__dirname, '../../docs/editors.md'), 'utf8');
const section = (title: string) => docs.split(/^## /m).find((each) => each.startsWith(title)) ?? '';
const blockOf = (title: string) => /```\w+\n([\s\S]*?)```/.exec(section(title))?.[1] ?? '';
const off = new Map([['parameter-unused', 'off']]);

test('Zed and Sublime Text', () => {
  const zed = JSON.parse(blockOf('Zed')).lsp['yaml-language-server'].binary;
  const sublime = JSON.parse(blockOf('Sublime Text')).clients['relay-workflows'];
  for (const command of [[zed.path, ...zed.arguments], sublime.command])
    expect(command).toEqual(['relay-workflows', 'lsp', '--stdio']);
  expect(readSettings(sublime.settings.relay).severity).toEqual(off);
});

test('Helix, whose TOML tables are JSON with other signs', () => {
  const helix = blockOf('Helix');
  const config = /^config = (.*)$/m.exec(helix)?.[1] ?? '';
  const json = config.replace(/([\w-]+) = /g, '"$1": ');
  expect(readSettings(JSON.parse(json).relay).severity).toEqual(off);
  expect(helix).toContain('command = "relay-workflows"\nargs = ["lsp", "--stdio"]\n');
});

test('every command that the page names is one', () => {
  const named = [...docs.matchAll(/`relay-workflows ([a-z]+)/g)].map(([, name = '']) => name);
  expect(named).not.toEqual([]);
  expect(named.filter((name) => !Object.hasOwn(commands, name))).toEqual([]);
});
