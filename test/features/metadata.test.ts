// The mock file of a workflow: what it says is what the workflow says, and it has a gap for every value.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { metadataOf } from '../../server/src/features/metadata';
import type { MetadataPart } from '../../server/src/protocol/commands';
import { partsOfReference } from '../../server/src/workflow/reference';
import { contains } from '../../server/src/workflow/span';
import { type Workflow, workflowOf } from '../../server/src/workflow/workflow';
import { step } from '../support/marks';
import { mutated, wholeTexts } from '../support/mutations';
import { uri } from '../support/places';

/** The file with a value in each gap. */
function filled(parts: readonly MetadataPart[], value = ''): string {
  return parts.map((part) => (typeof part === 'string' ? part : JSON.stringify(value))).join('');
}

function fileOf(text: string, value?: string): string {
  return filled(metadataOf(workflowOf(uri, text, true)), value);
}

const options = { merge: true, logLevel: 'error' as const, maxAliasCount: -1, uniqueKeys: false };

/** The specs by the names of their steps, as plain data and as what they refer to. */
function specsOf(text: string): Record<string, unknown> {
  const { steps = [] } = parse(text, options) as {
    steps?: { name: string; spec?: unknown; type?: string }[];
  };
  return Object.fromEntries(
    (steps ?? []).flatMap(({ name, spec, type }) => (type === 'approval' ? [] : [[name, spec ?? undefined]])),
  );
}

function mockedSpecsOf(file: string): Record<string, unknown> {
  const { runs } = (parse(file, options) ?? {}) as {
    runs?: { 1: { steps: Record<string, { spec?: unknown }> } };
  };
  return Object.fromEntries(Object.entries(runs?.[1].steps ?? {}).map(([name, { spec }]) => [name, spec]));
}

/** What the specs refer to, each once. */
function namesIn({ collected, structure }: Workflow): string[] {
  const names = collected.references
    .filter(
      ({ place, span }) =>
        place === 'step' && !structure.steps.some(({ env }) => env && contains(env.span, span)),
    )
    .map((reference) =>
      JSON.stringify([
        reference.kind,
        partsOfReference(reference).map((part) => ('text' in part ? part.text : part.is)),
      ]),
    );
  return [...new Set(names)].sort();
}

/** The mocked specs as the specs of a workflow. */
function mockedWorkflow(file: string): Workflow {
  const specs = [...file.matchAll(/^( {8}spec:.*\n(?:(?: {9,}.*)?\n)*)/gm)].map(([, spec = '']) => spec);
  const steps = specs.map((spec, index) => `- name: s${index}\n  image: a\n${spec.replace(/^ {6}/gm, '')}`);
  return workflowOf(uri, steps.length > 0 ? `steps:\n${steps.join('')}` : 'steps: []', true);
}

test('a whole file', () => {
  const text = `parameters:
  region: { default: eu-central-1 }
  team: {}
  unused: {}
locals:
  aws: &aws { connection: !Connection { type: aws, name: prod } }
steps:
- name: list
  image: relaysh/aws-ec2-step-instances-describe
  spec:
    aws: *aws
    region: \${parameters.region}
    script: |
      one
        two
- name: wait
  type: approval
- name: tell
  image: relaysh/slack-step-message-send
  spec:
    connection: !Connection [slack, ops]
    other: !Connection [inhouse, x]
    token: !Secret hook
    text: "\${outputs.list.instances}: \${parameters.team}"
`;
  const parts = metadataOf(workflowOf(uri, text, true));
  expect(
    parts.filter((part) => typeof part !== 'string').map(({ of, label, secret }) => [of, label, secret]),
  ).toEqual([
    ['aws / prod', 'Access key ID', false],
    ['aws / prod', 'Secret access key', true],
    ['slack / ops', 'Token', true],
    ['secret', 'hook', true],
    ['parameter', 'team', false],
  ]);
  expect(filled(parts)).toBe(`# Mock metadata
# For \`relay dev metadata --input FILE --run 1 --step NAME\`.
# Holds the values that were typed in: keep it out of version control.
# relay: ignore
connections:
  aws/prod:
    accessKeyID: ""
    secretAccessKey: ""
  slack/ops:
    apiToken: ""
  inhouse/x: {} # give it the fields that its steps read
secrets:
  hook: ""
runs:
  '1':
    parameters:
      region: eu-central-1
      team: ""
    steps:
      list:
        spec:
          aws: { connection: !Connection { type: aws, name: prod } }
          region: \${parameters.region}
          script: |
            one
              two
        outputs:
          instances: ""
      tell:
        spec:
          connection: !Connection [slack, ops]
          other: !Connection [inhouse, x]
          token: !Secret hook
          text: "\${outputs.list.instances}: \${parameters.team}"
`);
});

describe.each(wholeTexts)('%s', (name, text) => {
  test('the specs are the same, as data and as what they refer to', () => {
    const workflow = workflowOf(uri, text, true);
    if (workflow.yaml.problems.length > 0) return;
    const file = filled(metadataOf(workflow));
    // The fixture `err/keys.yaml` merges what is no map.
    if (
      !name.endsWith('keys.yaml') &&
      workflow.structure.steps.length === workflow.structure.stepsByName.size
    )
      expect(mockedSpecsOf(file)).toEqual(specsOf(text));
    expect(namesIn(mockedWorkflow(file))).toEqual(namesIn(workflow));
  });
});

test('specs of any shape come through', () => {
  const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.oneof(
        fc.string(),
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom('a\nb\n', ' a\nb', 'a\n\n', '- x', 'x: y', '#', ''),
      ),
      fc.oneof(fc.integer(), fc.boolean(), fc.constant(null)),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(
        fc.string({ minLength: 1, maxLength: 5 }).filter((key) => key !== '<<' && key !== '__proto__'),
        tie('value'),
        { maxKeys: 3 },
      ),
    ),
  })).value;
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom('a', 'b', 'c'), value, { minKeys: 1 }),
      fc.boolean(),
      (spec, isFlow) => {
        const written = isFlow
          ? JSON.stringify(spec)
          : Object.entries(spec)
              .map(([key, each]) => `${key}: &${key} ${JSON.stringify(each)}\n${key}${key}: *${key}`)
              .join('\n');
        const text = step(written);
        expect(mockedSpecsOf(fileOf(text))).toEqual(specsOf(text));
      },
    ),
    { numRuns: 300 },
  );
});

test('any text gives a file that can be read, and ends', () => {
  fc.assert(
    fc.property(mutated(), (text) => {
      const workflow = workflowOf(uri, text, true);
      const file = filled(metadataOf(workflow), 'x');
      if (workflow.yaml.problems.length === 0) expect(() => parse(file, { logLevel: 'error' })).not.toThrow();
    }),
    { numRuns: 150 },
  );
});

test('anchors that contain themselves, or grow without end, end', () => {
  expect(fileOf(step('a: &a [*a]'))).toContain('too deep');
  const layers = Array.from(
    { length: 30 },
    (_, index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}]`,
  );
  const file = fileOf(step(['a0: &a0 [x]', ...layers].join('\n')));
  expect(file.length).toBeLessThan(5_000_000);
});

test('no workflow takes the file for one', () => {
  expect(workflowOf('file:///mock.yaml', fileOf(step('a: !Connection [aws, x]'))).isWorkflow).toBe(false);
});

test('a default that is a credential is a gap for a secret', () => {
  const text = `parameters:\n  p: { default: xoxb-0123456789-abc }\n${step('a: ${parameters.p}')}`;
  const parts = metadataOf(workflowOf(uri, text, true));
  expect(JSON.stringify(parts)).not.toContain('xoxb');
  expect(parts).toContainEqual(expect.objectContaining({ label: 'p', secret: true }));
});
