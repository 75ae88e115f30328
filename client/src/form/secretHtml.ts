// Turns a secret that is to get a value into the page of its form.
import * as l10n from '@vscode/l10n';
import { visibleOf } from '../../../server/src/account/visible';
import { fieldHtml } from './fields';
import { type Frame, pageHtml } from './pageHtml';
import { shownOf } from './words';

/** What the form starts from. There is no member for the value: the page gets that by message only. */
export interface SecretStart {
  readonly accountName: string;
  /** The path of the workflow, in the account, that has the secret or is to have it. */
  readonly workflow: string;
  readonly name: string;
  /** Whether the workflow has it already. */
  readonly overwrites: boolean;
}

const text = {
  created: (name: string, workflow: string) => l10n.t('New secret {0} of {1}', name, workflow),
  overwritten: (name: string, workflow: string) => l10n.t('Overwrite secret {0} of {1}', name, workflow),
  intro: (account: string) => l10n.t('The value goes to {0} and is not stored or readable here.', account),
  overwrites: (workflow: string) =>
    l10n.t(
      '{0} has this secret already. Its value cannot be shown; the one that you save takes its place.',
      workflow,
    ),
  value: l10n.t('Value'),
  create: l10n.t('Create'),
  overwrite: l10n.t('Overwrite'),
};

/** What the form is called. */
export function secretTitle({ name, workflow, overwrites }: SecretStart): string {
  return visibleOf((overwrites ? text.overwritten : text.created)(name, workflow));
}

/** The whole page. */
export function secretHtml(frame: Frame, start: SecretStart): string {
  const value = { slot: 'value', label: text.value, secret: true, multiline: true, required: true };
  const note = start.overwrites ? `<p class="note">${shownOf(text.overwrites(start.workflow))}</p>\n` : '';
  return pageHtml(frame, {
    title: secretTitle(start),
    intro: text.intro(start.accountName),
    save: { words: start.overwrites ? text.overwrite : text.create },
    inputs: `${note}${fieldHtml(value)}`,
  });
}
