// Where connections are named, and what the account says of each.
import { describe, expect, test } from 'vitest';
import { fileNamesOf } from '../../server/src/features/fileNames';
import { usagesIn } from '../../server/src/features/usages';
import { workflowOf } from '../../server/src/workflow/workflow';
import { ready, step, unknowing } from '../support/marks';
import { valued } from '../support/said';

const namesOf = (uri: string, spec: string) => fileNamesOf(workflowOf(uri, step(spec), true));

/** One line for each connection: what it is, its status, and the lines of its places; `?` marks one that is not needed. */
function said(specs: readonly string[], account = ready()): string[] {
  const files = specs.map((spec, index) => namesOf(`file:///${index}.yaml`, spec));
  return usagesIn(files, account).connections.map(({ type, name, status, types, places }) => {
    const at = places.map(({ uri, range, needed }) => {
      return `${uri.at(8)}:${range.start.line + 1}${needed ? '' : '?'}`;
    });
    return [`${type ?? '*'}/${name ?? '*'}`, status, ...(types ?? []), ...at].join(' ');
  });
}

test('each connection once, in every spelling and every file, ordered by type and name', () => {
  const first = [
    'a: !Connection { type: slack, name: b }',
    'b: !Connection [aws, prod]',
    "c: ${connections.aws['prod'].key}",
    'd: { $type: Connection, type: aws, name: prod }',
  ].join('\n');
  expect(said([first, 'a: !Connection [aws, 1st]\nb: !Connection [slack, b]'], ready('aws/prod'))).toEqual([
    'aws/1st missing 1:5',
    'aws/prod present 0:6 0:7 0:8',
    'slack/b missing 0:5 1:6',
  ]);
});

test('a name that is there under other types says which', () => {
  expect(said(['a: !Connection [aws, prod]'], ready('gcp/prod', 'azure/prod'))).toEqual([
    'aws/prod type-mismatch azure gcp 0:5',
  ]);
});

test('what a workflow can go on without is named there, and not needed', () => {
  const spec = [
    'a: ${coalesce(connections.aws.one, connections.aws.two)}',
    'b: !Connection { type: aws, name: one }',
    'c: !Connection { type: aws, name: three, region: eu }',
  ].join('\n');
  expect(said([spec])).toEqual([
    'aws/one missing 0:5? 0:6',
    'aws/three missing 0:7?',
    'aws/two missing 0:5?',
  ]);
});

test('what a trigger names is not needed: it knows no connections', () => {
  const file = fileNamesOf(workflowOf('file:///w.yaml', valued('!Connection [aws, one]', 'trigger'), true));
  const [found] = usagesIn([file], ready()).connections;
  expect(found?.places.map(({ needed }) => needed)).toEqual([false]);
});

test('a computed name is unknown, whatever the account has, and stands last', () => {
  const spec = [
    'a: ${connections.aws[parameters.which]}',
    'b: ${connections}',
    'c: !Connection [zendesk, desk]',
  ].join('\n');
  expect(said([spec], ready('aws/prod'))).toEqual([
    'zendesk/desk missing 0:7',
    '*/* unknown 0:6',
    'aws/* unknown 0:5',
  ]);
});

test('what is still being typed names nothing', () => {
  const spec = [
    'a: !Connection { type: aws }',
    'b: !Connection { name: x }',
    'c: !Connection { type: "", name: x }',
    'd: !Connection',
  ].join('\n');
  expect(said([spec])).toEqual([]);
});

describe.each(Object.entries(unknowing))('%s', (_, account) => {
  test('nothing is missing, and why is said', () => {
    const found = usagesIn([namesOf('file:///w.yaml', 'a: !Connection [aws, prod]')], account);
    expect(found.connections).toEqual([
      expect.objectContaining({ status: 'unknown', because: expect.stringMatching(/\w/) }),
    ]);
  });
});

test('workflows without connections are counted', () => {
  expect(usagesIn([namesOf('file:///w.yaml', 'a: b')], ready())).toEqual({ workflows: 1, connections: [] });
});
