// The page as text: its policy, its labels, its hostile names, and that no value has a place in it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formHtml, type Start } from '../../client/src/form/html';
import type { Frame } from '../../client/src/form/pageHtml';
import { secretHtml } from '../../client/src/form/secretHtml';
import { connectionTypes } from '../../server/src/catalogue/connectionTypes';

const frame: Frame = {
  nonce: 'n0nce',
  panel: 'panel1',
  cspSource: 'https://*.vscode-cdn.net',
  scriptUri: 'https://file.vscode-cdn.net/dist/form.js',
  styleUri: 'https://file.vscode-cdn.net/dist/formStyle.css',
  language: 'en',
};
const start: Start = {
  accountName: 'ACME',
  types: connectionTypes,
  accountTypes: ['vault', 'aws'],
  type: 'aws',
  name: 'prod',
};
const page = formHtml(frame, start);

const all = (html: string, pattern: RegExp) =>
  [...html.matchAll(pattern)].map((match) => match[1] ?? match[0]);
const attribute = (tag: string, name: string) => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1];
const inputs = (html: string) =>
  all(html, /<(?:input|textarea|select)\b[^>]*>/g).filter((tag) => !tag.includes('type="file"'));
const ids = (html: string) => all(html, /\bid="([^"]*)"/g);
const hostile = [
  '"><script>alert(1)</script>',
  "' onfocus='alert(1)",
  '<img src=x onerror=alert(1)>',
  '</title></select></template><b>',
  '<!-- ',
  '&lt;b&gt;&#x3c;',
  '`{{2}}$&$1',
  '\u202Egnp\u200B\u0000\u001b[31m',
];

describe('the policy of the page', () => {
  it('lets one script run and one style apply, and nothing else be loaded, sent or redirected', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1]?.replaceAll('&#39;', "'");
    expect(policy?.split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'nonce-n0nce'",
      'style-src https://*.vscode-cdn.net',
      "form-action 'none'",
      "base-uri 'none'",
    ]);
    expect(page.indexOf('Content-Security-Policy')).toBeLessThan(page.search(/<(script|link|style)\b/));
  });

  it('has no script, style or handler of its own in the text, and no address but its two files', () => {
    expect(all(page, /<script\b[^>]*>[^<]*/g)).toEqual([`<script nonce="n0nce" src="${frame.scriptUri}">`]);
    expect(page).not.toMatch(/<style\b|\sstyle=|\son[a-z]+=|javascript:/i);
    expect(all(page, /\b(?:src|href|action)="([^"]*)"/g)).toEqual([frame.styleUri, frame.scriptUri]);
  });
});

describe('the inputs of the page', () => {
  it('have ids of their own, a label, and descriptions that exist', () => {
    expect(new Set(ids(page)).size).toBe(ids(page).length);
    const labelled = all(page, /<label for="([^"]*)"/g);
    const inputIds = inputs(page).map((tag) => attribute(tag, 'id'));
    expect([...inputIds].sort()).toEqual([...labelled].sort());
    const described = all(page, /aria-(?:describedby|labelledby)="([^"]*)"/g).flatMap((list) =>
      list.split(' '),
    );
    expect(described.filter((id) => !ids(page).includes(id))).toEqual([]);
    const icons = all(page, /<button\b[^>]*class="icon[^>]*>/g);
    expect(icons.length).toBeGreaterThan(0);
    for (const icon of icons) expect(attribute(icon, 'aria-label')).toBeTruthy();
  });

  it('ask for every field that is not generated, masked where it is secret, with no help of the browser', () => {
    for (const { type, fields } of connectionTypes) {
      const own = page
        .split(/(?=<div data-type=)|<div id="free"/)
        .find((part) => part.startsWith(`<div data-type="${type}"`));
      const asked = fields.filter((field) => !field.generated);
      expect(own === undefined).toBe(fields.length === 0);
      expect(all(own ?? '', /data-field="([^"]*)"/g)).toEqual(asked.map(({ name }) => name));
      inputs(own ?? '').forEach((tag, at) => {
        const field = asked[at];
        expect(tag.startsWith(field?.multiline ? '<textarea' : '<input')).toBe(true);
        expect(/type="password"|class="code masked"/.test(tag)).toBe(field?.secret);
        expect(tag.includes('aria-required="true"')).toBe(field?.required ?? false);
        expect(tag).toMatch(/spellcheck="false" autocomplete="off" autocapitalize="off"/);
      });
    }
  });

  it('hold no value: the page has no text but the name it was started with', () => {
    const filled = inputs(page).filter((tag) => attribute(tag, 'value'));
    expect(filled.map((tag) => [attribute(tag, 'id'), attribute(tag, 'value')])).toEqual([['name', 'prod']]);
    expect(all(page, /<textarea\b[^>]*>([^<]*)</g).join('')).toBe('');
  });
});

describe('the buttons of the page', () => {
  const buttons = (html: string) =>
    all(html, /<button type="(?:submit|button)" id="(create|test|skip|cancel)"[^>]*>[^<]*/g).join(' ');
  const words = (html: string) =>
    [...html.matchAll(/<button[^>]* id="(?:create|test|skip|cancel)"[^>]*>([^<]*)/g)].map(([, said]) => said);

  it('save, test and leave; and skip where another form follows', () => {
    expect(buttons(page)).toBe('create test cancel');
    expect(words(page)).toEqual(['Create', 'Create and test', 'Cancel']);
    const stepped = formHtml(frame, { ...start, step: { at: 2, of: 4 } });
    expect(words(stepped)).toEqual(['Create', 'Create and test', 'Skip this one', 'Cancel']);
    expect(stepped).toContain('<p id="step">2 of 4 connections that are missing</p>');
    const again = formHtml(frame, { ...start, overwrites: 'It is there.' });
    expect(words(again)).toEqual(['Overwrite', 'Overwrite and test', 'Cancel']);
  });

  it('have other words once what they saved is there', () => {
    expect(all(page, /data-again="([^"]*)"/g)).toEqual(['Overwrite', 'Overwrite and test', 'Close']);
  });

  it('offer the browser for a new connection only', () => {
    expect(page).toContain('<div id="browser" class="offer" hidden>');
    expect(formHtml(frame, { ...start, overwrites: 'It is there.' })).not.toContain('id="browser"');
  });
});

describe('the type picker', () => {
  const options = (html: string) =>
    all(html, /<option\b[^>]*>/g).flatMap((tag) => attribute(tag, 'value') || []);

  it("offers the account's types first, then the others, each once", () => {
    const offered = options(page);
    expect(offered.slice(0, 2)).toEqual(['aws', 'vault']);
    expect([...offered].sort()).toEqual([...connectionTypes.map(({ type }) => type), 'vault'].sort());
    expect(all(page, /<option value="([^"]*)"[^>]* selected>/g)).toEqual(['aws']);
  });

  it('offers the type of the reference even where nothing knows it', () => {
    const unknown = formHtml(frame, { ...start, type: 'dynamo' });
    expect(all(unknown, /<option value="([^"]*)"[^>]* selected>/g)).toEqual(['dynamo']);
    expect(options(unknown).filter((each) => each === 'dynamo')).toHaveLength(1);
    expect(unknown).toContain('New dynamo connection');
  });

  it('asks for a choice where the form starts from nothing', () => {
    const blank = formHtml(frame, { ...start, type: '', name: '' });
    expect(all(blank, /<option\b[^>]* selected>[^<]*/g)).toEqual([
      '<option value="" disabled hidden selected>Choose a type…',
    ]);
  });
});

describe('names of unknown origin', () => {
  const marks = (html: string) => [...'<>"\''].map((mark) => html.split(mark).length);

  it('add no markup to the page, whatever they hold', () => {
    const text = fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: 'binary', minLength: 1 }));
    fc.assert(
      fc.property(text, text, text, text, (accountName, type, name, label) => {
        const types = (typed: string, words: string) => [
          {
            type: typed,
            displayName: words,
            fields: [{ name: words, label: words, help: words, secret: true, multiline: true }],
          },
        ];
        const nasty = formHtml(frame, {
          accountName,
          types: types(`t${type}`, label),
          accountTypes: [`a${type}`],
          type: `x${type}`,
          name,
        });
        const tame = formHtml(frame, {
          accountName: 'a',
          types: types('t', 'l'),
          accountTypes: ['a'],
          type: 'x',
          name: 'n',
        });
        expect(marks(nasty)).toEqual(marks(tame));
      }),
    );
  });

  it('are shown with what cannot be seen written out', () => {
    const nasty = formHtml(frame, { ...start, accountName: 'A\u202EB', type: 'x\u0000y' });
    expect(nasty).toContain('Values go to A‹U+202E›B and');
    expect(nasty).toContain('New x‹U+0000›y connection');
  });

  it('come back unchanged as a value', () => {
    const name = '"a" & <b>\t\'c\'';
    const tag =
      inputs(formHtml(frame, { ...start, name })).find((each) => attribute(each, 'id') === 'name') ?? '';
    expect(attribute(tag, 'value')).toBe('&quot;a&quot; &amp; &lt;b&gt;&#9;&#39;c&#39;');
  });
});

describe('the page of a secret', () => {
  const secret = { accountName: 'ACME', workflow: 'ops/deploy', name: 'token', overwrites: false };
  const made = secretHtml(frame, secret);

  it('has one masked input of any number of lines, with a label, and no value', () => {
    const [input, ...others] = inputs(made);
    expect(others).toEqual([]);
    expect(input).toMatch(/^<textarea id="value" aria-required="true" .*class="code masked"/);
    expect(input).toMatch(/spellcheck="false" autocomplete="off" autocapitalize="off"/);
    expect(all(made, /<label for="([^"]*)"/g)).toEqual(['value']);
    expect(all(made, /<textarea\b[^>]*>([^<]*)</g)).toEqual(['']);
    expect(new Set(ids(made)).size).toBe(ids(made).length);
    const described = all(made, /aria-(?:describedby|labelledby)="([^"]*)"/g).flatMap((list) =>
      list.split(' '),
    );
    expect(described.filter((id) => !ids(made).includes(id))).toEqual([]);
  });

  it('names secret and workflow, and says whether it overwrites', () => {
    expect(all(made, /<bdi>([^<]*)</g)).toEqual(['New secret token of ops/deploy']);
    expect(made).toMatch(/type="submit"[^>]*>Create</);
    expect(made).not.toContain('already');
    const again = secretHtml(frame, { ...secret, overwrites: true });
    expect(all(again, /<bdi>([^<]*)</g)).toEqual(['Overwrite secret token of ops/deploy']);
    expect(again).toMatch(/type="submit"[^>]*>Overwrite</);
    expect(again).toContain('ops/deploy has this secret already. Its value cannot be shown');
  });

  it('has the policy of the other form, and no name of unknown origin adds to it', () => {
    const policyOf = (html: string) => /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];
    expect(policyOf(made)).toBe(policyOf(page));
    const marks = (html: string) => [...'<>"\''].map((mark) => html.split(mark).length);
    for (const text of hostile)
      for (const overwrites of [true, false])
        expect(
          marks(secretHtml(frame, { accountName: text, workflow: text, name: text, overwrites })),
        ).toEqual(marks(secretHtml(frame, { accountName: 'a', workflow: 'w', name: 'n', overwrites })));
  });
});

describe('the page of a connection that is there', () => {
  const note = 'The values that it has cannot be shown.';
  const html = formHtml(frame, { ...start, accountTypes: ['aws'], overwrites: note });

  it('says so, and asks for its values alone', () => {
    expect(html).toContain('<bdi>Overwrite AWS connection prod</bdi>');
    expect(html).toContain(`<p class="note">${note}</p>`);
    expect(html).toMatch(/id="create" class="button">Overwrite</);
    const [hidden = ''] =
      /<div id="identity" hidden data-overwrites>[\s\S]*?<section id="values"/.exec(html) ?? [];
    expect(hidden).toContain('id="type"');
    expect(hidden).toContain('id="name"');
  });

  it.each(hostile)('adds no markup for %s', (text) => {
    const harmless = formHtml(frame, { ...start, name: 'x', overwrites: 'y' });
    const other = formHtml(frame, { ...start, name: text, overwrites: text });
    const tags = (page: string) => all(page, /<[a-z/!][^\s>]*/gi);
    expect(tags(other)).toEqual(tags(harmless));
  });
});
