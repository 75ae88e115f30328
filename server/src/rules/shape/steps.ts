// Says what the service refuses in the steps of a workflow (relay/expressions.md 6).
import type { Field, Fields } from '../../workflow/fields';
import { insertPairs, isBare, type Written } from '../../workflow/pairs';
import type { Span } from '../../workflow/span';
import { mapOf, type Step, type Structure } from '../../workflow/structure';
import { valueKindOf, wordOf } from '../../workflow/valueKind';
import { isEmpty, type MapNode, type Node } from '../../workflow/yaml';
import { closestOf } from '../closest';
import type { Fix } from '../finding';
import { type Complaints, edit, spanOfItem, spanOfValue } from './complaints';
import { checkConditions } from './conditions';
import { checkChoice, checkList, checkMap, checkText, checkTexts, kindOf, sayKind } from './values';

export const defaultImage = 'relaysh/core';

export function checkSteps(to: Complaints, { fields, steps, stepsByName }: Structure): void {
  const name = freeName('step', stepsByName);
  for (const item of checkList(to, fields.get('steps'), 'step'))
    if (!mapOf(item)) sayNoItem(to, item, 'step', { name, image: defaultImage });
  for (const step of steps) checkStep(to, step, name);
}

function checkStep(to: Complaints, { map, fields }: Step, named: string): void {
  checkText(to, fields.get('name'), named);
  checkDependsOn(to, fields.get('dependsOn'));
  checkConditions(to, fields.get('when'));
  const typed = checkChoice(to, fields.get('type'), ['container', 'approval']);
  const approval = wordOf(fields.get('type')?.pair.value)?.text === 'approval';
  // An approval's other keys are read and then ignored.
  checkContainer(to, fields, !approval, defaultImage);
  const missing: Record<string, Written> = fields.has('name') ? {} : { name: named };
  if (typed && !approval && !fields.has('image')) missing.image = defaultImage;
  sayMissing(to, map, fields, 'step', missing, () => approvalFixes(to, map, fields, missing));
}

/** The keys of whatever runs an image. `strictly` also checks what only the schema of a container step does. */
export function checkContainer(to: Complaints, fields: Fields, strictly: boolean, image: string): void {
  if (strictly) {
    checkText(to, fields.get('image'), image);
    checkText(to, fields.get('command'));
    checkText(to, fields.get('inputFile'));
  }
  for (const key of ['args', 'input']) checkTexts(to, fields.get(key), strictly ? 'texts' : 'scalars');
  checkEvaluatedMap(to, fields.get('spec'));
  checkEvaluatedMap(to, fields.get('env'));
}

/** `spec`, `env` and `binding.parameters` are maps; only the values in them are evaluated (relay/expressions.md 2.3). */
export function checkEvaluatedMap(to: Complaints, field: Field | undefined, mayBeEmpty = true): void {
  const { value } = field?.pair ?? {};
  const kind = valueKindOf(value);
  const computed = value?.tag?.name.startsWith('!') || wordOf(value)?.text.includes('${');
  if (field && value && computed && (kind === 'text' || kind === 'list')) {
    const message = `"${field.key}" must be a map: Relay computes the values in it, not the map itself. Put this under a key, or write { $fn.merge: [ … ] }.`;
    to.sayKind(value, spanOfValue(field.pair), message);
  } else checkMap(to, field, { holds: 'keys and values', mayBeEmpty });
}

/** Says which keys a list item lacks, with the fix that writes them. Nothing is said while it is being typed. */
export function sayMissing(
  to: Complaints,
  map: MapNode,
  fields: Fields,
  what: string,
  missing: Readonly<Record<string, Written>>,
  more: () => readonly Fix[] = () => [],
): void {
  const keys = Object.keys(missing);
  if (keys.length === 0 || isUnfinished(to, map, fields)) return;
  const name = wordOf(fields.get('name')?.pair.value);
  const one = name ? `The ${what} "${name.text}"` : `This ${what}`;
  const needs = keys.map((key) => `${/^[aeiou]/.test(key) ? 'an' : 'a'} ${key}`).join(' and ');
  const approval =
    missing.image === undefined || what !== 'step' ? '' : ', unless it is an approval (type: approval)';
  const steps = what === 'trigger' && isStep(to, fields) ? ' If it is a step, write "steps:" above it.' : '';
  const inserts = () => [
    edit(`Insert required keys (${keys.join(', ')})`, insertMissing(to, map, fields, missing), true),
    ...more(),
  ];
  to.say(nameOf(to, map, fields), `${one} needs ${needs}${approval}.${steps}`, () => [
    ...misspelt(map, keys),
    ...(isBare(to.workflow.text, map) ? [] : inserts()),
  ]);
}

// Without their own key the steps are items of the list above.
function isStep({ workflow }: Complaints, fields: Fields): boolean {
  const isAlone = !workflow.structure.fields.has('steps');
  return isAlone && ['image', 'spec', 'dependsOn'].some((key) => fields.has(key));
}

// Maps that are merged in may bring what is missing once they are typed to their end.
function isUnfinished(to: Complaints, map: MapNode, fields: Fields): boolean {
  const merged = [...fields.values()].flatMap((field) => (field.merged ? field.holder : []));
  return [map, ...new Set(merged)].some((each) => to.isUnfinished(each));
}

/** Says that a list item is no map: nothing at all, or a value. */
export function sayNoItem(to: Complaints, item: Node, what: string, required: Record<string, Written>): void {
  const kind = valueKindOf(item);
  if (kind === undefined) return;
  const keys = Object.keys(required);
  const needs = keys.map((key) => `"${key}:"`).join(' and ');
  const span = spanOfItem(to.workflow, item);
  if (kind !== 'null' || !isEmpty(item) || span.end <= span.start)
    return to.sayKind(item, span, `A ${what} is a map with ${needs}, not ${sayKind(kind)}.`);
  to.say(span, `A ${what} is missing here. Write ${needs} behind the dash.`, () => {
    const map = { kind: 'map', flow: true, closed: true, pairs: [], span } as const;
    const { text } = insertPairs(to.workflow.text, map, required);
    const at = { start: span.end, end: span.end };
    return [edit(`Insert required keys (${keys.join(', ')})`, { span: at, text: ` {${text}}` }, true)];
  });
}

interface Names {
  readonly size: number;
  has(name: string): boolean;
}

/** A name that no other step or trigger has. */
export function freeName(what: string, taken: Names): string {
  let number = taken.size + 1;
  while (taken.has(`${what}-${number}`)) number += 1;
  return `${what}-${number}`;
}

function checkDependsOn(to: Complaints, field: Field | undefined): void {
  const { value } = field?.pair ?? {};
  if (!field) return;
  const kind = kindOf(field);
  if (kind === 'list') checkTexts(to, field, 'filled');
  else if (value && kind === 'map') {
    const message = '"dependsOn" must be the name of a step or a list of names, not a map.';
    to.sayKind(value, spanOfValue(field.pair), message);
  } else checkText(to, field);
}

function approvalFixes(
  to: Complaints,
  map: MapNode,
  fields: Fields,
  { image, ...missing }: Readonly<Record<string, Written>>,
): readonly Fix[] {
  // What only a container has would be read no more.
  const isContainer = ['spec', 'env', 'input', 'inputFile', 'command', 'args'].some((key) => fields.has(key));
  if (image === undefined || fields.has('type') || isContainer) return [];
  const added = { ...missing, type: 'approval' };
  return [edit('Make it an approval (type: approval)', insertMissing(to, map, fields, added))];
}

// A key of almost the right name is most likely the one that is missing.
function misspelt(map: MapNode, keys: readonly string[]): readonly Fix[] {
  const [missing] = keys;
  if (keys.length !== 1 || missing === undefined) return [];
  const written = map.pairs.flatMap(({ key }) =>
    key.kind === 'scalar' && !known.has(key.value) ? [key] : [],
  );
  const closest = closestOf(
    missing,
    written.map((key) => key.value),
  )[0];
  const key = written.find((each) => each.value === closest);
  return key ? [edit(`Rename "${key.value}" to "${missing}"`, { span: key.span, text: missing })] : [];
}

const known = new Set([
  'name',
  'type',
  'image',
  'spec',
  'env',
  'when',
  'input',
  'inputFile',
  'args',
  'command',
  'dependsOn',
  'description',
  'source',
  'binding',
]);

function insertMissing(
  to: Complaints,
  map: MapNode,
  fields: Fields,
  missing: Readonly<Record<string, Written>>,
) {
  const last = fields.get('name') ?? fields.get('type');
  const behind = missing.name === undefined && last?.holder === map ? last.pair : undefined;
  return insertPairs(to.workflow.text, map, missing, behind);
}

function nameOf(to: Complaints, map: MapNode, fields: Fields): Span {
  const name = fields.get('name');
  return name?.holder === map ? spanOfValue(name.pair) : spanOfItem(to.workflow, map);
}
