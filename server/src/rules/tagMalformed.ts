// tag-malformed: a tag or `$` map of a shape that Relay refuses; connections have a rule of their own.

import { insertPairs } from '../workflow/pairs';
import { type Fault, partsOfReference, type Reference, type ReferenceKind } from '../workflow/reference';
import { shortened } from '../workflow/shortened';
import { type Shape, shapeOfKind } from '../workflow/tags';
import type { Workflow } from '../workflow/workflow';
import { isEmpty, keyOf, type Node, targetOf, writeYamlScalar } from '../workflow/yaml';
import { isUnfinished } from './broken';
import type { Finding, Fix } from './finding';
import type { Rule } from './rule';
import { mended, problemsOf } from './valueProblems';

export const tagMalformed: Rule = ({ workflow }) => [
  ...workflow.collected.refusedNodes.flatMap(({ node, reference }) =>
    faultsOfReference(workflow, node, reference),
  ),
  ...problemsOf(workflow, 'tag-malformed').map(({ span, message, severity, mend }): Finding => {
    const { advice, fixes } = mended(workflow, mend);
    return { code: 'tag-malformed', severity, span, message: message + advice, fixes };
  }),
];

function faultsOfReference(workflow: Workflow, node: Node, reference: Reference): Finding[] {
  const shape = shapeOfKind(reference.kind);
  if (reference.kind === 'connection' || !shape || reference.faults.length === 0) return [];
  return reference.faults
    .filter((fault) => !isUnfinished(workflow, reference, fault))
    .map((fault) => ({
      code: 'tag-malformed',
      severity: 'error',
      span: fault.span,
      message: messageOf(fault, shape, reference),
      fixes: () => fixesOf(workflow, node, reference, shape, fault),
    }));
}

const nouns: Record<ReferenceKind, string> = {
  connection: 'a connection',
  secret: 'a secret',
  parameter: 'a parameter',
  output: 'an output',
  step: 'the state of a step',
  answer: 'an answer',
  event: 'a field of the event',
};

function messageOf(fault: Fault, shape: Shape, { kind, spelling }: Reference): string {
  const form = spelling === 'json' ? `{ $type: ${shape.name}, ${mapOf(shape)} }` : formsOf(shape);
  const noun = nouns[kind];
  switch (fault.is) {
    case 'key-missing':
      return `"${fault.key}" is missing. To name ${noun}, write ${form}.`;
    case 'key-doubled':
      return `"${fault.key}" stands twice. Remove one of them.`;
    case 'key-unknown':
      return `!${shape.name} has no key "${shortened(fault.key)}". To name ${noun}, write ${form}.`;
    case 'blank-missing':
      return `A blank is missing after the colon of "${fault.key}:".`;
    case 'value-empty':
      return `The ${fault.key} is empty. To name ${noun}, write ${form}.`;
    case 'value-no-string':
      return `The ${fault.key} must be a plain text that YAML takes for nothing else. ${
        spelling === 'tag' ? 'Behind a tag quotes do not count: use [ ].' : 'Quote it.'
      }`;
    case 'item-count':
      return `!${shape.name} takes ${shape.keys.length} in brackets, not ${fault.count}. To name ${noun}, write ${form}.`;
    case 'scalar':
      return `!${shape.name} takes no single value. To name ${noun}, write ${form}.`;
  }
}

function mapOf({ keys }: Shape): string {
  return keys.map((key) => `${key}: …`).join(', ');
}

function formsOf(shape: Shape): string {
  return `${shape.scalar ? `!${shape.name} …` : `!${shape.name} [${shape.keys.join(', ')}]`} or !${shape.name} { ${mapOf(shape)} }`;
}

function fixesOf(
  { text, structure }: Workflow,
  node: Node,
  reference: Reference,
  shape: Shape,
  fault: Fault,
): Fix[] {
  const edit = (title: string, span: Fault['span'], written: string): Fix => ({
    is: 'edit',
    title,
    edits: [{ span, text: written }],
    preferred: true,
  });
  const slice = text.slice(fault.span.start, fault.span.end);
  const steps = [...structure.stepsByName.keys()];
  const guess = (key: string): string => {
    const names = key === 'name' && reference.kind === 'parameter' ? structure.parametersByName.keys() : [];
    if (key === 'from' || key === 'askRef') return steps.at(-1) ?? 'step';
    return [...names][0] ?? `my-${reference.kind}`;
  };
  if (fault.is === 'blank-missing') return insertBlank(text, fault.span.start + fault.key.length + 1);
  const missing = reference.faults.flatMap((each) => (each.is === 'key-missing' ? each.key : []));
  const unknown = node.kind === 'map' && node.pairs.find(({ key }) => key.span.start === fault.span.start);
  const isFilled = unknown && unknown.value !== undefined && !isEmpty(unknown.value);
  if (fault.is === 'key-unknown' && missing.length === 1 && isFilled)
    return [edit(`Rename it to "${missing[0]}"`, fault.span, missing[0] ?? '')];
  if (fault.is === 'value-no-string' && /^[\w.:+-]+$/.test(slice) && node.kind !== 'scalar')
    return [edit('Put quotes around it', fault.span, JSON.stringify(slice))];
  if (fault.is === 'key-missing' && node.kind === 'map' && reference.faults.length === 1) {
    const insert = insertPairs(text, node, { [fault.key]: guess(fault.key) }, node.pairs.at(-1));
    return [edit(`Insert ${fault.key}: ${guess(fault.key)}`, insert.span, insert.text)];
  }
  if (reference.spelling === 'json' || (node.kind === 'map' && !node.flow)) return [];
  const words = wordsOf(node, reference, shape);
  const values = shape.keys.map((key, index) => words[index] ?? guess(key));
  const written = writeTag(shape, values);
  return [edit(`Rewrite as ${written}`, reference.span, written)];
}

/** Parts a colon from what stands at an offset behind it, where that makes one scalar of it. */
export function insertBlank(text: string, offset: number): Fix[] {
  const scalar = /(?:'[^'\n]*'|"[^"\\\n]*"|[^\s'"?:,[\]{}#&*!|>%@`-][^'",:[\]{}\n]*)[ \t]*(?=[,\]}\r\n]|$)/y;
  scalar.lastIndex = offset;
  if (!scalar.test(text)) return [];
  const edits = [{ span: { start: offset, end: offset }, text: ' ' }];
  return [{ is: 'edit', title: 'Insert the blank', edits, preferred: true }];
}

// The words that are there, in the order of the fields.
function wordsOf(node: Node, reference: Reference, { keys }: Shape): readonly (string | undefined)[] {
  if (node.kind === 'map') {
    const known = partsOfReference(reference).map((part) => (part.is === 'written' ? part.text : undefined));
    const loose = node.pairs.flatMap((pair) => (pair.value ? [] : (keyOf(pair) ?? [])));
    return keys.map((_, index) => known[index] ?? loose.shift());
  }
  const nodes = node.kind === 'sequence' ? node.items : [node];
  return nodes.map((each) => {
    const target = targetOf(each);
    return target?.kind === 'scalar' && target.value !== '' && !(each !== node && target.tag)
      ? target.value
      : undefined;
  });
}

function writeTag({ name, keys }: Shape, values: readonly string[]): string {
  const written = values.map((value) => writeYamlScalar(value, true));
  const [only = ''] = written;
  if (keys.length > 1)
    return `!${name} { ${keys.map((key, index) => `${key}: ${written[index]}`).join(', ')} }`;
  return /^['"]/.test(only) ? `!${name} [${only}]` : `!${name} ${only}`;
}
