// The fixes of the structure rules: what they write exactly, that their finding is gone, and that nothing else changes.
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../server/src/rules/finding';
import { readPlainYaml } from '../../server/src/workflow/yamlText';
import { applied, fixtures, structureFindings, unmarked } from './structureFixtures';

const keyOf = ({ code, message }: Finding) => `${code}: ${message}`;

/** The findings of `one` that are not among those of `other`, each counted. */
function without(one: readonly Finding[], other: readonly Finding[]): string[] {
  const rest = other.map(keyOf);
  return one.map(keyOf).filter((key) => {
    const at = rest.indexOf(key);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
}

describe.each(fixtures('err'))('every fix in %s', (_, markedText) => {
  for (const lineBreak of ['\n', '\r\n']) {
    const text = unmarked(markedText).replaceAll('\n', lineBreak);
    const findings = structureFindings(text);
    const fixes = findings.flatMap((finding) => finding.fixes().map((fix) => ({ finding, fix })));
    test(`mends its finding and nothing else, lines ending in ${JSON.stringify(lineBreak)}`, () => {
      for (const { finding, fix } of fixes) {
        const after = applied(text, fix);
        const found = structureFindings(after);
        const said = `${finding.message} ${fix.title}\n${after}`;
        expect(without(findings, found), said).toContain(keyOf(finding));
        // Another type of trigger needs other keys, which is said in its turn.
        if (!fix.title.startsWith('Change to')) expect(without(found, findings), said).toEqual([]);
        expect(after.replaceAll('\r\n', '').includes('\r'), said).toBe(false);
        expect(changedKeys(text, after).length, said).toBeLessThanOrEqual(1);
      }
    });
  }
});

/** The top-level keys under which two texts differ as YAML. Empty where either cannot be read as a whole. */
function changedKeys(before: string, after: string): string[] {
  const [one, other] = [readPlainYaml(before), readPlainYaml(after)] as Record<string, unknown>[];
  if (!one || !other) return [];
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].filter((key) => !isDeepStrictEqual(one[key], other[key]));
}

/** The text after the first fix of that title. */
function fixed(text: string, title: string): string {
  const fixes = structureFindings(text).flatMap((finding) => finding.fixes());
  const fix = fixes.find((each) => each.title === title);
  if (!fix) throw new Error(`No fix "${title}" among ${fixes.map((each) => each.title).join(' | ')}`);
  return applied(text, fix);
}

const step = '- name: one\n  image: a/b\n';

describe('required keys', () => {
  test.each([
    ['steps:\n- name: one # first\n', 'image', 'steps:\n- name: one # first\n  image: relaysh/core\n'],
    ['steps:\n- name: one', 'image', 'steps:\n- name: one\n  image: relaysh/core'],
    [
      'steps:\n  -   spec:\n        a: b\n',
      'name, image',
      'steps:\n  -   name: step-1\n      image: relaysh/core\n      spec:\n        a: b\n',
    ],
    ['steps:\n- image: a/b\n', 'name', 'steps:\n- name: step-1\n  image: a/b\n'],
    [`steps:\n${step}- { image: a/b }\n`, 'name', `steps:\n${step}- { name: step-2, image: a/b }\n`],
    [
      `steps:\n- {name: step-2, image: a/b}\n- {image: x}\n`,
      'name',
      'steps:\n- {name: step-2, image: a/b}\n- {name: step-3, image: x}\n',
    ],
    ['steps:\n- { name: one }\n', 'image', 'steps:\n- { name: one, image: relaysh/core }\n'],
    [
      'steps:\n- name: one\n  type: container\n  spec:\n',
      'image',
      'steps:\n- name: one\n  image: relaysh/core\n  type: container\n  spec:\n',
    ],
    ['steps:\n-\n', 'name, image', 'steps:\n- { name: step-1, image: relaysh/core }\n'],
    [
      'steps:\n- # soon\n- name: a\n  image: b\n',
      'name, image',
      'steps:\n- { name: step-2, image: relaysh/core } # soon\n- name: a\n  image: b\n',
    ],
    [
      'triggers:\n- name: a\n  when: true\n',
      'source',
      'triggers:\n- name: a\n  source:\n    type: push\n  when: true\n',
    ],
    ['triggers: [{}]', 'name, source', 'triggers: [{ name: trigger-1, source: { type: push } }]'],
    [
      'triggers:\n- name: a\n  source:\n    image: b\n',
      'type',
      'triggers:\n- name: a\n  source:\n    type: webhook\n    image: b\n',
    ],
    [
      "triggers:\n- name: a\n  source:\n    schedule: '@daily'\n",
      'type',
      "triggers:\n- name: a\n  source:\n    type: schedule\n    schedule: '@daily'\n",
    ],
    [
      'triggers:\n- name: a\n  source: { type: schedule }\n',
      'schedule',
      'triggers:\n- name: a\n  source: { type: schedule, schedule: 0 0 * * * }\n',
    ],
    ['', 'steps', 'steps:\n- name: step-1\n  image: relaysh/core\n'],
    ['# relay: workflow', 'steps', '# relay: workflow\nsteps:\n- name: step-1\n  image: relaysh/core\n'],
  ])('%j lacks %s', (text, keys, result) => {
    expect(fixed(text, `Insert required keys (${keys})`)).toBe(result);
    expect(structureFindings(result)).toEqual([]);
  });

  test('behind a name in a block scalar', () => {
    const text = 'steps:\n- name: |-\n    one\n\n  spec: {}\n';
    expect(fixed(text, 'Insert required keys (image)')).toBe(
      'steps:\n- name: |-\n    one\n  image: relaysh/core\n\n  spec: {}\n',
    );
  });
});

describe('values', () => {
  test.each([
    ['Insert a value', 'steps:\n- name:\n  image: a/b\n', 'steps:\n- name: step-1\n  image: a/b\n'],
    ['Insert a value', 'steps:\n- { name: a, image: }\n', 'steps:\n- { name: a, image: relaysh/core }\n'],
    [
      'Insert a value',
      'steps:\n- name: a\n  image: ~ # later\n',
      'steps:\n- name: a\n  image: relaysh/core # later\n',
    ],
    ['Insert a value', "steps:\n- name: a\n  image: ''\n", 'steps:\n- name: a\n  image: relaysh/core\n'],
    ['Insert a value', 'parameters:\n  a: # one\n', 'parameters:\n  a: {} # one\n'],
    [
      'Insert a value',
      'triggers:\n- name: a\n  source: # which?\n',
      'triggers:\n- name: a\n  source: # which?\n    type: push\n',
    ],
    ['Put quotes around it', `steps:\n${step}  args: [1, x]\n`, `steps:\n${step}  args: ["1", x]\n`],
    [
      'Put quotes around it',
      `steps:\n${step}  input:\n  - echo "a": b # c\n`,
      `steps:\n${step}  input:\n  - "echo \\"a\\": b" # c\n`,
    ],
    ['Put quotes around it', 'locals: { 1: a }\n', 'locals: { "1": a }\n'],
    ['Remove the tag', 'locals: { !Secret a: b }\n', 'locals: { a: b }\n'],
    ['Make it a list', `steps:\n${step}  args: make -j, all\n`, `steps:\n${step}  args: ["make -j, all"]\n`],
    [
      'Make it a list',
      `steps:\n${step}  input: |-\n    a\n    b\n`,
      `steps:\n${step}  input:\n  - |-\n    a\n    b\n`,
    ],
    ['Remove "summary"', 'summary:\nsteps: []\n', 'steps: []\n'],
    ['Remove "steps"', 'apiVersion: v1\nsteps: # none\n\n# end\n', 'apiVersion: v1\n\n# end\n'],
    ['Remove "dependsOn"', `steps:\n${step}  dependsOn:\n`, `steps:\n${step}`],
    [
      'Remove "dependsOn"',
      'steps:\n- dependsOn: # none\n  name: a\n  image: b\n',
      'steps:\n- name: a\n  image: b\n',
    ],
    ['Remove "dependsOn"', 'steps: [{ name: a, dependsOn: , image: b }]', 'steps: [{ name: a, image: b }]'],
    ['Change to "v1"', 'apiVersion: "1" # old\n', 'apiVersion: v1 # old\n'],
    [
      'Change to "approval"',
      'steps:\n- name: a\n  type: Approval\n',
      'steps:\n- name: a\n  type: approval\n',
    ],
    ['Change to https://a.example/b', 'homepage: a.example/b\n', 'homepage: https://a.example/b\n'],
    ['Rename "Image" to "image"', 'steps:\n- name: a\n  Image: b\n', 'steps:\n- name: a\n  image: b\n'],
    ['Make it an approval (type: approval)', 'steps:\n- name: a\n', 'steps:\n- name: a\n  type: approval\n'],
    [
      'Change to "0"',
      'triggers: [{name: a, source: {type: schedule, schedule: "0 0 * * 1,7"}}]',
      'triggers: [{name: a, source: {type: schedule, schedule: "0 0 * * 1,0"}}]',
    ],
  ])('%s: %j', (title, text, result) => {
    expect(fixed(text, title)).toBe(result);
    expect(structureFindings(result)).toEqual([]);
  });
});

describe('names', () => {
  const two = '- name: build it\n  image: a/b\n- name: "123"\n  image: a/b\n';
  test.each([
    ['  dependsOn: biuld it\n', 'build it', '  dependsOn: build it\n'],
    ['  dependsOn: [1234x]\n', '123', '  dependsOn: ["123"]\n'],
    ['  spec: { a: !Output [biuld it, x] }\n', 'build it', '  spec: { a: !Output [build it, x] }\n'],
    ['  when: ${outputs.build-it.x}\n', 'build it', "  when: ${outputs.'build it'.x}\n"],
    ['  when: \'${outputs["1234x"].x}\'\n', '123', '  when: \'${outputs["123"].x}\'\n'],
  ])('%j: Use "%s"', (text, name, result) => {
    const around = (rest: string) => `steps:\n${two}- name: last\n  image: a/b\n${rest}`;
    expect(fixed(around(text), `Use "${name}"`)).toBe(around(result));
    expect(structureFindings(around(result))).toEqual([]);
  });

  test('a parameter behind a tag keeps its quotes in a list', () => {
    const text = (value: string) =>
      `parameters: { "123": {} }\nsteps:\n${step}  spec: { a: !Parameter ${value} }\n`;
    expect(fixed(text('x123'), 'Use "123"')).toBe(text('["123"]'));
    expect(structureFindings(text('["123"]'))).toEqual([]);
  });
});

describe('parameters', () => {
  const steps = `steps:\n${step}  spec: { a: "\${parameters.new}" }\n`;
  test.each([
    [steps, `parameters:\n  new: {}\n${steps}`],
    [`# relay: workflow\n${steps}`, `# relay: workflow\nparameters:\n  new: {}\n${steps}`],
    [
      `apiVersion: v1\nsummary: x # y\n\n# what it does\n${steps}`,
      `apiVersion: v1\nsummary: x # y\nparameters:\n  new: {}\n\n# what it does\n${steps}`,
    ],
    [`triggers: []\n${steps}`, `parameters:\n  new: {}\ntriggers: []\n${steps}`],
    [`parameters:\n${steps}`, `parameters:\n  new: {}\n${steps}`],
    [`parameters: {}\n${steps}`, `parameters: { new: {} }\n${steps}`],
  ])('%j declares it', (text, result) => {
    expect(fixed(text, 'Declare parameter "new"')).toBe(result);
    expect(structureFindings(result)).toEqual([]);
  });

  const using = (text: string) =>
    `${text}steps:\n${step}  spec: { a: "\${parameters.old}", b: "\${parameters.new}" }\n`;
  test.each([
    [
      'parameters:\n    old:\n        default: 1\n\n',
      'parameters:\n    old:\n        default: 1\n    new: {}\n\n',
    ],
    ['parameters:\n  old: { default: 1 } # one\n', 'parameters:\n  old: { default: 1 } # one\n  new: {}\n'],
    [
      'parameters:\n  old:\n    default: |\n      a\n\n',
      'parameters:\n  old:\n    default: |\n      a\n  new: {}\n\n',
    ],
    ['parameters: { old: {} }\n', 'parameters: { old: {}, new: {} }\n'],
  ])('%j declares it behind the others', (text, result) => {
    expect(fixed(using(text), 'Declare parameter "new"')).toBe(using(result));
    expect(structureFindings(using(result))).toEqual([]);
  });

  const rest = `steps:\n${step}  spec: { a: "\${parameters.used}" }\n`;
  test.each([
    ['parameters:\n  old:\n    default: 1 # one\n  used: {}\n', 'parameters:\n  used: {}\n'],
    [
      'parameters:\n  used: {}\n  # the old one\n  old:\n    default: |\n      a\n',
      'parameters:\n  used: {}\n  # the old one\n',
    ],
    ['parameters: { old: {}, used: {} }\n', 'parameters: { used: {} }\n'],
    ['parameters: { used: {}, old: {} }\n', 'parameters: { used: {} }\n'],
    ['parameters:\n  "old": {}\n  used: {}\n', 'parameters:\n  used: {}\n'],
  ])('%j loses the unused one', (text, result) => {
    expect(fixed(text + rest, 'Remove "old"')).toBe(result + rest);
    expect(structureFindings(result + rest)).toEqual([]);
  });

  test('the last one goes with its key', () => {
    const text = `apiVersion: v1\nparameters:\n  old:\n    default: 1\n\nsteps:\n${step}`;
    expect(fixed(text, 'Remove "old"')).toBe(`apiVersion: v1\n\nsteps:\n${step}`);
  });
});
