// secret-missing against every state of the account: what is found, where, and what the fixes make of the text.
import { describe, expect, test } from 'vitest';
import type { Account } from '../../server/src/account/account';
import { findingsOf } from '../../server/src/rules/findings';
import { workflowOf } from '../../server/src/workflow/workflow';
import { deploy, ready, step, unknowingSecrets, withSecrets } from '../support/marks';
import { applied } from '../support/said';

const found = (text: string, account: Account, link: string | undefined = deploy) =>
  findingsOf(workflowOf('file:///w.yaml', text, true), account, link).filter(
    ({ code }) => code === 'secret-missing',
  );
const underlined = (text: string, account: Account, link?: string) =>
  found(text, account, link).map(({ span }) => text.slice(span.start, span.end));

const everySpelling = `${step(
  [
    'a: !Secret gone',
    'b: !Secret [gone]',
    'c: !Secret { name: gone }',
    'd: { $type: Secret, name: gone }',
    'e: ${secrets.gone}',
    "f: text ${concat(secrets['gone'], $.secrets.gone)}",
  ].join('\n'),
)}  env: { g: !Secret gone }
  when: [ !Fn.equals [!Secret gone, x] ]
triggers:
- name: hook
  source: { type: webhook, image: x, spec: { h: !Secret gone } }
`;

describe('secret-missing', () => {
  test('is said once of every spelling and place, at the name', () => {
    expect(underlined(everySpelling, withSecrets('other'))).toEqual([
      ...['gone', 'gone', 'gone', 'gone', 'gone', "'gone'", 'gone'],
      ...['gone', 'gone', 'gone'],
    ]);
    const first = found(everySpelling, withSecrets())[0];
    expect([first?.severity, first?.message]).toEqual([
      'error',
      'The workflow "ops/deploy" of ACME has no secret named "gone". Create it, or name one that is there.',
    ]);
  });

  test('is not said of what is there, of what is computed or malformed, or of what need not be there', () => {
    expect(underlined(everySpelling, withSecrets('gone', 'other'))).toEqual([]);
    const spec = [
      'a: ${secrets[parameters.x]}',
      'b: ${secrets}',
      'c: ${$}',
      'd: !Secret',
      'e: !Secret 123',
      'f: !Secret { name: gone, more: 1 }',
      "g: ${coalesce(secrets.gone, 'x')}",
      'h: ${exists(secrets.gone)}',
      'i: ${false && secrets.gone}',
    ];
    expect(underlined(step(spec.join('\n')), withSecrets())).toEqual([]);
    const binding = `triggers:\n- name: a\n  source: { type: push }\n  binding: { parameters: { x: !Secret gone } }\n`;
    expect(underlined(binding, withSecrets())).toEqual([]);
  });

  test('is not said of a file that is linked to no workflow, or to another', () => {
    const text = step('a: !Secret gone');
    const workflow = workflowOf('file:///w.yaml', text, true);
    expect(findingsOf(workflow, withSecrets())).toEqual([]);
    expect(findingsOf(workflow, withSecrets(), 'deploy')).toEqual([]);
    // The same text and account again, linked now.
    expect(findingsOf(workflow, withSecrets(), deploy)).toHaveLength(1);
    expect(findingsOf(workflow, withSecrets())).toEqual([]);
  });

  test.each(Object.entries(unknowingSecrets))('is never said when the account is %s', (_, account) => {
    expect(found(everySpelling, account)).toEqual([]);
  });

  test('may have any name, and be of any workflow', () => {
    const text = step('a: !Secret constructor\nb: !Secret __proto__');
    expect(underlined(text, withSecrets())).toEqual(['constructor', '__proto__']);
    for (const link of ['constructor', '__proto__', '']) expect(underlined(text, ready(), link)).toEqual([]);
  });

  test.each([
    ['a: !Secret tokn', 'token', 'a: !Secret token'],
    ['a: !Secret tokn', 'tok: n', 'a: !Secret "tok: n"'],
    ['a: !Secret 12a', '12', 'a: !Secret ["12"]'],
    ['a: !Secret [tokn]', 'tok,n', 'a: !Secret ["tok,n"]'],
    ['a: !Secret { name: tokn }', 'token', 'a: !Secret { name: token }'],
    ['a: ${secrets.tokn}', 'token', 'a: ${secrets.token}'],
    ['a: ${secrets.tokn}', 'to ken', "a: ${secrets.'to ken'}"],
    ["a: '${secrets[''tokn'']}'", 'token', "a: '${secrets[''token'']}'"],
  ])('the fix of %j for %j keeps the spelling', (spec, name, result) => {
    const [finding] = found(step(spec), withSecrets(name, 'zzzzzzzz'));
    expect(finding?.message).toContain(`Did you mean "${name}"?`);
    const [use, create] = finding?.fixes() ?? [];
    expect([use?.title, create?.is]).toEqual([`Use "${name}"`, 'create-secret']);
    const mended = use && applied(step(spec), use);
    expect(mended).toBe(step(result));
    expect(underlined(step(result), withSecrets(name))).toEqual([]);
  });

  test('the other fix creates it in the workflow that was meant', () => {
    const text = step('a: !Secret [gone]');
    const [finding] = found(text, withSecrets());
    expect(finding?.fixes()).toEqual([
      {
        is: 'create-secret',
        title: 'Create secret "gone"…',
        workflow: deploy,
        name: 'gone',
        span: { start: text.indexOf('!Secret'), end: text.indexOf(']') + 1 },
      },
    ]);
  });

  test('thousands of references and of secrets are no obstacle', () => {
    const spec = Array.from({ length: 5000 }, (_, index) => `k${index}: !Secret s${index}`).join('\n');
    const names = Array.from({ length: 5000 }, (_, index) => `s${index + 2500}`);
    const begun = performance.now();
    expect(underlined(step(spec), withSecrets(...names))).toHaveLength(2500);
    expect(performance.now() - begun).toBeLessThan(10_000);
  });
});
