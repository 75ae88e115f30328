// Turns a secret that is to get a value into the page of its form.
import { fieldHtml } from './fields';
import { type Frame, pageHtml } from './pageHtml';
import { shownOf, visibleOf } from './words';

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
  created: (name: string, workflow: string) => `New secret ${name} of ${workflow}`,
  overwritten: (name: string, workflow: string) => `Overwrite secret ${name} of ${workflow}`,
  intro: (account: string) => `The value goes to ${account} and is not stored or readable here.`,
  overwrites: (workflow: string) =>
    `${workflow} has this secret already. Its value cannot be shown; the one that you save takes its place.`,
  value: 'Value',
  create: 'Create',
  overwrite: 'Overwrite',
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
