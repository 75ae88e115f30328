// Turns RELAY_ACCOUNT_PARENT and stdin into what the process that started the local account hands over, and when it ends.
import type { Readable } from 'node:stream';
import { CannotStart } from '../localAccount/cannotStart';
import { isObject, readJSON } from '../objects';

/** Longer than a key and a token, in characters. */
const LONGEST = 64 * 1024;
/** Which of these comes at the end depends on what stdin is: a pipe, a file, a terminal. */
const endings = ['end', 'close', 'error'] as const;

export function hasParent({ RELAY_ACCOUNT_PARENT }: NodeJS.ProcessEnv): boolean {
  return RELAY_ACCOUNT_PARENT === 'stdin' || handsOver({ RELAY_ACCOUNT_PARENT });
}

function handsOver({ RELAY_ACCOUNT_PARENT }: NodeJS.ProcessEnv): boolean {
  return RELAY_ACCOUNT_PARENT === 'stdin+secrets';
}

/**
 * The environment, with the key and the token that a parent hands over in the first line of stdin: other programs of the
 * user can read the environment of a process. Rejects with CannotStart where the line is not there.
 */
export async function withSecrets(
  environment: NodeJS.ProcessEnv,
  stdin: Readable,
): Promise<NodeJS.ProcessEnv> {
  if (!handsOver(environment)) return environment;
  const given = readJSON(await firstLineOf(stdin));
  const { key, token } = isObject(given) ? given : {};
  if (typeof key !== 'string' || typeof token !== 'string' || !key.trim() || !token.trim())
    throw new CannotStart('The first line of stdin must be {"key": …, "token": …}');
  return { ...environment, RELAY_ACCOUNT_KEY: key, RELAY_TOKEN: token };
}

function firstLineOf(stdin: Readable): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const end = () => {
      stdin.off('data', take);
      for (const event of endings) stdin.off(event, end);
      stdin.pause();
      resolve(text.split('\n')[0] ?? '');
    };
    const take = (chunk: unknown) => {
      text += String(chunk);
      if (text.includes('\n') || text.length > LONGEST) end();
    };
    for (const event of endings) stdin.once(event, end);
    stdin.on('data', take);
  });
}

/** Resolves at SIGINT, SIGTERM or SIGHUP, and where there is a parent also when stdin ends, as it does when that one dies. */
export async function untilStopped(environment: NodeJS.ProcessEnv, stdin: Readable): Promise<void> {
  await new Promise<void>((resolve) => {
    const stop = () => resolve();
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);
    if (!hasParent(environment)) return;
    if (stdin.readableEnded || stdin.destroyed) return stop();
    for (const event of endings) stdin.once(event, stop);
    stdin.resume();
  });
  if (hasParent(environment)) stdin.destroy();
}
