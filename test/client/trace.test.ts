// What is traced of the messages to the language server says nothing of what stands in documents.
import { expect, test, vi } from 'vitest';
import { traceTo } from '../../client/src/trace';

vi.mock('vscode', () => ({
  EventEmitter: class {
    event = undefined;
  },
  workspace: { onDidChangeConfiguration: () => undefined },
}));

function traced(message: string): string {
  const lines: string[] = [];
  traceTo({ info: (line: string) => lines.push(line) } as never).trace(message);
  return lines.join('\n');
}

test.each(['text', 'newText', 'value', 'detail', 'default'])('a %s is its length alone', (member) => {
  const message = { uri: 'file:///a.yaml', [member]: 'say "xoxb-1"\n', version: 2 };
  for (const written of [JSON.stringify(message), JSON.stringify(message, undefined, 4)]) {
    const left = traced(`Params: ${written}`);
    expect(left).not.toContain('xoxb');
    expect(left).toMatch(/\[16\]/);
    expect(left).toContain('file:///a.yaml');
    expect(left).toContain('2');
  }
});

test('what is exported is its length alone', () => {
  const response = "Received response 'relay/metadata - (3)' in 4ms.";
  const left = traced(`${response}\nResult: ${JSON.stringify({ parts: ['token: xoxb-1\n'] }, undefined, 4)}`);
  expect(left).toBe(`${response}\n[58]`);
});
