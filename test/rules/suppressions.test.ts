// Comments that silence findings, and the fix that writes them.
import { describe, expect, test } from 'vitest';
import { findingsOf } from '../../server/src/rules/findings';
import { suppress } from '../../server/src/rules/suppressions';
import { workflowOf } from '../../server/src/workflow/workflow';
import { ready, step } from '../support/marks';

const read = (spec: string) => workflowOf('file:///w.yaml', step(spec), true);
const codes = (spec: string) => findingsOf(read(spec), ready()).map((finding) => finding.code);

describe('relay-disable-next-line', () => {
  const missing = 'a: !Connection [aws, gone]';
  test.each([
    ['the code named', `# relay-disable-next-line connection-missing\n${missing}`, 0],
    [
      'one of several codes',
      `#relay-disable-next-line connection-expected, connection-missing: known\n${missing}`,
      0,
    ],
    ['every code, where none is named', `# relay-disable-next-line\n${missing}`, 0],
    [
      'with comments above one another',
      `# relay-disable-next-line connection-missing\n# relay-disable-next-line spec-invalid\n${missing}`,
      0,
    ],
    [
      'nothing where a reason stands alone',
      `# relay-disable-next-line because it comes later\n${missing}`,
      1,
    ],
    ['nothing where a code is misspelt', `# relay-disable-next-line conection-missing\n${missing}`, 1],
    [
      'a code with a reason',
      `# relay-disable-next-line connection-missing because it comes later\n${missing}`,
      0,
    ],
    ['no code that is a part of a word', `# relay-disable-next-line no-connection-missing\n${missing}`, 1],
    [
      'every code, also where another comment above names one',
      `# relay-disable-next-line spec-invalid\n# relay-disable-next-line\n${missing}`,
      0,
    ],
    ['no other code', `# relay-disable-next-line spec-invalid\n${missing}`, 1],
    ['no other line', `# relay-disable-next-line connection-missing\nb: 1\n${missing}`, 1],
    ['not as text of a value', `b: |\n  # relay-disable-next-line connection-missing\n${missing}`, 1],
    [
      'a value of several lines that begins there',
      '# relay-disable-next-line connection-missing\na: >-\n  x\n  ${connections.aws.gone}',
      0,
    ],
  ])('silences %s', (_, spec, left) => {
    expect(codes(spec).filter((code) => code === 'connection-missing')).toHaveLength(left);
  });

  test('also where lines end with CRLF', () => {
    const text = step(`# relay-disable-next-line connection-missing\n${missing}`).replaceAll('\n', '\r\n');
    expect(findingsOf(workflowOf('file:///w.yaml', text, true), ready())).toEqual([]);
  });
});

test.each([
  'a: !Connection [aws, gone]',
  'a:\n  b: { c: !Connection [aws, gone] }',
  'a: |-\n  x\n  ${connections.aws.gone}',
  'a: { b: [ }',
])('the fix silences its finding and changes no other line: %j', (spec) => {
  const workflow = read(spec);
  const findings = findingsOf(workflow, ready());
  const [first] = findings;
  if (!first) throw new Error('nothing was found');
  const edit = suppress(workflow, first);
  if (!edit) throw new Error('no comment can stand there');
  const { span, text } = edit;
  const changed = workflow.text.slice(0, span.start) + text + workflow.text.slice(span.end);
  const left = findingsOf(workflowOf('file:///w.yaml', changed, true), ready());
  expect(left.map((finding) => finding.code)).toEqual(findings.slice(1).map((finding) => finding.code));
  const lines = changed.split('\n');
  expect(lines.filter((line) => !line.includes('relay-disable-next-line')).join('\n')).toBe(workflow.text);
});

test('within a text of several lines there is no place for a comment', () => {
  const workflow = read('a: { "one\n  text": !Connection [aws, gone] }');
  const [first] = findingsOf(workflow, ready());
  expect(first && suppress(workflow, first)).toBeUndefined();
});
