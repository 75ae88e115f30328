// The words that users see can be translated: all are in the bundle that translators start from, and a translation is shown.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as l10n from '@vscode/l10n';
import { getL10nJson } from '@vscode/l10n-dev';
import { expect, test, vi } from 'vitest';

const root = resolve(__dirname, '../..');
const sources = ['client/src', 'server/src/catalogue', 'server/src/account'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(root, folder, file), 'utf8')),
);
const bundle: Record<string, string> = JSON.parse(readFileSync(join(root, 'l10n/bundle.l10n.json'), 'utf8'));

test('l10n/bundle.l10n.json has every word of the sources: `npm run l10n` writes it', async () => {
  const found = await getL10nJson(sources.map((contents) => ({ extension: '.ts' as const, contents })));
  expect(Object.keys(bundle).sort()).toEqual(Object.keys(found).sort());
});

test('a translation is what the form shows', async () => {
  const translated = Object.fromEntries(Object.keys(bundle).map((words) => [words, `«${words}»`]));
  l10n.config({ contents: translated });
  vi.resetModules();
  try {
    const { formHtml } = await import('../../client/src/form/html');
    const { connectionTypesNow } = await import('../../server/src/catalogue/connectionTypes');
    const frame = {
      nonce: 'n',
      panel: 'p',
      cspSource: 'c',
      scriptUri: 's',
      styleUri: 'y',
      language: 'xx',
      words: JSON.stringify(translated),
    };
    const html = formHtml(frame, {
      accountName: 'ACME',
      types: connectionTypesNow(),
      accountTypes: [],
      type: 'aws',
      name: 'prod',
    });
    expect(html).toContain('<html lang="xx">');
    for (const words of [
      '«Type»',
      '«Create»',
      '«Cancel»',
      '«Values go to ACME and are not stored or readable here.»',
    ])
      expect(html).toContain(words);
    expect(html).toMatch(/<body [^>]*data-words="\{&quot;/);
    // What is no language tag does no harm.
    const { sayAgo, sayCount } = await import('../../client/src/views/words');
    expect([sayCount(1, 'use'), sayCount(2, 'use')]).toEqual(['«1 use»', '«2 uses»']);
    expect(sayAgo('2026-11-20T12:00:00Z', Date.parse('2026-11-22T12:00:00Z'))).toBe('2 days ago');
  } finally {
    l10n.config({ contents: {} });
  }
});
