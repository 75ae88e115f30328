// Completion of what a workflow itself names: parameters, secrets, steps, outputs, events; in templates and in tags.
import { describe, expect, test } from 'vitest';
import type { MarkupContent } from 'vscode-languageserver';
import { completionsAt } from '../../server/src/features/completion';
import { resolveCompletion } from '../../server/src/features/completion/resolve';
import { complete, plain, rich } from '../support/complete';
import { atCursor, ready } from '../support/marks';

/** A value of the last step's spec, in a workflow with something of everything. */
const inSpec = (value: string): string => `parameters:
  env:
    description: Where to deploy
    default: test
  "odd one": {}
steps:
- name: list
  image: relaysh/aws-s3-step-bucket-list
  spec:
    token: !Secret api
- name: ask
  type: approval
- name: last
  image: relaysh/core
  spec:
    used: \${outputs.list.more}
    k: ${value}
`;

const inWhen = (value: string): string => inSpec('1').replace(/ {2}spec:\n {4}used/, `  when: ${value}\n$&`);

const inTrigger = (binding: string, source = 'type: push'): string => `parameters:
  env: {}
triggers:
- name: hook
  source:
    ${source}
  binding:
    parameters:
      ${binding}
steps: []
`;

const push = 'type: push\n    schema: { id: { type: integer }, who: { type: string } }';
const webhook = 'type: webhook\n    image: relaysh/pagerduty-trigger-incident-event-received';

/** The line of the cursor once an item is taken. */
const lineOf = (marked: string, label: string): string => {
  const line = marked.slice(0, marked.indexOf('‸')).split('\n').length - 1;
  return complete(marked).take(label).split('\n')[line]?.trim() ?? '';
};

describe('in a template', () => {
  test.each([
    ['${parameters.‸}', ['env', 'odd one']],
    ['${parameters.‸', ['env', 'odd one']],
    ['${parameters.e‸nv}', ['env', 'odd one']],
    ['text ${parameters.‸} more', ['env', 'odd one']],
    ['"${parameters.‸}"', ['env', 'odd one']],
    ["'${parameters[‸]}'", ['env', 'odd one']],
    ['>-\n      folded\n      ${parameters.‸}', ['env', 'odd one']],
    ['|\n      ${concat(parameters.‸)}\n      more', ['env', 'odd one']],
    ['${coalesce(a, parameters.‸', ['env', 'odd one']],
    ['${secrets.‸}', ['api']],
    ['${outputs.‸}', ['list', 'ask']],
    ['${outputs.list.‸}', ['more', 'buckets']],
    ["${outputs['list'].‸}", ['more', 'buckets']],
    ['${outputs.nobody.‸}', []],
    ['${outputs[parameters.env].‸}', []],
    ['${steps.‸}', ['list', 'ask']],
    ['${steps.list.‸}', ['succeeded', 'failed', 'skipped']],
    ['${steps.list.s‸', ['succeeded', 'failed', 'skipped']],
    ['${steps.list.failed.‸}', []],
    ['${event.‸}', []],
    ['${parameters.env.‸}', []],
    ['${secrets.api.‸}', []],
  ])('%j offers %j', (value, labels) => expect(complete(inSpec(value)).labels).toEqual(labels));

  test.each([
    ['${parameters.‸}', 'env', 'k: ${parameters.env}'],
    ['${parameters.e‸nv}', 'env', 'k: ${parameters.env}'],
    ['${parameters.‸', 'odd one', "k: ${parameters.'odd one'"],
    ["'${parameters.‸}'", 'odd one', "k: '${parameters.''odd one''}'"],
    ["${parameters['‸']}", 'env', "k: ${parameters['env']}"],
    ['"${outputs.list.‸}"', 'buckets', 'k: "${outputs.list.buckets}"'],
    ['${outputs.li‸.more}', 'list', 'k: ${outputs.list.more}'],
    ['${outputs.‸', 'list', 'k: ${outputs.list'],
    ['${‸}', 'parameters', 'k: ${parameters}'],
    ['${‸', 'outputs', 'k: ${outputs'],
    ['${pa‸}', 'parameters.env', 'k: ${parameters.env}'],
    ['${‸}', 'outputs.list.buckets', 'k: ${outputs.list.buckets}'],
    ['${a && ‸}', 'secrets.api', 'k: ${a && secrets.api}'],
    ['${a && ‸', 'secrets.api', 'k: ${a && secrets.api'],
    ['"a ${concat(‸)} b"', 'parameters.env', 'k: "a ${concat(parameters.env)} b"'],
    ["${{'a': ‸}}", 'parameters', "k: ${{'a': parameters}}"],
    ['${[‸]}', 'parameters', 'k: ${[parameters]}'],
    ['${$.‸}', 'parameters', 'k: ${$.parameters}'],
  ])('%j: %s', (value, label, line) => expect(lineOf(inSpec(value), label)).toBe(line));

  test('a name that is only being typed is none', () => {
    expect(complete(inSpec('${secrets.ap‸}')).labels).toEqual(['api']);
    expect(complete(inSpec('${outputs.list.mo‸}')).labels).toEqual(['more', 'buckets']);
  });

  test('functions, with stops for their arguments where the client takes snippets', () => {
    const value = inSpec('${‸}');
    const text = (label: string, client = plain) =>
      complete(value, ready(), client).items.find((item) => item.label === label)?.textEdit?.newText;
    expect(text('concat')).toBe('concat(');
    expect(text('now')).toBe('now()');
    expect(text('concat', rich)).toBe('concat(${1:text})');
    expect(text('path', rich)).toBe('path(${1:object}, ${2:query})');
    expect(text('now', rich)).toBe('now()');
    expect(lineOf(inSpec('${con‸(1)}'), 'concat')).toBe('k: ${concat(1)}');
  });

  test('keywords of a call, until they or plain arguments stand there', () => {
    const keywords = (value: string) => complete(inSpec(value)).labels.filter((each) => each.endsWith(':'));
    expect(keywords('${convertMarkdown(‸)}')).toEqual(['to:', 'content:']);
    expect(keywords('"${convertMarkdown(to: \'jira\', ‸)}"')).toEqual(['content:']);
    expect(keywords("${convertMarkdown('jira', ‸)}")).toEqual([]);
    expect(keywords('${concat(‸)}')).toEqual([]);
    expect(keywords('${merge(‸')).toEqual(['objects:', 'mode:']);
    expect(lineOf(inSpec('${merge(ob‸)}'), 'objects:')).toBe('k: ${merge(objects:)}');
  });

  test('behind |> there are functions only, behind $. none', () => {
    expect(complete(inSpec('${a |> ‸}')).labels).toEqual(expect.arrayContaining(['append', 'path']));
    expect(complete(inSpec('${a |> ‸}')).labels).not.toContain('parameters');
    expect(complete(inSpec('${a |> f(‸)}')).labels).not.toContain('parameters');
    expect(complete(inSpec('${(a |> b) == ‸}')).labels).toContain('parameters');
    expect(complete(inSpec('${$.‸}')).labels).not.toContain('append');
  });

  test.each([
    "${concat('‸')}",
    "${concat('parameters.‸')}",
    '${a ‸}',
    '${1‸}',
    '"${a /* ‸ */}"',
    '${a}‸',
    '${a} ‸',
    '$‸{a}',
    '$${‸}',
    '${parameters.env |> ‸.x |> y}x‸'.replace('‸.x', 'z.x'),
  ])('nothing in %j', (value) => expect(complete(inSpec(value)).labels).toEqual([]));

  test('only what can be known where it stands', () => {
    const roots = ['connections', 'event', 'outputs', 'parameters', 'secrets', 'steps'];
    const at = (marked: string) => complete(marked).labels.filter((each) => roots.includes(each));
    expect(at(inSpec('${‸}'))).toEqual(['connections', 'outputs', 'parameters', 'secrets', 'steps']);
    expect(at(inWhen('${‸}'))).toEqual(['connections', 'outputs', 'parameters', 'secrets', 'steps']);
    expect(at(inTrigger('env: ${‸}'))).toEqual(['event']);
    const source = inTrigger('env: 1', 'type: webhook\n    image: x\n    spec:\n      a: ${‸}');
    expect(at(source)).toEqual(['connections', 'secrets']);
  });

  test.each([
    [push, '${event.‸}', ['id', 'who']],
    [webhook, '${event.‸', expect.arrayContaining(['incidentNumber', 'urgency'])],
    [webhook, '${event.service.‸}', []],
    [push, '!Data ‸', ['id', 'who']],
    [push, '!Data [i‸]', ['id', 'who']],
    [push, '!Data { query: ‸ }', ['id', 'who']],
    ['type: schedule', '${event.‸}', []],
  ])('fields of the event of %j in %j', (source, value, labels) => {
    expect(complete(inTrigger(`env: ${value}`, source)).labels).toEqual(labels);
  });
});

describe('in tags and $type maps', () => {
  test.each([
    ['!Parameter ‸', 'env', 'k: !Parameter env'],
    ['!Parameter e‸n', 'env', 'k: !Parameter env'],
    ['!Parameter [‸]', 'env', 'k: !Parameter [env]'],
    ['!Parameter { name: ‸ }', 'odd one', 'k: !Parameter { name: odd one }'],
    ['!Parameter { ‸', 'name', 'k: !Parameter { name:'],
    ['!Secret ‸', 'api', 'k: !Secret api'],
    ['!Secret [a‸', 'api', 'k: !Secret [api'],
    ['!Output ‸', 'list buckets', 'k: !Output { from: list, name: buckets }'],
    ['!Output { ‸ }', 'from', 'k: !Output { from:  }'],
    ['!Output { from: ‸', 'list', 'k: !Output { from: list'],
    ['!Output { from: list, name: ‸ }', 'buckets', 'k: !Output { from: list, name: buckets }'],
    ['!Output { name: ‸, from: list }', 'buckets', 'k: !Output { name: buckets, from: list }'],
    ['!Output { from: list, na‸ }', 'name', 'k: !Output { from: list, name:  }'],
    ['!Output [‸]', 'list', 'k: !Output [list]'],
    ['!Output [list, ‸', 'more', 'k: !Output [list, more'],
    ['{ $type: ‸ }', 'Output', 'k: { $type: Output }'],
    ['{ $type: Output, from: ‸ }', 'list', 'k: { $type: Output, from: list }'],
    ['{ $type: Output, taskName: ‸ }', 'list', 'k: { $type: Output, taskName: list }'],
    ['{ $type: Parameter, ‸ }', 'name', 'k: { $type: Parameter, name:  }'],
    ['{ $type: Secret, name: ‸ }', 'api', 'k: { $type: Secret, name: api }'],
    ['!Fn.concat [!Parameter ‸]', 'env', 'k: !Fn.concat [!Parameter env]'],
    ['{ $fn.concat: [!Parameter ‸] }', 'env', 'k: { $fn.concat: [!Parameter env] }'],
  ])('%j: %s', (value, label, line) => expect(lineOf(inSpec(value), label)).toBe(line));

  test('a name that YAML takes for something else keeps its quotes in a list', () => {
    const marked = inSpec('!Parameter ‸').replace('"odd one"', '"2020-01-01"');
    expect(complete(marked).take('2020-01-01')).toContain('k: !Parameter ["2020-01-01"]');
  });

  test('block maps and lists', () => {
    expect(complete(inSpec('!Output\n      ‸')).labels).toEqual(['from', 'name']);
    expect(complete(inSpec('!Output\n      fr‸')).labels).toEqual(['from', 'name']);
    expect(complete(inSpec('!Output\n      from: list\n      ‸')).labels).toEqual(['name']);
    expect(complete(inSpec('!Output\n      fr‸\n      name: x')).labels).toEqual(['from']);
    expect(complete(inSpec('!Output\n      fr‸\n      name: x')).take('from')).toContain(
      'k: !Output\n      from: \n      name: x',
    );
    expect(complete(inSpec('!Output { fr‸: list }')).take('name')).toContain('k: !Output { name: list }');
    expect(complete(inSpec('!Output\n      from: list\n      name: ‸')).labels).toEqual(['more', 'buckets']);
    expect(complete(inSpec('!Output\n    - list\n    - ‸')).labels).toEqual(['more', 'buckets']);
    expect(complete(inSpec('\n      $type: Output\n      from: ‸')).labels).toEqual(['list', 'ask']);
  });

  test('answers, in when: approvals first', () => {
    expect(complete(inWhen('!Answer { askRef: ‸ }')).labels).toEqual(['ask', 'list']);
    expect(lineOf(inWhen('!Answer { askRef: ask, name: ‸ }'), 'approval')).toBe(
      'when: !Answer { askRef: ask, name: approval }',
    );
    expect(lineOf(inWhen('[!Answer [ask, ‸]]'), 'approval')).toBe('when: [!Answer [ask, approval]]');
  });

  test.each(['!Secret a b‸ c\n    z: !Unknown ‸', '!Unknown { name: ‸ }', '{ $type: Unknown, name: ‸ }'])(
    'nothing in %j',
    (value) => {
      const marked = inSpec(value.replace(/‸(?=.*‸)/s, ''));
      expect(complete(marked).labels).toEqual([]);
    },
  );
});

describe('tags', () => {
  test.each([
    ['!‸', ['!Connection', '!Output', '!Parameter', '!Secret']],
    ['!Se‸', ['!Connection', '!Output', '!Parameter', '!Secret']],
    ['[!‸]', ['!Connection', '!Output', '!Parameter', '!Secret']],
    ['[a, !Fn‸', ['!Connection', '!Output', '!Parameter', '!Secret']],
    ['{ a: !‸ }', ['!Connection', '!Output', '!Parameter', '!Secret']],
    ['!Fn.concat [!‸]', ['!Connection', '!Output', '!Parameter', '!Secret']],
  ])('%j in a spec', (value, tags) => {
    const { labels } = complete(inSpec(value));
    expect(labels.filter((each) => !each.startsWith('!Fn.'))).toEqual(tags);
    expect(labels).toContain('!Fn.concat');
  });

  test('of what is known there', () => {
    expect(complete(inWhen('!‸')).labels).toContain('!Answer');
    const inBinding = complete(inTrigger('env: !‸')).labels.filter((each) => !each.startsWith('!Fn.'));
    expect(inBinding).toEqual(['!Data']);
    expect(complete(inTrigger('env: 1').replace('name: hook', 'name: !‸')).labels).toEqual([]);
    expect(complete('steps:\n- name: a\n  image: !‸\n').labels).toEqual([]);
    expect(complete('parameters:\n  a: { default: !‸ }\n').labels).toEqual([]);
  });

  test.each([
    ['!‸', '!Parameter', 'k: !Parameter'],
    ['!Out‸', '!Output', 'k: !Output { from: , name:  }'],
    ['!Out‸put { from: a }', '!Output', 'k: !Output { from: a }'],
    ['!Fn.con‸', '!Fn.concat', 'k: !Fn.concat'],
    ['!Fn.‸', '!Fn.now', 'k: !Fn.now []'],
  ])('%j: %s', (value, label, line) => expect(lineOf(inSpec(value), label)).toBe(line));

  test('with stops where the client takes snippets', () => {
    const { items } = complete(inSpec('!‸'), ready(), rich);
    const texts = items.map(({ label, textEdit }) => [label, textEdit?.newText]);
    expect(Object.fromEntries(texts)).toMatchObject({
      '!Output': '!Output { from: $1, name: $2 }',
      '!Fn.concat': '!Fn.concat [$0]',
      '!Connection': '!Connection { type: $1, name: $2 }',
    });
  });
});

test('long lists are cut to what goes on as typed, and say so', () => {
  const many = ready(...Array.from({ length: 1000 }, (_, index) => `aws/c-${index}`));
  for (const value of ['!‸', '!Conn‸', '${conn‸}']) {
    const { workflow, position } = atCursor(inSpec(value));
    const { items, isIncomplete } = completionsAt(workflow, many, position, plain);
    expect(isIncomplete).toBe(true);
    expect(items.filter((item) => item.detail === 'aws connection')).toHaveLength(200);
  }
  const names = Array.from({ length: 1000 }, (_, index) => `- name: step-${index}\n  image: x\n`).join('');
  const { workflow, position } = atCursor(`steps:\n${names}- name: last\n  dependsOn: step-99‸\n`);
  const list = completionsAt(workflow, many, position, plain);
  expect(list.items.map((item) => item.label)).toEqual([
    'step-99',
    ...Array.from({ length: 10 }, (_, index) => `step-99${index}`),
  ]);
  expect(list.isIncomplete).toBe(false);
});

describe('documentation is made when an item is shown', () => {
  const documented = (marked: string, label: string, client = rich): string | undefined => {
    const { items, workflow } = complete(marked, ready(), client);
    const item = items.find((each) => each.label === label);
    if (!item) throw new Error(`${label} is not offered`);
    expect(item.documentation).toBeUndefined();
    expect(JSON.stringify(item.data ?? '').length).toBeLessThan(200);
    const { documentation } = resolveCompletion(item, ready(), client, () => workflow);
    return typeof documentation === 'string'
      ? documentation
      : (documentation as MarkupContent | undefined)?.value;
  };

  test.each([
    ['${‸}', 'path', 'path(object, query, default?)'],
    ['${‸}', 'parameters', 'what the run was started with'],
    ['${parameters.‸}', 'env', 'Where to deploy'],
    ['${parameters.‸}', 'env', 'Default: `test`'],
    ['${outputs.‸}', 'list', 'relaysh/aws-s3-step-bucket-list'],
    ['${outputs.list.‸}', 'buckets', 'Of the step `list`'],
    ['${steps.list.‸}', 'skipped', 'does not run'],
    ['!‸', '!Secret', 'a secret of the workflow'],
    ['!‸', '!Fn.merge', 'merge(map…)'],
    ['!Connection { type: ‸ }', 'aws', 'Access key ID'],
  ])('%j: %s', (value, label, words) =>
    expect(documented(inSpec(value), label)?.toLowerCase()).toContain(words.toLowerCase()),
  );

  test('without a default that is a credential', () => {
    const text = inSpec('${parameters.‸}').replace('default: test', 'default: xoxb-0123456789-abc');
    expect(text).toContain('xoxb');
    expect(documented(text, 'env')).toContain('a credential');
    expect(documented(text, 'env')).not.toContain('xoxb');
    expect(JSON.stringify(complete(text).items)).not.toContain('xoxb');
  });

  test('as plain text for clients that know no Markdown', () => {
    const { items, workflow } = complete(inSpec('${‸}'), ready(), plain);
    const [item] = items;
    if (!item) throw new Error('nothing is offered');
    expect(typeof resolveCompletion(item, ready(), plain, () => workflow).documentation).toBe('string');
  });

  test('whatever a client sends back', () => {
    const { workflow } = complete(inSpec('1‸'));
    const topics = [1, 'x', null, { is: 'nothing' }, { is: 'spec' }, { is: 'spec', image: 'relaysh/core' }];
    for (const data of [undefined, 1, {}, ...topics.map((topic) => ({ topic, uri: workflow.uri }))]) {
      const item = { label: 'x', data };
      expect(resolveCompletion(item, ready(), rich, () => workflow)).toEqual(item);
    }
  });
});
