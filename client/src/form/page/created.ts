// Shows what was created and the values Relay gives out this one time.
import * as l10n from '@vscode/l10n';
import { visibleOf } from '../../../../server/src/account/visible';
import type { Status } from '../messages';
import { byId, say, within } from './elements';
import { showVerdict } from './verdict';

const text = {
  show: (label: string) => l10n.t('Show {0}', label),
  copy: (label: string) => l10n.t('Copy {0}', label),
  copied: (label: string) => l10n.t('{0} was copied.', label),
};

type Once = Extract<Status, { is: 'created' }>['once'][number];

/** Shows the values in place of the form; `copy` puts the value of a field on the clipboard. */
export function showCreated(
  { title: words, once, warning, testing, verdict }: Extract<Status, { is: 'created' }>,
  copy: (field: string) => void,
): void {
  byId('head').hidden = true;
  const created = byId('created');
  say(byId('warning'), warning);
  byId('onceHelp').hidden = once.length === 0;
  showVerdict(byId('createdVerdict'), verdict);
  if (testing !== undefined) byId('createdVerdict').textContent = testing;
  // Shown before: only the test has gone on.
  if (!created.hidden) return;
  created.hidden = false;
  byId('once').replaceChildren(
    ...once.map((each, index) => rowOf(each, `once${index}`, () => copy(each.field))),
  );
  const title = byId('createdTitle');
  title.textContent = visibleOf(words);
  title.focus();
}

function rowOf({ label: words, value }: Once, id: string, copy: () => void): Element {
  const row = within(
    byId<HTMLTemplateElement>('onceTemplate').content.cloneNode(true) as DocumentFragment,
    '.field',
  );
  const shown = visibleOf(words);
  const input = within<HTMLInputElement>(row, 'input');
  input.id = id;
  input.value = value;
  const label = within<HTMLLabelElement>(row, 'label');
  label.htmlFor = id;
  label.textContent = shown;
  within(row, '.reveal').setAttribute('aria-label', text.show(shown));
  const button = within(row, '.copy');
  button.setAttribute('aria-label', text.copy(shown));
  button.addEventListener('click', () => {
    copy();
    byId('copied').textContent = text.copied(shown);
  });
  return row;
}
