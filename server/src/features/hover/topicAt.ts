// Finds what stands under the cursor that words can be said of.
import { stepImageOf } from '../../catalogue/steps';
import { itemAt, referencesAt } from '../../workflow/lookup';
import { nodesAt } from '../../workflow/nodes';
import type { ConnectionReference, Part, Reference } from '../../workflow/reference';
import { type Cursor, cursorAt } from '../../workflow/slots/cursor';
import { spotOf } from '../../workflow/slots/spot';
import { type Span, touches } from '../../workflow/span';
import { meaningOfTag } from '../../workflow/tags';
import type { TemplateScalar } from '../../workflow/templateScalar';
import { tokensOf } from '../../workflow/tokens';
import type { Workflow } from '../../workflow/workflow';
import { isEmpty, keyOf, type Node, type Pair, targetOf } from '../../workflow/yaml';
import { imageOf } from './schemas';
import type { Topic } from './topic';

export interface Found {
  readonly topic: Topic | { readonly reference: ConnectionReference };
  readonly span: Span;
}

export function topicAt(workflow: Workflow, offset: number): Found | undefined {
  const nodes = nodesAt(workflow.yaml.root, offset).map(({ node }) => node);
  const scalar = nodes.at(-1);
  const templates = scalar && workflow.lookup.templatesOf.get(scalar);
  const called = templates && functionAt(templates, offset);
  if (called) return called;
  const shown = scalar && referenceBehind(workflow, scalar);
  if (shown) return { ...foundOf(workflow, shown), span: scalar.span };
  const references = referencesAt(workflow, offset);
  for (const reference of references) {
    const found = partAt(workflow, reference, offset);
    if (found) return found;
  }
  // On a root alone, the reference that the whole stands in says more.
  const connection = references.find((each) => each.kind === 'connection');
  const reference = connection ?? references[0];
  if (reference) return foundOf(workflow, reference);
  const tag = nodes.findLast(({ tag: each }) => each && touches(each.span, offset))?.tag;
  if (tag) {
    const meaning = meaningOfTag(tag.name);
    const name = meaning.is === 'function' ? meaning.name : tag.name;
    return { topic: { is: meaning.is === 'function' ? 'function' : 'tag', name }, span: tag.span };
  }
  const cursor = cursorAt(workflow.text, workflow.yaml.root, offset);
  return cursor && topicOfCursor(cursor);
}

function functionAt({ text, templates }: TemplateScalar, offset: number): Found | undefined {
  const template = templates.find(({ span }) => touches(text.sourceOf(span), offset));
  if (!template) return undefined;
  for (const { kind, span } of tokensOf(text.text, template.span)) {
    const source = text.sourceOf(span);
    if (kind !== 'function' || !touches(source, offset)) continue;
    return { topic: { is: 'function', name: text.text.slice(span.start, span.end) }, span: source };
  }
  return undefined;
}

/** The name in a reference that the cursor touches. */
function partAt(workflow: Workflow, reference: Reference, offset: number): Found | undefined {
  const on = (part: Part): part is Extract<Part, { is: 'written' }> =>
    part.is === 'written' && touches(part.span, offset);
  const { name } = reference;
  if (reference.kind === 'connection')
    return on(name) || on(reference.type) ? { topic: { reference }, span: reference.span } : undefined;
  if ('from' in reference && on(reference.from)) {
    const { text, span } = reference.from;
    return { topic: { is: 'step', name: text }, span };
  }
  return on(name) ? { topic: topicOfWhole(workflow, reference), span: name.span } : undefined;
}

/** The reference that an alias shows, where it shows a single one. */
function referenceBehind({ lookup }: Workflow, node: Node): Reference | undefined {
  const target = node.kind === 'alias' ? targetOf(node) : undefined;
  if (!target) return undefined;
  const { templates = [], text } = lookup.templatesOf.get(target) ?? {};
  const paths = templates.flatMap((template) => template.paths);
  if (paths.length > 1) return undefined;
  const [path] = paths;
  const start = path && text ? text.sourceOf(path.span).start : (target.tag ?? target).span.start;
  return lookup.referencesFrom(start)[0];
}

function foundOf(workflow: Workflow, reference: Reference): Found {
  const topic = reference.kind === 'connection' ? { reference } : topicOfWhole(workflow, reference);
  return { topic, span: reference.span };
}

type OtherReference = Exclude<Reference, ConnectionReference>;

function topicOfWhole({ structure, text }: Workflow, reference: OtherReference): Topic {
  const { kind, name, span } = reference;
  const root: Topic = { is: 'root', name: roots[kind] ?? '' };
  if (name.is !== 'written') return root;
  switch (kind) {
    case 'secret':
    case 'parameter':
      return { is: kind, name: name.text };
    case 'output':
      return reference.from.is === 'written'
        ? { is: 'output', step: reference.from.text, keys: [name.text] }
        : root;
    case 'step':
      return { is: 'status', name: name.text };
    case 'event': {
      const trigger = itemAt(text, structure.triggers, span.start);
      return { is: 'event', trigger: trigger?.name?.text ?? '', keys: name.text.split('.') };
    }
    case 'answer':
      return { is: 'tag', name: '!Answer' };
  }
}

const roots: Readonly<Record<string, string>> = {
  secret: 'secrets',
  parameter: 'parameters',
  output: 'outputs',
  step: 'steps',
  event: 'event',
};

function topicOfCursor(cursor: Cursor): Found | undefined {
  const { replace: span } = cursor;
  switch (cursor.is) {
    case 'tag':
      return undefined;
    case 'key': {
      const topic = cursor.pair && topicOfKey(cursor, cursor.pair);
      return topic && { topic, span };
    }
    case 'value': {
      const topic =
        cursor.node && !isEmpty(cursor.node) ? topicOfValue(cursor, cursor.node.value) : undefined;
      return topic && { topic, span };
    }
  }
}

function topicOfKey({ levels, map }: Extract<Cursor, { is: 'key' }>, pair: Pair): Topic | undefined {
  const { path, keys, name, owner } = spotOf([...levels, { holder: map, pair }]);
  const key = keyOf(pair) ?? '';
  if (path === 'parameters.*') return { is: 'parameter', name: name ?? '' };
  if (key.startsWith('$fn.')) return { is: 'function', name: key.slice(4) };
  if (keys.length === 0) return { is: 'key', path };
  if (path === 'triggers[].binding.parameters') return { is: 'parameter', name: key };
  const image = path.endsWith('.spec') ? imageOf(owner) : undefined;
  return image && { is: 'spec', image: image.image, keys };
}

function topicOfValue({ levels }: Extract<Cursor, { is: 'value' }>, value: string): Topic | undefined {
  const { path, keys } = spotOf(levels);
  switch (path) {
    case 'steps[].image':
    case 'triggers[].source.image':
      return stepImageOf(value) && { is: 'image', name: value };
    case 'steps[].name':
    case 'steps[].dependsOn':
    case 'steps[].dependsOn[]':
      return { is: 'step', name: value };
    case 'triggers[].source.schedule':
      return { is: 'schedule', text: value };
    default:
      return keys.length === 0 ? { is: 'key', path, value } : undefined;
  }
}
