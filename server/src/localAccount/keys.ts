// Finds, or makes at the first start, the key that encrypts the local account and the token that opens it.
import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Secret } from '../account/secret';
import { CannotStart } from './cannotStart';
import { createFile, makePrivateFolder, readIfThere } from './files';

/** The key from RELAY_ACCOUNT_KEY (32 bytes in base64), else from `file`, which is made when it is not there. */
export async function readKey(environment: NodeJS.ProcessEnv, file: string): Promise<Secret> {
  const given = environment.RELAY_ACCOUNT_KEY?.trim();
  if (given) return keyOf(given, 'RELAY_ACCOUNT_KEY');
  return keyOf(await readOrMake(file, () => randomBytes(32).toString('base64')), file);
}

/** The token from RELAY_TOKEN, else from `file`, which is made when it is not there. */
export async function readToken(
  environment: NodeJS.ProcessEnv,
  file: string,
): Promise<{ token: Secret; from: 'RELAY_TOKEN' | 'file' }> {
  const given = environment.RELAY_TOKEN?.trim();
  const text = given || (await readOrMake(file, () => randomBytes(32).toString('base64url')));
  if (!/^[\x21-\x7e]+$/.test(text)) {
    throw new CannotStart(`The token in ${given ? 'RELAY_TOKEN' : file} is empty or has spaces in it`);
  }
  return { token: new Secret(text), from: given ? 'RELAY_TOKEN' : 'file' };
}

function keyOf(text: string, where: string): Secret {
  const isKey = /^[A-Za-z0-9+/]{43}=$/.test(text);
  if (!isKey) throw new CannotStart(`${where} must hold a key of 32 bytes in base64`);
  return new Secret(text);
}

async function readOrMake(file: string, make: () => string): Promise<string> {
  await makePrivateFolder(dirname(file));
  await createFile(file, `${make()}\n`);
  await refuseOpenRights(file);
  return (await readIfThere(file))?.toString('utf8').trim() ?? '';
}

async function refuseOpenRights(file: string): Promise<void> {
  if (process.platform === 'win32') return;
  const { mode } = await stat(file);
  if (mode & 0o077) throw new CannotStart(`Others on this machine can read ${file}. Run: chmod 600 ${file}`);
}
