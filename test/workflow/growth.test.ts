// Any text is read, and all is found that is to be found in it, in a time that grows as the text does.
import { describe, expect, test } from 'vitest';
import { findingsOf } from '../../server/src/rules/findings';
import { workflowOf } from '../../server/src/workflow/workflow';
import { ready } from '../support/marks';

const account = ready('aws/prod');

function numbered(length: number, unit: (index: number) => string, before = ''): string {
  const units: string[] = [];
  for (let [index, written] = [0, before.length]; written < length; index += 1) {
    const next = unit(index);
    units.push(next);
    written += next.length;
  }
  return before + units.join('');
}

function steps(length: number): string {
  const step = (index: number) =>
    `- name: step-${index}\n  image: relaysh/core\n  dependsOn: [step-${index ? index - 1 : 1}]\n  spec:\n` +
    `    a: !Connection { type: aws, name: c${index} }\n    b: \${outputs.step-${index}.x} \${parameters.p}\n`;
  return numbered(length, step, 'parameters: { p: {} }\nsteps:\n');
}

function much(unit: string, before = '', after = ''): (length: number) => string {
  return (length) => before + unit.repeat(Math.ceil(length / unit.length)) + after;
}

/** Texts of any length, by what is difficult in them. */
const texts: Record<string, (length: number) => string> = {
  nothing: steps,
  'a bracket never closed, first': (length) => `x: [\n${steps(length)}`,
  'a bracket never closed, last': (length) => `${steps(length)}x: [\n`,
  'a quote never closed, first': (length) => `x: "\n${steps(length)}`,
  'a quote never closed, last': (length) => `${steps(length)}- name: "\n`,
  'a word alone, first': (length) => `word\n${steps(length)}`,
  tabs: (length) => steps(length).replace(/^ {2}/gm, '\t'),
  'a missing key': (length) => steps(length).replace('steps:\n', '\n'),
  'many missing keys': (length) => steps(length).replaceAll('  spec:\n', '\n'),
  'a missing dash': (length) => steps(length).replace('- name: step-0\n', '\n'),
  'many missing names': (length) => steps(length).replace(/- name: .*\n/g, '\n'),
  'colons in values': (length) => steps(length).replaceAll('image: r', 'image: r: a'),
  'wrong indentation': (length) => steps(length).replaceAll('  image', '   image'),
  'open brackets': much('['),
  'open brackets in lines': much('a: [\n'),
  'closing brackets': much('] '),
  'closing braces in lines': much('  }\n', 'a:\n  b: 1\n'),
  quotes: much('"'),
  'quotes in lines': much("'\n"),
  dashes: much('- '),
  'colons in lines': much(':\n'),
  nesting: (length) => numbered(length, (index) => `${' '.repeat(index)}a:\n`),
  comments: much('# x\n', 'a: 1\n', 'word\nb: 2\n'),
  'blank lines': much('\n', 'a', '\nb: 1\n'),
  'lines of words': much('  word\n', 'a:\n', '  b: c\n'),
  'one long word': much('x', 'a: ', '\nword\nb: 1\n'),
  'text without a header': much('  echo "a": b\n', 'a:\n'),
  'aliases of nothing': much('- *a\n'),
  anchors: (length) => numbered(length, (index) => `- &a${index} x\n- *a${index}\n`),
  'merges of one map': much('- <<: *a\n', 'x: &a { name: a }\nsteps:\n'),
  tags: (length) => numbered(length, (index) => `- !t${index} x\n`),
  'equal keys': much('a: 1\n'),
  'bare templates in brackets': much('${a}, ', 'x: [', ']\n'),
  'templates that never close': much('${', 'steps:\n- name: a\n  image: x\n  spec:\n    b: '),
  'carriage returns': much('\r'),
  'equal names': much('- name: a\n  image: x\n', 'steps:\n'),
  'one long round': (length) =>
    numbered(length, (index) => `- { name: s${index}, image: x, dependsOn: s${index + 1} }\n`, 'steps:\n'),
  'unknown parameters': (length) =>
    numbered(
      length,
      (index) => `    k${index}: \${parameters.q${index}}\n`,
      'parameters: { p: {} }\nsteps:\n- name: a\n  image: x\n  spec:\n',
    ),
  'unknown steps': (length) =>
    numbered(length, (index) => `- { name: s${index}, image: x, dependsOn: [t${index}] }\n`, 'steps:\n'),
  'comments that silence': much('# relay-disable-next-line\n- name: a\n', 'steps:\n'),
};

/** The processor's time for a text, in milliseconds. */
function timeOf(text: string): number {
  const start = process.cpuUsage().user;
  const workflow = workflowOf('file:///w.yaml', text, true);
  findingsOf(workflow, account);
  workflow.occurrences.length;
  return (process.cpuUsage().user - start) / 1000;
}

/** How much longer four times the text takes; measured again where something else may have been in the way. */
function growthOf(make: (length: number) => string, length: number): number {
  const [short, long] = [make(length), make(4 * length)];
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 4 && least > most; round += 1)
    least = Math.min(least, (timeOf(long) - leastFelt) / Math.max(1, timeOf(short)));
  return least;
}

/** Four would be linear, sixteen quadratic. */
const most = 7;
/** What nobody feels is not measured either, in milliseconds. */
const leastFelt = 30;

describe('time grows as the text does, with', () => {
  test.each(Object.entries(texts))('%s', (_, make) => {
    timeOf(make(1000));
    expect(growthOf(make, 16_000)).toBeLessThan(most);
  });

  test.each(['nothing', 'a quote never closed, last'])('%s, up to a megabyte', (name) => {
    expect(growthOf(texts[name] ?? steps, 250_000)).toBeLessThan(most);
  });
});
