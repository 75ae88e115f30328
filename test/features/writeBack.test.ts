// What was saved is written where "Create new … connection…" was chosen, however little of the reference was there.
import { describe, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { writeBackAt } from '../../server/src/features/writeBack';
import type { Draft } from '../../server/src/protocol';
import { complete, plain } from '../support/complete';
import { ready, step } from '../support/marks';

const saved = { type: 'gcp', name: 'new one' };
const account = ready('aws/prod');
const lines = (spec: string) => step(spec.replaceAll('\n', '\n  '));

/** Takes the last completion, and gives its label, what the form begins with, and the text after the form is saved. */
function created(spec: string) {
  const { workflow, items } = complete(lines(spec), account);
  const last = items.at(-1);
  const { from, ...draft }: Draft = last?.command?.arguments?.[0] ?? {};
  if (!from) throw new Error('no form is offered');
  const document = TextDocument.create(from.uri, 'yaml', 0, workflow.text);
  const text = TextDocument.applyEdits(document, writeBackAt(workflow, from.position, saved));
  return { label: last?.label, draft, text };
}

describe('"Create new" is the last completion, and what it saves is written back', () => {
  test.each([
    ['k: !Connection { name: ‸ }', {}, 'k: !Connection { type: gcp, name: new one }'],
    ['k: !Connection { name: x‸ }', { name: 'x' }, 'k: !Connection { type: gcp, name: new one }'],
    ['k: !Connection\n  name: ‸', {}, 'k: !Connection\n  type: gcp\n  name: new one'],
    ['k: !Connection { type: ‸ }', {}, 'k: !Connection { type: gcp, name: new one }'],
    ['k: !Connection { type: aw‸ }', {}, 'k: !Connection { type: gcp, name: new one }'],
    ['k: !Connection { type: ‸, name: x }', { name: 'x' }, 'k: !Connection { type: gcp, name: new one }'],
    ['k: !Connection\n  type: ‸', {}, 'k: !Connection\n  type: gcp\n  name: new one'],
    ['k: !Connection [‸]', {}, 'k: !Connection [gcp, new one]'],
    ['k: { $type: Connection, name: ‸ }', {}, 'k: { type: gcp, $type: Connection, name: new one }'],
    ['k: ${connections.‸}', {}, "k: ${connections.gcp.'new one'}"],
    ['k: "a ${connections.a‸} b"', {}, 'k: "a ${connections.gcp.\'new one\'} b"'],
  ])('%j, where the type is open', (spec, draft, text) => {
    expect(created(spec)).toEqual({ label: 'Create new connection…', draft, text: lines(text) });
  });

  test.each([
    ['k: !Connection { type: aws, name: ‸ }', 'k: !Connection { type: gcp, name: new one }'],
    ['k: !Connection\n  type: aws\n  name: ‸', 'k: !Connection\n  type: gcp\n  name: new one'],
    ['k: !Connection [aws, ‸]', 'k: !Connection [gcp, new one]'],
    ['k: ${connections.aws.‸}', "k: ${connections.gcp.'new one'}"],
    ['k: "${connections.aws[‸]}"', 'k: "${connections.gcp[\'new one\']}"'],
  ])('%j, where the type is written', (spec, text) => {
    const draft = { type: 'aws' };
    expect(created(spec)).toEqual({ label: 'Create new aws connection…', draft, text: lines(text) });
  });

  test.each(['k: ${connections[‸]}', 'k: ${connections[parameters.x].‸}', 'k: ${connections.‸.prod}'])(
    '%j has no place for both, or is computed',
    (spec) => {
      const { labels } = complete(lines(spec), account);
      expect(labels.filter((label) => label.startsWith('Create'))).toEqual([]);
    },
  );

  test('clients that open no forms are not offered it', () => {
    const { labels } = complete(lines('k: !Connection { name: ‸ }'), account, { ...plain, forms: false });
    expect(labels).toEqual(['prod']);
  });
});
