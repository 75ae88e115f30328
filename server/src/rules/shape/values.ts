// Says where a value is not what the service's schema demands in its place (relay/expressions.md 6).
import { type Field, type Fields, fieldsOf } from '../../workflow/fields';
import { columnOf, fillPair, lineBreakOf, removePair, type Written } from '../../workflow/pairs';
import { mapOf } from '../../workflow/structure';
import { type ValueKind, valueKindOf } from '../../workflow/valueKind';
import { isEmpty, type Node, targetOf, writeYamlScalar } from '../../workflow/yaml';
import { isDoubtful } from '../broken';
import type { Fix } from '../finding';
import { type Complaints, edit, quoteFixes, spanOfItem, spanOfValue, withTag } from './complaints';

/** A text that is not empty. `required` is what a fix writes where there is none; without it the key is dropped. */
export function checkText(to: Complaints, field: Field | undefined, required?: string): boolean {
  if (!field) return true;
  const { value } = field.pair;
  const kind = kindOf(field);
  if (kind === 'text') return checkFilled(to, field, required);
  if (kind === 'null') sayEmpty(to, field, required);
  else if (value && kind) {
    const message = `"${field.key}" must be text, not ${sayKind(kind)}.${advice(kind)}`;
    to.sayKind(value, spanOfValue(field.pair), message, () => quoteFixes(to.workflow, value));
  }
  return false;
}

/** One of a few texts; `required` as for any text. */
export function checkChoice(
  to: Complaints,
  field: Field | undefined,
  choices: readonly string[],
  required?: string,
): boolean {
  if (!field) return true;
  const { value } = field.pair;
  const target = targetOf(value);
  const kind = kindOf(field);
  const isOther = target?.kind === 'scalar' && (kind === 'number' || kind === 'boolean');
  if (!isOther && !checkText(to, field, required)) return false;
  if (!value || target?.kind !== 'scalar' || (!isOther && choices.includes(target.value))) return true;
  const last = choices.at(-1) ?? '';
  const allowed = choices.length > 1 ? `${choices.slice(0, -1).join(', ')} or ${last}` : last;
  const meant = choices.length === 1 ? last : target.value.trim().toLowerCase();
  const found = isOther ? target.value : `"${target.value}"`;
  to.say(spanOfValue(field.pair), `"${field.key}" must be ${allowed}, not ${found}.`, () =>
    choices.map((each) => edit(`Change to "${each}"`, { span: withTag(value), text: each }, each === meant)),
  );
  return false;
}

/** What a list may hold: texts with something in them, texts, or all that can be turned into text. */
export type Items = 'filled' | 'texts' | 'scalars';

export function checkTexts(to: Complaints, field: Field | undefined, items: Items): void {
  if (!field) return;
  const list = targetOf(field.pair.value);
  if (list?.kind === 'sequence') {
    const doubtful = isDoubtful(to.workflow, list);
    for (const item of list.items)
      if (!doubtful || item.kind === 'scalar') checkItem(to, field.key, item, items);
    return;
  }
  const kind = kindOf(field);
  if (kind === 'null' && items !== 'scalars') sayEmpty(to, field);
  else if (field.pair.value && kind && kind !== 'null') {
    const message = `"${field.key}" must be a list of texts, not ${sayKind(kind)}. Put "- " before each of them.`;
    to.sayKind(field.pair.value, spanOfValue(field.pair), message, () => listFixes(to, field));
  }
}

/** One item of a list of texts. */
export function checkItem(to: Complaints, key: string, item: Node, items: Items): void {
  const kind = valueKindOf(item);
  if (kind === undefined || (items === 'scalars' && kind !== 'map' && kind !== 'list')) return;
  if (kind === 'text') {
    const target = targetOf(item);
    if (items === 'filled' && target?.kind === 'scalar' && target.value === '')
      to.say(spanOfItem(to.workflow, item), `An item of "${key}" is empty.`);
    return;
  }
  if (kind === 'null' && isEmpty(item))
    return to.say(spanOfItem(to.workflow, item), `An item of "${key}" is missing here.`);
  const colon =
    kind === 'map' && item.kind === 'map' && !item.flow
      ? ' Its ": " makes a map of it: put quotes around the whole text.'
      : advice(kind);
  const fixes = () => (item.kind === 'map' ? quoteMap(to, item) : quoteFixes(to.workflow, item));
  to.say(
    spanOfItem(to.workflow, item),
    `Each item of "${key}" must be text, not ${sayKind(kind)}.${colon}`,
    fixes,
  );
}

/** A map. Gives its fields, and undefined where there are none to look at. */
export function checkMap(
  to: Complaints,
  field: Field | undefined,
  what: { readonly holds: string; readonly mayBeEmpty?: boolean; readonly fill?: Written },
): Fields | undefined {
  const map = mapOf(field?.pair.value);
  if (map) return fieldsOf(map);
  const { value } = field?.pair ?? {};
  const kind = field && kindOf(field);
  if (!field || !kind) return undefined;
  if (kind === 'null' || !value) {
    if (!what.mayBeEmpty) sayEmpty(to, field, what.fill);
    return undefined;
  }
  const message = `"${field.key}" must be a map of ${what.holds}, not ${sayKind(kind)}.`;
  to.sayKind(value, spanOfValue(field.pair), message);
  return undefined;
}

/** A list. Gives its items. */
export function checkList(to: Complaints, field: Field | undefined, of: string): readonly Node[] {
  const { value } = field?.pair ?? {};
  const list = targetOf(value);
  if (list?.kind === 'sequence') return list.items;
  const kind = field && kindOf(field);
  if (!field || !kind) return [];
  if (kind === 'null' || !value) sayEmpty(to, field);
  else {
    const message = `"${field.key}" must be a list, not ${sayKind(kind)}. Put "- " before each ${of}.`;
    to.sayKind(value, spanOfValue(field.pair), message);
  }
  return [];
}

/** Says that nothing stands behind a key. Outside of braces, a key without a colon is YAML's matter. */
function sayEmpty(to: Complaints, field: Field, required?: Written): void {
  const { pair, holder, key } = field;
  if (pair.colon === undefined && !holder.flow) return;
  const { text } = to.workflow;
  to.say(spanOfValue(pair), `"${key}" has no value. ${sayRemedy(required)}`, () => {
    if (required !== undefined) return [edit('Insert a value', fillPair(text, holder, pair, required), true)];
    return holder.pairs.length > 1 ? [edit(`Remove "${key}"`, removePair(text, holder, pair))] : [];
  });
}

/** The kind of what stands behind a key: nothing at all is null, and an alias without an anchor is of no kind. */
export function kindOf({ pair }: Field): ValueKind | undefined {
  return pair.value ? valueKindOf(pair.value) : 'null';
}

/** "a number", as it reads behind "not". */
export function sayKind(kind: ValueKind): string {
  return kind === 'null' ? 'null' : kind === 'text' ? 'a single text' : `a ${kind}`;
}

function checkFilled(to: Complaints, field: Field, required?: string): boolean {
  const target = targetOf(field.pair.value);
  if (target?.kind !== 'scalar' || target.value !== '') return true;
  sayEmpty(to, field, required);
  return false;
}

function sayRemedy(required: Written | undefined): string {
  if (required === undefined) return 'Give it one, or remove the key.';
  const nothing = typeof required === 'object' && Object.keys(required).length === 0;
  return nothing ? 'Write {} where there is nothing to say of it.' : 'Give it one.';
}

function advice(kind: ValueKind): string {
  return kind === 'number' || kind === 'boolean' ? ' Put quotes around it.' : '';
}

function listFixes(to: Complaints, { pair }: Field): readonly Fix[] {
  const { key, value, colon } = pair;
  if (key.tag || value?.kind !== 'scalar' || value.tag || value.anchor || colon === undefined) return [];
  if (value.style === 'literal' || value.style === 'folded') {
    const { text } = to.workflow;
    const indent = ' '.repeat(columnOf(text, pair.key.span.start));
    const span = { start: colon + 1, end: value.span.start };
    return [edit('Make it a list', { span, text: `${lineBreakOf(text)}${indent}- ` }, true)];
  }
  const item = writeYamlScalar(value.value, true);
  return [edit('Make it a list', { span: value.span, text: `[${item}]` }, true)];
}

function quoteMap(to: Complaints, { span, kind }: Node): readonly Fix[] {
  const written = to.workflow.text.slice(span.start, span.end).trimEnd();
  if (kind !== 'map' || written.includes('\n') || /[{[]/.test(written[0] ?? '')) return [];
  const whole = { start: span.start, end: span.start + written.length };
  return [edit('Put quotes around it', { span: whole, text: JSON.stringify(written) }, true)];
}
