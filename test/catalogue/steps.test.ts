// The catalogue of step images: what is found under which name, and what its packed form is read into.
import { describe, expect, test } from 'vitest';
import { connectionTypeOf } from '../../server/src/catalogue/connectionTypes';
import { stepImageOf, stepImages } from '../../server/src/catalogue/steps';
import { readSchema, type Schema } from '../../server/src/catalogue/steps/schema';

function schemasIn(schema: Schema | undefined): Schema[] {
  if (!schema) return [];
  const inner = [...(schema.properties?.values() ?? []), ...(schema.anyOf ?? [])];
  if (schema.items) inner.push(schema.items);
  if (schema.others) inner.push(schema.others);
  return [schema, ...inner.flatMap(schemasIn)];
}

describe('a step image is found', () => {
  test.each([
    'relaysh/kubernetes-step-kubectl',
    'relaysh/kubernetes-step-kubectl:latest',
    'relaysh/kubernetes-step-kubectl:v1@sha256:0123456789abcdef',
    'relaysh/kubernetes-step-kubectl@sha256:0123456789abcdef',
    'registry.example/relaysh/kubernetes-step-kubectl',
    'registry.example:5000/relaysh/kubernetes-step-kubectl:latest',
    'localhost/relaysh/kubernetes-step-kubectl',
    'localhost:5000/relaysh/kubernetes-step-kubectl',
  ])('as %s', (image) => {
    expect(stepImageOf(image)?.image).toBe('relaysh/kubernetes-step-kubectl');
  });

  test.each([
    ['relaysh/sts-assume-role:latest', 'relaysh/aws-sts-step-assume-role'],
    ['relaysh/ec2-step-describe-instances', 'relaysh/aws-ec2-step-instances-describe'],
    ['relaysh/gitlab-trigger-merge-request-merged', 'relaysh/gitlab-trigger-pull-request-merged'],
    ['relaysh/gcp-services-step-enable', 'relaysh/gcp-services'],
  ])('under another name: %s', (other, image) => {
    expect(stepImageOf(other)?.image).toBe(image);
  });

  test.each([
    '',
    ':',
    '@',
    '/',
    'alpine',
    'relaysh',
    'kubernetes-step-kubectl',
    'someone/kubernetes-step-kubectl',
    'acme/relaysh/kubernetes-step-kubectl',
    'RELAYSH/kubernetes-step-kubectl',
    '__proto__',
    'relaysh/no-such-step',
  ])('never as %j', (image) => {
    expect(stepImageOf(image)).toBeUndefined();
  });
});

describe('the catalogue of step images', () => {
  test('names every image once, whatever the name, and sorts them', () => {
    const names = stepImages().flatMap(({ image, also }) => [image, ...also]);
    expect(new Set(names).size).toBe(names.length);
    for (const kind of ['step', 'trigger']) {
      const images = stepImages()
        .filter((each) => each.kind === kind)
        .map(({ image }) => image);
      expect(images).toEqual([...images].sort());
    }
    expect(stepImages().filter(({ kind }) => kind === 'step')).toHaveLength(128);
    expect(stepImages().filter(({ kind }) => kind === 'trigger')).toHaveLength(21);
  });

  test('is found under each of its names', () => {
    for (const each of stepImages())
      for (const name of [each.image, ...each.also]) expect(stepImageOf(name)).toBe(each);
  });

  test('has a schema that makes sense for every image', () => {
    for (const { image, spec, outputs, event } of stepImages()) {
      for (const schema of [spec, outputs, event].flatMap(schemasIn)) {
        for (const key of schema.required ?? []) {
          expect(schema.properties?.has(key), `${image}: ${key}`).toBe(true);
          // The code has a value of its own for it, so no author has to write one.
          expect(schema.properties?.get(key)?.default, `${image}: ${key}`).toBeUndefined();
        }
        if (schema.connectionType !== undefined)
          expect(connectionTypeOf(schema.connectionType), image).toBeDefined();
      }
    }
  });

  test('knows where each image takes a connection', () => {
    const positionsOf = (image: string) => stepImageOf(image)?.connections;
    expect(positionsOf('relaysh/terraform-step-plan')).toEqual([
      { path: 'google.connection', type: 'gcp' },
      { path: 'aws.connection', type: 'aws' },
      { path: 'azure.connection', type: 'azure' },
      { path: 'git.connection', type: 'ssh' },
    ]);
    expect(positionsOf('relaysh/gcp-step-rollout-undo')).toEqual([{ path: 'google', type: 'gcp' }]);
    // The keyword is misspelt in the published schema.
    expect(positionsOf('relaysh/pagerduty-step-change-event-send')).toEqual([
      { path: 'connection', type: 'pagerduty' },
    ]);
    // Schema and code disagree about the place: both are right.
    expect(positionsOf('relaysh/sendgrid-step-email-send')).toEqual([
      { path: 'connection', type: 'sendgrid' },
      { path: 'sendgrid.connection', type: 'sendgrid' },
    ]);
    expect(positionsOf('relaysh/postgres-step-query')).toEqual([{ path: 'connection' }]);
    expect(positionsOf('relaysh/core')).toEqual([]);
    // 126 that the schemas declare, 3 where only the code looks, 3 that name no type.
    expect(stepImages().flatMap(({ connections }) => connections)).toHaveLength(132);
  });

  test('knows outputs and events', () => {
    expect([
      ...(stepImageOf('relaysh/slack-step-channel-create')?.outputs?.properties?.keys() ?? []),
    ]).toEqual(['channelID']);
    const { kind, event } = stepImageOf('relaysh/pagerduty-trigger-incident-triggered') ?? {};
    expect(kind).toBe('trigger');
    expect(event?.properties?.get('urgency')?.enum).toEqual(['high', 'low']);
  });
});

test.each<[string, Parameters<typeof readSchema>[0], Schema]>([
  ['types', 'string|array', { types: ['string', 'array'] }],
  ['anything', 'any', {}],
  ['a connection', '@aws', { types: ['object'], connectionType: 'aws' }],
  ['a list', ['integer'], { types: ['array'], items: { types: ['integer'] } }],
  ['a default', { $: 'boolean', default: false }, { types: ['boolean'], default: false }],
  ['given values', { $: 'string', enum: ['a', 'b'] }, { types: ['string'], enum: ['a', 'b'] }],
  ['forms', { $or: ['string', ['string']] }, { anyOf: [readSchema('string'), readSchema(['string'])] }],
  [
    'a map that is complete',
    { 'a!': 'string', b: 'any', '*': false },
    {
      types: ['object'],
      properties: new Map([
        ['a', readSchema('string')],
        ['b', {}],
      ]),
      required: ['a'],
      others: false,
    },
  ],
  [
    'a map of any keys',
    { '*': 'string' },
    { types: ['object'], properties: new Map(), required: [], others: { types: ['string'] } },
  ],
])('the packed form says %s', (_, packed, schema) => {
  expect(readSchema(packed)).toEqual(schema);
});
