// Every feature at every offset of every fixture, whole and mangled: nothing throws, and every range lies in the text.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Position, Range, SelectionRange } from 'vscode-languageserver';
import { readClient, type Situation } from '../../server/src/features/client';
import { codeLensesOf } from '../../server/src/features/codeLens';
import { definitionAt } from '../../server/src/features/definition';
import { type FileNames, fileNamesOf } from '../../server/src/features/fileNames';
import { foldingRangesOf } from '../../server/src/features/folding';
import { highlightsAt } from '../../server/src/features/highlights';
import { inlayHintsIn } from '../../server/src/features/inlayHints';
import { linksOf } from '../../server/src/features/links';
import { referencesIn } from '../../server/src/features/references';
import { prepareRenameAt, renamableAt, renameIn } from '../../server/src/features/rename';
import { selectionRangesAt } from '../../server/src/features/selectionRanges';
import { semanticTokensOf } from '../../server/src/features/semanticTokens';
import { symbolAt } from '../../server/src/features/symbolAt';
import { documentSymbolsOf, flatSymbolsOf } from '../../server/src/features/symbols';
import { defaultSettings } from '../../server/src/settings';
import { type Workflow, workflowOf } from '../../server/src/workflow/workflow';
import { ready } from '../support/marks';
import { fixtures, uri } from '../support/places';

const situation: Situation = {
  account: ready('aws/prod'),
  settings: { ...defaultSettings, inlayHints: 'all' },
  client: readClient({ capabilities: {}, processId: null, rootUri: null }),
  linkOf: () => undefined,
};

function askOfWhole(workflow: Workflow): Range[] {
  const whole = workflow.rangeOf({ start: 0, end: workflow.text.length });
  const folds = foldingRangesOf(workflow);
  expect(folds.every(({ startLine, endLine }) => startLine < endLine && endLine <= whole.end.line)).toBe(
    true,
  );
  const { data } = semanticTokensOf(workflow);
  expect(data.every((number) => number >= 0)).toBe(true);
  const hints = inlayHintsIn(workflow, whole, situation).map(({ position }) => ({
    start: position,
    end: position,
  }));
  return [
    ...flatSymbolsOf(workflow).map(({ location }) => location.range),
    ...documentSymbolsOf(workflow).map(({ selectionRange }) => selectionRange),
    ...linksOf(workflow).map(({ range }) => range),
    ...codeLensesOf(workflow, situation).map(({ range }) => range),
    ...fileNamesOf(workflow).places.map(({ range }) => range),
    ...hints,
  ];
}

function askAt(workflow: Workflow, names: FileNames, offset: number): Range[] {
  const position = workflow.rangeOf({ start: offset, end: offset }).start;
  const named = symbolAt(workflow, position)?.named;
  const prepared = prepareRenameAt(workflow, position);
  return [
    ...(definitionAt(workflow, position) ?? []).map(({ range }) => range),
    ...(highlightsAt(workflow, position) ?? []).map(({ range }) => range),
    ...(named ? referencesIn([names], named, true) : []).map(({ range }) => range),
    ...(prepared && 'range' in prepared ? [prepared.range] : []),
    ...selectionRangesAt(workflow, [position]).flatMap((each) => nested(each, position)),
  ];
}

/** The ranges of a selection, each of which must hold the position and lie in the next. */
function nested(selection: SelectionRange, position: Position): Range[] {
  const ranges: Range[] = [];
  for (let next: SelectionRange | undefined = selection; next; next = next.parent) {
    const inner = ranges.at(-1) ?? { start: position, end: position };
    if (!before(next.range.start, inner.start) || !before(inner.end, next.range.end))
      throw new Error('not nested');
    ranges.push(next.range);
  }
  return ranges;
}

function before(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character <= b.character);
}

function expectInside(workflow: Workflow, ranges: readonly Range[]): void {
  const outside = ranges.filter(({ start, end }) => {
    const back = workflow.rangeOf({ start: workflow.offsetAt(start), end: workflow.offsetAt(end) });
    return !before(start, end) || !isSame(back.start, start) || !isSame(back.end, end);
  });
  expect(outside).toEqual([]);
}

function isSame(a: Position, b: Position): boolean {
  return a.line === b.line && a.character === b.character;
}

describe.each(fixtures)('%s', (_, text) => {
  test('at every offset', () => {
    const workflow = workflowOf(uri, text, true);
    expectInside(workflow, askOfWhole(workflow));
    const names = fileNamesOf(workflow);
    for (let offset = 0; offset <= text.length; offset += 1)
      expectInside(workflow, askAt(workflow, names, offset));
  });

  test('mangled', () => {
    const pieces = fc.constantFrom(
      '',
      '\n',
      ' ',
      '  - ',
      '"',
      "'",
      '{',
      '}',
      '[',
      ']',
      '${',
      '*a',
      '&a ',
      '!Connection ',
      '<<: *a',
      ': ',
      '#',
      '|\n',
      '\t',
      '\r',
      '𝒳',
      '..',
      '|>',
    );
    const mangled = fc
      .array(fc.tuple(fc.nat(text.length), fc.nat(12), pieces), { minLength: 1, maxLength: 4 })
      .map((changes) =>
        changes.reduce((now, [at, length, piece]) => now.slice(0, at) + piece + now.slice(at + length), text),
      );
    fc.assert(
      fc.property(mangled, fc.nat(text.length), (changed, at) => {
        const workflow = workflowOf(uri, changed, true);
        expectInside(workflow, askOfWhole(workflow));
        const offsets = [at, ...workflow.occurrences.slice(0, 5).map(({ span }) => span.start)];
        const names = fileNamesOf(workflow);
        for (const offset of offsets) {
          expectInside(workflow, askAt(workflow, names, offset));
          const found = renamableAt(workflow, workflow.rangeOf({ start: offset, end: offset }).start);
          if (found) renameIn([{ workflow, isOpen: true }], found.named, 'new name', situation.client);
        }
      }),
      { numRuns: 30 },
    );
  });
});
