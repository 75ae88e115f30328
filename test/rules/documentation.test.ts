// docs/diagnostics.md: a section for every code, whose bad example has that finding and whose good one has none.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { linking } from '../../server/src/links';
import { codes } from '../../server/src/rules/finding';
import { findingsOf } from '../../server/src/rules/findings';
import { workflowOf } from '../../server/src/workflow/workflow';
import { ready, withSecrets } from '../support/marks';

const text = readFileSync(join(__dirname, '../../docs/diagnostics.md'), 'utf8');
const failed = { id: 'f', type: 'ssh', name: 'old-key', availability: { status: 'any', failed: true } };
const tested = ready('aws/prod', 'kubernetes/staging', 'slack/team-room');
const account = {
  ...withSecrets('artifactory-token'),
  connections: [...tested.connections, failed],
};
const linkOf = linking(new Map(), []);
const sections = text
  .split(/^## /m)
  .slice(1)
  .map((section) => ({
    code: section.slice(0, section.indexOf('\n')),
    severity: /^(Error|Warning|Hint)\b/m.exec(section)?.[1]?.toLowerCase(),
    bad: /Bad:\n\n```yaml\n([\s\S]*?)```/.exec(section)?.[1] ?? '',
    good: /Good:\n\n```yaml\n([\s\S]*?)```/.exec(section)?.[1] ?? '',
  }));

test('has a section for every code, and no other', () => {
  expect(sections.map((section) => section.code).sort()).toEqual([...codes].sort());
});

describe.each(sections)('$code', ({ code, severity, bad, good }) => {
  const read = (example: string) => {
    const workflow = workflowOf('file:///example.yaml', example, true);
    return findingsOf(workflow, account, linkOf(workflow));
  };

  test('the bad example has the finding', () => {
    const found = read(bad);
    expect(found.map((finding) => finding.code)).toContain(code);
    expect(found.find((finding) => finding.code === code)?.severity).toBe(severity);
    // An example shows one thing: what else is found must follow from it.
    expect(new Set(found.map((finding) => finding.code)).size).toBeLessThanOrEqual(2);
  });

  test('the good example has none', () => expect(read(good)).toEqual([]));
});
