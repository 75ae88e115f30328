// connection-expected: which literals are told where a connection belongs, and what the fixes make of them.
import { describe, expect, test } from 'vitest';
import { foundIn, ready, unknowing } from '../support/marks';
import { fixed, found, signedOut, stepOf, underlined } from './specSteps';

const code = 'connection-expected';
const s3 = 'relaysh/aws-s3-step-bucket-list';
const at = (value: string): string => stepOf(s3, `aws:\n  connection: ${value}\n  # end`);

test('is said at the literal, or at the key where nothing stands, whatever is known of the account', () => {
  const marked = `steps:
- name: a
  image: relaysh/slack-step-channel-create
  spec:
    channel: general
    connection: my-slack
#               ^^^^^^^^ ${code}
- name: b
  image: ${s3}:latest
  spec: { aws: { connection: } }
#                ^^^^^^^^^^ ${code}
- name: c
  image: ${s3}
  spec:
    aws:
      connection:
#     ^^^^^^^^^^ ${code}
        type: aws
        name: x
- name: d
  image: ${s3}
  spec:
    aws:
      connection: [aws, x]
#                 ^^^^^^^^ ${code}
`;
  for (const account of [signedOut, ready('gcp/y'), ...Object.values(unknowing)]) {
    const { expected, found: result } = foundIn(marked, account);
    expect(result).toBe(expected);
  }
});

test.each([
  ['prod', 'not text'],
  ['"prod"', 'not text'],
  ['5', 'not text'],
  ['|\n    key', 'not text'],
  ['~', 'and nothing is there'],
  ['', 'and nothing is there'],
  ['[]', 'not a list'],
  ['[!Connection [aws, x]]', 'not a list'],
  ['[a, b, c]', 'not a list'],
  ['[aws, prod]', 'and this lacks the tag of one'],
  ['{ name: prod, type: aws }', 'and this lacks the tag of one'],
])('says of %j: %s', (value, words) => {
  const [finding, more] = found(code, at(value));
  expect(finding?.message).toContain(
    `This step takes a connection of type aws as "aws.connection", ${words}. Write `,
  );
  expect(more).toBeUndefined();
});

test.each([
  '!Connection [aws, x]',
  '!Connection { type: gcp, name: x }',
  '!Connection x',
  '!Secret key',
  '!Parameter p',
  '!Output [assume-role, connection]',
  '!Fn.merge [{}, {}]',
  '${connections.aws.x}',
  '"x ${parameters.p}"',
  '"${connections"',
  '{ $type: Output, from: a, name: b }',
  '{ $fn.merge: [] }',
  '{ accessKeyID: x, secretAccessKey: !Secret s }',
  '{ type: aws, name: x, more: y }',
  '{ type: aws, name: !Parameter p }',
  '{}',
])('says nothing of %s', (value) => {
  expect(found(code, at(value))).toEqual([]);
});

test('is not said of other places, of other images, nor where the YAML is broken', () => {
  expect(found(code, stepOf(s3, 'aws: prod\nconnection: x'))).toEqual([]);
  expect(found(code, stepOf('acme/s3', 'connection: x'))).toEqual([]);
  expect(found(code, at('"prod'))).toEqual([]);
  expect(found(code, at('[aws, prod'))).toEqual([]);
});

test('an alias of a literal is told at the alias, without a fix', () => {
  const text = `locals: { c: &c prod, d: &d !Connection [aws, x] }\n${at('*c')}`;
  expect(underlined(code, text)).toEqual(['*c']);
  expect(fixed(code, text, ready('aws/prod'))).toEqual({});
  expect(found(code, text.replace('*c', '*d'))).toEqual([]);
});

describe('the fixes', () => {
  const account = ready('aws/prod', 'aws/production', 'gcp/prod', 'gcp/prd');
  const tag = '!Connection { type: aws, name: prod }';

  test.each([
    ['prod', account],
    ['"prod"', account],
    ['prd', account],
    ['|\n    prod', account],
    ['', ready('aws/prod', 'gcp/x')],
    ['~', ready('aws/prod')],
  ])('write the connection that %j means, and then nothing is found', (value, known) => {
    expect(fixed(code, at(value), known)).toMatchObject({
      [`Replace with ${tag}`]: at(tag),
      'Replace with a connection…': 'choose',
    });
    expect(found(code, at(tag), known)).toEqual([]);
  });

  test.each([
    ['zzzzzzzzzz', account],
    ['prod', signedOut],
    ['[]', account],
    ['', account],
  ])('let the author choose where %j means none', (value, known) => {
    expect(fixed(code, at(value), known)).toEqual({ 'Replace with a connection…': 'choose' });
  });

  test.each([
    ['[aws, prod]', '!Connection [aws, prod]'],
    ['&a [aws, prod]', '&a !Connection [aws, prod]'],
    ['{ type: aws, name: prod }', '!Connection { type: aws, name: prod }'],
    ['\n  - aws\n  - prod', '!Connection\n  - aws\n  - prod'],
    ['# mine\n    type: aws\n    name: prod', '!Connection # mine\n    type: aws\n    name: prod'],
  ])('write the tag that %j lacks, and then nothing is found', (value, result) => {
    expect(fixed(code, at(value))).toEqual({ 'Insert !Connection': at(result) });
    expect(found(code, at(result))).toEqual([]);
  });
});
