// What is offered on sound references, at every offset of any text: nothing throws, and every edit keeps its word.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readClient, type Situation } from '../../server/src/features/client';
import { explainAt } from '../../server/src/features/explain';
import { referenceActionsAt } from '../../server/src/features/referenceActions';
import { sdkCodeAt } from '../../server/src/features/sdkCode';
import { defaultSettings } from '../../server/src/settings';
import { partsOfReference } from '../../server/src/workflow/reference';
import { type Workflow, workflowOf } from '../../server/src/workflow/workflow';
import { ready } from '../support/marks';
import { anyYaml, mutated, wholeTexts } from '../support/mutations';
import { edited, uri } from '../support/places';

const relay = { forms: true, account: 'client' };
const client = readClient({
  capabilities: {},
  processId: null,
  rootUri: null,
  initializationOptions: { relay },
});
const situation: Situation = {
  account: ready('aws/prod'),
  settings: defaultSettings,
  client,
  linkOf: () => undefined,
};

function namesIn({ collected }: Workflow): unknown {
  return collected.references.map((reference) => [
    reference.kind,
    reference.place,
    ...partsOfReference(reference).map((part) => (part.is === 'written' ? part.text : part.is)),
  ]);
}

/** Tries all that is offered at the references and at offsets so far apart; gives how many edits that were. */
function tryAll(text: string, stride: number): number {
  let edits = 0;
  const workflow = workflowOf(uri, text, true);
  const offsets = workflow.collected.references.map(({ span }) => span.start);
  for (let offset = 0; offset <= text.length; offset += stride) offsets.push(offset);
  for (const offset of offsets) {
    const { start } = workflow.rangeOf({ start: offset, end: offset });
    explainAt(workflow, start, situation);
    sdkCodeAt(workflow, start);
    for (const { edit } of referenceActionsAt(workflow, { start, end: start }, client)) {
      if (!edit) continue;
      edits += 1;
      const after = workflowOf(uri, edited(text, uri, edit), true);
      expect(namesIn(after)).toEqual(namesIn(workflow));
      expect(after.yaml.problems).toEqual([]);
    }
  }
  return edits;
}

test('everywhere in the fixtures', () => {
  const edits = wholeTexts.map(([, text]) => tryAll(text, 25));
  expect(edits.reduce((sum, each) => sum + each)).toBeGreaterThan(40);
});

test('everywhere in any text', () => {
  fc.assert(
    fc.property(fc.oneof(mutated(), anyYaml), fc.integer({ min: 5, max: 60 }), (text, stride) => {
      tryAll(text, stride);
    }),
    { numRuns: 60 },
  );
});
