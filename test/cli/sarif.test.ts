// SARIF: what a check writes is what the schema of SARIF 2.1.0 wants, and names the right places.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import schema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import type { Log } from 'sarif';
import { beforeAll, expect, test } from 'vitest';
import { version } from '../../package.json';
import { codes } from '../../server/src/rules/finding';
import { folderOfTest } from '../localAccount/accountOfTest';
import { relayWorkflows } from '../support/commandLine';

let complaintsAbout: (log: unknown) => unknown;
beforeAll(() => {
  // One pattern of the schema has a bracket too many, which only the older kind of expression forgives.
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats(ajv);
  const validate = ajv.compile(schema);
  complaintsAbout = (log) => (validate(log) ? [] : validate.errors);
});

/** The files of a folder, checked from below it. */
async function checked(
  files: Record<string, string>,
  environment: Record<string, string> = {},
  ...args: string[]
) {
  const root = await folderOfTest();
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(root, name, '..'), { recursive: true });
    await writeFile(join(root, name), text);
  }
  const folder = join(root, 'flows');
  const run = await relayWorkflows(['check', '--format', 'sarif', ...args], {
    folder,
    environment: { GITHUB_WORKSPACE: root, ...environment },
  });
  const log = JSON.parse(run.out) as Log;
  expect(complaintsAbout(log)).toEqual([]);
  return { ...run, log, results: log.runs[0]?.results ?? [] };
}

const broken = (depends: string) => `steps:\n- name: one\n  image: relaysh/core\n  dependsOn: ${depends}\n`;

test('the schema refuses what is no SARIF, so that it can refuse ours', () => {
  for (const log of [{}, { version: '2.1.0' }, { version: '2.1.0', runs: [{ results: [] }] }])
    expect(complaintsAbout(log)).not.toEqual([]);
});

test('a finding has its rule, its level, and its place from the folder of the repository', async () => {
  const { code, log, results } = await checked({ 'flows/a b%/ü.yaml': broken('"é😀"') }, {}, '--offline');
  expect(code).toBe(1);
  const [run] = log.runs;
  const rules = run?.tool.driver.rules ?? [];
  expect(run?.tool.driver).toMatchObject({ name: 'relay-workflows', semanticVersion: version });
  expect(rules.map(({ id }) => id)).toEqual(codes);
  expect(results).toEqual([
    {
      ruleId: 'depends-on-unknown',
      ruleIndex: codes.indexOf('depends-on-unknown'),
      level: 'error',
      message: { text: expect.stringContaining('No step is named "é😀"') },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'flows/a%20b%25/%C3%BC.yaml', uriBaseId: 'ROOT' },
            region: { startLine: 4, startColumn: 14, endLine: 4, endColumn: 19 },
          },
        },
      ],
    },
  ]);
});

test('files outside the repository, clean folders and every severity are SARIF too', async () => {
  const outside = await checked(
    { 'flows/w.yaml': broken('x') },
    { GITHUB_WORKSPACE: '/nowhere' },
    '--offline',
  );
  expect(outside.results[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toMatch(
    /^file:\/\/\/.*w\.yaml$/,
  );
  expect(await checked({ 'flows/w.txt': '' })).toMatchObject({ code: 0, results: [] });
  const severities = JSON.stringify({
    'relay.diagnostics.severity': { 'depends-on-unknown': 'information' },
  });
  const files = { 'flows/w.yaml': broken('x'), '.vscode/settings.json': severities };
  expect((await checked(files, {}, '--offline')).results[0]).toMatchObject({ level: 'note' });
});

test('what could not be checked makes the run an unsuccessful one, with the reason', async () => {
  const workflow = 'steps:\n- name: one\n  image: relaysh/core\n  spec: { a: !Connection [aws, prod] }\n';
  const { code, log } = await checked({ 'flows/w.yaml': workflow });
  expect(code).toBe(3);
  expect(log.runs[0]?.invocations).toEqual([
    {
      executionSuccessful: false,
      toolExecutionNotifications: [
        {
          level: 'warning',
          message: { text: expect.stringContaining('Connections were not checked: not signed in') },
        },
      ],
    },
  ]);
});
