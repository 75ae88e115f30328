// Runs the command line in this process and keeps what it wrote.
import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import type { Asking } from '../../server/src/cli/prompt';
import { run } from '../../server/src/cli/run';
import type { Terminal } from '../../server/src/cli/terminal';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

export async function relayWorkflows(
  args: readonly string[],
  { folder = '/', environment = {}, input = '', ...terminal }: { input?: string } & Partial<Terminal> = {},
): Promise<Ran> {
  let out = '';
  let error = '';
  const code = await run(args, {
    out: (text) => {
      out += text;
    },
    error: (text) => {
      error += text;
    },
    readInput: () => Promise.resolve(input),
    // A home without the relay CLI's configuration.
    environment: { HOME: '/nonexistent', ...environment },
    folder,
    colors: false,
    ...terminal,
  });
  return { code, out, error };
}

/** A person at a terminal, who types one of the answers after each question; `shown` is what stood there then. */
export function person(...answers: readonly string[]): { asking: Asking; shown: () => string } {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => {} });
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 120 });
  const left = [...answers];
  let shown = '';
  output.on('data', (text) => {
    shown += String(text);
    if (/[:\]] $/.test(stripVTControlCharacters(String(text)))) input.write(left.shift() ?? '\u0003');
  });
  return { asking: { input, output }, shown: () => shown };
}
