// Completes connections: their types, their names, and whole references.
import { CompletionItemKind } from 'vscode-languageserver';
import type { Connection } from '../../account/account';
import { connectionsOfType } from '../../account/resolve';
import { connectionTypeOf, connectionTypesNow } from '../../catalogue/connectionTypes';
import { createCommand, type Draft } from '../../protocol';
import type { FieldKeySlot, PartSlot } from '../../workflow/slots/slot';
import { fillType, writeBehindDot, writeIndex, writeTag } from '../../workflow/write';
import { writeYamlScalar } from '../../workflow/yaml';
import { wantedTypeAt } from '../hover/schemas';
import { endsAtType } from '../writeBack';
import { inSnippet, type List } from './list';

/** Types: the one that belongs here first, then the account's, then those of the catalogue. */
export function addTypes(list: List, slot: PartSlot): void {
  const { account, connections } = list;
  const counts = new Map<string, number>();
  for (const { type } of connections) counts.set(type, (counts.get(type) ?? 0) + 1);
  const own = [...counts.keys()].sort();
  const others = connectionTypesNow()
    .map((each) => each.type)
    .filter((type) => !counts.has(type));
  const wanted = slot.spot && wantedTypeAt(slot.spot);
  for (const type of new Set([...(wanted === undefined ? [] : [wanted]), ...own, ...others])) {
    const count = counts.get(type) ?? 0;
    const detail = account.state === 'ready' ? sayCount(count, account.name) : undefined;
    list.add(type, {
      text: writePart(list, slot, type),
      kind: CompletionItemKind.EnumMember,
      ...(detail ? { detail } : {}),
      labelDetails: { description: connectionTypeOf(type)?.displayName ?? '' },
      topic: { is: 'connection-type', type },
    });
  }
  const [, name] = slot.parts;
  // What is saved is written back as type and name, for which there must be a place.
  if (slot.form !== 'expression' || endsAtType(list.workflow, slot))
    addCreateNew(list, wanted, name?.is === 'written' ? name.text : '');
}

/** Names: of the type that is written, else of the one that belongs here, else all; and their types with them. */
export function addNames(list: List, slot: PartSlot): void {
  const other = slot.parts[0];
  const written = other?.is === 'written' ? other.text : undefined;
  const type = written ?? (slot.spot && other?.is !== 'computed' ? wantedTypeAt(slot.spot) : undefined);
  const { form } = slot;
  for (const { type: own, name } of list.matching(connectionsOf(list, type), nameOf)) {
    const fill =
      written === undefined && form !== 'expression' && slot.map
        ? fillType(list.workflow, slot.map, own)
        : undefined;
    list.add(name, {
      text: writePart(list, slot, name),
      kind: CompletionItemKind.Value,
      detail: `${own} connection`,
      also: fill ? [list.edit(fill.span, fill.text)] : [],
      sortText: `0 ${name}`,
      topic: { is: 'connection', type: own, name },
    });
  }
  addNamesOfFile(list, slot, type);
  if (other?.is !== 'computed') addCreateNew(list, type, list.typed.replace(/^['"]/, ''));
}

function nameOf({ name }: Connection): string {
  return name;
}

// Where the account says nothing, what this file itself names is the best that is known.
function addNamesOfFile(list: List, slot: PartSlot, type: string | undefined): void {
  const { account, workflow, replace } = list;
  if (account.state === 'ready' && !account.stale) return;
  const known = new Set(list.items.map((item) => item.label));
  for (const reference of workflow.collected.references) {
    if (reference.kind !== 'connection') continue;
    if (reference.name.is !== 'written' || reference.type.is !== 'written') continue;
    const { text } = reference.name;
    const here = reference.name.span.start === replace.start;
    if (here || known.has(text) || (type !== undefined && reference.type.text !== type)) continue;
    known.add(text);
    list.add(text, {
      text: writePart(list, slot, text),
      kind: CompletionItemKind.Value,
      detail: `${reference.type.text} connection, named elsewhere in this file`,
      sortText: `1 ${text}`,
    });
  }
}

function addCreateNew(list: List, type: string | undefined, name: string): void {
  if (!list.client.forms) return;
  const { workflow, replace } = list;
  const from = { uri: workflow.uri, position: workflow.rangeOf(replace).start };
  const ofType = type === undefined ? {} : { type };
  const draft: Draft = { ...ofType, ...(name === '' ? {} : { name }), from };
  const title = type === undefined ? 'Create new connection…' : `Create new ${type} connection…`;
  const typed = workflow.text.slice(replace.start, replace.end);
  list.add(title, {
    text: typed,
    kind: CompletionItemKind.Event,
    filterText: typed,
    sortText: '~',
    command: { title, command: createCommand, arguments: [draft] },
  });
}

/**
 * Whole references, as a tag with its map or, behind a written `!Connection`, as the map alone; and a form to fill in.
 * `wanted` is the type that belongs here.
 */
export function addReferences(list: List, as: 'tag' | 'body', wanted: string | undefined): void {
  const strip = (text: string): string =>
    as === 'tag' ? list.parted(text) : text.replace('!Connection ', '');
  const fitting = connectionsOf(list, wanted);
  for (const connection of list.matching(fitting, ({ type, name }) => `!Connection ${type} ${name}`)) {
    const { type, name } = connection;
    const text = strip(writeTag(connection));
    list.add(name, {
      text,
      kind: CompletionItemKind.Reference,
      detail: `${type} connection`,
      filterText: text.trimStart(),
      sortText: `0 ${type} ${name}`,
      topic: { is: 'connection', ...{ type, name } },
    });
  }
  const type = wanted === undefined ? '' : writeYamlScalar(wanted, true);
  const field = wanted === undefined ? '$1' : inSnippet(type);
  list.add('!Connection', {
    text: strip(`!Connection { type: ${type}, name:  }`),
    snippet: strip(`!Connection { type: ${field}, name: $${wanted === undefined ? 2 : 1} }`),
    kind: CompletionItemKind.Snippet,
    detail: 'a connection by type and name',
    filterText: as === 'tag' ? '!Connection { type: , name: ' : '{ type: , name: ',
    sortText: '1',
    topic: { is: 'tag', name: '!Connection' },
  });
  const { text: source } = list.workflow;
  const isFree = list.replace.start === list.replace.end && /\s/.test(source[list.replace.start - 1] ?? '');
  if (wanted !== undefined && as === 'tag' && isFree) addCreateNew(list, wanted, '');
}

/** Both fields of a reference at once, where its map has neither. */
export function addFields(list: List, { flow, spot }: FieldKeySlot): void {
  if (!flow) return;
  const wanted = wantedTypeAt(spot);
  const fitting = connectionsOf(list, wanted);
  for (const { type, name } of list.matching(fitting, nameOf)) {
    const text = `type: ${writeYamlScalar(type, true)}, name: ${writeYamlScalar(name, true)}`;
    list.add(`${type} ${name}`, {
      text,
      kind: CompletionItemKind.Reference,
      filterText: text,
      sortText: `1 ${type} ${name}`,
      topic: { is: 'connection', type, name },
    });
  }
}

/** Whole paths of connections, in an expression; those of the wanted type before all else. */
export function addPaths(list: List, wanted: string | undefined): void {
  const behindDot = (key: string) => writeBehindDot(list.workflow, list.replace.start, key);
  const pathOf = ({ type, name }: Connection): string => `connections.${type}.${name}`;
  for (const { type, name } of list.matching(list.connections, pathOf)) {
    const text = `connections.${behindDot(type)}.${behindDot(name)}`;
    list.add(text, {
      text,
      kind: CompletionItemKind.Reference,
      detail: `${type} connection`,
      sortText: `${type === wanted ? ' ' : '3'} ${type} ${name}`,
      topic: { is: 'connection', type, name },
    });
  }
}

/** A part of a reference as its place wants it written. */
export function writePart(list: List, { form, replace }: PartSlot, text: string): string {
  return form === 'expression' ? writeIndex(list.workflow, replace, text) : list.value(text, form);
}

function sayCount(count: number, account: string): string {
  return count === 0 ? `none in ${account}` : `${count} in ${account}`;
}

function connectionsOf({ account, connections }: List, type: string | undefined): readonly Connection[] {
  return type === undefined ? connections : connectionsOfType(account, type);
}
