// What the account echoes of a request never reaches the form.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRefusal } from '../../server/src/account/refusal';
import { Secret } from '../../server/src/account/secret';

const KEY = `-----BEGIN PRIVATE KEY-----\n${'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n'.repeat(3)}-----END PRIVATE KEY-----\n`;
const LINE = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC';

function saying(text: string, ...secrets: string[]): string {
  const body = Buffer.from(JSON.stringify({ error: { title: text } }));
  return (
    readRefusal(
      body,
      secrets.map((each) => new Secret(each)),
    )?.message ?? ''
  );
}

describe('readRefusal', () => {
  it.each([
    ['as it is', 'hunter22!'],
    ['quoted as JSON', JSON.stringify('hunter22!')],
    ['in a URL', `https://x/?v=${encodeURIComponent('hunter22!')}`],
    ['in base64', Buffer.from('hunter22!').toString('base64')],
    ['cut off', 'hunter22…'],
  ])('replaces a value echoed %s', (_how, echo) => {
    const said = saying(`The value ${echo} is bad`, 'hunter22!');
    expect(said).toContain('[secret]');
    expect(said).not.toMatch(/hunter|aHVud/);
  });

  it.each([
    'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    'Passw0rd!Abc$xyz%',
    'c29tZWxvbmc+dG9rZW4/PQ==',
    'p@ssword-with"quote"inside',
  ])('replaces all of a value that other spellings begin like: %s', (value) => {
    expect(saying(`The value ${value} is bad`, value)).toBe('The value [secret] is bad');
    expect(saying(`"${JSON.stringify(value)}" is bad`, value)).toBe('""[secret]"" is bad');
  });

  it('replaces the rest of a word that begins like a value and goes on in a spelling of its own', () => {
    expect(saying('The value Passw0rd&amp;rest-of-it is bad', 'Passw0rd&rest-of-it')).toBe(
      'The value [secret] is bad',
    );
  });

  it('replaces each line of a value of several lines, with or without its line breaks', () => {
    for (const echo of [
      KEY,
      KEY.replaceAll('\n', ' '),
      KEY.replaceAll('\n', '\\n'),
      LINE,
      LINE.slice(0, 20),
    ]) {
      expect(saying(`bad: ${echo}`, KEY)).not.toContain('MIIE');
    }
  });

  it('leaves the sentence readable when a value is short', () => {
    expect(saying('Value 1 of neutral: "eu" is no region', 'eu', '1')).toBe(
      'Value [secret] of neutral: "[secret]" is no region',
    );
  });

  it('replaces echoes in items and in their paths', () => {
    const items = { 'fields.hunter22!': { title: 'hunter22! is bad' } };
    const body = Buffer.from(JSON.stringify({ error: { items } }));
    expect(readRefusal(body, [new Secret('hunter22!')])).toEqual({
      items: { 'fields.[secret]': '[secret] is bad' },
    });
  });

  it('lets no value of eight or more characters through, wherever it stands', () => {
    const value = fc
      .string({ minLength: 8, maxLength: 40, unit: 'grapheme-ascii' })
      .filter((text) => text.trim().length >= 8);
    fc.assert(
      fc.property(
        value,
        fc.string({ maxLength: 20 }),
        fc.string({ maxLength: 20 }),
        (secret, before, after) => {
          fc.pre(!'[secret]'.includes(secret.trim()));
          expect(saying(`${before}${secret}${after}`, secret)).not.toContain(secret.trim());
        },
      ),
    );
  });
});
