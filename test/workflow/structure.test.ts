// The structure of workflows: steps, triggers and parameters as values, through aliases and merge keys.
import { describe, expect, test } from 'vitest';
import type { Word } from '../../server/src/workflow/expression';
import { fieldsOf } from '../../server/src/workflow/fields';
import { mapOf } from '../../server/src/workflow/structure';
import { type ValueKind, valueKindOf } from '../../server/src/workflow/valueKind';
import { workflowOf } from '../../server/src/workflow/workflow';
import { readYaml } from '../../server/src/workflow/yamlText';

function read(text: string) {
  const { structure } = workflowOf('file:///w.yaml', text, true);
  /** A word as its text, with its source where that differs. */
  const say = (word: Word | undefined) => {
    if (!word) return undefined;
    const source = text.slice(word.span.start, word.span.end);
    return source === word.text ? word.text : `${word.text} (${source})`;
  };
  return { structure, say };
}

test('steps', () => {
  const { structure, say } = read(`
steps:
- name: 'one'
  image: &image relaysh/core
  dependsOn: [ two, &three three ]
  spec: { a: b }
- name: two
  type: approval
  dependsOn: *three
  when: true
- name: !Parameter three
  type: container
  image: *image
  env:
- { name: 4, type: other, dependsOn: { a: b } }
- five
-
`);
  const steps = structure.steps.map((step) => ({
    name: say(step.name),
    type: step.type,
    image: say(step.image),
    dependsOn: step.dependsOn.map(say),
    keys: [...step.fields.keys()].join(' '),
    values: ['spec', 'env', 'when'].filter((key) => step[key as 'spec']).join(' '),
  }));
  expect(steps).toEqual([
    {
      name: "one ('one')",
      type: 'container',
      image: 'relaysh/core',
      dependsOn: ['two', 'three'],
      keys: 'name image dependsOn spec',
      values: 'spec',
    },
    {
      name: 'two',
      type: 'approval',
      image: undefined,
      dependsOn: ['three (*three)'],
      keys: 'name type dependsOn when',
      values: 'when',
    },
    {
      name: 'three',
      type: 'container',
      image: 'relaysh/core (*image)',
      dependsOn: [],
      keys: 'name type image env',
      values: 'env',
    },
    {
      name: undefined,
      type: 'unknown',
      image: undefined,
      dependsOn: [],
      keys: 'name type dependsOn',
      values: '',
    },
  ]);
  expect([...structure.stepsByName.keys()]).toEqual(['one', 'two', 'three']);
  expect([...structure.fields.keys()]).toEqual(['steps']);
});

test('triggers and parameters', () => {
  const { structure, say } = read(`
parameters:
  host: { description: Where }
  "a b":
  123: {}
triggers:
- name: nightly
  source: { type: schedule, schedule: '0 2 * * *' }
- name: pushed
  source: { type: push, schedule: ignored }
  when: true
  binding:
    key: !Data id
    parameters: { host: !Data host, 'a b': 1 }
- name: hook
  source: { type: webhook, image: relaysh/x }
- name: nothing
  source: cron
`);
  const triggers = structure.triggers.map((trigger) => [
    say(trigger.name),
    trigger.type,
    trigger.schedule?.value,
    say(trigger.image),
    trigger.key !== undefined,
    trigger.bindings.map(({ name }) => say(name)),
  ]);
  expect(triggers).toEqual([
    ['nightly', 'schedule', '0 2 * * *', undefined, false, []],
    ['pushed', 'push', undefined, undefined, true, ['host', "a b ('a b')"]],
    ['hook', 'webhook', undefined, 'relaysh/x', false, []],
    ['nothing', 'unknown', undefined, undefined, false, []],
  ]);
  expect(structure.parameters.map(({ name, node }) => [say(name), node?.kind])).toEqual([
    ['host', 'map'],
    ['a b ("a b")', 'scalar'],
  ]);
});

describe('merge keys', () => {
  const fieldsIn = (text: string) => {
    const map = mapOf(readYaml(text).root);
    const target = map?.pairs.find(({ key }) => key.kind === 'scalar' && key.value === 'it');
    const fields = fieldsOf(
      mapOf(target?.value) ?? {
        kind: 'map',
        flow: true,
        closed: true,
        pairs: [],
        span: { start: 0, end: 0 },
      },
    );
    return Object.fromEntries(
      [...fields].map(([key, { pair, merged }]) => [
        key,
        `${text.slice(pair.value?.span.start, pair.value?.span.end)}${merged ? ` by ${text.slice(merged.start, merged.end)}` : ''}`,
      ]),
    );
  };

  test('own keys come first, then the merged maps in their order', () => {
    const text = 'a: &a { x: 1, y: 1, z: 1 }\nb: &b { y: 2, w: 2 }\nit: { <<: [*a, *b], x: 0 }';
    expect(fieldsIn(text)).toEqual({ x: '0', y: '1 by [*a, *b]', z: '1 by [*a, *b]', w: '2 by [*a, *b]' });
  });

  test('through several maps, a nearer key before a farther one', () => {
    const text = 'a: &a { x: 1, y: 1 }\nb: &b { <<: *a, y: 2 }\nit: { <<: *b, z: 3 }';
    expect(fieldsIn(text)).toEqual({ z: '3', y: '2 by *b', x: '1 by *b' });
  });

  test('a quoted key merges nothing, and neither does what is no map', () => {
    expect(fieldsIn('a: &a { x: 1 }\nit: { "<<": *a, y: 2 }')).toEqual({ '<<': '*a', y: '2' });
    expect(fieldsIn('a: &a [1]\nit: { <<: *a, y: 2 }')).toEqual({ y: '2' });
    expect(fieldsIn('it: { <<: *nope, y: 2 }')).toEqual({ y: '2' });
  });

  test('a map that merges itself ends', () => {
    expect(fieldsIn('it: &it { x: 1, <<: *it, y: { <<: *it } }')).toMatchObject({ x: '1' });
  });

  test('maps that merge each other in thousands are read in time', () => {
    const chain = Array.from({ length: 5000 }, (_, index) =>
      index === 0 ? '- &s0 { name: a, image: b }' : `- &s${index} { <<: *s${index - 1}, k${index % 7}: 1 }`,
    );
    const { structure } = read(`steps:\n${chain.join('\n')}\n`);
    expect(structure.steps).toHaveLength(5000);
    expect(structure.steps.at(50)?.name?.text).toBe('a');
  });
});

test('steps may be whole aliases, and anchors may contain themselves', () => {
  const { structure, say } = read('steps: &steps\n- &a { name: a, image: x }\n- *a\n- *steps\n- &b [*b]\n');
  expect(structure.steps.map(({ name, item }) => [say(name), item.kind])).toEqual([
    ['a', 'map'],
    ['a', 'alias'],
  ]);
});

test('half a workflow has half a structure', () => {
  for (const [text, steps] of [
    ['', 0],
    ['steps', 0],
    ['steps:', 0],
    ['steps:\n- ', 0],
    ['steps:\n- name', 0],
    ['steps:\n- name:', 1],
    ['steps:\n- name: a\n  ima', 1],
    ['steps:\n- { name: a', 1],
    ['- a', 0],
  ] as const)
    expect(read(text).structure.steps, text).toHaveLength(steps);
});

describe('kinds of values as the schema sees them', () => {
  const kinds: Record<ValueKind, readonly string[]> = {
    text: [
      'a',
      "'1'",
      '"true"',
      'yes',
      'on',
      'n',
      '~a',
      '1.2.3',
      '12:30',
      '0x',
      '2020-01-01',
      '2020-01-01T10:00:00Z',
      '<<',
      '!Secret 1',
      "!Secret ''",
      '!!str 1',
      '!!timestamp 2020-01-01',
      '|\n  1',
    ],
    number: [
      '1',
      '-1',
      '+1',
      '0o7',
      '0x1F',
      '1_000',
      '.5',
      '5.',
      '1e3',
      '.inf',
      '-.INF',
      '.nan',
      '!!int "1"',
      '!!float 1',
    ],
    boolean: ['true', 'True', 'FALSE', '!!bool yes'],
    null: ['', '~', 'null', 'Null', 'NULL', '!!null x'],
    map: ['{ a: b }', '!Connection { a: b }', '\n  a: b'],
    list: ['[a]', '!Fn.x [a]', '\n- a'],
  };
  test.each(Object.entries(kinds))('%s', (kind, values) => {
    for (const value of values) {
      const [pair] = mapOf(readYaml(`k: ${value}`).root)?.pairs ?? [];
      expect(valueKindOf(pair?.value), value).toBe(kind);
    }
  });
});
