// Completes keys: Relay's own, those that a spec takes, and the names of parameters where they are declared or bound.
import { CompletionItemKind } from 'vscode-languageserver';
import type { Schema } from '../../catalogue/steps/schema';
import { fieldsOf } from '../../workflow/fields';
import { type KnownKey, knownKeysAt } from '../../workflow/knownKeys';
import { namesElsewhere } from '../../workflow/lookup';
import { lineBreakOf } from '../../workflow/pairs';
import { lineAt } from '../../workflow/slots/lines';
import type { FieldKeySlot, KeySlot } from '../../workflow/slots/slot';
import { textOf } from '../../workflow/structure';
import { keyOf, writeYamlScalar } from '../../workflow/yaml';
import { imageOf, sayKinds, schemasAt } from '../hover/schemas';
import type { Topic } from '../hover/topic';
import { addFields } from './connections';
import { inSnippet, type List, type Offer } from './list';
import { addParameters } from './names';

/** Keys that are not written yet. */
export function addKeys(list: List, slot: KeySlot): void {
  const { spot } = slot;
  const written = writtenKeys(list, slot);
  if (spot.path === 'parameters') return addUndeclared(list, slot, written);
  if (spot.path === 'triggers[].binding.parameters' && spot.keys.length === 0)
    return addParameters(list, (name) => offerOf(list, slot, name, 'any'), written);
  for (const key of fittingKeys(slot)) {
    if (written.has(key.name)) continue;
    const path = spot.path === '' ? key.name : `${spot.path}.${key.name}`;
    addKey(list, slot, key.name, key.holds, { is: 'key', path }, key.required ? 'required' : '');
  }
  addSpecKeys(list, slot, written);
}

/** Keys of the map of a reference. */
export function addFieldKeys(list: List, slot: FieldKeySlot): void {
  const written = writtenKeys(list, slot);
  const missing = slot.shape.keys.filter((key) => !written.has(key));
  if (slot.shape.kind === 'connection' && missing.length === 2) addFields(list, slot);
  for (const [index, key] of missing.entries())
    list.add(key, {
      text: hasColon(list, slot) ? key : list.parted(`${key}: `),
      kind: CompletionItemKind.Property,
      sortText: `0 ${index}`,
    });
}

function addKey(
  list: List,
  slot: KeySlot,
  name: string,
  holds: KnownKey['holds'],
  topic: Topic,
  detail: string,
): void {
  list.add(name, {
    ...offerOf(list, slot, name, holds),
    kind: CompletionItemKind.Property,
    ...(detail === '' ? {} : { detail }),
    topic,
  });
}

/** A key with its colon and, for clients that take snippets, the room for what it holds. */
function offerOf(
  list: List,
  slot: KeySlot,
  name: string,
  holds: KnownKey['holds'],
): Pick<Offer, 'text' | 'snippet'> {
  const { flow, replace } = slot;
  const key = writeYamlScalar(name, flow);
  const { text } = list.workflow;
  if (hasColon(list, slot)) return { text: key };
  const isFilled = holds === 'map' || holds === 'list';
  if (flow) {
    const room = holds === 'map' ? '{ $0 }' : holds === 'list' ? '[$0]' : '$0';
    return { text: list.parted(`${key}: `), snippet: list.parted(`${inSnippet(key)}: ${room}`) };
  }
  if (!isFilled) return { text: list.parted(`${key}: `) };
  if (!list.client.indentsAsWritten) return { text: list.parted(`${key}:`) };
  const indent = ' '.repeat(lineAt(text, replace.start).column);
  const room = holds === 'map' ? '  $0' : '- $0';
  const snippet = `${inSnippet(key)}:${lineBreakOf(text)}${indent}${room}`;
  return { text: list.parted(`${key}:`), snippet: list.parted(snippet) };
}

function fittingKeys({ spot, map }: KeySlot): readonly KnownKey[] {
  const keys = knownKeysAt(spot.path);
  if (!keys || spot.keys.length > 0) return [];
  const type = map && textOf(fieldsOf(map).get('type')?.pair.value);
  const isSource = spot.path === 'triggers[].source';
  // A step that says nothing runs a container; a source must say what it is.
  const actual = isSource ? type : (type ?? 'container');
  return keys.filter(({ only }) => only === undefined || actual === undefined || only === actual);
}

function addSpecKeys(list: List, slot: KeySlot, written: ReadonlySet<string>): void {
  const image = imageOf(slot.spot.owner)?.image;
  if (image === undefined) return;
  const schemas = schemasAt(slot.spot);
  const keys = schemas.flatMap((schema) =>
    [...(schema.properties ?? [])].map(([name, inner]) => ({
      name,
      schema: inner,
      required: schema.required?.includes(name) === true,
    })),
  );
  const done = new Set(written);
  for (const { name, schema, required } of keys.sort((a, b) => Number(b.required) - Number(a.required))) {
    if (done.has(name)) continue;
    done.add(name);
    const kinds = sayKinds(schema);
    const detail = [required ? 'required' : '', kinds].filter((each) => each !== '').join(', ');
    addKey(list, slot, name, holdsOf(schema), { is: 'spec', image, keys: [...slot.spot.keys, name] }, detail);
  }
}

function holdsOf({ types, connectionType }: Schema): KnownKey['holds'] {
  const [type, more] = types ?? [];
  if (connectionType !== undefined || more !== undefined) return 'any';
  return type === 'object' ? 'map' : type === 'array' ? 'list' : 'any';
}

// Parameters that are used and not declared.
function addUndeclared(list: List, slot: KeySlot, written: ReadonlySet<string>): void {
  const used = namesElsewhere(list.workflow.lookup.names.parameters, list.replace);
  for (const name of list.matching(
    used.filter((each) => !written.has(each)),
    (each) => each,
  ))
    list.add(name, {
      ...offerOf(list, slot, name, 'map'),
      kind: CompletionItemKind.Variable,
      detail: 'used and not declared',
    });
}

function hasColon({ workflow, replace }: List, { pair }: KeySlot | FieldKeySlot): boolean {
  return pair?.colon !== undefined && /^[ \t]*:$/.test(workflow.text.slice(replace.end, pair.colon + 1));
}

// A key without a colon runs on into the key of the next line, which is written all the same.
function writtenKeys(
  { workflow, replace }: List,
  { map, pair }: KeySlot | FieldKeySlot,
): ReadonlySet<string> {
  const others = map?.pairs.filter((each) => each !== pair).map((each) => keyOf(each) ?? '') ?? [];
  const below = pair ? workflow.text.slice(replace.end, pair.key.span.end).trim() : '';
  return new Set([...others, below.slice(below.lastIndexOf('\n') + 1).trim()]);
}
