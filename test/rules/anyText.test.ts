// Any text at all: it is read, nothing throws, and whatever is told of it lies in it.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Account } from '../../server/src/account/account';
import { findingsOf } from '../../server/src/rules/findings';
import { eachNode } from '../../server/src/workflow/nodes';
import { partsOfReference } from '../../server/src/workflow/reference';
import type { Span } from '../../server/src/workflow/span';
import { type Workflow, workflowOf } from '../../server/src/workflow/workflow';
import { ready, unknowing } from '../support/marks';
import { anyYaml, mutated } from '../support/mutations';

const accounts: readonly Account[] = [ready('aws/prod', 'slack/team'), ready(), ...Object.values(unknowing)];

/** Every span that is made of a text: of its tree, its problems, what it names, and what is found in it. */
function* spansOf(workflow: Workflow, account: Account): Generator<readonly [what: string, Span]> {
  const nodes: (readonly [string, Span])[] = [];
  eachNode(workflow.yaml.root, ({ node }) => {
    nodes.push([node.kind, node.span]);
    for (const marker of [node.tag, node.anchor]) if (marker) nodes.push([marker.name, marker.span]);
  });
  yield* nodes;
  for (const { message, span } of workflow.yaml.problems) yield [message, span];
  for (const reference of workflow.collected.references) {
    yield [reference.kind, reference.span];
    for (const part of partsOfReference(reference)) if (part.is === 'written') yield [part.text, part.span];
    for (const fault of reference.faults) yield [fault.is, fault.span];
  }
  for (const { templates } of workflow.collected.templateScalars) expect(templates.length).toBeGreaterThan(0);
  for (const { key, span, around } of workflow.occurrences) {
    yield [key, span];
    yield [key, around];
  }
  for (const finding of findingsOf(workflow, account)) {
    yield [finding.message, finding.span];
    for (const { message, span } of finding.related ?? []) yield [message, span];
    for (const fix of finding.fixes())
      if (fix.is === 'edit') for (const { span } of fix.edits) yield [fix.title, span];
  }
}

function expectInside(text: string, account: Account): void {
  const workflow = workflowOf('file:///w.yaml', text, true);
  const outside = [...spansOf(workflow, account)].filter(
    ([, { start, end }]) => !(start >= 0 && start <= end && end <= text.length),
  );
  expect(outside, text).toEqual([]);
  for (const { message, span } of findingsOf(workflow, account))
    expect(workflow.text.slice(span.start, span.end), message).not.toMatch(/\n./s);
}

test.each([
  ['a fixture with random changes', mutated(4)],
  ['random YAML', anyYaml],
  ['a random text', fc.string({ unit: 'binary', maxLength: 60 })],
] as const)('%s', (_, texts) => {
  fc.assert(
    fc.property(texts, fc.constantFrom(...accounts), (text, account) => expectInside(text, account)),
    { numRuns: 250 },
  );
});
