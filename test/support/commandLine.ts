// Runs the command line in this process and keeps what it wrote.
import { run } from '../../server/src/cli/run';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

export async function relayWorkflows(
  args: readonly string[],
  {
    folder = '/',
    environment = {},
    input = '',
  }: { folder?: string; environment?: Record<string, string>; input?: string } = {},
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
  });
  return { code, out, error };
}
