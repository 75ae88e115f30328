// Which YAML is a workflow (product.md), and that one being edited stays one.
import { describe, expect, test } from 'vitest';
import { workflowDocuments, workflowOf } from '../../server/src/workflow/workflow';

const isWorkflow = (text: string) => workflowOf('file:///x.yaml', text).isWorkflow;

describe('a workflow', () => {
  test.each([
    ['steps with name and image', 'steps:\n- name: a\n  image: b\n'],
    ['an approval', 'steps: [{ name: a, type: approval }]'],
    ['an indented list', 'apiVersion: v1\nkind: Workflow\nsteps:\n  - name: a\n    image: b\n'],
    ['a trigger', 'triggers:\n- name: a\n  source:\n    type: schedule\n'],
    ['an indented map', '# a\n\n---\n  steps:\n  - name: a\n    image: b\n'],
    ['a map behind a byte order mark', '\ufeffsteps:\n- name: a\n  image: b\n'],
    ['a Relay tag', 'foo:\n  bar: !Connection [aws, a]\n'],
    ['a function tag', 'x: !Fn.concat [a]\n'],
    ['a path to a connection', 'x: "${connections.aws.a}"\n'],
    ['one that says so', '# relay: workflow\nfoo: bar\n'],
    ['one that says so behind other comments', '# Copyright\n---\n#relay: workflow\nfoo: bar\n'],
    ['JSON', '{"steps": [{"name": "a", "image": "b"}]}'],
  ])('%s', (_, text) => expect(isWorkflow(text)).toBe(true));
});

describe('no workflow', () => {
  test.each([
    ['Cloud Build', 'steps:\n- name: gcr.io/cloud-builders/docker\n  args: [build, .]\n'],
    ['Drone', 'kind: pipeline\ntype: docker\nname: default\nsteps:\n- name: test\n  image: golang\n'],
    ['Argo', 'apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nspec:\n  steps: []\n'],
    ['Kubernetes', 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n'],
    [
      'Kubernetes that mentions a path',
      'apiVersion: v1\nkind: ConfigMap\ndata:\n  x: ${connections.aws.a}\n',
    ],
    ['Compose', 'services:\n  web:\n    image: nginx\n'],
    [
      'CloudFormation',
      'Resources:\n  A:\n    Type: B\n    Properties:\n      C: !Ref D\n      E: !Sub "${F}"\n',
    ],
    ['Home Assistant', 'password: !secret db_password\nautomation: !include automations.yaml\n'],
    ['GitHub Actions', 'on: push\njobs:\n  a:\n    steps:\n    - name: x\n      uses: y\n'],
    ['a composite action', 'runs:\n  using: composite\n  steps:\n  - name: a\n    run: b\n'],
    ['one that opts out', '# relay: ignore\nsteps:\n- name: a\n  image: b\n'],
    ['a commented path', '# ${connections.aws.a}\na: b\n'],
    ['nothing', ''],
  ])('%s', (_, text) => expect(isWorkflow(text)).toBe(false));
});

test('a workflow stays one while it is half-typed, until it says that it is something else', () => {
  const text = 'steps:\n- name: a\n  image: b\n';
  const open = workflowDocuments.create('file:///x.yaml', 'yaml', 1, text);
  expect(open.isWorkflow).toBe(true);
  const typed = workflowDocuments.update(open, [{ text: 'ste' }], 2);
  expect(typed.isWorkflow).toBe(true);
  const foreign = workflowDocuments.update(typed, [{ text: `kind: Pod\n${text}` }], 3);
  expect(foreign.isWorkflow).toBe(false);
  expect(open.isWorkflow).toBe(true);
});

test('the language id decides alone, but for the opt-out', () => {
  const create = (text: string) =>
    workflowDocuments.create('file:///x', 'relay-workflow', 1, text).isWorkflow;
  expect(create('')).toBe(true);
  expect(create('# relay: ignore\n')).toBe(false);
});
