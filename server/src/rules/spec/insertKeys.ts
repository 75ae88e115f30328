// Turns the keys that a spec lacks into the edit that writes them, each with a value that fits; nothing else is touched.

import type { Schema } from '../../catalogue/steps/schema';
import { startOf } from '../../workflow/nodes';
import { columnOf, endOfLine, lineBreakOf } from '../../workflow/pairs';
import type { Edit } from '../../workflow/span';
import { type Target, writeTag } from '../../workflow/write';
import { endOfPair, type MapNode, type Pair, writeYamlScalar } from '../../workflow/yaml';
import { isAbsent, type Misfit } from './fit';
import type { SpecFit } from './workflowFit';

type Missing = Extract<Misfit, { is: 'missing' }>;

/** A key and what to write under it. */
interface Entry {
  readonly key: string;
  readonly value: string | readonly Entry[];
}

/**
 * The edit that writes all missing keys of one map. `connectionOf` names a connection of a type. Undefined for text so
 * unusual that the edit might harm it.
 */
export function insertKeys(
  text: string,
  spec: SpecFit,
  { place, keys, schema }: Missing,
  connectionOf: (type: string) => Target,
): Edit | undefined {
  const entries = entriesOf(schema, keys, connectionOf);
  const { pair, value, holder } = place;
  if (value?.kind === 'map' && value.pairs.length === 0) return { span: value.span, text: flowOf(entries) };
  if (value?.kind === 'map') return intoMap(text, value, pair, entries);
  if (!isAbsent(value)) return undefined;
  if (!pair) return behindImage(text, spec, [{ key: 'spec', value: entries }]);
  if (pair.colon === undefined) return undefined;
  if (value && value.span.end > value.span.start) return { span: value.span, text: flowOf(entries) };
  if (holder?.flow) return insertion(pair.colon + 1, ` ${flowOf(entries)}`);
  const lines = linesOf(entries, columnOf(text, startOf(pair.key)) + 2);
  return below(text, value?.anchor?.span.end ?? pair.colon, lines);
}

function entriesOf(
  schema: Schema,
  keys: readonly string[],
  connectionOf: (type: string) => Target,
): readonly Entry[] {
  const fillerOf = (inner: Schema): Entry['value'] => {
    if (inner.connectionType !== undefined) return writeTag(connectionOf(inner.connectionType));
    const [sample] = inner.default === undefined ? (inner.enum ?? []) : [inner.default];
    if (sample !== undefined)
      return typeof sample === 'string' ? writeYamlScalar(sample, true) : JSON.stringify(sample);
    const [form] = inner.anyOf ?? [];
    if (form) return fillerOf(form);
    if (inner.required && inner.required.length > 0) return entriesOf(inner, inner.required, connectionOf);
    return fillers[inner.types?.[0] ?? 'string'];
  };
  return keys.map((key) => ({ key, value: fillerOf(schema.properties?.get(key) ?? {}) }));
}

const fillers = {
  string: "''",
  number: '0',
  integer: '0',
  boolean: 'false',
  array: '[]',
  object: '{}',
  null: 'null',
} as const;

function intoMap(
  text: string,
  map: MapNode,
  pair: Pair | undefined,
  entries: readonly Entry[],
): Edit | undefined {
  const [first] = map.pairs;
  if (!first) return undefined;
  const at = startOf(first.key);
  if (map.flow) return insertion(at, `${flowOf(entries).slice(2, -2)}, `);
  if (/\?\s*$/.test(text.slice(Math.max(0, at - 40), at))) return undefined; // the long form of a key
  const lines = linesOf(entries, columnOf(text, at));
  const lead = map.anchor?.span.end ?? pair?.colon;
  if (lead !== undefined && endOfLine(text, lead) < at) return below(text, lead, lines);
  const indent = ' '.repeat(columnOf(text, at));
  return insertion(at, `${lines.join(lineBreakOf(text)).trimStart()}${lineBreakOf(text)}${indent}`);
}

function behindImage(
  text: string,
  { owner, imagePair }: SpecFit,
  entries: readonly Entry[],
): Edit | undefined {
  const end = endOfPair(imagePair);
  if (owner.flow) return insertion(end, `, ${flowOf(entries).slice(2, -2)}`);
  const start = startOf(imagePair.key);
  if (text.slice(start, end).includes('\n')) return undefined;
  return below(text, end, linesOf(entries, columnOf(text, start)));
}

function flowOf(entries: readonly Entry[]): string {
  const written = entries.map(({ key, value }) => {
    return `${writeYamlScalar(key, true)}: ${typeof value === 'string' ? value : flowOf(value)}`;
  });
  return `{ ${written.join(', ')} }`;
}

function linesOf(entries: readonly Entry[], column: number): string[] {
  const indent = ' '.repeat(column);
  return entries.flatMap(({ key, value }) => {
    const written = `${indent}${writeYamlScalar(key, true)}:`;
    return typeof value === 'string' ? [`${written} ${value}`] : [written, ...linesOf(value, column + 2)];
  });
}

/** New lines below the one that an offset is on. */
function below(text: string, offset: number, lines: readonly string[]): Edit {
  return insertion(endOfLine(text, offset), lines.map((line) => `${lineBreakOf(text)}${line}`).join(''));
}

function insertion(at: number, text: string): Edit {
  return { span: { start: at, end: at }, text };
}
