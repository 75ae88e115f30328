// What holds for completion and hover wherever the cursor is, in whole, half-typed and broken text.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stepImageOf } from '../../server/src/catalogue/steps';
import { completionsAt } from '../../server/src/features/completion';
import { resolveCompletion } from '../../server/src/features/completion/resolve';
import { hoverAt } from '../../server/src/features/hover';
import { partsOfReference } from '../../server/src/workflow/reference';
import { cursorAt } from '../../server/src/workflow/slots/cursor';
import { spotOf } from '../../server/src/workflow/slots/spot';
import type { Span } from '../../server/src/workflow/span';
import { type Workflow, workflowOf } from '../../server/src/workflow/workflow';
import { complete, rich } from '../support/complete';
import { ready } from '../support/marks';

const folder = join(__dirname, '..', 'fixtures', 'workflows');
const fixtures = readdirSync(folder, { recursive: true })
  .map(String)
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => [file, readFileSync(join(folder, file), 'utf8')] as const);
const account = ready('aws/prod', 'slack/team', 'odd/x: y');

/** Asks for everything at an offset; fails where an edit would not stay on the cursor's line, around the cursor. */
function ask(workflow: Workflow, offset: number): number {
  const position = workflow.rangeOf({ start: offset, end: offset }).start;
  hoverAt(workflow, account, position);
  const { items } = completionsAt(workflow, account, position, rich);
  for (const item of items) {
    if (!item.textEdit || !('range' in item.textEdit)) throw new Error(`${item.label} has no edit`);
    const { start, end } = item.textEdit.range;
    const isAround =
      start.line === position.line &&
      end.line === position.line &&
      start.character <= position.character &&
      position.character <= end.character;
    if (!isAround)
      throw new Error(`${item.label} at ${offset} replaces ${JSON.stringify({ start, end, position })}`);
  }
  for (const item of items.slice(0, 2)) resolveCompletion(item, account, rich, () => workflow);
  return items.length;
}

describe('nothing throws, and every edit stays on the cursor’s line', () => {
  test.each(fixtures)('at every offset of %s', (_, text) => {
    const workflow = workflowOf('file:///w.yaml', text, true);
    let offered = 0;
    for (let offset = 0; offset <= text.length; offset += 1) offered += ask(workflow, offset);
    expect(offered).toBeGreaterThan(0);
  });

  test.each(fixtures)('the same is offered in %s with other line breaks', (_, text) => {
    const workflow = workflowOf('file:///w.yaml', text, true);
    const windows = workflowOf('file:///w.yaml', text.replaceAll('\n', '\r\n'), true);
    const labels = (of: Workflow, offset: number) => {
      const position = of.rangeOf({ start: offset, end: offset }).start;
      return completionsAt(of, account, position, rich).items.map((item) => item.label);
    };
    for (let offset = 0; offset <= text.length; offset += 5) {
      const more = text.slice(0, offset).split('\n').length - 1;
      expect(labels(windows, offset + more)).toEqual(labels(workflow, offset));
    }
  });

  test('where a workflow was cut, mended and mangled', () => {
    const pieces = [
      ' ',
      '\n',
      '\n  ',
      '\n    ',
      '- ',
      ': ',
      '!',
      '!Secret ',
      '!Output {',
      '${',
      '${parameters.',
      '}',
      '{',
      '[',
      ']',
      ',',
      '"',
      "'",
      '|\n',
      '#',
      '&a ',
      '*a',
      '<<: *a',
      'name',
      'spec:',
      '\t',
      '\r\n',
      '? ',
      '---\n',
      '‸',
    ];
    const places = fc.array(fc.tuple(fc.nat(3000), fc.nat(30), fc.constantFrom(...pieces)), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(fc.constantFrom(...fixtures), places, fc.nat(40), ([, whole], cuts, beyond) => {
        let text = whole;
        let last = 0;
        for (const [at, gone, piece] of cuts) {
          last = at % (text.length + 1);
          text = text.slice(0, last) + piece + text.slice(last + gone);
          last += piece.length;
        }
        const workflow = workflowOf('file:///w.yaml', text, true);
        const offsets = [last, last - 1, last + 1, last - beyond, last + beyond, text.length];
        for (const offset of offsets) ask(workflow, Math.min(text.length, Math.max(0, offset)));
      }),
      { numRuns: 300 },
    );
  });
});

describe('in a sound workflow', () => {
  test.each(fixtures.filter(([file]) => file.startsWith('ok')))(
    'no item breaks the YAML of %s',
    (_, text) => {
      const workflow = workflowOf('file:///w.yaml', text, true);
      for (let offset = 0; offset <= text.length; offset += 3) {
        const { items, take } = complete(`${text.slice(0, offset)}‸${text.slice(offset)}`, account);
        const { length } = items;
        for (const index of new Set([offset % Math.max(1, length), length - 1])) {
          const item = items[index];
          if (!item) continue;
          const { problems } = workflowOf('file:///w.yaml', take(item.label), true).yaml;
          if (problems.length > 0)
            throw new Error(`${item.label} at ${offset}: ${problems[0]?.message}\n${take(item.label)}`);
        }
      }
      expect(workflow.yaml.problems).toEqual([]);
    },
  );
});

/** A word of a workflow that completion must be able to write. */
interface Writable {
  readonly span: Span;
  readonly label: string;
}

function writableIn(workflow: Workflow): Writable[] {
  const { structure, collected, text, lookup } = workflow;
  const { stepsByName, parametersByName } = structure;
  const found: Writable[] = [];
  const add = (span: Span, label: string): void => {
    const isPlain = text.slice(span.start, span.end) === label && /^[\w/-]{2,}$/.test(label);
    if (isPlain) found.push({ span, label });
  };
  for (const { image, dependsOn, name } of structure.steps) {
    if (image && stepImageOf(image.text)?.image === image.text && stepImageOf(image.text)?.kind === 'step')
      add(image.span, image.text);
    for (const each of dependsOn)
      if (stepsByName.has(each.text) && each.text !== name?.text) add(each.span, each.text);
  }
  for (const reference of collected.references) {
    const [first, second] = partsOfReference(reference);
    if (first?.is !== 'written' || reference.faults.length > 0) continue;
    const { kind, place } = reference;
    if (kind === 'parameter' && place !== 'trigger' && place !== 'source' && parametersByName.has(first.text))
      add(first.span, first.text);
    if (kind === 'output' && stepsByName.has(first.text)) add(first.span, first.text);
    if (kind === 'secret' && lookup.names.secrets.get(first.text)?.again) add(first.span, first.text);
    if (
      kind === 'step' &&
      second?.is === 'written' &&
      ['succeeded', 'failed', 'skipped'].includes(second.text)
    )
      add(second.span, second.text);
  }
  return found;
}

/** The keys of Relay's own that stand alone in their map under their name. */
function keysIn(workflow: Workflow): Writable[] {
  const known = /^(?:steps|parameters|triggers|name|image|spec|dependsOn|when|source|binding|type|schedule)$/;
  return [...workflow.text.matchAll(/^[ -]*(\w+):/gm)].flatMap(({ 0: line, 1: label = '', index }) => {
    const start = index + line.length - label.length - 1;
    const cursor = cursorAt(workflow.text, workflow.yaml.root, start + 1);
    const isRelays = cursor?.is === 'key' && spotOf(cursor.levels).keys.length === 0 && known.test(label);
    const path = cursor ? spotOf(cursor.levels).path : '';
    const isMap = ['', 'steps[]', 'triggers[]', 'triggers[].source'].includes(path);
    return isRelays && isMap ? [{ span: { start, end: start + label.length }, label }] : [];
  });
}

describe('what stands in a sound workflow is offered while it is typed', () => {
  const sound = fixtures.filter(([file]) => !file.startsWith('err'));

  test.each(sound)('names in %s', (_, text) => {
    const workflow = workflowOf('file:///w.yaml', text, true);
    for (const { span, label } of writableIn(workflow)) {
      const typed = `${text.slice(0, span.start + 1)}‸${text.slice(span.end)}`;
      const { labels, take } = complete(typed, account);
      expect(labels, `${label} at ${span.start}`).toContain(label);
      expect(take(label)).toBe(text);
    }
  });

  test.each(sound)('keys in %s', (_, text) => {
    const workflow = workflowOf('file:///w.yaml', text, true);
    for (const { span, label } of keysIn(workflow)) {
      const begun = text.slice(0, span.start + 1);
      const renamed = complete(`${begun}‸${text.slice(span.end)}`, account);
      expect(renamed.labels, `${label} at ${span.start}`).toContain(label);
      expect(renamed.take(label)).toBe(text);
      // Without its colon and value, where all of it stands on one line.
      const [rest = ''] = /^: [^{[|>&"'#\n]+(?=\n)/.exec(text.slice(span.end)) ?? [];
      if (rest === '') continue;
      const fresh = complete(`${begun}‸${text.slice(span.end + rest.length)}`, account);
      expect(fresh.labels, `${label} at ${span.start}`).toContain(label);
    }
  });
});
