// The request by which a client learns which YAML is a workflow.
import { expect, test } from 'vitest';
import { type IsWorkflow, isWorkflow } from '../../server/src/protocol';
import { pulling, startEditor } from '../support/editor';

const uri = 'file:///w.yaml';
const workflow = 'steps:\n- name: a\n  image: b\n';

test('the decision is that of the open text, in each of its versions', async () => {
  const editor = await startEditor(pulling);
  const ask = () => editor.connection.sendRequest<boolean>(isWorkflow, { uri } satisfies IsWorkflow);
  expect(await ask()).toBe(false);
  await editor.open(uri, 'services: {}\n');
  expect(await ask()).toBe(false);
  await editor.change(uri, 2, workflow);
  expect(await ask()).toBe(true);
  await editor.change(uri, 3, `# relay: ignore\n${workflow}`);
  expect(await ask()).toBe(false);
});
