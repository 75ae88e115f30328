// Turns a text into the scopes that the grammar gives to every character, with VS Code's own engine.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { loadWASM, OnigScanner, OnigString } from 'vscode-oniguruma';
import { type IGrammar, INITIAL, parseRawGrammar, Registry } from 'vscode-textmate';

const root = join(__dirname, '../..');
const own = join(root, 'syntaxes/relay-workflow.tmLanguage.json');
const yamlOfVscode = join(root, '.vscode-host/host/node_modules/code-server/lib/vscode/extensions/yaml');

/** Where a YAML grammar's parts are, by scope name: the project's stand-in, and VS Code's own where it is installed. */
export const yamlGrammars: Readonly<Record<string, ReadonlyMap<string, string>>> = {
  'a stand-in': new Map([['source.yaml', join(__dirname, 'yaml.tmLanguage.json')]]),
  ...(existsSync(yamlOfVscode) ? { "VS Code's YAML": readContributed(yamlOfVscode) } : {}),
};

/** The scopes of each character of each line. */
export type Scopes = readonly (readonly (readonly string[])[])[];

/** Loads the workflow grammar upon a YAML grammar. */
export async function loadGrammar(yaml: ReadonlyMap<string, string>): Promise<(text: string) => Scopes> {
  await engine;
  const registry = new Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new OnigScanner(patterns),
      createOnigString: (text) => new OnigString(text),
    }),
    loadGrammar: async (scope) => {
      const file = scope === 'source.relay-workflow' ? own : yaml.get(scope);
      return file === undefined ? null : parseRawGrammar(readFileSync(file, 'utf8'), file);
    },
  });
  const grammar = await registry.loadGrammar('source.relay-workflow');
  if (!grammar) throw new Error(`${own} is no grammar`);
  return (text) => scopesOf(grammar, text);
}

/** The grammar as it is, and as scripts/writeGrammar.mjs writes it. */
export function readGrammar(): { readonly is: unknown; readonly written: unknown } {
  const written = execFileSync(process.execPath, [join(root, 'scripts/writeGrammar.mjs')], {
    encoding: 'utf8',
  });
  return { is: JSON.parse(readFileSync(own, 'utf8')), written: JSON.parse(written) };
}

/** Where a scope stands on a line, as [start, end] of every unbroken stretch of it. `scope` is its beginning. */
export function stretchesOf(line: Scopes[number], scope: string): [number, number][] {
  const found: [number, number][] = [];
  for (const [index, scopes] of line.entries()) {
    if (!scopes.some((each) => each === scope || each.startsWith(`${scope}.`))) continue;
    const last = found.at(-1);
    if (last?.[1] === index) last[1] = index + 1;
    else found.push([index, index + 1]);
  }
  return found;
}

/** The templates of a text, from `${` to `}`; one that is not closed is not among them. */
export function templatesOf(text: string, scopes: Scopes): string[] {
  const lines = text.split('\n');
  const templates: string[] = [];
  let open: string | undefined;
  for (const [number, line] of scopes.entries()) {
    for (const [index, names] of line.entries()) {
      const character = lines[number]?.[index] ?? '';
      const opens = names.includes('punctuation.definition.template-expression.begin.relay');
      if (opens && character === '$') open = '';
      if (open !== undefined && names.includes('meta.template.expression.relay')) open += character;
      if (open === undefined || !names.includes('punctuation.definition.template-expression.end.relay'))
        continue;
      templates.push(open);
      open = undefined;
    }
    if (open !== undefined) open += '\n';
  }
  return templates;
}

const engine = loadWASM(
  readFileSync(createRequire(__filename).resolve('vscode-oniguruma/release/onig.wasm')),
);

function scopesOf(grammar: IGrammar, text: string): Scopes {
  let stack = INITIAL;
  return text.split('\n').map((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
    stack = ruleStack;
    return tokens.flatMap(({ startIndex, endIndex, scopes }) =>
      Array.from({ length: Math.min(endIndex, line.length) - startIndex }, () => scopes),
    );
  });
}

function readContributed(extension: string): ReadonlyMap<string, string> {
  const { contributes } = JSON.parse(readFileSync(join(extension, 'package.json'), 'utf8')) as {
    contributes: { grammars: { scopeName: string; path: string }[] };
  };
  return new Map(contributes.grammars.map(({ scopeName, path }) => [scopeName, join(extension, path)]));
}
