// A form that starts with values in it: they reach the page by message alone, and are forgotten like typed ones.
import { expect, test } from 'vitest';
import { Conversation } from '../../client/src/form/conversation';
import { formHtml, slotOfField } from '../../client/src/form/html';
import type { ToPage } from '../../client/src/form/messages';
import type { Purpose } from '../../client/src/form/purpose';
import { Secret } from '../../server/src/account/secret';
import { connectionTypes } from '../../server/src/catalogue/connectionTypes';

const frame = { nonce: 'n', panel: 'p', cspSource: 'c', scriptUri: 's', styleUri: 't', language: 'en' };
const purpose: Purpose<never, never> = {
  draftOf: () => undefined,
  save: () => new Promise(() => {}),
  titleOf: () => '',
  words: { form: 'form', failed: '', stopped: '' },
};

test('each field of each type has the slot of its input', () => {
  for (const { type, fields } of connectionTypes) {
    const start = {
      accountName: 'ACME',
      types: connectionTypes,
      accountTypes: ['slack', 'own'],
      type,
      name: '',
    };
    const html = formHtml(frame, start);
    const group =
      new RegExp(`<div data-type="${type}"[^]*?(?=<div data-type|<div id="free")`).exec(html)?.[0] ?? '';
    for (const { name, generated } of fields) {
      const slot = slotOfField(start, name);
      if (generated) expect(slot).toBeUndefined();
      else expect(group).toMatch(new RegExp(`data-field="${name}">\\s*<label for="${slot}"`));
    }
    expect(slotOfField(start, 'no such field')).toBeUndefined();
  }
});

test('what is given is shown as if it had been typed, and is gone once the form is closed', () => {
  const posted: ToPage[] = [];
  const face = {
    post: (message: ToPage) => posted.push(message),
    showType() {},
    showTitle() {},
    copy() {},
    offerToClear() {},
    close() {},
  };
  const form = new Conversation(
    { ...face, mayDiscard: async () => true },
    purpose,
    () => {},
    'p',
    new Map([['f0-0', new Secret('given')]]),
  );
  form.receive({ kind: 'ready', panel: 'p' });
  expect(posted).toEqual([{ kind: 'restore', slots: [['f0-0', 'given']], status: { is: 'editing' } }]);
  form.closed();
  form.receive({ kind: 'ready', panel: 'p' });
  expect(posted).toHaveLength(1);
  expect(JSON.stringify(form)).not.toContain('given');
});
