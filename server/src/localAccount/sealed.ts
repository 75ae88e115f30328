// Turns text into bytes that only the key's owner can read or change, and back (AES-256-GCM).
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import type { Secret } from '../account/secret';

/**
 * The file: mark (8 bytes), version (1), key check (16), nonce (12), tag (16), the encrypted text, and the SHA-256 of all
 * of that (32). The tag authenticates mark, version, key check and nonce too. The checksum needs no key, so damage and
 * a wrong key can be told apart.
 */
const MARK = Buffer.from('RELAYACC');
/** Of the sealed text: the first one had connections only, and a program that knows no other would lose the rest. */
const VERSION = 2;
const KEY_CHECK = { start: 9, end: 25 };
const NONCE = { start: 25, end: 37 };
const TAG = { start: 37, end: 53 };
const CHECKSUM_LENGTH = 32;

export type Opened =
  | { readonly is: 'text'; readonly text: string }
  /** Not what was written: cut off, overwritten, or changed by someone without the key. */
  | { readonly is: 'damaged' }
  /** Whole, but sealed with another key. */
  | { readonly is: 'other-key' }
  /** Whole, but of a version that this program does not know. */
  | { readonly is: 'other-version' };

/** Encrypts `text` under `key` (32 bytes in base64); throws RangeError for a key of another length. */
export function seal(text: string, key: Secret): Buffer {
  const { cipherKey, check } = keysOf(key);
  const nonce = randomBytes(12);
  const header = Buffer.concat([MARK, Buffer.from([VERSION]), check, nonce]);
  const cipher = createCipheriv('aes-256-gcm', cipherKey, nonce).setAAD(header);
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  const sealed = Buffer.concat([header, cipher.getAuthTag(), body]);
  return Buffer.concat([sealed, checksumOf(sealed)]);
}

/** Decrypts what `seal` made. */
export function open(bytes: Buffer, key: Secret): Opened {
  const sealed = bytes.subarray(0, -CHECKSUM_LENGTH);
  const whole = sealed.length >= TAG.end && checksumOf(sealed).equals(bytes.subarray(-CHECKSUM_LENGTH));
  if (!whole || !sealed.subarray(0, MARK.length).equals(MARK)) return { is: 'damaged' };
  const version = sealed[MARK.length] ?? 0;
  if (version < 1 || version > VERSION) return { is: 'other-version' };
  const { cipherKey, check } = keysOf(key);
  if (!sealed.subarray(KEY_CHECK.start, KEY_CHECK.end).equals(check)) return { is: 'other-key' };
  try {
    const decipher = createDecipheriv('aes-256-gcm', cipherKey, sealed.subarray(NONCE.start, NONCE.end))
      .setAAD(sealed.subarray(0, NONCE.end))
      .setAuthTag(sealed.subarray(TAG.start, TAG.end));
    const text = Buffer.concat([decipher.update(sealed.subarray(TAG.end)), decipher.final()]);
    return { is: 'text', text: text.toString('utf8') };
  } catch {
    return { is: 'damaged' };
  }
}

/** Two independent values from the one key, so that the readable key check says nothing about the cipher's key. */
function keysOf(key: Secret): { cipherKey: Buffer; check: Buffer } {
  const bytes = Buffer.from(key.reveal(), 'base64');
  if (bytes.length !== 32) throw new RangeError('a key must be 32 bytes in base64');
  const derived = (purpose: string, length: number) =>
    Buffer.from(hkdfSync('sha256', bytes, '', `relay-workflows account ${purpose}`, length));
  return { cipherKey: derived('cipher', 32), check: derived('key check', KEY_CHECK.end - KEY_CHECK.start) };
}

function checksumOf(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}
