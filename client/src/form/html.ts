// Turns what is known before anything is typed (account, types, the reference it starts from) into the form's page.
import * as l10n from '@vscode/l10n';
import type { ConnectionField, ConnectionType } from '../../../server/src/catalogue/connectionTypes';
import { fieldHtml, onceHtml, rowHtml } from './fields';
import { type Frame, pageHtml } from './pageHtml';
import { escapedOf, overwriteTitleOf, sayStep, shownOf, titleOf } from './words';

/** What the form starts from. There is no member for a value: the page gets those by message only. */
export interface Start {
  readonly accountName: string;
  /** Every type known, with its fields. */
  readonly types: readonly ConnectionType[];
  /** The types the account has connections of, to be offered first. */
  readonly accountTypes: readonly string[];
  readonly type: string;
  readonly name: string;
  /** For a connection that is there, whose values are overwritten: what is said of it. Its type and name stay. */
  readonly overwrites?: string;
  /** Which of how many forms that follow each other. */
  readonly step?: { readonly at: number; readonly of: number };
}

const text = {
  intro: (account: string) => l10n.t('Values go to {0} and are not stored or readable here.', account),
  required: l10n.t('Fields marked * are required.'),
  type: l10n.t('Type'),
  chooseType: l10n.t('Choose a type…'),
  otherType: l10n.t('Another type…'),
  otherTypeName: l10n.t('Name of the type'),
  otherTypeHelp: l10n.t('As Relay calls it, for example aws.'),
  inWorkflow: l10n.t('From the workflow'),
  inAccount: (account: string) => l10n.t('In {0}', account),
  known: l10n.t('Known types'),
  name: l10n.t('Name'),
  nameHelp: l10n.t('Workflows refer to the connection by its type and this name.'),
  values: l10n.t('Values'),
  generated: l10n.t('Relay makes the values of this type itself: only the name is needed.'),
  shownOnce: l10n.t('What you need to copy is shown once, after the connection is created.'),
  free: l10n.t('The fields of this type are not known here. Give each one the name that steps read it by.'),
  add: l10n.t('Add a field'),
  create: l10n.t('Create'),
  createAndTest: l10n.t('Create and test'),
  overwrite: l10n.t('Overwrite'),
  overwriteAndTest: l10n.t('Overwrite and test'),
  step: (which: string) => l10n.t('{0} connections that are missing', which),
  skip: l10n.t('Skip this one'),
  browser: l10n.t(
    'This account connects the type in the browser too: nothing has to be copied, and only the name is needed here.',
  ),
  connect: l10n.t('Connect in the browser'),
  kubeconfig: l10n.t(
    'A kubeconfig fills these in: choose the file, paste it anywhere in this form, or drop it with Shift held.',
  ),
  chooseKubeconfig: l10n.t('Choose a kubeconfig…'),
  context: l10n.t('Context'),
  useContext: l10n.t('Use this context'),
  onceHelp: l10n.t('Copy these values now: Relay does not show them again.'),
  done: l10n.t('Done'),
};

/** The whole page. */
export function formHtml(frame: Frame, start: Start): string {
  const groups = typeGroups(start);
  const offered = groups.flatMap((group) => group.types);
  const chosen = offered.find((each) => each.type === start.type);
  const display = chosen?.displayName ?? '';
  const { overwrites, name, step } = start;
  const isNew = overwrites === undefined;
  return pageHtml(frame, {
    title: isNew ? titleOf(display) : overwriteTitleOf(display, name),
    step: step && text.step(sayStep(step)),
    intro: text.intro(start.accountName),
    save: isNew ? { words: text.create, again: text.overwrite } : { words: text.overwrite },
    test: isNew
      ? { words: text.createAndTest, again: text.overwriteAndTest }
      : { words: text.overwriteAndTest },
    skip: step && text.skip,
    inputs: `${isNew ? '' : `<p class="note">${shownOf(overwrites)}</p>`}<p class="legend">${shownOf(text.required)}</p>
<div id="identity"${isNew ? '' : ' hidden data-overwrites'}>
${pickerHtml(groups, chosen)}
${fieldHtml({ slot: 'name', label: text.name, help: text.nameHelp, secret: false, multiline: false, required: true, value: name })}
</div>
<section id="values" aria-labelledby="valuesTitle">
<h2 id="valuesTitle">${shownOf(text.values)}</h2>
${isNew ? browserHtml() : ''}${kubeconfigHtml()}
${offered.map(valuesHtml).join('\n')}
<div id="free" hidden>
<p class="note">${shownOf(text.free)}</p>
<div id="rows"></div>
<button type="button" id="add" class="button secondary">${shownOf(text.add)}</button>
</div>
</section>`,
    after: `<section id="created" aria-labelledby="createdTitle" hidden>
<h1 id="createdTitle" tabindex="-1"></h1>
<p id="warning" class="error" hidden></p>
<p id="onceHelp" class="note">${shownOf(text.onceHelp)}</p>
<div id="once"></div>
<p id="copied" role="status"></p>
<div id="createdVerdict" role="status"></div>
<button type="button" id="done" class="button">${shownOf(text.done)}</button>
</section>`,
    templates: `<template id="rowTemplate">${rowHtml()}</template>
<template id="onceTemplate">${onceHtml()}</template>`,
  });
}

/** Shown for a type that the account connects in the browser. */
function browserHtml(): string {
  return `<div id="browser" class="offer" hidden>
<p>${shownOf(text.browser)}</p>
<button type="button" id="connect" class="button secondary">${shownOf(text.connect)}</button>
</div>
`;
}

/** Shown for Kubernetes; the contexts, once a kubeconfig is there. */
function kubeconfigHtml(): string {
  return `<div id="kube" class="offer" hidden>
<p>${shownOf(text.kubeconfig)}</p>
<button type="button" class="link pick">${shownOf(text.chooseKubeconfig)}</button><input type="file" class="file" hidden>
<p id="kube-advice" class="advice" aria-live="polite" hidden></p>
<div id="contexts" hidden>
<label for="context">${shownOf(text.context)}</label>
<div class="with-button"><select id="context" aria-describedby="lacks"></select>
<button type="button" id="useContext" class="button secondary">${shownOf(text.useContext)}</button></div>
<div id="lacks"></div>
</div>
</div>`;
}

interface TypeGroup {
  readonly label: string;
  readonly types: readonly ConnectionType[];
}

/** The account's types first, then the others known; a type that neither has comes from the workflow. */
function typeGroups({ types, accountTypes, accountName, type }: Start): readonly TypeGroup[] {
  const known = new Map(types.map((each) => [each.type, each]));
  const entry = (each: string): ConnectionType =>
    known.get(each) ?? { type: each, displayName: each, fields: [] };
  const inAccount = [...new Set(accountTypes)].sort().map(entry);
  const others = types.filter((each) => !accountTypes.includes(each.type));
  const fromWorkflow = type === '' || known.has(type) || accountTypes.includes(type) ? [] : [entry(type)];
  return [
    { label: text.inWorkflow, types: fromWorkflow },
    { label: text.inAccount(accountName), types: inAccount },
    { label: text.known, types: others },
  ].filter((group) => group.types.length > 0);
}

function pickerHtml(groups: readonly TypeGroup[], chosen: ConnectionType | undefined): string {
  const option = (each: ConnectionType) =>
    `<option value="${escapedOf(each.type)}" data-display="${escapedOf(each.displayName)}"${
      each === chosen ? ' selected' : ''
    }>${shownOf(each.displayName === each.type ? each.type : `${each.displayName} (${each.type})`)}</option>`;
  const group = ({ label, types }: TypeGroup) =>
    `<optgroup label="${shownOf(label)}">${types.map(option).join('')}</optgroup>`;
  return `<div class="field">
<label for="type">${shownOf(text.type)}<span aria-hidden="true"> *</span></label>
<select id="type" aria-required="true" aria-describedby="type-error">
<option value="" disabled hidden${chosen ? '' : ' selected'}>${shownOf(text.chooseType)}</option>
${groups.map(group).join('\n')}
<option value="" data-other>${shownOf(text.otherType)}</option>
</select>
<p id="type-error" class="error" hidden></p>
</div>
<div id="other" hidden>
${fieldHtml({ slot: 'otherType', label: text.otherTypeName, help: text.otherTypeHelp, secret: false, multiline: false, required: true, value: '' })}
</div>`;
}

/** The slot of a field of the type that the form starts with; undefined for one that is not asked for. */
export function slotOfField(start: Start, name: string): string | undefined {
  const offered = typeGroups(start).flatMap((group) => group.types);
  const index = offered.findIndex((each) => each.type === start.type);
  const at = asked(offered[index]).findIndex((field) => field.name === name);
  return at < 0 ? undefined : slotOf(index, at);
}

function slotOf(type: number, field: number): string {
  return `f${type}-${field}`;
}

/** The fields that Relay does not make itself. */
function asked(type: ConnectionType | undefined): readonly ConnectionField[] {
  return (type?.fields ?? []).filter((field) => !field.generated);
}

/** The inputs of one type, hidden until it is chosen; nothing for a type whose fields are not known. */
function valuesHtml(type: ConnectionType, index: number): string {
  if (type.fields.length === 0) return '';
  const once = type.fields.some((field) => field.displayOnce);
  const note =
    asked(type).length > 0
      ? ''
      : `<p class="note">${shownOf(once ? `${text.generated} ${text.shownOnce}` : text.generated)}</p>`;
  const inputs = asked(type).map((field, at) =>
    fieldHtml({ ...field, slot: slotOf(index, at), field: field.name, required: field.required ?? false }),
  );
  return `<div data-type="${escapedOf(type.type)}" hidden>${note}${inputs.join('\n')}</div>`;
}
