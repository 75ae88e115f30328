// Symbols, folding and selection: the shape of a workflow as an editor shows it.
import { describe, expect, test } from 'vitest';
import type { DocumentSymbol, SelectionRange } from 'vscode-languageserver';
import { fileNamesOf } from '../../server/src/features/fileNames';
import { foldingRangesOf } from '../../server/src/features/folding';
import { selectionRangesAt } from '../../server/src/features/selectionRanges';
import { documentSymbolsOf, flatSymbolsOf, workspaceSymbolsIn } from '../../server/src/features/symbols';
import { workflowOf } from '../../server/src/workflow/workflow';
import { atCursor } from '../support/marks';
import { fixtures, uri } from '../support/places';

const text = `# Deploys.
# Twice a day.
parameters:
  env:
    default: prod
triggers:
- name: daily
  source: { type: schedule, schedule: '@daily' }
steps:
- name: deploy
  image: relaysh/core
  spec:
    connection: !Connection
      type: aws
      name: prod
    script: |
      # no comment
      # either
      echo

- image: relaysh/slack
  spec: { c: !Connection [slack, ops], d: "\${connections.slack.dev}" }
- approve
- name: approve
  type: approval
`;

describe('the outline', () => {
  const shown = (symbols: readonly DocumentSymbol[], indent = ''): string[] =>
    symbols.flatMap(({ name, detail, range, children = [] }) => [
      `${indent}${name}${detail ? ` (${detail})` : ''} ${range.start.line}-${range.end.line}`,
      ...shown(children, `${indent}  `),
    ]);

  test('has parameters, triggers and steps, with their connections below', () => {
    expect(shown(documentSymbolsOf(workflowOf(uri, text, true)))).toEqual([
      'parameters 2-4',
      '  env 3-4',
      'triggers 5-7',
      '  daily (schedule) 6-7',
      'steps 8-24',
      '  deploy (relaysh/core) 9-19',
      '    prod (aws) 12-14',
      '  unnamed container (relaysh/slack) 20-21',
      '    ops (slack) 21-21',
      '    dev (slack) 21-21',
      '  approve (approval) 23-24',
    ]);
  });

  test('is flat for clients that take no tree', () => {
    const flat = flatSymbolsOf(workflowOf(uri, text, true));
    expect(flat).toHaveLength(11);
    expect(flat[6]).toMatchObject({ name: 'prod', containerName: 'deploy', location: { uri } });
  });

  test.each(fixtures)('selects within what it shows: %s', (_, each) => {
    const workflow = workflowOf(uri, each, true);
    const check = (symbols: readonly DocumentSymbol[]): void => {
      for (const { name, range, selectionRange, children = [] } of symbols) {
        expect(name.trim()).not.toBe('');
        expect(workflow.offsetAt(selectionRange.start)).toBeGreaterThanOrEqual(
          workflow.offsetAt(range.start),
        );
        expect(workflow.offsetAt(selectionRange.end)).toBeLessThanOrEqual(workflow.offsetAt(range.end));
        check(children);
      }
    };
    check(documentSymbolsOf(workflow));
  });
});

test('workspace symbols are found by some of their letters, each once a file', () => {
  const files = [
    fileNamesOf(workflowOf('file:///a.yaml', text, true)),
    fileNamesOf(workflowOf('file:///b.yaml', text.replaceAll('prod', 'production'), true)),
  ];
  const found = (query: string) =>
    workspaceSymbolsIn(files, query).map(
      ({ name, containerName, location }) => `${location.uri} ${containerName} ${name}`,
    );
  expect(found('PRD')).toEqual([
    'file:///a.yaml aws connection prod',
    'file:///b.yaml aws connection production',
  ]);
  expect(found('')).toHaveLength(12);
  expect(found('zz')).toEqual([]);
});

test('what is written over several lines folds, with comments of two lines or more', () => {
  const folds = foldingRangesOf(workflowOf(uri, text, true));
  const shown = folds.map(
    ({ startLine, endLine, kind }) => `${startLine}-${endLine}${kind ? ` ${kind}` : ''}`,
  );
  expect(shown).toEqual([
    '2-4', // parameters
    '3-4', // env
    '5-7', // triggers
    '6-7', // daily
    '8-24', // steps
    '9-18', // deploy
    '11-18', // its spec
    '12-14', // the connection
    '15-18', // the script
    '20-21', // the second step
    '23-24', // the approval
    '0-1 comment',
  ]);
});

describe('a selection grows', () => {
  const grown = (marked: string): string[] => {
    const { workflow, position } = atCursor(marked);
    const shown: string[] = [];
    let next: SelectionRange | undefined = selectionRangesAt(workflow, [position])[0];
    for (; next; next = next.parent) {
      const { start, end } = next.range;
      shown.push(workflow.text.slice(workflow.offsetAt(start), workflow.offsetAt(end)));
    }
    return shown;
  };

  test('from a word over value, pair, map, step and list to the document', () => {
    const document = 'steps:\n- name: a\n  image: re‸laysh/core\n- name: b\n';
    expect(grown(document)).toEqual([
      'relaysh',
      'relaysh/core',
      'image: relaysh/core',
      'name: a\n  image: relaysh/core',
      '- name: a\n  image: relaysh/core\n- name: b',
      'steps:\n- name: a\n  image: relaysh/core\n- name: b',
      document.replace('‸', ''),
    ]);
  });

  test('inside a template over index, path, call and template', () => {
    expect(grown('steps:\n- spec: { a: "x ${concat(connections.aws.pr‸od.id, 1)}" }\n').slice(0, 9)).toEqual([
      'prod',
      'connections.aws.prod',
      'connections.aws.prod.id',
      'concat(connections.aws.prod.id, 1)',
      '${concat(connections.aws.prod.id, 1)}',
      'x ${concat(connections.aws.prod.id, 1)}',
      '"x ${concat(connections.aws.prod.id, 1)}"',
      'a: "x ${concat(connections.aws.prod.id, 1)}"',
      '{ a: "x ${concat(connections.aws.prod.id, 1)}" }',
    ]);
  });

  test('over a tag with its value', () => {
    expect(grown('steps:\n- spec: { a: !Secret s‸ }\n').slice(0, 3)).toEqual([
      's',
      '!Secret s',
      'a: !Secret s',
    ]);
  });
});
