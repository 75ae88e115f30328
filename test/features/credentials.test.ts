// Literals that look like credentials: found, told without being said, and replaced by a reference.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Range } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { connectionTypeOf } from '../../server/src/catalogue/connectionTypes';
import { readClient } from '../../server/src/features/client';
import {
  credentialActionsAt,
  foundCredentialsIn,
  replaceCredentialIn,
} from '../../server/src/features/credentials';
import { credentialIn, credentialKinds } from '../../server/src/features/credentials/kinds';
import type { ReplaceCredential, WrittenValue } from '../../server/src/protocol/commands';
import { workflowOf } from '../../server/src/workflow/workflow';
import { atCursor, step } from '../support/marks';
import { mutated, wholeTexts } from '../support/mutations';
import { uri } from '../support/places';

const client = readClient({
  capabilities: {},
  processId: null,
  rootUri: null,
  initializationOptions: { relay: { forms: true, account: 'client' } },
});

// Put together, so that no scanner of sources takes them for real ones.
const aws = ['AKIA', 'IOSFODNN7EXAMPLE'].join('');
const slack = ['xoxb', '123456789012', 'abcdefghij'].join('-');
const github = ['ghp', 'abcdefghijklmnopqrstuvwxyz0123456789'].join('_');
const pem = ['-----BEGIN OPENSSH PRIVATE KEY-----', 'b3BlbnNzaA==', '-----END OPENSSH PRIVATE KEY-----'];

/** What a value is, by the document. */
function told(text: string, written: WrittenValue): string {
  const document = TextDocument.create(uri, 'yaml', 0, text);
  return written.map((each) => (typeof each === 'string' ? each : document.getText(each as Range))).join('');
}

/** What is found in a text: what it is, its value, and the connection with what moves there. */
function foundIn(text: string): unknown[] {
  return foundCredentialsIn(workflowOf(uri, text, true)).map(({ label, value, key, connection }) => ({
    label,
    value: told(text, value),
    ...(key !== undefined && { key }),
    ...(connection && {
      type: connection.type,
      fields: Object.fromEntries(connection.fields.map((each) => [each.field, told(text, each.value)])),
    }),
  }));
}

function replaced(text: string, by: ReplaceCredential['by']): string | null {
  const workflow = workflowOf(uri, text, true);
  const [found] = foundCredentialsIn(workflow);
  const edits = found && replaceCredentialIn(workflow, { uri, range: found.range, by });
  return edits ? TextDocument.applyEdits(TextDocument.create(uri, 'yaml', 0, text), [...edits]) : null;
}

test('every kind has its home in the catalogue', () => {
  for (const { home } of credentialKinds)
    if (home) expect(connectionTypeOf(home.type)?.fields.map(({ name }) => name)).toContain(home.field);
});

test('a large text is looked through in time that grows as it does', () => {
  for (const text of ['{'.repeat(300_000), '${a} '.repeat(60_000), '{"private_key" '.repeat(20_000)])
    expect(credentialIn(text)).toBeUndefined();
});

test.each([
  ['a {"b": {"private_key": ""}} c', '{"b": {"private_key": ""}}'],
  ['"private_key": {"private_key" : 1}', '{"private_key" : 1}'],
  ['{ "private_key": 1', undefined],
  ['} "private_key": 1 }', undefined],
])('a service account key in %s is %s', (text, expected) => {
  const found = credentialIn(text);
  expect(found && text.slice(found.start, found.end)).toBe(expected);
});

describe('what is found', () => {
  test.each<[string, unknown]>([
    [
      `token: ${slack}`,
      { label: 'Slack token', value: slack, key: 'token', type: 'slack', fields: { apiToken: slack } },
    ],
    [
      `token: "${slack}"`,
      { label: 'Slack token', value: slack, key: 'token', type: 'slack', fields: { apiToken: slack } },
    ],
    [
      `header: 'token ${github} it''s'`,
      {
        label: 'GitHub token',
        value: github,
        key: 'header',
        type: 'github',
        fields: { accessToken: github },
      },
    ],
    [
      `key: |\n${pem.map((line) => `  ${line}`).join('\n')}`,
      {
        label: 'private key',
        value: `${pem.join('\n')}\n`,
        key: 'key',
        type: 'ssh',
        fields: { sshKey: `${pem.join('\n')}\n` },
      },
    ],
    [
      `key: "${pem.join('\\n')}"`,
      {
        label: 'private key',
        value: pem.join('\n'),
        key: 'key',
        type: 'ssh',
        fields: { sshKey: pem.join('\n') },
      },
    ],
    [
      `aws_access_key_id: ${aws}\nAWS_SECRET_ACCESS_KEY: abc\nregion: x`,
      {
        label: 'AWS access key',
        value: aws,
        key: 'aws_access_key_id',
        type: 'aws',
        fields: { accessKeyID: aws, secretAccessKey: 'abc' },
      },
    ],
    [
      `args: [--key, ${aws}]`,
      { label: 'AWS access key', value: aws, type: 'aws', fields: { accessKeyID: aws } },
    ],
  ])('%s', (spec, expected) => {
    expect(foundIn(step(spec))).toEqual([expected]);
  });

  test('line breaks of the document are those of the value', () => {
    const text = step(`key: |-\n${pem.map((line) => `  ${line}`).join('\n')}`).replaceAll('\n', '\r\n');
    expect(foundIn(text)).toMatchObject([{ value: pem.join('\n') }]);
  });

  test('where the step wants a connection, its type decides', () => {
    const text = step(`google:\n  connection: ${slack}`).replace(
      'relaysh/core',
      'relaysh/gcp-bigquery-step-dataset-insert',
    );
    expect(foundIn(text)).toMatchObject([{ type: 'gcp', fields: { serviceAccountKey: slack } }]);
  });

  test.each([
    `parameters: { key: { default: ${aws} } }\n${step('a: b')}`,
    `steps:\n- name: one\n  image: relaysh/core\n  input: ["echo ${aws}"]\n`,
    step(`a: !Secret ${aws}`),
    step(`a: \${'${aws}'}`),
    step(`a: $${aws}`),
    step(`a: [x ${aws}]`),
    step(`a: ${aws.slice(0, 12)}`),
    step('a: -----BEGIN CERTIFICATE-----'),
    step(`a: "\\x41${aws.slice(1)}"`),
    step(`a: ${aws}\nb: [`),
  ])('nothing that no reference could stand for: %s', (text) => {
    expect(foundIn(text)).toEqual([]);
  });

  test('and nothing in published shapes of workflows', () => {
    for (const [, text] of wholeTexts) expect(foundIn(text)).toEqual([]);
  });
});

describe('what stands there then', () => {
  const connection = { type: 'slack', name: 'ops' };
  test.each([
    [`a: ${slack} # why`, 'a: ${connections.slack.ops.apiToken} # why', 'a: ${secrets.my-key} # why'],
    [`a: ["${slack}"]`, 'a: ["${connections.slack.ops.apiToken}"]', 'a: ["${secrets.my-key}"]'],
    [
      `a: 'Bearer ${slack}!'`,
      "a: 'Bearer ${connections.slack.ops.apiToken}!'",
      "a: 'Bearer ${secrets.my-key}!'",
    ],
    [
      `a: |\n  x ${slack}\n  y`,
      'a: |\n  x ${connections.slack.ops.apiToken}\n  y',
      'a: |\n  x ${secrets.my-key}\n  y',
    ],
    [
      `a: ${slack} \${event.x}`,
      'a: ${connections.slack.ops.apiToken} ${event.x}',
      'a: ${secrets.my-key} ${event.x}',
    ],
    [
      `connection: { apiToken: ${slack} }`,
      'connection: !Connection { type: slack, name: ops }',
      'connection: { apiToken: "${secrets.my-key}" }',
    ],
    [
      `connection:\n  apiToken: ${slack}\nb: c`,
      'connection: !Connection { type: slack, name: ops }\nb: c',
      'connection:\n  apiToken: ${secrets.my-key}\nb: c',
    ],
    [
      `connection:\n  apiToken: ${slack} # why\nb: c`,
      'connection: !Connection { type: slack, name: ops } # why\nb: c',
      'connection:\n  apiToken: ${secrets.my-key} # why\nb: c',
    ],
  ])('%s', (spec, moved, kept) => {
    expect(replaced(step(spec), { connection })).toBe(step(moved));
    expect(replaced(step(spec), { secret: 'my-key' })).toBe(step(kept));
  });

  test('what belongs to it moves with it', () => {
    const text = step(`region: x\naccess_key_id: ${aws}\nsecretAccessKey: "abc"`);
    expect(
      replaced(text.replace('access_key_id', 'accessKeyID'), { connection: { type: 'aws', name: 'a b' } }),
    ).toBe(
      step(
        "region: x\naccessKeyID: ${connections.aws.'a b'.accessKeyID}\nsecretAccessKey: ${connections.aws.'a b'.secretAccessKey}",
      ),
    );
  });

  test('a comment beside one of them stays', () => {
    const text = step(`connection:\n  accessKeyID: ${aws} # why\n  secretAccessKey: abc`);
    expect(replaced(text, { connection: { type: 'aws', name: 'x' } })).toBe(
      step(
        'connection:\n  accessKeyID: ${connections.aws.x.accessKeyID} # why\n  secretAccessKey: ${connections.aws.x.secretAccessKey}',
      ),
    );
  });

  test('the fields of another type have other names', () => {
    expect(replaced(step(`a: ${slack}`), { connection: { type: 'aws', name: 'x' } })).toBeNull();
  });

  test('what is gone by then is not replaced', () => {
    const workflow = workflowOf(uri, step('a: b'), true);
    const range = workflow.rangeOf({ start: 60, end: 61 });
    expect(replaceCredentialIn(workflow, { uri, range, by: { secret: 'x' } })).toBeNull();
  });
});

test('the actions say where it stands, and never what it is', () => {
  const { workflow, position } = atCursor(step(`key: xo‸${slack.slice(2)}`));
  const actions = credentialActionsAt(workflow, { start: position, end: position }, client);
  expect(actions.map(({ title }) => title)).toEqual([
    'Move the Slack token into a connection…',
    'Move the Slack token into a secret…',
  ]);
  expect(JSON.stringify([actions, foundCredentialsIn(workflow)])).not.toContain(slack.slice(5, 12));
  const standalone = readClient({ capabilities: {}, processId: null, rootUri: null });
  expect(credentialActionsAt(workflow, { start: position, end: position }, standalone)).toEqual([]);
});

const styles: readonly ((text: string) => string)[] = [
  (text) => `a: ${text}\nb: c`,
  (text) => `a: ${JSON.stringify(text)}\nb: c`,
  (text) => `a: '${text.replaceAll("'", "''")}'\nb: c`,
  (text) => `a: [b, ${JSON.stringify(text)}]`,
  (text) => `a: [${text}]`,
  (text) => `a: |\n  ${text.replaceAll('\n', '\n  ')}\nb: c`,
  (text) => `a: >-\n  ${text.replaceAll('\n', '\n  ')}\nb: c`,
];

test('in any text, what is told is a part of it, and what is written there reads as one reference more', () => {
  const beside = fc.oneof(
    fc.constant(''),
    fc.constantFrom(
      ' ',
      'Bearer ',
      '$',
      '$$',
      '"',
      "'",
      ': ',
      ' #',
      '${event.x} ',
      '${',
      '\\',
      '\n',
      '-',
      ',',
    ),
    fc.string({ maxLength: 4 }),
  );
  const inScalar = fc
    .tuple(beside, fc.constantFrom(aws, slack, github), beside, fc.constantFrom(...styles))
    .map(([before, credential, behind, style]) => step(style(before + credential + behind)));
  const inWorkflow = fc
    .tuple(mutated(1), fc.constantFrom(aws, slack, github), fc.nat())
    .map(([text, credential, at]) => {
      const places = [...text.matchAll(/(?<=[:,[-] )(?=\w)/g)];
      const { index = 0 } = places[at % places.length] ?? {};
      return `${text.slice(0, index)}${credential} ${text.slice(index)}`;
    });
  let hits = 0;
  fc.assert(
    fc.property(fc.oneof(inScalar, inWorkflow), (text) => {
      const before = workflowOf(uri, text, true);
      const [found] = foundCredentialsIn(before);
      if (!found) return;
      hits += 1;
      expect([aws, slack, github].some((each) => told(text, found.value).includes(each))).toBe(true);
      const after = workflowOf(uri, replaced(text, { secret: 'moved' }) ?? '', true);
      const secrets = ({ collected }: typeof before) =>
        collected.references.filter(
          ({ kind, name }) => kind === 'secret' && name.is === 'written' && name.text === 'moved',
        );
      expect(after.yaml.problems).toEqual([]);
      expect(secrets(after)).toHaveLength(1);
      expect(after.collected.references).toHaveLength(before.collected.references.length + 1);
    }),
    { numRuns: 400 },
  );
  expect(hits).toBeGreaterThan(100);
});
