// Hover over everything but connections: functions, names, images, keys, values.
import { describe, expect, test } from 'vitest';
import type { MarkupContent } from 'vscode-languageserver';
import { hoverAt } from '../../server/src/features/hover';
import { atCursor, ready } from '../support/marks';

function hover(marked: string): { said: string; on: string } | undefined {
  const { workflow, position } = atCursor(marked);
  const found = hoverAt(workflow, ready('aws/prod'), position);
  if (!found?.range) return undefined;
  const { start, end } = found.range;
  const span = { start: workflow.offsetAt(start), end: workflow.offsetAt(end) };
  return { said: (found.contents as MarkupContent).value, on: workflow.text.slice(span.start, span.end) };
}

const inSpec = (value: string): string => `parameters:
  env: { description: Where to *deploy*, default: test }
  size: {}
steps:
- name: list
  image: relaysh/aws-s3-step-bucket-list
- name: ask
  type: approval
- name: last
  image: relaysh/slack-step-message-send
  dependsOn: [list, ask]
  spec:
    channel: ${value}
`;

/** The same workflow, with the cursor at another place of it. */
const at = (marked: string): string => {
  const text = inSpec('general');
  const found = marked.replace('‸', '');
  if (!text.includes(found)) throw new Error(`${found} is not in the text`);
  return text.replace(found, marked);
};

describe('in a value', () => {
  test.each([
    ['${con‸cat(1)}', 'concat', 'All arguments joined'],
    ["${path(a, 'b') |> to‸String(x)}", 'toString', 'toString(value)'],
    ['"a ${merge‸(b)} c"', 'merge', 'merge(map…)'],
    ['${merge‸(b', 'merge', 'objects:'],
    ['!Fn.con‸cat [a]', '!Fn.concat', 'All arguments joined'],
    ['{ $fn.con‸cat: [a] }', '$fn.concat', 'All arguments joined'],
    ['${parameters.e‸nv}', 'env', 'Where to \\*deploy\\*'],
    ['${parameters.e‸nv}', 'env', 'Default: `test`'],
    ['${para‸meters.env}', 'parameters.env', '**Parameter** `env`'],
    ['${parameters.si‸ze}', 'size', 'No default'],
    ['${parameters.gone‸}', 'gone', 'not declared'],
    ['!Parameter e‸nv', 'env', '**Parameter** `env`'],
    ['!Par‸ameter env', '!Parameter env', '**Parameter** `env`'],
    ['!Parameter { name: e‸nv }', 'env', '**Parameter** `env`'],
    ['${secrets.to‸ken}', 'token', '**Secret** `token`'],
    ['!Secret to‸ken', 'token', '**Secret** `token`'],
    ['${outputs.list.buck‸ets}', 'buckets', '**Output** `list.buckets`'],
    ['${outputs.list.buck‸ets}', 'buckets', 'relaysh/aws-s3-step-bucket-list'],
    ['${outputs.li‸st.buckets}', 'list', '**Step** `list`'],
    ['${outputs.gone.x‸}', 'x', 'No step of this workflow is named `gone`'],
    ['!Output { from: list, name: buck‸ets }', 'buckets', '**Output** `list.buckets`'],
    ['!Output { from: li‸st, name: buckets }', 'list', '**Step** `list`'],
    ['${steps.list.fai‸led}', 'failed', 'ended badly'],
    ['${steps.as‸k.failed}', 'ask', 'Waits until a person'],
    ['${para‸meters}', 'parameters', 'What the run was started with'],
    ['${coalesce(parameters.en‸v, 1)}', 'env', '**Parameter** `env`'],
  ])('%j: on %j', (value, on, words) => {
    const found = hover(inSpec(value));
    expect(found?.on).toBe(on);
    expect(found?.said).toContain(words);
  });

  test.each(['xoxb-0123456789-abc', '"xox\\x62-0123456789-abc"', '{ token: xoxb-0123456789-abc }'])(
    'a default that is a credential is not shown: %s',
    (standard) => {
      const found = hover(inSpec('${parameters.e‸nv}').replace('default: test', `default: ${standard}`));
      expect(found?.said).toContain('Default: a credential');
      expect(found?.said).not.toContain('0123456789');
    },
  );

  test('an event, by the trigger that has it', () => {
    const trigger = (value: string) => `triggers:
- name: hook
  source:
    type: webhook
    image: relaysh/pagerduty-trigger-incident-event-received
  binding:
    key: ${value}
steps: []`;
    expect(hover(trigger('${event.incident‸Number}'))).toEqual({
      on: 'incidentNumber',
      said: '**Event field** `incidentNumber`: a whole number',
    });
    expect(hover(trigger('!Data urge‸ncy'))?.said).toContain('`urgency`: text');
    expect(hover(trigger('!Data gon‸e'))?.said).toBe('**Event field** `gone`');
  });

  test.each([
    'gene‸ral',
    '"${\'con‸cat\'}"',
    '${unknown.na‸me}',
    '${a |> parameters.e‸nv}',
    '‸',
    '!Unknown‸ x',
  ])('nothing of %j', (value) => expect(hover(inSpec(value))).toBeUndefined());
});

describe('elsewhere', () => {
  test.each([
    [at('ste‸ps:'), 'steps', 'What a run carries out'],
    [at('param‸eters:'), 'parameters', 'What a run is given'],
    [at('e‸nv:'), 'env', '**Parameter** `env`'],
    [at('descri‸ption:'), 'description', 'shown to the person'],
    [at('na‸me: list'), 'name', '(required)'],
    [at('name: li‸st'), 'list', 'Puts out `buckets`'],
    [at('name: la‸st'), 'last', 'Runs after `list`, `ask`'],
    [at('ima‸ge: relaysh/slack'), 'image', 'container image'],
    [at('depends‸On:'), 'dependsOn', 'before this one starts'],
    [at('type: appro‸val'), 'approval', 'Waits until'],
    [at('ty‸pe: approval'), 'type', 'One of `container`, `approval`'],
    [at('dependsOn: [li‸st'), 'list', '**Step** `list`'],
    [at('spe‸c:\n    channel'), 'spec', 'What the image is given'],
    [at('chan‸nel:'), 'channel', '`channel` (required): text'],
    [at('image: relaysh/slack‸-step'), 'relaysh/slack-step-message-send', 'Needs: `connection`, `channel`'],
    [
      at('image: relaysh/slack‸-step'),
      'relaysh/slack-step-message-send',
      'Connection: `connection`, of type `slack`',
    ],
  ])('%j: on %j', (marked, on, words) => {
    const found = hover(marked);
    expect(found?.on).toBe(on);
    expect(found?.said).toContain(words);
  });

  test('schedules in words', () => {
    const schedule = (text: string) =>
      `triggers:\n- name: t\n  source:\n    type: schedule\n    schedule: ${text}\nsteps: []`;
    expect(hover(schedule('0 2‸ * * *'))).toEqual({
      on: '0 2 * * *',
      said: 'Starts a run every day at 02:00 UTC.',
    });
    expect(hover(schedule("'@dai‸ly'"))?.said).toContain('every day at 00:00 UTC');
    expect(hover(schedule('0 99‸ * * *'))).toBeUndefined();
  });

  test('nested keys of a spec', () => {
    const bolt = (spec: string) => `steps:\n- name: a\n  image: relaysh/bolt-step-run\n  spec:\n    ${spec}`;
    expect(hover(bolt('transport: { us‸eSSL: true }'))?.said).toContain('Without it: `true`');
    expect(hover(bolt('ty‸pe: task'))?.said).toContain('One of `task`, `plan`');
    expect(hover(bolt('git: { conne‸ction: x }'))?.said).toContain('a connection of type ssh');
    expect(hover(bolt('other: { conne‸ction: x }'))).toBeUndefined();
  });

  test.each([
    '# ste‸ps\nsteps: []',
    'steps:\n- name: a\n  image: somebody/els‸e\n',
    'steps:\n- name: a\n  input:\n  - |\n    ste‸ps\n',
    'unkno‸wn: 1\nsteps: []',
    '‸',
  ])('nothing of %j', (marked) => expect(hover(marked)).toBeUndefined());
});
