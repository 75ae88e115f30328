// Connections converted from one spelling to the other and back: the references stay, and so does all else.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readClient } from '../../server/src/features/client';
import {
  conversionsTo,
  convertActionsAt,
  resolveConversion,
  type Spelled,
} from '../../server/src/features/convert';
import { partsOfReference } from '../../server/src/workflow/reference';
import { applied } from '../../server/src/workflow/renaming';
import { type Workflow, workflowOf } from '../../server/src/workflow/workflow';
import { writeTag } from '../../server/src/workflow/write';
import { atCursor, step } from '../support/marks';
import { mutated, wholeTexts } from '../support/mutations';
import { uri } from '../support/places';

const client = readClient({ capabilities: {}, processId: null, rootUri: null });

/** The text with everything converted that can be. */
function converted(text: string, to: Spelled): string {
  const workflow = workflowOf(uri, text, true);
  return applied(
    text,
    conversionsTo(to, workflow).flatMap((each) => each.edits()),
  );
}

/** What the workflow names, where, and what is wrong with it; spellings and offsets left out. */
function meaningOf(text: string): unknown {
  const { collected, yaml, structure }: Workflow = workflowOf(uri, text, true);
  return {
    references: collected.references.map((reference) => ({
      kind: reference.kind,
      place: reference.place,
      use: reference.use,
      faults: reference.faults.length,
      parts: partsOfReference(reference).map((part) => (part.is === 'written' ? part.text : part.is)),
    })),
    problems: collected.problems.map(({ is }) => is).sort(),
    yaml: yaml.problems.length,
    steps: structure.steps.map(({ name }) => name?.text),
  };
}

function titlesAt(marked: string): string[] {
  const { workflow, position } = atCursor(marked);
  return convertActionsAt(workflow, { start: position, end: position }, client).map(({ title }) => title);
}

const both = ['template', 'tag'] as const;

describe.each(wholeTexts)('%s', (_, text) => {
  test.each(both)('means the same with every reference as a %s, and when converted back', (to) => {
    const [one, other] = [
      converted(text, to),
      converted(converted(text, to), to === 'tag' ? 'template' : 'tag'),
    ];
    expect(meaningOf(one)).toEqual(meaningOf(text));
    expect(meaningOf(other)).toEqual(meaningOf(text));
    expect(converted(one, to)).toBe(one);
  });
});

test.each(both)('texts with anything in them mean the same with every reference as a %s', (to) => {
  fc.assert(
    fc.property(mutated(), (text) => {
      expect(meaningOf(converted(text, to))).toEqual(meaningOf(text));
    }),
    { numRuns: 100 },
  );
});

const names = fc.oneof(
  fc.constantFrom(
    'prod',
    '4me',
    'a b',
    "it's",
    '"',
    'a: b',
    'a #b',
    '}',
    '${x}',
    '$',
    '\\',
    '123',
    'true',
    '~',
    '-',
    '`',
    '//',
    'é',
    '𝒳',
    '[',
    ',',
    '<<',
    '{{',
  ),
  fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme' }),
);
const around = fc.constantFrom<readonly [string, string]>(
  ['a: ', ''],
  ['a: &x ', '\nb: *x'],
  ['a:\n- ', '\n- b'],
  ['a: [', ', b]'],
  ['a: {b: ', ', c: d}'],
  ['{"a": ', '}'],
  ['a:\n- - ', ' # why'],
  ['a: !Fn.coalesce\n- ', '\n- ""'],
);
test('any names survive in any place, there and back', () => {
  fc.assert(
    fc.property(names, names, around, (type, name, [before, after]) => {
      const text = step(`${before}${writeTag({ type, name })}${after}`);
      const there = converted(text, 'template');
      expect(meaningOf(there)).toEqual(meaningOf(text));
      expect(meaningOf(text)).toMatchObject({ yaml: 0, references: [{ parts: [type, name] }] });
      // A name that no template can hold is left alone; what is converted comes back as it was.
      expect(there === text).toBe(/[\p{Cc}\p{Cs}\u2028\u2029\ufeff]/u.test(type + name));
      expect(converted(there, 'tag')).toBe(text);
    }),
    { numRuns: 300 },
  );
});

describe('edits touch nothing but the reference', () => {
  test.each([
    ['a: !Connection { type: aws, name: prod } # why', 'a: ${connections.aws.prod} # why'],
    ['a: !Connection [aws, prod]', 'a: ${connections.aws.prod}'],
    ['a: { $type: Connection, type: aws, name: prod }', 'a: ${connections.aws.prod}'],
    ['a:\n  $type: Connection\n  type: aws\n  name: prod\nb: c', 'a: ${connections.aws.prod}\nb: c'],
    ['a: # why\n  $type: Connection\n  type: aws\n  name: prod', 'a: # why\n  ${connections.aws.prod}'],
    ['a: !Connection\n  type: aws\n  name: prod\n\n# why\nb: c', 'a: ${connections.aws.prod}\n\n# why\nb: c'],
    ['a: !Connection &x [aws, prod]\nb: *x', 'a: &x ${connections.aws.prod}\nb: *x'],
    ['a: &x !Connection [aws, prod]\nb: *x', 'a: &x ${connections.aws.prod}\nb: *x'],
    ['a: [!Connection [aws, prod], x]', 'a: ["${connections.aws.prod}", x]'],
    ['a: !Connection [4me, "a: b"]', `a: "\${connections.'4me'.'a: b'}"`],
  ])('%s', (before, after) => {
    expect(converted(step(before), 'template')).toBe(step(after));
  });

  test.each([
    ['a: ${connections.aws.prod} # why', 'a: !Connection { type: aws, name: prod } # why'],
    ["a: '${connections.aws[''prod'']}'", 'a: !Connection { type: aws, name: prod }'],
    ['a: "${$.connections.aws.\\"a, b\\"}"', 'a: !Connection { type: aws, name: "a, b" }'],
    ['a: ["${connections.aws.prod}"]', 'a: [!Connection { type: aws, name: prod }]'],
    ['{"a":"${connections.aws.2}"}', '{"a": !Connection { type: aws, name: "2" }}'],
    ['a: >-\n  ${connections.aws.prod}\nb: c', 'a: !Connection { type: aws, name: prod }\nb: c'],
  ])('%s', (before, after) => {
    expect(converted(step(before), 'tag')).toBe(step(after));
  });
});

test.each([
  'a: !Connection { type: aws, name: prod, more: x }',
  'a: !Connection [aws]',
  'a: { $type: Connection, type: aws, name: prod, more: x }',
  'a: !Connection\n  type: aws # why\n  name: prod',
  'a: !Connection # why\n  type: aws\n  name: prod',
  'a: !Connection [&t aws, prod]\nb: *t',
  'a: !Connection [aws, "a\\nb"]',
  'a: &x { $type: Connection, type: aws, name: prod }\nb: { <<: *x }',
  'a: ${connections.aws.prod.accessKeyID}',
  'a: ${connections.aws}',
  'a: ${connections[parameters.x].prod}',
  'a: ${merge(connections.aws.prod, {})}',
  'a: ${connections.aws.prod} ',
  'a: the ${connections.aws.prod}',
  'a: |\n  ${connections.aws.prod}\n',
  'a: "${/* why */ connections.aws.prod}"',
  'a: !Fn.jsonMarshal ${connections.aws.prod}',
  'a: !!str ${connections.aws.prod}',
  'a: ${1 |> connections.aws.prod}',
])('what would not mean the same is left alone: %s', (spec) => {
  const text = step(spec);
  const changed = both.map((to) => converted(text, to));
  expect(changed).toEqual(spec.endsWith('} ') ? [text, expect.anything()] : [text, text]);
});

test('an anchor that plain data shows too keeps its spelling', () => {
  const text = `parameters:\n  x: { default: &c !Connection [aws, prod] }\n${step('a: *c')}`;
  expect(converted(text, 'template')).toBe(text);
  const other = `${step('a: &c !Connection [aws, prod]')}parameters: { x: { default: *c } }\n`;
  expect(converted(other, 'template')).toBe(other);
});

test('the edits of a whole file are made when they are asked for, and only for the same text', () => {
  const lazy = { ...client, resolvesEdits: true };
  const { workflow, position } = atCursor(step('a: ‸!Connection [aws, prod]\nb: !Connection [gcp, x]'));
  const range = { start: position, end: position };
  const [, offered] = convertActionsAt(workflow, range, lazy);
  const [, made] = convertActionsAt(workflow, range, client);
  if (!offered || !made) throw new Error('not offered');
  expect(offered.edit).toBeUndefined();
  expect(resolveConversion(offered, () => workflow, lazy).edit).toEqual(made.edit);
  const later = workflow.changed([{ text: workflow.text }], workflow.version + 1);
  expect(resolveConversion(offered, () => later, lazy).edit).toBeUndefined();
  expect(resolveConversion(offered, () => undefined, lazy).edit).toBeUndefined();
});

test('the actions are for one reference and for the whole file', () => {
  expect(titlesAt(step('a: !Connection [aws, pr‸od]'))).toEqual(['Convert to ${connections.aws.prod}']);
  expect(
    titlesAt(step('a: ‸!Connection [aws, prod]\nb: !Connection [gcp, x]\nc: ${connections.gcp.x}')),
  ).toEqual(['Convert to ${connections.aws.prod}', 'Convert all 2 to ${connections…}']);
  expect(titlesAt(step('a: ${connections.a‸ws.prod}'))).toEqual([
    'Convert to !Connection { type: aws, name: prod }',
  ]);
  expect(titlesAt(step('a‸: !Connection [aws, prod]'))).toEqual([]);
});
