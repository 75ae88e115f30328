// Completion as an editor asks for it: the list, and the documentation of the item that it shows.
import { expect, test } from 'vitest';
import {
  type CompletionItem,
  type CompletionList,
  CompletionRequest,
  CompletionResolveRequest,
} from 'vscode-languageserver/node';
import { startEditor } from '../support/editor';
import { atCursor } from '../support/marks';

test('the list says no more than it must, and the documentation comes when it is asked for', async () => {
  const editor = await startEditor({
    textDocument: { completion: { completionItem: { documentationFormat: ['markdown'] } } },
  });
  expect(editor.capabilities).toMatchObject({ completionProvider: { resolveProvider: true } });
  const uri = 'file:///w.yaml';
  const { text, position } = atCursor(
    'parameters:\n  env: { description: Where to deploy }\nsteps:\n- name: a\n  image: b\n  spec:\n    k: ${parameters.‸}\n',
  );
  await editor.open(uri, text);
  const list = (await editor.connection.sendRequest(CompletionRequest.type, {
    textDocument: { uri },
    position,
  })) as CompletionList;
  const [item] = list.items as [CompletionItem];
  expect(item).toMatchObject({ label: 'env' });
  expect(item.documentation).toBeUndefined();
  const resolved = await editor.connection.sendRequest(CompletionResolveRequest.type, item);
  expect(resolved.documentation).toEqual({
    kind: 'markdown',
    value: '**Parameter** `env`\n\nWhere to deploy\n\nNo default: a run must be given it.',
  });
});
