// The checked cases of the language's specification, where they are present beside the project: what each refers to, and
// whether it is valid.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Code } from '../../server/src/rules/finding';
import { findingsOf } from '../../server/src/rules/findings';
import { isDynamic, type Part, type Reference } from '../../server/src/workflow/reference';
import { type Workflow, workflowOf } from '../../server/src/workflow/workflow';

interface Case {
  readonly id: string;
  readonly form: 'template' | 'yaml-value';
  readonly context: 'step' | 'trigger';
  readonly text: string;
  readonly valid: boolean;
  readonly references: Named[];
  readonly dynamic?: Named[];
  readonly tier: 'core' | 'edge';
}

interface Named {
  readonly kind: string;
  readonly type?: string;
  readonly from?: string;
  readonly name?: string;
  readonly field?: string;
}

/** The cases that do not hold, all of tier `edge`: why that is right, and what is said of them instead. */
const exceptions: Record<string, { readonly because: string; readonly said: readonly string[] }> = {
  'tag.data-event-prefix': {
    because: 'It is right where the event has a field "event", which only the run knows.',
    said: ['information expression-invalid'],
  },
  'yaml.non-string-key': {
    because:
      'Such a key breaks the reading of the whole file wherever it stands, so the rule of its structure tells.',
    said: ['error workflow-invalid'],
  },
};

/** The codes that say that Relay refuses, or cannot evaluate, a value. */
const refusals: readonly Code[] = [
  'yaml-syntax',
  'connection-malformed',
  'tag-unknown',
  'tag-malformed',
  'function-unknown',
  'expression-syntax',
  'expression-invalid',
  'reference-out-of-scope',
];

const file = join(__dirname, '../../../shared/relay/expression-cases.json');

describe.runIf(existsSync(file))('expression cases', () => {
  const cases = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Case[]) : [];
  const held = cases.filter(({ id }) => !Object.hasOwn(exceptions, id));

  test('are all of the core, and 95 of 100 at the edge', () => {
    expect(cases.length).toBeGreaterThanOrEqual(150);
    const edge = cases.filter(({ tier }) => tier === 'edge');
    const excepted = cases.filter(({ id }) => Object.hasOwn(exceptions, id));
    expect(excepted.filter(({ tier }) => tier === 'core')).toEqual([]);
    expect(excepted).toHaveLength(Object.keys(exceptions).length);
    expect(excepted.length).toBeLessThanOrEqual(edge.length * 0.05);
  });

  test.each(held)('$tier $id', (each) => {
    const workflow = workflowOf('file:///case.yaml', documentOf(each), true);
    expect(refusedIn(workflow).length === 0, refusedIn(workflow).join('\n')).toBe(each.valid);
    if (!each.valid) return;
    const { references } = workflow.collected;
    const found = (dynamic: boolean) =>
      sorted(references.filter((reference) => isDynamic(reference) === dynamic).map(namedOf));
    expect(found(false)).toEqual(sorted(each.references.map(expected)));
    expect(found(true)).toEqual(sorted((each.dynamic ?? []).map(expected)));
  });

  test.each(Object.entries(exceptions))('exception %s', (id, { said }) => {
    const each = cases.find((case_) => case_.id === id);
    const workflow = workflowOf('file:///case.yaml', each ? documentOf(each) : '', true);
    expect(refusedIn(workflow).length === 0).toBe(!each?.valid);
    const found = findingsOf(workflow, { state: 'signed-out' });
    expect(found.map(({ severity, code }) => `${severity} ${code}`)).toEqual(said);
  });
});

function refusedIn(workflow: Workflow): string[] {
  return findingsOf(workflow, { state: 'signed-out' })
    .filter(({ code, severity }) => severity === 'error' && refusals.includes(code))
    .map(({ code, message }) => `${code}: ${message}`);
}

function documentOf({ form, context, text }: Case): string {
  const value = form === 'template' ? `k: ${JSON.stringify(text)}` : text;
  const lines = value
    .split('\n')
    .map((line) => `        ${line}`)
    .join('\n');
  return context === 'step'
    ? `steps:\n- name: a\n  image: b\n  spec:\n      value:\n${lines}\n`
    : `triggers:\n- name: a\n  source: {type: push}\n  binding:\n    parameters:\n      value:\n${lines}\n`;
}

// For data, the cases name the source and the first field; here the name is the whole path.
function expected({ kind, type, from, name, field }: Named): Named {
  return strip(
    kind === 'data' ? { kind, ...(field === undefined ? {} : { name: field }) } : { kind, type, from, name },
  );
}

function strip({ kind, type, from, name }: { [K in keyof Named]: Named[K] | undefined }): Named {
  return {
    kind: kind ?? '',
    ...(type === undefined ? {} : { type }),
    ...(from === undefined ? {} : { from }),
    ...(name === undefined ? {} : { name }),
  };
}

function namedOf(reference: Reference): Named {
  const text = (part: Part) => (part.is === 'written' ? part.text : undefined);
  const { kind } = reference;
  const name = text(reference.name);
  if (kind === 'event') return strip({ kind: 'data', name: name?.split('.')[0] });
  return strip({
    kind: kind === 'step' ? 'status' : kind,
    type: reference.kind === 'connection' ? text(reference.type) : undefined,
    from: 'from' in reference ? text(reference.from) : undefined,
    name,
  });
}

function sorted(all: readonly Named[]): string[] {
  return [...new Set(all.map((each) => JSON.stringify(each)))].sort();
}
