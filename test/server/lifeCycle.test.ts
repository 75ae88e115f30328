// The life of a server, as it answers what comes at the wrong time.
import { expect, test } from 'vitest';
import type { Message } from 'vscode-languageserver/node';
import { lifeCycle } from '../../server/src/cli/lifeCycle';

test('each refusal says what is wrong', () => {
  const refused: string[] = [];
  const write = async (message: Message) => {
    refused.push((message as { error?: { message: string } }).error?.message ?? '');
  };
  const life = lifeCycle({ write });
  const taken: string[] = [];
  const send = (method: string) =>
    life.handleMessage({ jsonrpc: '2.0', id: 1, method } as Message, () => void taken.push(method));
  send('textDocument/hover');
  send('initialize');
  send('initialize');
  send('textDocument/hover');
  send('shutdown');
  send('initialize');
  expect(refused).toEqual([
    'The first request must be initialize.',
    'The server is initialized already.',
    'The server was told to shut down.',
  ]);
  expect(taken).toEqual(['initialize', 'textDocument/hover', 'shutdown']);
});
