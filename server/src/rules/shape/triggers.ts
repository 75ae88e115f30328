// Says what the service refuses in the triggers of a workflow (relay/expressions.md 6).
import { type Field, type Fields, fieldsOf } from '../../workflow/fields';
import type { Written } from '../../workflow/pairs';
import { scalarTextOf } from '../../workflow/scalarText';
import { readSchedule } from '../../workflow/schedule';
import { mapOf, type Structure } from '../../workflow/structure';
import { valueKindOf, wordOf } from '../../workflow/valueKind';
import { targetOf } from '../../workflow/yaml';
import { type Complaints, edit, withTag } from './complaints';
import { checkContainer, checkEvaluatedMap, defaultImage, freeName, sayMissing, sayNoItem } from './steps';
import { checkChoice, checkList, checkMap, checkText } from './values';

const types = ['schedule', 'push', 'webhook'] as const;
const everyNight = '0 0 * * *';

export function checkTriggers(to: Complaints, { fields, triggers }: Structure): void {
  const taken = new Set(triggers.flatMap((trigger) => trigger.name?.text ?? []));
  for (const item of checkList(to, fields.get('triggers'), 'trigger')) {
    const map = mapOf(item);
    const required = { name: freeName('trigger', taken), source: { type: 'push' } };
    if (!map) {
      sayNoItem(to, item, 'trigger', required);
      continue;
    }
    const own = fieldsOf(map);
    checkText(to, own.get('name'), required.name);
    checkSource(to, own.get('source'));
    checkBinding(to, own.get('binding'));
    const missing = Object.entries(required).filter(([key]) => !own.has(key));
    sayMissing(to, map, own, 'trigger', Object.fromEntries(missing));
  }
}

function checkSource(to: Complaints, field: Field | undefined): void {
  const fields = checkMap(to, field, { holds: '"type" and what belongs to it', fill: { type: 'push' } });
  const map = mapOf(field?.pair.value);
  if (!fields || !map) return;
  checkChoice(to, fields.get('type'), types, guessedType(fields));
  const type = wordOf(fields.get('type')?.pair.value)?.text;
  const missing: Record<string, Written> = fields.has('type') ? {} : { type: guessedType(fields) };
  if (type === 'schedule' && !fields.has('schedule')) missing.schedule = everyNight;
  if (type === 'webhook' && !fields.has('image')) missing.image = defaultImage;
  sayMissing(to, map, fields, type === undefined ? 'source' : `${type} source`, missing);
  if (type === 'schedule') checkSchedule(to, fields.get('schedule'));
  if (type === 'push') checkSchema(to, fields.get('schema'));
  if (type === 'webhook') checkText(to, fields.get('image'), defaultImage);
  checkContainer(to, fields, false, defaultImage);
}

// What the other keys speak for.
function guessedType(fields: Fields): string {
  if (fields.has('schedule')) return 'schedule';
  return fields.has('image') ? 'webhook' : 'push';
}

function checkSchedule(to: Complaints, field: Field | undefined): void {
  const scalar = targetOf(field?.pair.value);
  // A number is told as a schedule with too few fields: quotes would not help it.
  const kind = valueKindOf(scalar);
  if (!field || (kind !== 'number' && !checkText(to, field, everyNight))) return;
  if (scalar?.kind !== 'scalar') return;
  const { text, sourceOf } = scalarTextOf(to.workflow.text, scalar);
  if (scalar.tag || text.includes('${')) {
    const message = '"schedule" is plain text to Relay, which evaluates nothing here. Write the five fields.';
    to.say(withTag(scalar), message);
    return;
  }
  for (const { span, message, instead } of readSchedule(text).problems) {
    const place = sourceOf(span);
    const fixes = () =>
      instead === undefined ? [] : [edit(`Change to "${instead}"`, { span: place, text: instead }, true)];
    to.say(place, message, fixes);
  }
}

function checkSchema(to: Complaints, field: Field | undefined): void {
  for (const property of checkMap(to, field, { holds: 'names and their types' })?.values() ?? []) {
    const fields = checkMap(to, property, {
      holds: '"type" and what belongs to it',
      fill: { type: 'string' },
    });
    const map = mapOf(property.pair.value);
    if (fields && map && !fields.has('type'))
      sayMissing(to, map, fields, 'schema property', { type: 'string' });
    else checkText(to, fields?.get('type'), 'string');
  }
}

function checkBinding(to: Complaints, field: Field | undefined): void {
  const fields = checkMap(to, field, { holds: '"key" and "parameters"' });
  const key = fields?.get('key');
  if (key && valueKindOf(key.pair.value) === 'list' && targetOf(key.pair.value)?.tag)
    to.say(
      key.pair.key.span,
      '"key" must be text. Call functions in a template instead: "${concat(event.a, event.b)}".',
    );
  else checkText(to, key);
  checkEvaluatedMap(to, fields?.get('parameters'), false);
}
