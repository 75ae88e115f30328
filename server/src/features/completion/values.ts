// Completes values: images, steps to depend on, the few texts that a key takes, and what a step's schema wants.
import { CompletionItemKind } from 'vscode-languageserver';
import { stepImages } from '../../catalogue/steps';
import { knownKeyOf } from '../../workflow/knownKeys';
import { readSchedule } from '../../workflow/schedule';
import { sayingOf } from '../../workflow/scheduleWords';
import type { ValueSlot } from '../../workflow/slots/slot';
import { referenceTags } from '../../workflow/tags';
import { wordOf } from '../../workflow/valueKind';
import { schemasAt } from '../hover/schemas';
import type { Topic } from '../hover/topic';
import { addReferences } from './connections';
import { addKeys } from './keys';
import type { List } from './list';
import { addSteps } from './names';

export function addValues(list: List, slot: ValueSlot): void {
  const { spot, mayBeKey, place, flow } = slot;
  switch (spot.path) {
    case 'steps[].image':
      return addImages(list, slot, 'step');
    case 'triggers[].source.image':
      return addImages(list, slot, 'trigger');
    case 'triggers[].source.schedule':
      return addSchedules(list, slot);
    case 'steps[].dependsOn':
    case 'steps[].dependsOn[]':
      return addDependencies(list, slot);
  }
  if (mayBeKey) addKeys(list, { role: 'key', replace: slot.replace, spot, flow });
  if (spot.keys.length === 0) return addKnown(list, slot);
  if (spot.keys.at(-1) === '$type' && place) {
    for (const name of referenceTags)
      add(list, slot, name.slice(1), CompletionItemKind.EnumMember, { is: 'tag', name });
    return;
  }
  addWanted(list, slot);
}

function add(list: List, { flow }: ValueSlot, value: string, kind: CompletionItemKind, topic?: Topic): void {
  list.add(value, { text: list.value(value, flow ? 'flow' : 'block'), kind, ...(topic ? { topic } : {}) });
}

function addKnown(list: List, slot: ValueSlot): void {
  const { path } = slot.spot;
  for (const value of Object.keys(knownKeyOf(path)?.values ?? {}))
    add(list, slot, value, CompletionItemKind.EnumMember, { is: 'key', path, value });
}

/** What the schema of the spec wants: a connection, one of a few values, or what stands for none. */
function addWanted(list: List, slot: ValueSlot): void {
  const { spot, place, flow } = slot;
  const schemas = schemasAt(spot);
  const wanted = schemas.find((schema) => schema.connectionType !== undefined)?.connectionType;
  const isConnection = wanted !== undefined || spot.keys.at(-1) === 'connection';
  if (isConnection && place && place !== 'trigger') return addReferences(list, 'tag', wanted);
  const values = new Set(
    schemas.flatMap(({ enum: listed, types, default: standard }) => [
      ...(listed ?? []),
      ...(types?.includes('boolean') ? [true, false] : []),
      ...(listed === undefined && isScalar(standard) ? [standard] : []),
    ]),
  );
  const standard = schemas.find((schema) => schema.default !== undefined)?.default;
  for (const value of values) {
    const text =
      typeof value === 'string' ? list.value(value, flow ? 'flow' : 'block') : list.parted(`${value}`);
    list.add(String(value), {
      text,
      kind: CompletionItemKind.EnumMember,
      ...(value === standard ? { detail: 'what it is without this key' } : {}),
    });
  }
}

function isScalar(value: unknown): value is string | number | boolean {
  return (
    typeof value === 'number' || typeof value === 'boolean' || (typeof value === 'string' && value !== '')
  );
}

/** Images of a kind; a registry host in front and a tag or digest behind stay as they are typed. */
function addImages(list: List, slot: ValueSlot, kind: 'step' | 'trigger'): void {
  const { text } = list.workflow;
  const written = text.slice(list.replace.start, list.replace.end).replace(/^['"]|['"]$/g, '');
  const quote = /^['"]/.exec(list.typed)?.[0] ?? '';
  const [host = ''] = /^(?:[^/\s]*[.:][^/\s]*|localhost)\//.exec(written) ?? [];
  const [rest = ''] = /[:@].*$/.exec(written.slice(host.length)) ?? [];
  // No image has a template in it, and behind the repository there is nothing that is known.
  if (written.includes('$') || list.typed.length - quote.length > written.length - rest.length) return;
  for (const { image, kind: own, title } of stepImages()) {
    if (own !== kind) continue;
    list.add(image, {
      text: list.value(`${host}${image}${rest}`, slot.flow ? 'flow' : 'block'),
      kind: CompletionItemKind.Module,
      detail: title,
      filterText: `${quote}${host}${image}`,
      topic: { is: 'image', name: image },
    });
  }
}

const schedules = ['0 * * * *', '0 2 * * *', '0 8 * * 1-5', '0 2 * * 0', '0 2 1 * *', '*/15 * * * *'];

function addSchedules(list: List, slot: ValueSlot): void {
  for (const text of schedules) {
    const { schedule } = readSchedule(text);
    if (!schedule) continue;
    list.add(text, {
      text: list.value(text, slot.flow ? 'flow' : 'block'),
      kind: CompletionItemKind.Value,
      detail: sayingOf(schedule),
      topic: { is: 'schedule', text },
    });
  }
}

function addDependencies(list: List, { flow, items = [], node }: ValueSlot): void {
  // Right behind the colon, Enter is to begin a list below, and must not take the first name instead.
  if (list.workflow.text[list.replace.start - 1] === ':') return;
  const others = items.filter((item) => item !== node).flatMap((item) => wordOf(item)?.text ?? []);
  const form = flow ? 'flow' : 'block';
  addSteps(list, (name) => ({ text: list.value(name, form) }), 'container', new Set(others));
}
