// Every quick fix that is offered, for every account: its finding goes, and elsewhere nothing comes or goes.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CodeAction, TextEdit } from 'vscode-languageserver';
import type { Account } from '../../server/src/account/account';
import { readClient, type Situation } from '../../server/src/features/client';
import { codeActionsAt } from '../../server/src/features/codeActions';
import { shownFindingsOf } from '../../server/src/features/diagnostics';
import type { Finding } from '../../server/src/rules/finding';
import { defaultSettings } from '../../server/src/settings';
import { nodesAt, startOf } from '../../server/src/workflow/nodes';
import { contains, type Span, touches } from '../../server/src/workflow/span';
import { type Workflow, workflowOf } from '../../server/src/workflow/workflow';
import { endOfPair } from '../../server/src/workflow/yaml';
import { ready, unknowing } from '../support/marks';
import { mutated, wholeTexts } from '../support/mutations';
import { uri } from '../support/places';

const accounts: Record<string, Account> = {
  'some connections': ready('aws/prod', 'azure/acct', 'kubernetes/a b', 'slack/team', 'github/hook'),
  'no connections': ready(),
  ...unknowing,
};
const client = readClient({ capabilities: {}, processId: null, rootUri: null });

/** One edit of a fix: what it replaces in the text before, and where what it writes stands in the text after. */
interface Piece {
  readonly before: Span;
  readonly after: Span;
}

/** What a fix makes certain that was not before, and so may be told then: the codes, by what is fixed. */
const revealed: readonly (readonly [fix: RegExp, codes: RegExp])[] = [
  // As long as a name is missing it is not known what is not there, or there twice.
  [
    /^(?:Insert a value|Insert .*\bname\b|Rename .* to "name"|Make it an approval|Rewrite as)/,
    /^(?:depends-on-\w+|output-step-unknown|parameter-unused|\w+-duplicate)$/,
  ],
  // As long as a reference cannot be read it may be to any parameter.
  [/^Rewrite as (?:!Parameter|\{ \$type: Parameter)/, /^parameter-unused$/],
  // An alias of what is mended is wrong where it stands, if what is mended does not fit there.
  [/^(?:Insert (?:type|name)|Rewrite as|Use|Remove)/, /^connection-/],
];

function situationOf(account: Account): Situation {
  return { account, settings: defaultSettings, client, linkOf: () => undefined };
}

/** The fixes that are offered for a finding. */
function offered(workflow: Workflow, finding: Finding, situation: Situation): CodeAction[] {
  return codeActionsAt(workflow, workflow.rangeOf(finding.span), situation).filter(
    ({ edit, diagnostics }) => {
      const [told] = diagnostics ?? [];
      return edit && told?.message === finding.message && told.code === finding.code;
    },
  );
}

function piecesOf(workflow: Workflow, action: CodeAction): { text: string; pieces: Piece[] } {
  const edits = (action.edit?.changes?.[workflow.uri] ?? []) as TextEdit[];
  const pieces: Piece[] = [];
  let text = '';
  let at = 0;
  const sorted = edits
    .map(({ range, newText }) => ({
      start: workflow.offsetAt(range.start),
      end: workflow.offsetAt(range.end),
      newText,
    }))
    .sort((a, b) => a.start - b.start);
  for (const { start, end, newText } of sorted) {
    if (start < at || end < start || end > workflow.text.length)
      throw new Error('an edit lies beside the text');
    text += workflow.text.slice(at, start);
    pieces.push({ before: { start, end }, after: { start: text.length, end: text.length + newText.length } });
    text += newText;
    at = end;
  }
  return { text: text + workflow.text.slice(at), pieces };
}

/** Where an offset of the text after stands in the text before; undefined in what was written. */
function before(pieces: readonly Piece[], offset: number): number | undefined {
  let moved = 0;
  for (const piece of pieces) {
    if (offset < piece.after.start) break;
    if (offset < piece.after.end) return undefined;
    moved = piece.after.end - piece.before.end;
  }
  return offset - moved;
}

/**
 * What a fix mends: the pair or value that it writes in, the reference that it is part of; where the shape is wrong the
 * whole step or trigger, of which nothing more is told while something in it is being typed.
 */
function mendedBy({ code }: Finding, workflow: Workflow, { start, end }: Span): Span {
  const places = end > start ? [(start + end) >> 1] : [workflow.text.slice(0, start).trimEnd().length, start];
  const spans = places.flatMap((at) => {
    const around = nodesAt(workflow.yaml.root, at);
    const { node, pair } = around.at(-1) ?? {};
    const list = around.findIndex((each) => each.node.kind === 'sequence');
    const item = code === 'workflow-invalid' && list > 0 ? around[list + 1] : undefined;
    return [
      ...[node, item?.node].flatMap((each) => (each ? { start: startOf(each), end: each.span.end } : [])),
      ...(pair ? [{ start: startOf(pair.key), end: endOfPair(pair) }] : []),
      ...workflow.collected.references.map(({ span }) => span).filter((span) => touches(span, at)),
    ];
  });
  return {
    start: Math.min(start, ...spans.map((span) => span.start)),
    end: Math.max(end, ...spans.map((span) => span.end)),
  };
}

/** What is not as it should be after a fix. */
function wrongAfter(
  workflow: Workflow,
  finding: Finding,
  action: CodeAction,
  situation: Situation,
): string[] {
  const { text, pieces } = piecesOf(workflow, action);
  const now = workflowOf(uri, text, true);
  const isSame = ({ code, message }: Finding) => code === finding.code && message === finding.message;
  const told = shownFindingsOf(workflow, situation);
  const toldNow = shownFindingsOf(now, situation);
  const regions = pieces.map(({ after }) => mendedBy(finding, now, after));
  const regionsBefore = pieces.map(({ before }) => mendedBy(finding, workflow, before));
  // Little is told of a text that is no YAML.
  const isYaml = now.yaml.problems.length < workflow.yaml.problems.length;
  const isMended = (span: Span) => isYaml || regions.some((each) => contains(each, span));
  const isRevealed = (code: string) =>
    revealed.some(([fix, codes]) => fix.test(action.title) && codes.test(code));
  const place = (kind: string, start: number | undefined) => `${kind} at ${start}`;
  const known = new Set(told.map(({ code, span }) => place(code, span.start)));
  const come = toldNow.filter(
    ({ code, span }) =>
      !known.has(place(code, before(pieces, span.start))) && !isMended(span) && !isRevealed(code),
  );
  const named = new Set(workflow.collected.references.map(({ kind, span }) => place(kind, span.start)));
  const namedNow = new Set(
    now.collected.references.map(({ kind, span }) => place(kind, before(pieces, span.start))),
  );
  const gone = workflow.collected.references.filter(
    ({ kind, span }) =>
      !namedNow.has(place(kind, span.start)) && !regionsBefore.some((each) => contains(each, span)),
  );
  const more = now.collected.references.filter(
    ({ kind, span }) => !named.has(place(kind, before(pieces, span.start))) && !isMended(span),
  );
  return [
    ...(toldNow.filter(isSame).length < told.filter(isSame).length ? [] : ['the finding stays']),
    ...(now.yaml.problems.length > workflow.yaml.problems.length ? ['the YAML is broken'] : []),
    ...come.map(({ code, message }) => `there comes ${code}: ${message}`),
    ...gone.map(({ span }) => `there goes ${workflow.text.slice(span.start, span.end)}`),
    ...more.map(({ span }) => `there comes ${now.text.slice(span.start, span.end)}`),
  ];
}

/** Tries every fix of every finding, and gives how many there were. */
function tryAll(text: string, account: Account): number {
  const workflow = workflowOf(uri, text, true);
  const situation = situationOf(account);
  let count = 0;
  for (const finding of shownFindingsOf(workflow, situation))
    for (const action of offered(workflow, finding, situation)) {
      count += 1;
      const wrong = wrongAfter(workflow, finding, action, situation);
      expect(wrong, `${action.title} (${finding.message}) in\n${text}`).toEqual([]);
    }
  return count;
}

describe.each(Object.entries(accounts))('%s', (_, account) => {
  test('the fixtures', () => {
    expect(wholeTexts.map(([, text]) => tryAll(text, account)).reduce((a, b) => a + b)).toBeGreaterThan(100);
  });
});

test('fixtures with random changes', { timeout: 60_000 }, () => {
  let count = 0;
  fc.assert(
    fc.property(mutated(), fc.constantFrom(...Object.values(accounts)), (text, account) => {
      count += tryAll(text, account);
    }),
    { numRuns: 120 },
  );
  expect(count).toBeGreaterThan(500);
});

test('a whole broken file is asked for in time: the first fixes are tried, and all of them one by one', () => {
  const names = Array.from({ length: 40 }, (_, index) => `    k${index}: !Connection [aws, prodd]\n`);
  const text = `steps:\n- name: a\n  image: b\n  spec:\n${names.join('')}    last: {a: 1\n`;
  const workflow = workflowOf(uri, text, true);
  const situation = situationOf(ready('aws/prod'));
  const editsAt = (span: Span) =>
    codeActionsAt(workflow, workflow.rangeOf(span), situation).filter(({ edit }) => edit).length;
  expect(editsAt({ start: 0, end: text.length })).toBeLessThanOrEqual(20);
  for (const { span } of shownFindingsOf(workflow, situation).slice(0, 40)) expect(editsAt(span)).toBe(2);
});

test('of thousands of mistakes that are selected, as many get their fixes as a person may look through', () => {
  const names = Array.from({ length: 2_000 }, (_, index) => `step-${index}`);
  const steps = names.map((name) => `- { name: ${name}, image: a/b, dependsOn: ${name}x }\n`);
  const workflow = workflowOf(uri, `steps:\n${steps.join('')}`, true);
  const whole = workflow.rangeOf({ start: 0, end: workflow.text.length });
  const fixed = codeActionsAt(workflow, whole, situationOf({ state: 'signed-out' })).flatMap(
    ({ diagnostics }) => diagnostics?.map(({ range }) => range.start.line) ?? [],
  );
  expect(new Set(fixed).size).toBe(100);
});
