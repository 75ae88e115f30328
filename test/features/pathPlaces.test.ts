// The paths by which an account speaks of a workflow's parts, found in its text.
import { expect, test } from 'vitest';
import { placeOfPath } from '../../server/src/features/pathPlaces';
import { workflowOf } from '../../server/src/workflow/workflow';

const text = `steps:
- name: build
  image: relaysh/core
  spec: &spec
    aws.region/x: eu
    connection: !Connection
      type: aws
      name: prod
- name: next
  spec: *spec
  when:
`;
const workflow = workflowOf('file:///w.yaml', text, true);

test.each([
  ['steps.0.name', '1:8 build'],
  ['steps[0].name', '1:8 build'],
  ['/steps/0/name', '1:8 build'],
  ["steps['build'].image", '2:9 relaysh/core'],
  ['steps.0.spec.aws.region/x', '4:18 eu'],
  ['steps.0.spec.connection', '6:6 type: aws'],
  ['steps.0.spec.connection.name', '7:12 prod'],
  ['steps.1.spec.connection.name', '7:12 prod'],
  ['steps.0.spec.connection.name.deeper', '7:12 prod'],
  ['steps.0.nothing', '1:2 name: build'],
  ['steps', '1:0 - name: build'],
  ['steps.7', '1:0 - name: build'],
  ['parameters.x', null],
  ['workflow', null],
  ['', null],
])('%s', (path, expected) => {
  const range = placeOfPath(workflow, path);
  const line = range && text.split('\n')[range.start.line];
  const said =
    range &&
    `${range.start.line}:${range.start.character} ${line?.slice(range.start.character, range.end.character)}`;
  expect(said).toBe(expected);
});
