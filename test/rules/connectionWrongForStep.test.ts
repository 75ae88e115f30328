// connection-wrong-for-step: in which spelling and place a connection of another type is told, and what the fixes make of it.
import { describe, expect, test } from 'vitest';
import { foundIn, ready, unknowing } from '../support/marks';
import { fixed, found, signedOut, stepOf, underlined } from './specSteps';

const code = 'connection-wrong-for-step';
const disks = 'relaysh/gcp-step-disk-list';
const s3 = 'relaysh/aws-s3-step-bucket-list';

test('is said at the type, in every spelling and whatever is known of the account', () => {
  const marked = `steps:
- name: a
  image: docker.io/${disks}:latest
  spec:
    google: { service_account_info: !Connection { name: x, type: aws }, zone: z }
#                                                                ^^^ ${code}
- name: b
  image: ${s3}
  spec: { aws: { connection: !Connection [gcp, x] } }
#                                         ^^^ ${code}
- name: c
  image: ${s3}
  spec:
    aws:
      connection:
        $type: Connection
        type: gcp
#             ^^^ ${code}
        name: x
- name: d
  image: ${s3}
  spec:
    aws:
      connection: "\${connections['gcp'].x}"
#                                ^^^^^ ${code}
- name: e
  image: ${s3}
  spec:
    aws:
      connection: \${$.connections.gcp.'x y'}
#                                 ^^^ ${code}
`;
  for (const account of [signedOut, ready('gcp/x', 'aws/x', 'gcp/x y'), ...Object.values(unknowing)]) {
    const { expected, found: result } = foundIn(marked, account);
    expect(result).toBe(expected);
  }
});

describe('is not said of', () => {
  test.each([
    ['the right type', s3, 'aws: { connection: !Connection [aws, x] }'],
    ['a type that only a run knows', s3, 'aws: { connection: "${connections[parameters.t].x}" }'],
    ['a connection in a longer text', s3, 'aws: { connection: "x ${connections.gcp.x}" }'],
    ['a connection in a call', s3, 'aws: { connection: "${merge(connections.gcp.x, {})}" }'],
    ['a field of a connection', s3, 'aws: { connection: "${connections.gcp.x.key}" }'],
    ['a whole type', s3, 'aws: { connection: "${connections.gcp}" }'],
    ['a pipeline', s3, 'aws: { connection: "${connections.gcp.x |> key}" }'],
    ['an output', s3, 'aws: { connection: !Output [gcp, x] }'],
    ['a function', s3, 'aws: { connection: !Fn.merge [!Connection [gcp, x]] }'],
    ['a place that the schema has not', s3, 'aws: !Connection [gcp, x]'],
    ['a place that the schema has not, in a map', s3, 'aws: { key: !Connection [gcp, x] }'],
    [
      'a map filled from another connection',
      s3,
      'aws: { connection: { accessKeyID: "${connections.gcp.x.k}" } }',
    ],
    [
      'a place that takes any',
      'relaysh/postgres-step-query',
      'connection: !Connection [gcp, x]\nstatement: x',
    ],
    ['an image that is not known', 'acme/s3', 'aws: { connection: !Connection [gcp, x] }'],
    ['the base image', 'relaysh/core', 'aws: { connection: !Connection [gcp, x] }'],
  ])('%s', (_, image, spec) => {
    expect(found(code, stepOf(image, spec))).toEqual([]);
  });
});

test('either of two places takes the type', () => {
  const spec = 'from: a\nto: b\nsubject: c\nbody: {}\n';
  for (const place of [
    'connection: !Connection [slack, x]',
    'sendgrid: { connection: !Connection [slack, x] }',
  ])
    expect(underlined(code, stepOf('relaysh/sendgrid-step-email-send', spec + place))).toEqual(['slack']);
});

describe('the fixes', () => {
  const text = (type: string, name: string) =>
    stepOf(s3, `aws:\n  connection: !Connection { type: ${type}, name: ${name} } # mine`);

  test('change the type, or name one of the type', () => {
    const account = ready('gcp/prod', 'aws/prod-1', 'aws/zzzzzz');
    expect(fixed(code, text('gcp', 'prod'), account)).toEqual({
      'Change type to "aws"': text('aws', 'prod'),
      'Use aws "prod-1"': text('aws', 'prod-1'),
      'Use another connection…': 'choose',
    });
    expect(fixed(code, text('gcp', 'prod'))).toEqual({ 'Change type to "aws"': text('aws', 'prod') });
  });

  test.each([
    ['!Connection [gcp, x]', '!Connection [aws, x]'],
    ['{ $type: Connection, name: x, type: "gcp" }', '{ $type: Connection, name: x, type: aws }'],
    ['${connections.gcp.x}', '${connections.aws.x}'],
    ["${connections['gcp']['x']}", "${connections['aws']['x']}"],
  ])('keep the spelling of %s, and then nothing is found', (before, after) => {
    const [first] = Object.values(fixed(code, stepOf(s3, `aws:\n  connection: ${before}`)));
    expect(first).toBe(stepOf(s3, `aws:\n  connection: ${after}`));
    expect(found(code, first ?? '')).toEqual([]);
  });

  test('leave an anchor alone that is right where it stands', () => {
    const shared = `${stepOf(disks, 'google: &c { service_account_info: !Connection [gcp, x], zone: z }')}- name: b
  image: ${disks}
  spec: { google: *c }
- name: c
  image: relaysh/gcp-bigquery-step-dataset-insert
  spec: { google: { connection: &d !Connection [aws, x] }, name: a }
- name: d
  image: ${s3}
  spec: { aws: { connection: *d } }
- name: e
  image: relaysh/gcp-services
  spec: { google: { connection: *d } }
`;
    expect(underlined(code, shared)).toEqual(['aws', '*d']);
    expect(Object.keys(fixed(code, shared))).toEqual(['Change type to "gcp"']);
  });
});
