// Turns what is to stand in a reference into the text to write there: quoted as its place demands, nothing else touched.
import { nodesAt } from './nodes';
import { fillPair, insertPairs } from './pairs';
import type { ConnectionReference } from './reference';
import type { Edit, Span } from './span';
import type { Workflow } from './workflow';
import { escaped, type MapNode, pairOf, type ScalarNode, writeYamlScalar } from './yaml';

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

/** A path in a template, to be the text of a scalar: `${secrets.'my key'}`. No key may hold a control character. */
export function writeTemplate(root: string, keys: readonly string[]): string {
  const written = keys.map((key) => (bareKey.test(key) ? key : writeString(key, 'literal')));
  return `\${${[root, ...written].join('.')}}`;
}

/** The same as a whole scalar; `flow` for a place between `[ ]` or `{ }`, where it has to be quoted. */
export function writeTemplateScalar(template: string, flow: boolean): string {
  if (flow && !/["\\]/.test(template)) return `"${template}"`;
  // YAML would take a blank behind a colon or before a hash for its own.
  return flow || /: | #/.test(template) ? writeYamlScalar(template, flow) : template;
}

/** Whether the reference's fields stand between `{ }` or `[ ]`, where more has to be quoted. */
function isInFlow(workflow: Workflow, reference: ConnectionReference): boolean {
  const found = workflow.collected.referenceNodes.find((each) => each.reference === reference)?.node;
  return found === undefined || found.kind === 'scalar' || (found.kind !== 'alias' && found.flow);
}

/** A key in the place of an index of a path, as a name only where one may stand; it keeps the quotes that are there. */
export function writeIndex(workflow: Workflow, span: Span, key: string): string {
  const { text } = workflow;
  const quote = /^\\?(['"`])/.exec(text.slice(span.start, span.end))?.[1];
  const isBehindDot = /\.\s*$/.test(text.slice(Math.max(0, span.start - 40), span.start));
  if (!quote && isBehindDot) return writeBehindDot(workflow, span.start, key);
  const raw = quote === '`' && escaped(key) === key && !/`|: | #/.test(key);
  return writeString(key, styleAt(workflow, span.start), quote === '"' || raw ? quote : "'");
}

/** A key to stand behind a dot, in the scalar at an offset: a name where it is one, else a string. */
export function writeBehindDot(workflow: Workflow, offset: number, key: string): string {
  return bareKey.test(key) ? key : writeString(key, styleAt(workflow, offset));
}

/** A key that needs no quotes behind a dot (relay/expressions.md 1.1). */
const bareKey = /^[_\p{L}][-_\p{L}\p{Nd}]*$/u;

function styleAt({ yaml }: Workflow, offset: number): ScalarNode['style'] {
  const scalar = nodesAt(yaml.root, offset).at(-1)?.node;
  return scalar?.kind === 'scalar' ? scalar.style : 'plain';
}

/** A string of the expression language, quoted so that it also survives the YAML scalar that it stands in. */
function writeString(text: string, style: ScalarNode['style'], quote: "'" | '"' | '`' = "'"): string {
  // Between backticks nothing is escaped, so nothing that needs it can stand there.
  const inner = quote === '`' ? text : escaped(text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`));
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
export function fillType(workflow: Workflow, map: MapNode, type: string): Edit | undefined {
  const pair = pairOf(map, 'type');
  if (!pair) return insertPairs(workflow.text, map, { type });
  return pair.colon === undefined ? undefined : fillPair(workflow.text, map, pair, type);
}
