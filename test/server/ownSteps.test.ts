// The user's own steps: metadata on a real disk, and what an editor then says of the workflows that use them.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
} from 'vscode-languageserver/node';
import { stepImageOf } from '../../server/src/catalogue/steps';
import { readOwnSteps } from '../../server/src/ownSteps';
import { startEditor } from '../support/editor';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'relay-steps-'));
});
afterEach(async () => {
  await readOwnSteps([], []);
  rmSync(folder, { recursive: true });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

const metadata = `apiVersion: integration/v1
kind: Step
name: deploy
version: 1
summary: Deploys our shop
publish:
  repository: acme/deploy
schemas:
  spec:
    source: file
    file: spec.schema.json
  outputs:
    type: object
    properties:
      address: { type: string }
`;
const schema = JSON.stringify({
  type: 'object',
  required: ['shop'],
  additionalProperties: false,
  properties: {
    shop: { type: 'string' },
    cloud: { type: 'object', 'x-relay-connectionType': 'aws' },
  },
});

describe('metadata', () => {
  test('gives an image of the catalogue, with schemas from beside it and in place', async () => {
    write('steps/deploy/step.yaml', metadata);
    write('steps/deploy/spec.schema.json', schema);
    expect(await readOwnSteps([folder], ['steps/*/step.yaml'])).toEqual([]);
    const image = stepImageOf('registry.acme.example/acme/deploy:v2');
    expect(image).toMatchObject({
      kind: 'step',
      title: 'Deploys our shop',
      connections: [{ path: 'cloud', type: 'aws' }],
    });
    expect([...(image?.outputs?.properties?.keys() ?? [])]).toEqual(['address']);
  });

  test('goes before what is known of an image, and gives its place back', async () => {
    const image = 'relaysh/aws-s3-step-bucket-list';
    const known = stepImageOf(image)?.title;
    write('step.yaml', `summary: Ours\npublish: { repository: ${image} }\n`);
    await readOwnSteps([folder], ['step.yaml']);
    expect(stepImageOf(image)?.title).toBe('Ours');
    await readOwnSteps([folder], []);
    expect(stepImageOf(image)?.title).toBe(known);
  });

  test.each([
    ['a: [', 'it is no YAML map'],
    ['kind: Step\n', 'publish.repository must name the image'],
    [metadata, 'schemas.spec is no JSON schema, and names no file that has one'],
    [
      'publish: { repository: a }\nschemas: { spec: { properties: { a: 1, "*": {} } } }\n',
      'schemas.spec cannot be read as a JSON schema',
    ],
    [
      'publish: { repository: a }\nschemas: { event: { items: null, oneOf: 3 } }\n',
      'schemas.event cannot be read as a JSON schema',
    ],
  ])('that is wrong is told, and the others are read: %j', async (text, wrong) => {
    write('a/step.yaml', text);
    write('b/step.yaml', 'publish: { repository: acme/b }\n');
    const path = join(folder, 'a/step.yaml');
    expect(await readOwnSteps([folder], ['*/step.yaml'])).toEqual([
      `${path}: ${wrong}. The step is left out of the catalogue.`,
    ]);
    expect(stepImageOf('acme/b')).toBeDefined();
  });
});

describe('settings that nobody has looked at', () => {
  const ours = (name: string) => `publish: { repository: acme/${name} }\n`;

  test.each([
    '../outside/step.yaml',
    '../**/step.yaml',
    '**/../../outside/step.yaml',
    '{..,steps}/**/step.yaml',
    '..\\/outside/step.yaml',
    '\\../outside/step.yaml',
    '*/../../outside/*',
    'link/**/step.yaml',
    'link/step.yaml',
    '!../**',
  ])('read nothing that is not in the folder: %s', async (pattern) => {
    write('outside/step.yaml', ours('outside'));
    write('inside/steps/step.yaml', ours('inside'));
    symlinkSync('../outside', join(folder, 'inside/link'));
    await readOwnSteps([join(folder, 'inside')], [pattern, 'steps/*.yaml']);
    expect(stepImageOf('acme/inside')).toBeDefined();
    expect(stepImageOf('acme/outside')).toBeUndefined();
  });

  test('may name a file of the folder by its whole path, or through it', async () => {
    write('a/step.yaml', ours('a'));
    write('b/step.yaml', ours('b'));
    await readOwnSteps([folder], [join(folder, 'a/*.yaml'), './a/../b/step.yaml']);
    expect(stepImageOf('acme/a')).toBeDefined();
    expect(stepImageOf('acme/b')).toBeDefined();
  });

  test('do not lead into packages, nor schemas out of the folder', async () => {
    write('inside/node_modules/a/step.yaml', ours('package'));
    write('inside/step.yaml', metadata.replace('spec.schema.json', '../spec.schema.json'));
    write('spec.schema.json', schema);
    const inside = join(folder, 'inside');
    expect(await readOwnSteps([inside], ['**/step.yaml'])).toEqual([
      `${join(inside, 'step.yaml')}: schemas.spec is no JSON schema, and names no file that has one. The step is left out of the catalogue.`,
    ]);
    expect(stepImageOf('acme/package')).toBeUndefined();
  });

  test('are followed as far as a thousand files', async () => {
    for (let step = 0; step <= 1_000; step += 1) write(`${step}.yaml`, ours(`step-${step}`));
    expect(await readOwnSteps([folder], ['*.yaml'])).toEqual([
      'relay.stepMetadata names 1001 files; the first 1000 of them are read.',
    ]);
    expect(stepImageOf('acme/step-0')).toBeDefined();
    expect(stepImageOf('acme/step-999')).toBeUndefined();
  });
});

test('an editor is told anew when the setting or the files change', async () => {
  write('step.yaml', metadata);
  write('spec.schema.json', schema);
  const editor = await startEditor({}, { account: 'client' }, undefined, [pathToFileURL(folder).href]);
  const uri = 'file:///w.yaml';
  const published = async () => (await editor.published(uri)).map(({ code }) => code);
  await editor.open(
    uri,
    'steps:\n- name: a\n  image: acme/deploy\n  spec: { cloud: prod }\n',
    'relay-workflow',
  );
  expect(await published()).toEqual([]);

  const settings = { relay: { stepMetadata: ['**/step.yaml'] } };
  await editor.connection.sendNotification(DidChangeConfigurationNotification.type, { settings });
  expect(await published()).toEqual([]);
  expect(await published()).toEqual(['spec-invalid', 'connection-expected']);

  write('spec.schema.json', schema.replace('"required":["shop"],', ''));
  await editor.connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes: [] });
  expect(await published()).toEqual(['connection-expected']);
});
