// Typing: every line of every workflow typed anew, character by character, with the rest of the file in place.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findingsOf } from '../../server/src/rules/findings';
import { eachNode, nodesAt, startOf } from '../../server/src/workflow/nodes';
import { type Workflow, workflowOf } from '../../server/src/workflow/workflow';
import type { Node } from '../../server/src/workflow/yaml';
import { ready } from '../support/marks';
import { unmarked } from './structureFixtures';

const root = join(__dirname, '../..');
const folders = ['samples', ...['', '/ok', '/err'].map((each) => `test/fixtures/workflows${each}`)];
const files = folders.flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => join(folder, file)),
);

interface Complaint {
  readonly line: number;
  readonly code: string;
  readonly message: string;
}

/** A workflow in which one line is typed up to some character. */
interface State {
  readonly whole: Whole;
  readonly typed: Workflow;
  readonly line: number;
  readonly text: string;
}

/** The workflow that all states of a file lead to, and what its lines hold. */
interface Whole {
  readonly workflow: Workflow;
  readonly lines: readonly string[];
  /** The first and last line of every anchored value, by the anchor. */
  readonly anchored: ReadonlyMap<string, readonly [number, number]>;
  /** The first and last line of every scalar that has several. */
  readonly scalars: readonly (readonly [number, number])[];
}

/** Why an error has to stand on another line than the one that is typed. */
const causes: Record<string, (complaint: Complaint, state: State) => boolean> = {
  'a name is not declared any more, and is told where it is used': ({ code, message }, { whole, typed }) => {
    const [, name = ''] = /^No (?:step is named|parameter) "(.*)"(?:,| is declared)/.exec(message) ?? [];
    const isNamed = ['depends-on-unknown', 'output-step-unknown', 'parameter-undefined'].includes(code);
    const isSound = typed.yaml.problems.length === 0;
    return isNamed && isSound && declares(whole.workflow, name) && !declares(typed, name);
  },

  'an anchor is not there any more, and is told at its aliases': ({ message }, { whole, line, text }) => {
    const [, name = ''] = /^No anchor &(.*) stands before/.exec(message) ?? [];
    return whole.lines[line]?.includes(`&${name}`) === true && !new RegExp(`&${name}(?:\\s|$)`).test(text);
  },

  'an alias stands for what is typed, and does not fit where it is': (complaint, { whole, line }) => {
    const names = aliasesAround(whole, complaint.line);
    return names.some((name) => isWithin(whole.anchored.get(name), line));
  },

  'nothing is left of the line: told above it, or in what has stood below it': (
    complaint,
    { whole, line, text },
  ) => /^[\s-]*(?:[!&]\S*)?\s*$/.test(text) && neighboursOf(whole.lines, line).has(complaint.line),

  'a value has several lines, of which another one does not fit now': (complaint, { whole, line }) =>
    whole.scalars.some((lines) => isWithin(lines, line) && isWithin(lines, complaint.line)),

  'a name or key is typed that stands below already': ({ message }, { text }) => {
    const [, name = ''] = /^(?:The key|Another \w+ is named) "(.*)"/.exec(message) ?? [];
    return name !== '' && text.endsWith(name);
  },
};

function declares({ structure }: Workflow, name: string): boolean {
  return structure.stepsByName.has(name) || structure.parametersByName.has(name);
}

/** The aliases in the map that begins on a line. */
function aliasesAround({ workflow, lines }: Whole, line: number): string[] {
  const start = workflow.offsetAt({ line, character: lines[line]?.search(/[^\s-]/) ?? 0 });
  const around = nodesAt(workflow.yaml.root, start).findLast(({ node }) => node.kind === 'map')?.node;
  const { text } = workflow;
  const written = around ? text.slice(around.span.start, around.span.end) : '';
  return [...written.matchAll(/\*([\w-]+)/g)].map(([, name = '']) => name);
}

/** The lines right above and below one, those that it stands under, and those that stand under it. */
function neighboursOf(lines: readonly string[], line: number): ReadonlySet<number> {
  const depth = (at: number) => lines[at]?.search(/[^\s]/) ?? -1;
  const beginsWith = (mark: RegExp, at: number) => mark.test(lines[at]?.trim() ?? '');
  // A list may stand as deep as its key.
  const isIn = (at: number, head: number) =>
    depth(at) > depth(head) ||
    (depth(at) === depth(head) && beginsWith(/^[-\]}]/, at) && !beginsWith(/^-/, head));
  const texts = [...lines.keys()].filter((at) => beginsWith(/^[^#]/, at));
  const above = texts.filter((at) => at < line).reverse();
  const below = texts.filter((at) => at > line);
  const found = new Set([above[0] ?? 0, ...below.slice(0, 1)]);
  let inner = line;
  for (const at of above) {
    if (!isIn(inner, at)) continue;
    found.add(at);
    inner = at;
  }
  for (const at of below) {
    if (!isIn(at, line)) break;
    found.add(at);
  }
  return found;
}

function isWithin(lines: readonly [number, number] | undefined, line: number): boolean {
  return lines !== undefined && lines[0] <= line && line <= lines[1];
}

function wholeOf(text: string): Whole {
  const workflow = workflowOf('file:///w.yaml', text, true);
  const linesOf = (node: Node): [number, number] => {
    const { start, end } = workflow.rangeOf({ start: startOf(node), end: node.span.end });
    return [start.line, end.line];
  };
  const anchored = new Map<string, [number, number]>();
  const scalars: [number, number][] = [];
  eachNode(workflow.yaml.root, ({ node }) => {
    if (node.anchor) anchored.set(node.anchor.name, linesOf(node));
    if (node.kind === 'scalar' && linesOf(node)[0] < linesOf(node)[1]) scalars.push(linesOf(node));
  });
  return { workflow, lines: text.split('\n'), anchored, scalars };
}

/** What a text names, and what is wrong with it, on other lines than one; lines stay as they are while one is typed. */
function lookBeside(workflow: Workflow, line: number) {
  const lineOf = (span: { start: number; end: number }) => workflow.rangeOf(span).start.line;
  const references = workflow.collected.references
    .filter(({ span }) => lineOf(span) !== line)
    .map(({ span, kind }) => `${lineOf(span)} ${kind} ${workflow.text.slice(span.start, span.end)}`);
  const errors = findingsOf(workflow, ready())
    .map(({ span, code, message, severity }) => ({ line: lineOf(span), code, message, severity }))
    .filter(
      (each) =>
        /error|warning/.test(each.severity) && each.code !== 'connection-missing' && each.line !== line,
    );
  return { references, errors };
}

/** The states of a line as an editor would send them: emptied, then with one more character each. */
function* statesOf(whole: Whole, line: number): Generator<State> {
  const full = whole.lines[line] ?? '';
  const first = full.search(/\S|$/);
  const end = { line, character: full.length };
  let typed = whole.workflow.changed([{ range: { start: { line, character: first }, end }, text: '' }], 1);
  for (let length = first; length < full.length; length += 1) {
    const text = full.slice(0, length);
    yield { whole, typed, line, text };
    const at = { line, character: length };
    typed = typed.changed([{ range: { start: at, end: at }, text: full[length] ?? '' }], length + 2);
  }
}

test('typing a line costs the other lines next to nothing', { timeout: 300_000 }, () => {
  const count = { states: 0, references: 0, lost: 0, astray: 0 };
  const seen = new Map<string, number>();
  const unexplained: string[] = [];
  for (const file of files) {
    const whole = wholeOf(unmarked(readFileSync(join(root, file), 'utf8')));
    for (const line of whole.lines.keys()) {
      const before = lookBeside(whole.workflow, line);
      const known = new Set(before.errors.map((each) => `${each.line} ${each.code}`));
      for (const state of statesOf(whole, line)) {
        const now = lookBeside(state.typed, line);
        const left = new Set(now.references);
        const astray = now.errors.filter((each) => !known.has(`${each.line} ${each.code}`));
        count.states += 1;
        count.references += before.references.length;
        count.lost += before.references.filter((reference) => !left.has(reference)).length;
        count.astray += Math.sign(astray.length);
        for (const complaint of astray) {
          const cause = Object.keys(causes).find((each) => causes[each]?.(complaint, state));
          if (cause) seen.set(cause, (seen.get(cause) ?? 0) + 1);
          else
            unexplained.push(
              `${file}:${line + 1} ${JSON.stringify(state.text)}: ${JSON.stringify(complaint)}`,
            );
        }
      }
    }
  }
  console.log(count, seen);
  expect(unexplained).toEqual([]);
  expect(new Set(seen.keys())).toEqual(new Set(Object.keys(causes)));
  expect(count.lost / count.references).toBeLessThan(0.01);
  expect(count.astray / count.states).toBeLessThan(0.06);
});
