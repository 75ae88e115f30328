// Published workflows, where they are present beside the project, and the project's own: what is named is found, once.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findingsOf } from '../../server/src/rules/findings';
import { workflowOf } from '../../server/src/workflow/workflow';
import { ready } from '../support/marks';

const own = join(__dirname, '../fixtures/workflows');
const published = join(__dirname, '../../../shared/relay/workflows');

/** Every `type/name` that the text writes, found without the parser: by the shape of the words alone. */
function namedIn(text: string): string[] {
  const code = text.replace(/^\s*#.*$/gm, '');
  const names: string[] = [];
  const unquote = (word = '') => word.trim().replace(/^['"](.*)['"]$/, '$1');
  for (const [, body = ''] of code.matchAll(
    /!Connection\s*(\{[^}]*\}|\[[^\]]*\]|(?:\n\s+(?:type|name):[^\n]*){2}|\n\s*-[^\n]*\n\s*-[^\n]*)/g,
  )) {
    const field = (key: string) =>
      unquote(new RegExp(`\\b${key}:\\s*('[^']*'|"[^"]*"|[^,}\\n]*)`).exec(body)?.[1]);
    const items = body.startsWith('[')
      ? body.slice(1, -1).split(',')
      : body.trim().startsWith('-')
        ? body
            .trim()
            .slice(1)
            .split(/\n\s*-/)
        : undefined;
    names.push(items ? items.map(unquote).join('/') : `${field('type')}/${field('name')}`);
  }
  for (const [, body = ''] of code.matchAll(/\{ \$type: Connection,([^}]*)\}/g)) {
    names.push(`${/type: ([\w-]+)/.exec(body)?.[1]}/${/name: ([\w-]+)/.exec(body)?.[1]}`);
  }
  const key = String.raw`(?:\.([\w-]+)|\.'([^']*)'|\['([^']*)'\])`;
  for (const [, ...keys] of code.matchAll(new RegExp(`\\bconnections${key}${key}`, 'g'))) {
    names.push(keys.filter((each) => each !== undefined).join('/'));
  }
  return names;
}

function workflowsIn(folder: string): [string, string][] {
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.yaml')) : [];
  return files.map((file) => [file, readFileSync(join(folder, file), 'utf8')]);
}

describe.each([
  ['own', own],
  ['published', published],
])('%s workflows', (_, folder) => {
  const workflows = workflowsIn(folder);
  test.runIf(workflows.length > 0).each(workflows)('%s', (file, text) => {
    const named = namedIn(text);
    const workflow = workflowOf(`file:///${file}`, text);
    expect(workflow.isWorkflow).toBe(file !== 'empty.yaml');

    const full = findingsOf(workflow, ready(...named));
    expect(full.filter((finding) => finding.severity === 'error')).toEqual([]);

    const missing = findingsOf(workflow, ready()).filter((finding) => finding.code === 'connection-missing');
    const said = missing.map(({ target }) => `${target?.type}/${target?.name}`);
    expect(said.sort()).toEqual(named.sort());
    expect(new Set(missing.map(({ span }) => span.start)).size).toBe(missing.length);
    for (const { span, target } of missing) expect(text.slice(span.start, span.end)).toContain(target?.name);
  });
});

test('the own workflow names something in every spelling', () => {
  expect(namedIn(readFileSync(join(own, 'every-spelling.yaml'), 'utf8'))).toHaveLength(19);
});
