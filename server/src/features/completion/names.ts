// Completes the names that references consist of, other than connections: parameters, secrets, steps, outputs, events.
import { CompletionItemKind } from 'vscode-languageserver';
import { namesOfSecrets, sayUnknownSecrets } from '../../account/resolve';
import type { Schema } from '../../catalogue/steps/schema';
import { itemAt, namesElsewhere } from '../../workflow/lookup';
import { stepStates } from '../../workflow/paths';
import type { Part } from '../../workflow/reference';
import type { PartSlot } from '../../workflow/slots/slot';
import { mapOf, type Step, type Trigger, textOf, valueAt } from '../../workflow/structure';
import type { Workflow } from '../../workflow/workflow';
import { credentialIn } from '../credentials/kinds';
import { eventOf, outputsOf, sayKinds, within } from '../hover/schemas';
import type { Topic } from '../hover/topic';
import { addNames, addTypes, writePart } from './connections';
import type { List, Offer } from './list';

export function addPart(list: List, slot: PartSlot): void {
  const { kind, index } = slot;
  const write: Write = (name) => ({ text: writePart(list, slot, name) });
  switch (kind) {
    case 'connection':
      if (index === 0) addTypes(list, slot);
      else if (index === 1) addNames(list, slot);
      return;
    case 'parameter':
      if (index === 0) addParameters(list, write);
      return;
    case 'secret':
      if (index === 0) addSecrets(list, write);
      return;
    case 'output':
      if (index === 0) addSteps(list, write);
      else addOutputs(list, slot);
      return;
    case 'step':
      if (index === 0) addSteps(list, write);
      else if (index === 1) addStatuses(list, slot);
      return;
    case 'answer':
      if (index === 0) addSteps(list, write, 'approval');
      else if (index === 1) addAnswers(list, slot);
      return;
    case 'event':
      return slot.form === 'expression' ? addEventKeys(list, slot) : addEventPaths(list, slot);
  }
}

/** How a name is shown and written. */
export type Write = (
  name: string,
) => Pick<Offer, 'text' | 'snippet' | 'sortText'> & { readonly label?: string };

/** The parameters that are declared. */
export function addParameters(list: List, write: Write, but: ReadonlySet<string> = new Set()): void {
  const { parametersByName } = list.workflow.structure;
  const names = [...parametersByName.keys()].filter((name) => name !== '' && !but.has(name));
  for (const name of list.matching(names, (each) => each)) {
    const map = mapOf(parametersByName.get(name)?.node);
    const standard = map && textOf(valueAt(map, 'default'));
    const { label = name, ...offer } = write(name);
    list.add(label, {
      ...offer,
      kind: CompletionItemKind.Variable,
      detail: standard === undefined ? 'parameter' : `parameter, by default ${sayDefault(standard)}`,
      topic: { is: 'parameter', name },
    });
  }
}

function sayDefault(standard: string): string {
  return credentialIn(standard) ? 'a credential' : standard.slice(0, 60);
}

/** The secrets that the account has for the workflow; where it is not known which, those that the file names elsewhere. */
export function addSecrets(list: List, write: Write): void {
  const { account, link, workflow } = list;
  const known = link === undefined ? [] : namesOfSecrets(account, link);
  addSecretsOf(list, known, `secret of ${link}`, write);
  if (link !== undefined && sayUnknownSecrets(account, link) === undefined) return;
  const isKnown = new Set(known);
  const elsewhere = namesElsewhere(workflow.lookup.names.secrets, list.replace);
  const others = elsewhere.filter((name) => !isKnown.has(name));
  addSecretsOf(list, others, 'secret, named elsewhere in this file', write);
}

function addSecretsOf(list: List, names: readonly string[], detail: string, write: Write): void {
  for (const name of list.matching(names, (each) => each)) {
    const { label = name, ...offer } = write(name);
    list.add(label, { ...offer, kind: CompletionItemKind.Variable, detail, topic: { is: 'secret', name } });
  }
}

/** The steps but the one that the cursor is in; those of a type first. */
export function addSteps(
  list: List,
  write: Write,
  first: Step['type'] = 'container',
  but: ReadonlySet<string> = new Set(),
): void {
  const { stepsByName } = list.workflow.structure;
  const names = otherSteps(list).filter((name) => !but.has(name));
  for (const name of list.matching(names, (each) => each)) {
    const step = stepsByName.get(name);
    const what = step?.type === 'approval' ? 'approval' : step?.image?.text;
    list.add(name, {
      text: write(name).text,
      kind: CompletionItemKind.Function,
      detail: what === undefined ? 'step' : `step, ${what}`,
      sortText: `${step?.type === first ? 0 : 1} ${String(list.items.length).padStart(6, '0')}`,
      topic: { is: 'step', name },
    });
  }
}

/** What a step puts out: as its image's makers say, and as the rest of the file uses it. */
export function outputKeysOf(list: List, step: string): ReadonlyMap<string, Schema | undefined> {
  const { structure, lookup } = list.workflow;
  const known = outputsOf(structure.stepsByName.get(step))?.properties ?? new Map<string, Schema>();
  const used = namesElsewhere(lookup.names.outputs.get(step), list.replace);
  return new Map<string, Schema | undefined>([...used.map((name) => [name, undefined] as const), ...known]);
}

/** The names of all steps but the one that the cursor is in. */
export function otherSteps({ workflow, replace }: List): string[] {
  const { steps, stepsByName } = workflow.structure;
  const own = itemAt(workflow.text, steps, replace.start)?.name?.text;
  return [...stepsByName.keys()].filter((name) => name !== '' && name !== own);
}

function addOutputs(list: List, slot: PartSlot): void {
  const [from, ...inner] = slot.parts.slice(0, slot.index).map(written);
  if (from === undefined || inner.includes(undefined)) return;
  const keys = inner as readonly string[];
  if (keys.length === 0) {
    for (const [name, schema] of outputKeysOf(list, from))
      addField(list, slot, name, schema, { is: 'output', step: from, keys: [name] });
    return;
  }
  const outputs = outputsOf(list.workflow.structure.stepsByName.get(from));
  for (const [name, schema] of fieldsIn(outputs, keys))
    addField(list, slot, name, schema, { is: 'output', step: from, keys: [...keys, name] });
}

function addStatuses(list: List, slot: PartSlot): void {
  for (const name of stepStates)
    list.add(name, {
      text: writePart(list, slot, name),
      kind: CompletionItemKind.EnumMember,
      topic: { is: 'status', name },
    });
}

// What Relay itself asks of an approval step (relay/expressions.md 6).
function addAnswers(list: List, slot: PartSlot): void {
  list.add('approval', { text: writePart(list, slot, 'approval'), kind: CompletionItemKind.EnumMember });
}

function addEventKeys(list: List, slot: PartSlot): void {
  const keys = slot.parts.slice(0, slot.index).map(written);
  if (keys.includes(undefined)) return;
  addEventFields(list, keys as readonly string[], (name) => ({ text: writePart(list, slot, name) }));
}

// The path of a !Data tag is one text.
function addEventPaths(list: List, slot: PartSlot): void {
  const keys = list.typed.replace(/^['"]/, '').split('.').slice(0, -1);
  const form = slot.form === 'expression' ? 'block' : slot.form;
  addEventFields(list, keys, (name) => {
    const label = [...keys, name].join('.');
    return { label, text: list.value(label, form) };
  });
}

function addEventFields(list: List, keys: readonly string[], write: Write): void {
  const trigger = triggerAt(list.workflow, list.replace.start);
  for (const [name, schema] of fieldsIn(eventOf(trigger), keys)) {
    const kinds = schema ? sayKinds(schema) : '';
    const { label = name, ...offer } = write(name);
    list.add(label, {
      ...offer,
      kind: CompletionItemKind.Field,
      ...(kinds === '' ? {} : { detail: kinds }),
      topic: { is: 'event', trigger: trigger?.name?.text ?? '', keys: [...keys, name] },
    });
  }
}

function triggerAt({ text, structure }: Workflow, offset: number): Trigger | undefined {
  return itemAt(text, structure.triggers, offset);
}

function addField(list: List, slot: PartSlot, name: string, schema: Schema | undefined, topic: Topic): void {
  const kinds = schema ? sayKinds(schema) : 'used elsewhere in this file';
  list.add(name, {
    text: writePart(list, slot, name),
    kind: CompletionItemKind.Field,
    ...(kinds === '' ? {} : { detail: kinds }),
    topic,
  });
}

function fieldsIn(
  schema: Schema | undefined,
  keys: readonly string[],
): readonly (readonly [string, Schema])[] {
  return schema ? within(schema, keys).flatMap((each) => [...(each.properties ?? [])]) : [];
}

function written(part: Part): string | undefined {
  return part.is === 'written' ? part.text : undefined;
}
