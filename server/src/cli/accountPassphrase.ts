// Gets a passphrase from a file, or from a person at the terminal without showing it.
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { Secret } from '../account/secret';
import { CannotStart } from '../localAccount/cannotStart';

/** Fewer characters could be guessed by whoever has the file. */
const SHORTEST = 12;

/** A terminal to ask at: stdin and stderr, or what stands for them. */
export interface Asking {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream;
}

/**
 * The passphrase in the first line of `file`, else as typed; `fresh` asks for it twice and refuses a short one. Rejects
 * with CannotStart where there is none or nobody to ask.
 */
export async function readPassphrase(
  file: string | undefined,
  fresh: boolean,
  asking: Asking = { input: process.stdin, output: process.stderr },
): Promise<Secret> {
  const passphrase = file === undefined ? await askTwice(fresh, asking) : await firstLineOf(file);
  if (passphrase === '') throw new CannotStart('The passphrase is empty');
  if (fresh && passphrase.length < SHORTEST)
    throw new CannotStart(`The passphrase must have at least ${SHORTEST} characters`);
  return new Secret(passphrase);
}

async function firstLineOf(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).split(/\r?\n/)[0] ?? '';
  } catch {
    throw new CannotStart(`The passphrase file ${file} cannot be read`);
  }
}

async function askTwice(fresh: boolean, asking: Asking): Promise<string> {
  if (!asking.input.isTTY)
    throw new CannotStart('There is no terminal to ask for the passphrase at. Give --passphrase-file FILE');
  const first = await askHidden('Passphrase: ', asking);
  if (fresh && (await askHidden('Again: ', asking)) !== first)
    throw new CannotStart('The two passphrases are not the same');
  return first;
}

/** Asks one line and shows nothing of it. Ctrl+C and the end of input reject. */
function askHidden(question: string, { input, output }: Asking): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: nowhere, terminal: true, historySize: 0 });
  return new Promise((resolve, reject) => {
    let answer: string | undefined;
    lines.once('line', (line) => {
      answer = line;
      lines.close();
    });
    lines.once('SIGINT', () => lines.close());
    lines.once('close', () => {
      output.write('\n');
      if (answer === undefined) reject(new CannotStart('No passphrase was given'));
      else resolve(answer);
    });
    output.write(question);
  });
}
