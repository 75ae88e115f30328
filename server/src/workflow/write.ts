// Turns what is to stand in a reference into the text to write there: quoted as its place demands, nothing else touched.
import { nodesAt } from './nodes';
import type { ConnectionReference } from './reference';
import type { Span } from './span';
import type { Workflow } from './workflow';
import { endOfPair, type MapNode, pairOf, writeYamlScalar } from './yaml';

export interface Edit {
  readonly span: Span;
  readonly text: string;
}

export interface Target {
  readonly type: string;
  readonly name: string;
}

/** The edits after which the reference names `target`; parts that already do are left alone, and so is the spelling. */
export function editsToName(workflow: Workflow, reference: ConnectionReference, target: Target): Edit[] {
  const edits: Edit[] = [];
  for (const key of ['type', 'name'] as const) {
    const part = reference[key];
    if (part.is === 'absent') continue;
    if (part.is === 'written' && part.text === target[key]) continue;
    const text =
      reference.spelling === 'expression'
        ? writeIndex(workflow, part.span, target[key])
        : writeYamlScalar(target[key], isInFlow(workflow, reference));
    edits.push({ span: part.span, text });
  }
  return edits;
}

/** A whole reference in tag form, to be written on one line. */
export function writeTag({ type, name }: Target): string {
  return `!Connection { type: ${writeYamlScalar(type, true)}, name: ${writeYamlScalar(name, true)} }`;
}

/** Whether the reference's fields stand between `{ }` or `[ ]`, where more has to be quoted. */
export function isInFlow(workflow: Workflow, reference: ConnectionReference): boolean {
  const found = workflow.collected.referenceNodes.find((each) => each.reference === reference)?.node;
  return found === undefined || found.kind === 'scalar' || (found.kind !== 'alias' && found.flow);
}

/** A key as it is written in a path: as a name behind a dot where it is one, else as a string. */
export function writeIndex(workflow: Workflow, span: Span, key: string): string {
  const bracket = /\[\s*$/.test(workflow.text.slice(Math.max(0, span.start - 40), span.start));
  if (!bracket && /^[_\p{L}][-_\p{L}\p{Nd}]*$/u.test(key)) return key;
  const scalar = nodesAt(workflow.yaml.root, span.start).at(-1)?.node;
  return writeString(key, scalar?.kind === 'scalar' ? scalar.style : 'plain');
}

/** A string of the expression language, quoted so that it also survives the YAML scalar that it stands in. */
export function writeString(text: string, style: string, quote: "'" | '"' | '`' = "'"): string {
  // Between backticks nothing is escaped, so nothing that needs it can stand there.
  const inner = quote === '`' ? text : text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`);
  const written = `${quote}${inner}${quote}`;
  switch (style) {
    case 'single':
      return written.replaceAll("'", "''");
    case 'double':
      return written.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
    case 'plain':
      // Without quotes, YAML takes a blank behind a colon or before a hash for its own.
      return written.replace(/(?<=:) | (?=#)/g, '\\x20');
    default:
      return written;
  }
}

/** The edit that writes the type of a reference whose name is being chosen first. */
export function fillType(
  workflow: Workflow,
  slot: { readonly map?: MapNode; readonly form: string },
  type: string,
): Edit | undefined {
  if (!slot.map) return undefined;
  const flow = slot.form === 'flow';
  const text = writeYamlScalar(type, flow);
  const pair = pairOf(slot.map, 'type');
  if (pair?.colon !== undefined) {
    const span = pair.value && pair.value.span.end > pair.value.span.start ? pair.value.span : undefined;
    const at = pair.colon + 1;
    return span ? { span, text } : { span: { start: at, end: at }, text: ` ${text}` };
  }
  return pair ? undefined : insertKey(workflow.text, slot.map, 'type', type);
}

/** The edit that adds a key to a reference's map: `type` goes first, any other last. */
export function insertKey(text: string, map: MapNode, key: string, value: string): Edit {
  const written = `${key}: ${writeYamlScalar(value, map.flow)}`;
  const first = map.pairs[0];
  const last = map.pairs.at(-1);
  if (!first || !last) return { span: map.span, text: `{ ${written} }` };
  const at = key === 'type' ? first.key.span.start : endOfPair(last);
  const indent = ' '.repeat(first.key.span.start - (text.lastIndexOf('\n', first.key.span.start - 1) + 1));
  const parted =
    key === 'type' ? [written, map.flow ? ', ' : `\n${indent}`] : [map.flow ? ', ' : `\n${indent}`, written];
  return { span: { start: at, end: at }, text: parted.join('') };
}
