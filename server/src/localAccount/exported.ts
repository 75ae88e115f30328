// Turns what a local account keeps into a file that a passphrase opens anywhere, and back; and merges one in.
import { createCipheriv, createDecipheriv, createHash, randomBytes, scrypt } from 'node:crypto';
import type { Secret } from '../account/secret';
import { CannotStart } from './cannotStart';
import { keyOf } from './connectionAnswers';
import { readState, type State, type StoredConnection, writeState } from './state';
import { pathOf } from './workflowAnswers';

/**
 * The file: mark (8 bytes), version (1), salt (16), nonce (12), tag (16), the encrypted text, and the SHA-256 of all of
 * that (32). The version says how the key comes from the passphrase. The checksum needs none, so that damage and a
 * wrong passphrase can be told apart.
 */
const MARK = Buffer.from('RELAYEXP');
const VERSION = 1;
const SALT = { start: 9, end: 25 };
const NONCE = { start: 25, end: 37 };
const TAG = { start: 37, end: 53 };
const CHECKSUM_LENGTH = 32;

/** 128 MiB and about half a second for each guess (RFC 7914; OWASP's first choice of 2024). */
const COST = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };

/** Connections and workflows with their values; sessions and tokens belong to the one account and stay there. */
export async function writeExport(state: State, passphrase: Secret): Promise<Buffer> {
  const salt = randomBytes(SALT.end - SALT.start);
  const nonce = randomBytes(NONCE.end - NONCE.start);
  const header = Buffer.concat([MARK, Buffer.from([VERSION]), salt, nonce]);
  const cipher = createCipheriv('aes-256-gcm', await keyFrom(passphrase, salt), nonce).setAAD(header);
  const text = writeState({ ...state, sessions: [], tokens: [] });
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  const sealed = Buffer.concat([header, cipher.getAuthTag(), body]);
  return Buffer.concat([sealed, checksumOf(sealed)]);
}

/** Reads what `writeExport` made. Throws CannotStart, which says whether file or passphrase is wrong. */
export async function readExport(bytes: Buffer, passphrase: Secret): Promise<State> {
  const sealed = bytes.subarray(0, -CHECKSUM_LENGTH);
  if (!sealed.subarray(0, MARK.length).equals(MARK))
    throw new CannotStart('The file is no export of a local account');
  const whole = sealed.length >= TAG.end && checksumOf(sealed).equals(bytes.subarray(-CHECKSUM_LENGTH));
  if (!whole) throw new CannotStart('The file is damaged or cut off');
  if (sealed[MARK.length] !== VERSION)
    throw new CannotStart('The file was written by a newer version of this program. Update, and try again');
  const key = await keyFrom(passphrase, sealed.subarray(SALT.start, SALT.end));
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(NONCE.start, NONCE.end))
    .setAAD(sealed.subarray(0, NONCE.end))
    .setAuthTag(sealed.subarray(TAG.start, TAG.end));
  let text: string;
  try {
    text = Buffer.concat([decipher.update(sealed.subarray(TAG.end)), decipher.final()]).toString('utf8');
  } catch {
    throw new CannotStart('The passphrase is not the one of this file');
  }
  return { ...readState(text), sessions: [], tokens: [] };
}

export interface Merged {
  /** The state itself where nothing was added. */
  readonly state: State;
  /** `aws/production`; `a workflow's path`; `path: secret`. */
  readonly added: Names;
  /** What was there already and stays as it is. */
  readonly left: Names;
}

interface Names {
  readonly connections: readonly string[];
  readonly workflows: readonly string[];
  readonly secrets: readonly string[];
}

/** Adds what is not there yet. What is there stays as it is, its values too. */
export function merge(state: State, other: State): Merged {
  const known = new Set(state.connections.map(keyOf));
  const [newConnections, oldConnections] = parted(other.connections, (each) => !known.has(keyOf(each)));
  const here = new Map(state.workflows.map((each) => [pathOf(each), each]));
  const [newWorkflows, oldWorkflows] = parted(other.workflows, (each) => !here.has(pathOf(each)));
  const more = new Map(
    oldWorkflows.map((theirs) => {
      const names = new Set(here.get(pathOf(theirs))?.secrets.map(({ name }) => name));
      return [pathOf(theirs), parted(theirs.secrets, ({ name }) => !names.has(name))];
    }),
  );
  const workflows = state.workflows.map((each) => {
    const [added = []] = more.get(pathOf(each)) ?? [];
    return added.length === 0 ? each : { ...each, secrets: [...each.secrets, ...added] };
  });
  const secretsOf = (which: 0 | 1) =>
    [...more].flatMap(([path, secrets]) => secrets[which].map(({ name }) => `${path}: ${name}`));
  const added: Names = {
    connections: newConnections.map(titleOf),
    workflows: newWorkflows.map(pathOf),
    secrets: [
      ...newWorkflows.flatMap((each) => each.secrets.map(({ name }) => `${pathOf(each)}: ${name}`)),
      ...secretsOf(0),
    ],
  };
  const nothing = Object.values(added).every((names) => names.length === 0);
  return {
    state: nothing
      ? state
      : {
          ...state,
          connections: [...state.connections, ...newConnections],
          workflows: [...workflows, ...newWorkflows],
        },
    added,
    left: {
      connections: oldConnections.map(titleOf),
      workflows: oldWorkflows.map(pathOf),
      secrets: secretsOf(1),
    },
  };
}

function titleOf({ type, name }: StoredConnection): string {
  return `${type}/${name}`;
}

function parted<T>(all: readonly T[], isFirst: (each: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [all.filter(isFirst), all.filter((each) => !isFirst(each))];
}

/** The same passphrase in another Unicode form, as another keyboard sends it, opens the file too. */
function keyFrom(passphrase: Secret, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(passphrase.reveal().normalize('NFKC'), salt, 32, COST, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

function checksumOf(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}
