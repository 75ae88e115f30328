// The checked cases of the language's specification, where they are present beside the project.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isDynamic, type Part, type Reference } from '../../server/src/workflow/reference';
import { workflowOf } from '../../server/src/workflow/workflow';

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
}

const file = join(__dirname, '../../../shared/relay/expression-cases.json');

describe.runIf(existsSync(file))('expression cases', () => {
  const cases = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Case[]) : [];
  const connections = cases.filter(
    (each) => each.valid && (each.tier === 'core' || each.text.includes('onnection')),
  );
  test.each(connections)('$tier $id', (each) => {
    const { references } = workflowOf('file:///case.yaml', documentOf(each), true).collected;
    const found = (dynamic: boolean) =>
      sorted(references.filter((reference) => isDynamic(reference) === dynamic).map(namedOf));
    expect(found(false)).toEqual(sorted(each.references.map(strip)));
    expect(found(true)).toEqual(sorted((each.dynamic ?? []).map(strip)));
  });
});

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

function strip({ kind, type, from, name }: Named): Named {
  return {
    kind,
    ...(type === undefined ? {} : { type }),
    ...(from === undefined ? {} : { from }),
    ...(name === undefined ? {} : { name }),
  };
}

function namedOf(reference: Reference): Named {
  const text = (part: Part) => (part.is === 'written' ? part.text : undefined);
  const kind = reference.kind;
  return strip({
    kind: kind === 'step' ? 'status' : kind,
    ...(reference.kind === 'connection' ? { type: text(reference.type) as string } : {}),
    ...('from' in reference ? { from: text(reference.from) as string } : {}),
    name: text(reference.name) as string,
  });
}

function sorted(all: readonly Named[]): string[] {
  return [...new Set(all.map((each) => JSON.stringify(each)))].sort();
}
