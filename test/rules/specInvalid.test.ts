// spec-invalid: what of a spec is said not to fit its image, what never is, and what the fixes make of the text.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stepImageOf, stepImages } from '../../server/src/catalogue/steps';
import { findingsOf } from '../../server/src/rules/findings';
import { Fitter } from '../../server/src/rules/spec/fit';
import { specInvalid } from '../../server/src/rules/specInvalid';
import { workflowOf } from '../../server/src/workflow/workflow';
import { readYaml } from '../../server/src/workflow/yamlText';
import { foundIn, ready } from '../support/marks';
import { fixed, found, linesAdded, signedOut, stepOf, underlined } from './specSteps';

const slack = 'relaysh/slack-step-message-send';
const bolt = 'relaysh/bolt-step-run';
const buckets = 'relaysh/aws-s3-step-bucket-get-acls';
const insert = 'Insert required keys';

const messages = (image: string, spec: string): string[] =>
  found('spec-invalid', stepOf(image, spec)).map(({ message }) => message);

test('is said at the key or the value, and of all that does not fit', () => {
  const marked = `steps:
- name: a
  image: ${bolt}:latest
  spec:
# ^^^^ spec-invalid
    type: tsk
#         ^^^ spec-invalid
    transport:
      type: ssh
      useSSL: perhaps
#             ^^^^^^^ spec-invalid
    modulePath: [modules]
#   ^^^^^^^^^^ spec-invalid
    projectDir: { a: b }
#   ^^^^^^^^^^ spec-invalid
- name: b
  image: ${buckets}
#        ${'^'.repeat(buckets.length)} spec-invalid
`;
  const { expected, found: result } = foundIn(marked, signedOut);
  expect(result).toBe(expected);
});

describe('what is missing', () => {
  test('is named, and where', () => {
    expect(messages(slack, 'message: x')).toEqual([
      'The spec of this step needs "connection", "channel" and "username". Add them.',
    ]);
    expect(messages(buckets, 'buckets: []\naws: {}')).toEqual(['"aws" needs "connection". Add it.']);
    expect(messages('relaysh/email-sender-smtp', 'server:\nfrom: x\nto: []')).toEqual([
      '"server" needs "host", "port", "username" and "password". Add them.',
    ]);
    expect(messages('relaysh/aws-s3-step-bucket-upload-content', 'filters: [{ type: a }]')).toContain(
      'An item of "filters" needs "pattern". Add it.',
    );
    expect(messages('relaysh/puppet-step-run-wait', 'connection: ${connections.puppet.x}\nid:')).toEqual([
      '"id" is empty, and this step needs it. Write a value.',
    ]);
  });

  test('is not what merge keys, functions, tags and templates may bring', () => {
    for (const spec of [
      '<<: *all',
      'aws: ${parameters.aws}\nbuckets: ${parameters.buckets}',
      'aws: !Fn.merge [{}, {}]\nbuckets: !Output [x, buckets]',
      'aws: { $fn.merge: [] }\nbuckets: { $type: Output, from: x, name: buckets }',
      'aws: { <<: *all }\nbuckets: []',
      '$encoding: base64\ndata: x',
    ])
      expect(messages(buckets, spec), spec).toEqual([]);
    const anchored = `locals: { all: &all { connection: !Connection [aws, x] } }\n${stepOf(buckets, 'aws: *all\nbuckets: []')}`;
    expect(found('spec-invalid', anchored)).toEqual([]);
  });

  test('is not said while the YAML of the step is broken', () => {
    for (const spec of [
      'message: "x',
      'message: { a: b',
      'message: x\nchan',
      'message: x\n chan: y',
      'message: *gone',
    ])
      expect(messages(slack, spec), spec).toEqual([]);
  });

  test('is not said of images that are not known, approvals, and containers that run commands of the workflow', () => {
    expect(messages('alpine', 'x: y')).toEqual([]);
    expect(messages('relaysh/core', 'x: y')).toEqual([]);
    for (const more of ['type: approval', 'input: [ls]', 'inputFile: x', 'command: ls', 'args: [a]']) {
      const text = stepOf(slack, 'x: y').replace('  spec:', `  ${more}\n  spec:`);
      expect(found('spec-invalid', text), more).toEqual([]);
    }
  });

  test.each([
    ['a block map', stepOf(slack, 'message: |\n  text\n\n# a comment\nusername: x'), 2],
    ['a block map in CRLF', stepOf(slack, 'message: x').replaceAll('\n', '\r\n'), 3],
    ['a comment and an anchor', stepOf(slack, 'message: x').replace('spec:', 'spec: &a # comment'), 3],
    ['an anchor below', stepOf(slack, 'message: x').replace('spec:', 'spec:\n    &a'), 3],
    ['nothing but the key', `${stepOf(slack, '').trimEnd()} # soon\n- name: b\n`, 4 - 1],
    ['no spec', `steps:\n- name: a\n  image: ${slack} # here\n  dependsOn: b\n`, 4],
    ['the end of the file', `steps:\n- name: a\n  image: ${slack}`, 4],
    ['a map in the map', stepOf(buckets, 'aws:\n  region: x\nbuckets: []'), 1],
    ['an empty map in the map', stepOf(buckets, 'aws:\nbuckets: []'), 1],
    ['a map that is wholly missing', stepOf(buckets, 'buckets: []'), 2],
  ])('is inserted into %s, and nothing else changes', (_, text, lines) => {
    const after = fixed('spec-invalid', text)[insert] ?? '';
    const [before, added] = [text, after].map((each) => each.replaceAll('\r\n', '\n')) as [string, string];
    expect(text.includes('\r\n')).toBe(/\r\n/.test(after) && !/[^\r]\n/.test(after));
    // The last line of a file without a line break at its end gets one.
    const written = linesAdded(before, added);
    expect(written.filter((line) => line.trim() !== '')).toHaveLength(lines);
    expect(found('spec-invalid', after)).toEqual([]);
    expect(codes(after)).toEqual([]);
  });

  test.each([
    ['{ message: x }', "{ connection: TAG, channel: '', username: '', message: x }"],
    ['{ }', "{ connection: TAG, channel: '', username: '' }"],
    ['~', "{ connection: TAG, channel: '', username: '' }"],
  ])('is inserted into %s', (spec, result) => {
    const text = `steps:\n- { name: a, image: ${slack}, spec: ${spec} }\n`;
    const tag = '!Connection { type: slack, name: my-slack-connection }';
    expect(fixed('spec-invalid', text)[insert]).toBe(
      text.replace(`spec: ${spec}`, `spec: ${result.replace('TAG', tag)}`),
    );
    expect(found('spec-invalid', fixed('spec-invalid', text)[insert] ?? '')).toEqual([]);
  });

  test('is inserted into an item of a list', () => {
    const image = 'relaysh/aws-s3-step-bucket-upload-content';
    const text = stepOf(image, 'aws: ${x}\nbucket: b\nfilters:\n- type: a');
    expect(fixed('spec-invalid', text)[insert]).toBe(
      stepOf(image, "aws: ${x}\nbucket: b\nfilters:\n- pattern: ''\n  type: a"),
    );
  });

  test('is inserted behind the image of a step between brackets', () => {
    const text = `steps: [{ name: a, image: ${buckets} }]\n`;
    const tag = '!Connection { type: aws, name: my-aws-connection }';
    expect(fixed('spec-invalid', text)[insert]).toBe(
      `steps: [{ name: a, image: ${buckets}, spec: { aws: { connection: ${tag} }, buckets: [] } }]\n`,
    );
  });

  test('is filled with a connection of the account', () => {
    const after = fixed(
      'spec-invalid',
      stepOf(slack, 'channel: x\nusername: y'),
      ready('aws/a', 'slack/general'),
    );
    expect(after[insert]).toContain(
      '    connection: !Connection { type: slack, name: general }\n    channel: x\n',
    );
  });

  test('of an anchor is told at the alias, without a fix that would change the anchor', () => {
    const text = `locals:\n  a: &a { region: x }\n  b: &b\n    x: *a\n${stepOf(buckets, 'aws: *a\nbuckets: []')}`;
    expect(underlined('spec-invalid', text)).toEqual(['*a']);
    expect(fixed('spec-invalid', text)).toEqual({});
  });
});

function codes(text: string): string[] {
  return findingsOf(workflowOf('file:///w.yaml', text, true), signedOut)
    .map(({ code }) => code)
    .filter((code) => code === 'yaml-syntax' || code === 'connection-expected');
}

describe('a key that the step does not have', () => {
  test('is said to be misspelt where one that is meant is near, and then that one is not missing', () => {
    const text = stepOf(slack, 'conection: ${connections.slack.x}\nchanel: x\nuserName: y');
    expect(underlined('spec-invalid', text)).toEqual(['conection', 'chanel', 'userName']);
    expect(found('spec-invalid', text).map(({ message }) => message)[0]).toBe(
      'The spec of this step takes no "conection". Did you mean "connection"?',
    );
    for (const [title, after] of Object.entries(fixed('spec-invalid', text))) {
      expect(underlined('spec-invalid', after), title).toHaveLength(2);
      expect(after.replace(/connection:|channel:|username:/, '')).toBe(
        text.replace({ con: 'conection:', cha: 'chanel:', use: 'userName:' }[title.slice(5, 8)] ?? '', ''),
      );
    }
  });

  test('is passed over otherwise: schemas lack keys, and published workflows have more', () => {
    expect(messages('relaysh/aws-s3-step-bucket-list', 'aws: ${x}\nconfetti: true')).toEqual([]);
    expect(messages('relaysh/pulumi-step-run', 'event_payload: x\ngithub_token: !Secret t')).toEqual([]);
  });

  test('is passed over while it is being typed, and where the map is not complete', () => {
    expect(messages(slack, 'connection: ${x}\nusername: x\nchanel')).toEqual([]);
    expect(messages('relaysh/terraform-step-plan', 'vars: { workspce: x }\nworkspce: x')).toEqual([]);
  });
});

describe('a value of a wrong kind', () => {
  test.each([
    ['name: { a: b }', '"name" must be text, not a map.'],
    ['modulePaths: modules', '"modulePaths" must be a list.'],
    ['transport: ssh', '"transport" must be a map.'],
    ['transport: [ssh]', '"transport" must be a map, not a list.'],
    ['installModules: sometimes', '"installModules" must be true or false.'],
    ['credentials: { key: { a: b } }', '"key" must be text, not a map.'],
    ['modulePaths: [{ a: b }]', 'An item of "modulePaths" must be text, not a map.'],
    ['transport: { type: telnet }', '"type" must be "ssh" or "winrm".'],
  ])('%s', (spec, message) => {
    const whole = { name: 'x', type: 'task' };
    const rest = Object.entries(whole).flatMap(([key, value]) =>
      spec.startsWith(key) ? [] : `\n${key}: ${value}`,
    );
    expect(messages(bolt, spec + rest.join(''))).toEqual([message]);
  });

  test.each([
    'name: 5',
    'name: true',
    'name: 2020-01-01',
    'name: [a, b]',
    'installModules: "true"',
    'installModules: yes',
    'installModules: 1',
    'installModules:',
    'transport: ~',
    'targets: ${outputs.x.nodes}',
    'targets: all-${parameters.x}',
    'transport: !Fn.merge [{}, {}]',
    'transport: { $fn.jsonUnmarshal: x }',
    'parameters: { a: [b] }',
    'credentials: { id_rsa: !Connection { type: ssh, name: x } }',
  ])('is not %s', (spec) => {
    const whole = { name: 'x', type: 'task' };
    const rest = Object.entries(whole).flatMap(([key, value]) =>
      spec.startsWith(key) ? [] : `\n${key}: ${value}`,
    );
    expect(messages(bolt, spec + rest.join(''))).toEqual([]);
  });

  test.each([
    ['port: 22', []],
    ['port: "22"', []],
    ['port: 2_2', []],
    ['port: ssh', ['"port" must be a number.']],
  ])('a number: %s', (spec, expected) => {
    expect(
      messages('relaysh/ssh-step-exec', `connection: \${x}\nusername: x\non: [a]\ninput: [a]\n${spec}`),
    ).toEqual(expected);
  });

  test('is none where one of several forms fits', () => {
    const scope = (spec: string) =>
      messages('relaysh/puppet-step-run-start', `connection: \${x}\nscope: ${spec}`);
    expect(scope('{ nodes: [a] }')).toEqual([]);
    expect(scope('{ node_group: x, more: y }')).toEqual([]);
    expect(scope('${parameters.scope}')).toEqual([]);
    expect(scope('{ nods: [a] }')).toEqual(['"scope" has none of the forms that this step takes.']);
    const mail = 'connection: ${x}\nfrom: a\nsubject: b\nbody: {}\n';
    for (const to of ['to: a', 'to: [a, b]', 'to: a\ncc: [b]'])
      expect(messages('relaysh/sendgrid-step-email-send', mail + to), to).toEqual([]);
  });

  test('can be set to one that is listed', () => {
    const text = stepOf(bolt, 'type: "tsk"\nname: x');
    expect(fixed('spec-invalid', text)).toEqual({
      'Use "task"': stepOf(bolt, 'type: task\nname: x'),
      'Use "plan"': stepOf(bolt, 'type: plan\nname: x'),
    });
  });
});

// Older ways of writing, and places where a published schema contradicts its step or a published workflow.
test.each([
  [
    'relaysh/terraform-step-apply',
    'aws: !Connection { type: aws, name: x }\ngit: !Fn.merge { connection: !Connection [ssh, k] }',
  ],
  ['relaysh/azure-step-azureresourcemanager-template-deploy', 'azure: !Connection { type: azure, name: x }'],
  [
    'relaysh/gcp-bigquery-step-dataset-insert',
    'google: { service_account_info: !Connection [gcp, x] }\nname: x',
  ],
  [
    'relaysh/kubernetes-step-kubectl',
    'connection: !Connection { type: kubernetes, name: x }\ncommand: set\nargs:\n- image\n- !Parameter image',
  ],
  ['relaysh/kubernetes-step-kubectl', 'connection: ${connections.kubernetes.x}\ncommand: get pods'],
  ['relaysh/sysdig-step-alert-enable', 'sysdig: { connection: { token: !Secret token } }\nalert_name: x'],
  [
    'relaysh/jira-step-user-search',
    'connection: { url: !Secret u, username: !Secret n, password: !Secret p }\nuserEmail: x',
  ],
  [
    'relaysh/aws-ec2-step-instances-describe',
    'aws: { connection: !Output [assume, connection], region: us-east-1 }',
  ],
  [
    'relaysh/aws-ec2-step-instances-stop',
    'aws: { connection: "${merge(connections.aws.x, {\'a\': 1})}", region: x }\ninstanceIDs: []',
  ],
  ['relaysh/grafana-step-dashboard-get', 'connection: { apiURL: x, apiKey: !Secret k }\nuid: x'],
])('accepts what published workflows and steps do: %s', (image, spec) => {
  const text = stepOf(image, spec);
  const codes = ['spec-invalid', 'connection-expected', 'connection-wrong-for-step'] as const;
  expect(codes.flatMap((code) => found(code, text))).toEqual([]);
});

test('a kubectl step without any connection lacks its cluster', () => {
  expect(
    messages(
      'relaysh/kubernetes-step-kubectl',
      'command: get pods\ngit: { connection: !Connection [ssh, x], name: x, repository: y }',
    ),
  ).toEqual(['The spec of this step needs "cluster". Add it.']);
});

test('what is inserted for any image fits it', () => {
  for (const { image, kind } of stepImages()) {
    if (kind !== 'step') continue;
    for (const text of [
      stepOf(image, 'x: y'),
      `steps: [{ name: a, image: ${image} }]\n`,
      `steps:\n- name: a\n  image: ${image}\n`,
    ]) {
      const [after] = Object.values(fixed('spec-invalid', text));
      const needs = (stepImageOf(image)?.spec?.required ?? []).length > 0;
      expect(after !== undefined, image).toBe(needs);
      if (after !== undefined) expect(found('spec-invalid', after), after).toEqual([]);
      if (after !== undefined) expect(codes(after), after).toEqual([]);
    }
  }
});

const specs = stepImages().flatMap(({ spec }) => spec ?? []);
const words = [
  ...new Set(specs.flatMap((spec) => [...(spec.properties?.keys() ?? [])])),
  '<<',
  '$type',
  'connection',
];
const scalars = fc.oneof(
  fc.constantFrom(
    '',
    '~',
    '5',
    'true',
    'x',
    '${a.b}',
    '"${',
    '*a',
    '*b',
    '&a x',
    '!Connection [a, b]',
    '!x',
    '|',
    '[',
  ),
  fc.string({ maxLength: 6 }),
);
const yaml = fc.letrec<{ value: string; map: string; list: string }>((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, scalars, tie('map'), tie('list')),
  map: fc
    .tuple(
      fc.constantFrom('', '&a ', '&b ', '!t '),
      fc.array(fc.tuple(fc.constantFrom(...words), tie('value')), { maxLength: 4 }),
    )
    .map(([prefix, pairs]) => `${prefix}{ ${pairs.map(([key, value]) => `${key}: ${value}`).join(', ')} }`),
  list: fc.array(tie('value'), { maxLength: 3 }).map((items) => `[ ${items.join(', ')} ]`),
}));

describe('of any text', () => {
  test('comparing never throws, and what it underlines lies in the text', () => {
    fc.assert(
      fc.property(yaml.value, fc.constantFrom(...specs), (text, schema) => {
        const { root } = readYaml(text);
        if (!root) return;
        const { misfits, connections } = new Fitter().fit({ keys: [], value: root }, schema, root.span);
        for (const { span } of [...misfits, ...connections]) {
          expect(span.start).toBeLessThanOrEqual(span.end);
          expect(span.end).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('inserting and replacing leave YAML as sound as it was, and the finding gone', () => {
    fc.assert(
      fc.property(yaml.map, fc.constantFrom(...stepImages()), (spec, { image }) => {
        const text = `steps:\n- name: a\n  image: ${image}\n  spec: ${spec}\n  when: true\n`;
        const workflow = workflowOf('file:///w.yaml', text, true);
        if (workflow.yaml.problems.length > 0) return;
        for (const finding of found('spec-invalid', text))
          for (const fix of finding.fixes()) {
            if (fix.is !== 'edit') continue;
            const [edit] = fix.edits;
            const after = text.slice(0, edit?.span.start) + edit?.text + text.slice(edit?.span.end);
            expect(workflowOf('file:///w.yaml', after, true).yaml.problems, after).toEqual([]);
            const left = found('spec-invalid', after).map(({ message }) => message);
            expect(left.filter((message) => message === finding.message).length, after).toBeLessThan(
              found('spec-invalid', text).filter(({ message }) => message === finding.message).length,
            );
          }
      }),
      { numRuns: 500 },
    );
  });
});

test('five thousand steps that share one spec, and an anchor that contains itself, are no obstacle', () => {
  const keys = Array.from({ length: 2000 }, (_, index) => `k${index}: v`).join(', ');
  const steps = Array.from(
    { length: 5000 },
    (_, index) => `- { name: s${index}, image: ${slack}, spec: *a }`,
  );
  const text = `locals: { a: &a { ${keys}, connection: *a } }\nsteps:\n${steps.join('\n')}\n`;
  expect(
    specInvalid({
      workflow: workflowOf('file:///w.yaml', text, true),
      account: signedOut,
      link: undefined,
    }),
  ).toHaveLength(5000);
});
