// Completion of what a workflow is made of: its keys, their values, images, dependencies, specs and suppressed codes.
import { describe, expect, test } from 'vitest';
import { codes } from '../../server/src/rules/finding';
import { complete, plain, rich } from '../support/complete';
import { ready } from '../support/marks';

/** Two steps, the first of which holds the cursor. */
const inStep = (rest: string): string => `steps:\n- name: one\n${rest}\n- name: two\n  image: relaysh/core\n`;
const inSource = (rest: string): string => `triggers:\n- name: t\n  source:\n    ${rest}\nsteps: []\n`;
const inSlack = (spec: string): string =>
  `steps:\n- name: a\n  image: relaysh/slack-step-message-send:latest\n  spec:\n${spec}\n`;

const root = [
  'steps',
  'parameters',
  'triggers',
  'name',
  'summary',
  'description',
  'tags',
  'homepage',
  'source',
  'locals',
  'apiVersion',
  'kind',
];
const container = [
  'image',
  'spec',
  'dependsOn',
  'when',
  'type',
  'env',
  'input',
  'inputFile',
  'command',
  'args',
  'description',
];
const without = (names: readonly string[], ...gone: readonly string[]) =>
  names.filter((each) => !gone.includes(each));

describe('keys that are not written yet, the required ones first', () => {
  test.each([
    ['‸', root],
    ['# relay: workflow\n‸', root],
    ['st‸', root],
    ['steps: []\n‸', without(root, 'steps')],
    ['‸\nsteps: []\n', without(root, 'steps')],
    ['na‸\nsteps: []\n', without(root, 'steps')],
    ['name: x\n\n‸\n\nsteps: []\n', without(root, 'steps', 'name')],
    ['name: x\n# about steps\n‸\nsteps:\n- name: a', without(root, 'steps', 'name')],
    ['{ name: x, ‸ }', without(root, 'name')],
    ['na‸me: x\nsteps: []', without(root, 'steps')],
    ['parameters:\n  a:\n    ‸', ['description', 'default', 'type']],
    ['parameters:\n  a:\n    de‸\n  b: {}\n', ['description', 'default', 'type']],
    ['parameters:\n  a: { default: 1, ‸ }\n', ['description', 'type']],
    ['steps:\n- ‸', ['name', ...container]],
    ['steps:\n-‸', ['name', ...container]],
    ['steps:\n  -   ‸\n', ['name', ...container]],
    ['steps:\n- ‸\n- name: b\n', ['name', ...container]],
    ['steps:\n- na‸', ['name', ...container]],
    ['steps:\n- { ‸', ['name', ...container]],
    [inStep('  ‸'), container],
    [inStep('  im‸'), container],
    [inStep('  im‸\n  spec:\n    a: 1'), without(container, 'spec')],
    [inStep('  image: x\n  ‸\n  when: true'), without(container, 'image', 'when')],
    [inStep('  image: x\n\n  # here\n  ‸'), without(container, 'image')],
    [inStep('  spec:\n    a:\n      b: 1\n  ‸'), without(container, 'spec')],
    [inStep('  input:\n  - |\n    echo\n  ‸'), without(container, 'input')],
    [inStep('  type: approval\n  ‸'), ['dependsOn', 'when', 'description']],
    ['triggers:\n- ‸', ['name', 'source', 'binding', 'when']],
    ['triggers:\n- name: a\n  ‸\nsteps: []', ['source', 'binding', 'when']],
    [inSource('type: schedule\n    ‸'), ['schedule']],
    [inSource('type: push\n    ‸'), ['schema']],
    [
      inSource('type: webhook\n    image: x\n    ‸'),
      ['spec', 'env', 'input', 'inputFile', 'command', 'args'],
    ],
    [
      inSource('‸').replace('\n    ‸', ' { ‸ }'),
      expect.arrayContaining(['type', 'schedule', 'image', 'schema']),
    ],
    [inSource('type: push\n    schema:\n      id:\n        ‸'), ['type']],
    ['triggers:\n- name: a\n  binding:\n    ‸', ['parameters', 'key']],
    ['triggers:\n- name: a\n  binding:\n    pa‸', ['parameters', 'key']],
  ])('%j', (marked, labels) => expect(complete(marked).labels).toEqual(labels));

  test.each([
    ['st‸', 'steps', 'steps:'],
    ['na‸\nsteps: []\n', 'name', 'name: \nsteps: []\n'],
    ['na‸me: x\n', 'summary', 'summary: x\n'],
    ['steps:\n- ‸', 'name', 'steps:\n- name: '],
    ['steps:\n-‸', 'name', 'steps:\n- name: '],
    ['steps:\n- na‸', 'name', 'steps:\n- name: '],
    ['steps:\n- { na‸ }', 'name', 'steps:\n- { name:  }'],
    ['steps:\n- name: a\n  im‸\n  spec: {}\n', 'image', 'steps:\n- name: a\n  image: \n  spec: {}\n'],
    ['parameters:\n  a:\n    ‸\n', 'default', 'parameters:\n  a:\n    default: \n'],
  ])('%j: %s', (marked, label, text) => expect(complete(marked).take(label)).toBe(text));

  test.each([
    ['st‸', 'steps', 'steps:\n- $0'],
    ['st‸\r\nname: a\r\n', 'steps', 'steps:\r\n- $0\r\nname: a\r\n'],
    ['‸', 'parameters', 'parameters:\n  $0'],
    ['steps:\n- name: a\n  ‸', 'spec', 'steps:\n- name: a\n  spec:\n    $0'],
    ['steps:\n  - name: a\n    ‸', 'input', 'steps:\n  - name: a\n    input:\n    - $0'],
    ['steps:\n- sp‸', 'spec', 'steps:\n- spec:\n    $0'],
    ['steps:\n- name: a\n  ‸', 'image', 'steps:\n- name: a\n  image: '],
    ['steps:\n- { ‸ }', 'spec', 'steps:\n- { spec: { $0 } }'],
    ['steps:\n- { sp‸: {} }', 'spec', 'steps:\n- { spec: {} }'],
  ])('with room for what they hold, as a snippet: %j: %s', (marked, label, text) =>
    expect(complete(marked, ready(), rich).take(label)).toBe(text),
  );

  test('names of parameters: where they are bound, and where they are used and not declared', () => {
    const bound = (rest: string) => `parameters:
  a: {}
  b: {}
triggers:
- name: t
  binding:
    parameters:
      ${rest}
steps: []`;
    expect(complete(bound('‸')).labels).toEqual(['a', 'b']);
    expect(complete(bound('a: 1\n      ‸')).labels).toEqual(['b']);
    expect(complete(bound('b‸')).take('b')).toContain('\n      b: \nsteps');
    const used = (rest: string) =>
      `parameters:${rest}\nsteps:\n- name: s\n  spec:\n    x: \${parameters.used}\n`;
    expect(complete(used('\n  ‸')).labels).toEqual(['used']);
    expect(complete(used('\n  us‸')).take('used')).toBe(used('\n  used:').replace('‸', ''));
    expect(complete(used('\n  used: {}\n  ‸')).labels).toEqual([]);
  });
});

describe('values', () => {
  test.each([
    ['apiVersion: ‸', ['v1']],
    ['kind: W‸', ['Workflow']],
    [inStep('  type: ‸'), ['container', 'approval']],
    [inStep('  type: app‸\n  when: true'), ['container', 'approval']],
    [inSource('type: ‸'), ['schedule', 'push', 'webhook']],
    [inSource('{ type: ‸ }').replace('source:\n    ', 'source: '), ['schedule', 'push', 'webhook']],
    [
      inSource('type: push\n    schema: { a: { type: ‸ } }'),
      ['string', 'number', 'integer', 'boolean', 'array', 'object'],
    ],
    [inStep('  dependsOn: ‸'), ['two']],
    [inStep('  dependsOn:‸'), []],
    [inStep('  dependsOn: t‸'), ['two']],
    [inStep('  dependsOn: [‸]'), ['two']],
    [inStep('  dependsOn: [‸'), ['two']],
    [inStep('  dependsOn: [two, ‸]'), []],
    [inStep('  dependsOn: [three, ‸'), ['two']],
    [inStep('  dependsOn:\n  - ‸'), ['two']],
    [inStep('  dependsOn:\n  - t‸'), ['two']],
    [inStep('  dependsOn:\n    - three\n    - ‸\n  when: true'), ['two']],
    ['steps:\n- name: only\n  dependsOn: ‸\n', []],
  ])('%j', (marked, labels) => expect(complete(marked).labels).toEqual(labels));

  test.each([
    ['apiVersion:‸', 'v1', 'apiVersion: v1'],
    [
      'steps:\n- name: a\n  dependsOn: [‸\n- name: "b: c"',
      'b: c',
      'steps:\n- name: a\n  dependsOn: ["b: c"\n- name: "b: c"',
    ],
    [
      'steps:\n- name: a\n  dependsOn:\n  -‸\n- name: b',
      'b',
      'steps:\n- name: a\n  dependsOn:\n  - b\n- name: b',
    ],
    [inSource('type: w‸'), 'webhook', inSource('type: webhook')],
  ])('%j: %s', (marked, label, text) => expect(complete(marked).take(label)).toBe(text));

  test('schedules, with what they mean', () => {
    const { items, take } = complete(inSource('type: schedule\n    schedule: ‸'));
    expect(items.map(({ label, detail }) => [label, detail])).toContainEqual([
      '0 2 * * *',
      'every day at 02:00 UTC',
    ]);
    expect(take('*/15 * * * *')).toContain('schedule: "*/15 * * * *"');
  });
});

describe('images', () => {
  const line = (marked: string, label: string) => /image: (.*)/.exec(complete(marked).take(label))?.[1];
  test.each([
    ['‸', 'relaysh/slack-step-message-send'],
    ['relaysh/sl‸', 'relaysh/slack-step-message-send'],
    ['slack‸', 'relaysh/slack-step-message-send'],
    ['"relaysh/‸"', 'relaysh/slack-step-message-send'],
    ['"relaysh/‸', 'relaysh/slack-step-message-send'],
    ['docker.io/relaysh/sl‸', 'docker.io/relaysh/slack-step-message-send'],
    ['localhost:5000/‸', 'localhost:5000/relaysh/slack-step-message-send'],
    ['relaysh/sl‸:latest', 'relaysh/slack-step-message-send:latest'],
  ])('%j', (typed, result) =>
    expect(line(inStep(`  image: ${typed}`), 'relaysh/slack-step-message-send')).toBe(result),
  );

  test('of steps in steps, of triggers in triggers, each with what it does', () => {
    const steps = complete(inStep('  image: ‸')).items;
    const triggers = complete(inSource('type: webhook\n    image: ‸')).items;
    expect(steps).toContainEqual(
      expect.objectContaining({
        label: 'relaysh/slack-step-message-send',
        detail: expect.stringMatching(/slack/i),
      }),
    );
    expect(triggers.map((item) => item.label)).toContain('relaysh/pagerduty-trigger-incident-event-received');
    expect(steps.filter(({ label }) => triggers.some((each) => each.label === label))).toEqual([]);
  });

  test('what is typed with a registry or a quote is found again', () => {
    const [item] = complete(inStep('  image: "docker.io/relaysh/sl‸"')).items;
    expect(item?.filterText).toBe(`"docker.io/${item?.label}`);
  });

  test.each(['relaysh/core:la‸', 'relaysh/core@sha‸', '${image‸}'])('nothing in %j', (typed) =>
    expect(complete(inStep(`  image: ${typed}`)).labels).toEqual([]),
  );
});

describe('specs, as the image wants them', () => {
  const keys = ['connection', 'channel', 'username', 'message', 'blocks'];
  test.each([
    ['    ‸', keys],
    ['    ch‸', keys],
    ['    ch‸\n    message: x', without(keys, 'message')],
    ['    channel: x\n    ‸', without(keys, 'channel')],
    ['    channel: x\n    # more\n    ‸\n    blocks: x', without(keys, 'channel', 'blocks')],
    ['    nothing:\n      ‸', []],
    ['  ‸', without(container, 'image', 'spec')],
  ])('keys: %j', (spec, labels) => expect(complete(inSlack(spec)).labels).toEqual(labels));

  test('keys in flow maps, nested maps and lists', () => {
    expect(
      complete('steps:\n- name: a\n  image: relaysh/slack-step-message-send\n  spec: { ‸').labels,
    ).toEqual(keys);
    const bolt = (spec: string) => `steps:\n- name: a\n  image: relaysh/bolt-step-run\n  spec:\n${spec}`;
    expect(complete(bolt('    git:\n      ‸')).labels.slice(0, 2)).toEqual(['name', 'repository']);
    expect(complete(bolt('    git: { name: x, ‸ }')).labels).not.toContain('name');
    expect(complete(bolt('    type: ‸')).labels).toEqual(['task', 'plan']);
    expect(complete(bolt('    type: "ta‸"')).take('plan')).toContain('type: plan');
    expect(complete(bolt('    installModules: ‸')).labels).toEqual(['true', 'false']);
    expect(complete(bolt('    transport:\n      useSSL: ‸')).items[0]?.detail).toBe(
      'what it is without this key',
    );
    expect(complete(bolt('    projectDir: ‸')).labels).toEqual(['.']);
    expect(complete(bolt('    ‸'), ready(), rich).take('git')).toContain('    git:\n      $0');
    expect(complete(bolt('    ‸'), ready(), rich).take('targets')).toContain('    targets:\n    - $0');
  });

  test('the spec of a webhook, and no schema where nobody has published one', () => {
    expect(complete(inStep('  image: somebody/else\n  spec:\n    ‸')).labels).toEqual([]);
    expect(complete(inStep('  spec:\n    ‸')).labels).toEqual([]);
    expect(complete(inStep('  image: relaysh/slack-step-message-send\n  env:\n    ‸')).labels).toEqual([]);
  });

  test('connections of the type that belongs there, also while it is not written', () => {
    const account = ready('aws/prod', 'slack/team');
    const at = (value: string) => complete(inSlack(`    connection: ${value}`), account, plain);
    expect(at('‸').labels).toEqual(['team', '!Connection', 'Create new slack connection…']);
    expect(at('‸').take('team')).toContain('connection: !Connection { type: slack, name: team }');
    expect(at('!‸').labels.slice(0, 2)).toEqual(['team', '!Connection']);
    expect(at('!Connection ‸').labels).toEqual(['team', '!Connection']);
    expect(at('!Connection { type: ‸ }').labels.slice(0, 2)).toEqual(['slack', 'aws']);
    expect(at('!Connection { name: ‸ }').labels).toEqual(['team', 'Create new slack connection…']);
    expect(at('!Connection { name: ‸ }').take('team')).toContain('!Connection { type: slack, name: team }');
    expect(at('!Connection { type: aws, name: ‸ }').labels).toEqual(['prod', 'Create new aws connection…']);
    expect(at('!Connection [‸').labels[0]).toBe('slack');
    expect(at('!Connection\n      name: ‸').take('team')).toContain(
      '!Connection\n      type: slack\n      name: team',
    );
    expect(at('${‸}').labels[0]).toBe('connections.slack.team');
    expect(at('${connections.‸}').labels[0]).toBe('slack');
    expect(complete(inSlack('    channel: ${connections.‸}'), account).labels[0]).toBe('aws');
  });
});

describe('codes in comments that silence', () => {
  test.each([
    ['# relay-disable-next-line ‸\nsteps: []', codes],
    ['steps:\n- name: a\n  # relay-disable-next-line ‸\n  image: x', codes],
    ['# relay-disable-next-line spec‸\nsteps: []', codes],
    [
      '# relay-disable-next-line spec-invalid, con‸ yaml-syntax\nsteps: []',
      without(codes, 'spec-invalid', 'yaml-syntax'),
    ],
    ['# relay-disable-next-line‸\nsteps: []', []],
    ['# relay-disable ‸\nsteps: []', []],
    ['description: |\n  # relay-disable-next-line ‸\nsteps: []', []],
    ['description: "\n  # relay-disable-next-line ‸"\nsteps: []', []],
  ])('%j', (marked, labels) => expect(complete(marked).labels).toEqual(labels));

  test('take the place of what is typed', () =>
    expect(complete('# relay-disable-next-line spec-in‸va').take('spec-invalid')).toBe(
      '# relay-disable-next-line spec-invalid',
    ));
});

describe('nothing where nothing can stand', () => {
  test.each([
    'name: ‸',
    'description: some ‸ words',
    'description: ste‸',
    'description: |\n  ‸',
    'description: |\n  steps\n  ‸\n  more\nsteps: []',
    'summary: "‸"',
    '# ‸',
    'steps: [] # ‸',
    '# st‸\nsteps: []',
    'steps:\n- name: ‸',
    'steps:\n- name: a\n ‸',
    'steps:\n- name: a\n    ‸',
    'steps:\n- name: a\n  image: x # ‸',
    'steps:\n- name: a\n  input:\n  - ‸',
    'steps:\n- name: a\n  input:\n  - echo ${‸}',
    'steps:\n- name: a\n  input:\n  - |\n    ‸',
    'steps:\n- name: a\n  input:\n  - |\n    image\n    ‸\n    more',
    'steps:\n- name: a\n  command: ‸',
    'steps:\n- name: a\n  inputFile: "${‸}"',
    'steps:\n- name: a\n  env:\n    A: b ‸',
    'steps:\n- name: a\n  when: ‸',
    'steps: []\n---\n‸',
    'tags:\n- ‸',
    'parameters:\n  ‸',
    'parameters:\n  a:\n    description: ‸',
    'parameters:\n  a:\n    default: ‸',
    'locals:\n  ‸',
    'unknown:\n  ‸',
    'triggers:\n- name: t\n  source:\n    schema:\n      ‸',
    'steps:\n- name: a\n  type: approval\n  spec:\n    k: ${‸}',
  ])('%j', (marked) => expect(complete(marked).labels).toEqual([]));
});
