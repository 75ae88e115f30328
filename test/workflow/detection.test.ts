// Which YAML is a workflow (product.md), and that one being edited stays one.
import { describe, expect, test } from 'vitest';
import { workflowDocuments, workflowOf } from '../../server/src/workflow/workflow';
import { readYaml } from '../../server/src/workflow/yamlText';

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
    ['a name that is no string', 'steps:\n- name: 5\n  image: b\n'],
    ['an image that is no string', 'steps:\n- name: a\n  image: 3\n'],
    ['a step that has its keys and no values yet', 'steps:\n- name:\n  image:\n'],
    ['a trigger whose name is no string', 'triggers:\n- name: 1\n  source:\n    type: push\n'],
  ])('%s', (_, text) => expect(isWorkflow(text)).toBe(true));
});

describe('a workflow in broken YAML', () => {
  test.each([
    ['a key that stands too far out', 'steps:\n - name: a\n  image: relaysh/core\n'],
    ['tabs', 'steps:\n\t- name: a\n\t  image: relaysh/core\n'],
    ['a key that stands too far in', 'steps:\n- name: a\n    image: relaysh/core\n'],
    ['with line breaks of Windows', 'steps:\r\n - name: a\r\n  image: b\r\n'],
    ['dashes on lines of their own', 'steps:\n-\n\tname: a\n\timage: b\n- # the second\n'],
    ['keys behind a spec', 'steps:\n- name: a\n\tspec:\n\t\tx: 1\n\timage: b\n'],
    [
      'keys that stand neither in a spec nor beside it',
      'steps:\n- name: a\n  spec:\n      x: 1\n    image: b\n',
    ],
    ['an approval', 'steps:\n - name: a\n  type: approval\n'],
    ['a trigger', 'triggers:\n - name: a\n  source:\n    type: schedule\n'],
    ['of Relay by kind', 'apiVersion: v1\nkind: "Workflow" # Relay\nsteps:\n - name: a\n  image: b\n'],
  ])('%s', (_, text) => {
    expect(readYaml(text).problems).not.toEqual([]);
    expect(isWorkflow(text)).toBe(true);
  });
});

describe('no workflow in broken YAML', () => {
  test.each([
    ['Drone', 'kind: pipeline\ntype: docker\nsteps:\n - name: test\n  image: golang\n'],
    ['Drone with its kind last', 'steps:\n - name: test\n  image: golang\nkind: pipeline\n'],
    ['Drone with its kind in a quote', 'steps:\n - name: test\n  image: "golang\nkind: pipeline\n'],
    ['Tekton', 'steps:\n - name: a\n  image: b\napiVersion: tekton.dev/v1\n'],
    ['Cloud Build', 'steps:\n - name: gcr.io/docker\n  args: [build, .]\nimages: [a]\n'],
    ['Cloud Build with a script', 'steps:\n - name: bash\n  script: |\n    if true\n      image: x\n'],
    [
      'Azure Pipelines',
      'pool:\n\tvmImage: ubuntu\nsteps:\n- task: Docker@2\n  name: a\n  inputs:\n    image: x\n',
    ],
    ['GitHub Actions', 'on: push\njobs:\n  a:\n\tcontainer:\n\t  image: node\n\tsteps:\n\t- name: x\n'],
    ['GitHub Actions, steps too far out', 'jobs:\n  a:\n    b: c\nsteps:\n - name: x\n  uses: y\n'],
    ['Compose', 'services:\n web:\n  name: a\n   image: nginx\n'],
    ['Buildkite', 'steps:\n - name: a\n  plugins:\n  - docker#v5:\n      image: node\n'],
    ['steps without an image, of a file that has one', 'steps:\n - name: a\n  run: b\nimage: b\n'],
    ['triggers of Spinnaker', 'triggers:\n - name: a\n  type: webhook\n'],
    ['one that opts out', '# relay: ignore\nsteps:\n - name: a\n  image: b\n'],
  ])('%s', (_, text) => {
    expect(readYaml(text).problems).not.toEqual([]);
    expect(isWorkflow(text)).toBe(false);
  });
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
