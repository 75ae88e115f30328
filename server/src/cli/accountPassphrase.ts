// Gets a passphrase from a file, or from a person at the terminal without showing it.
import { readFile } from 'node:fs/promises';
import { Secret } from '../account/secret';
import { CannotStart } from '../localAccount/cannotStart';
import { type Asking, askHidden } from './prompt';

/** Fewer characters could be guessed by whoever has the file. */
const SHORTEST = 12;

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
  const first = await askOnce('Passphrase: ', asking);
  if (fresh && (await askOnce('Again: ', asking)) !== first)
    throw new CannotStart('The two passphrases are not the same');
  return first;
}

async function askOnce(question: string, asking: Asking): Promise<string> {
  const typed = await askHidden(question, asking);
  if (typed === undefined) throw new CannotStart('No passphrase was given');
  return typed;
}
